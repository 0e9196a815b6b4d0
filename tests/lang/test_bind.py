"""A runbook is filled in for each node, checked by its kinds, and known again later."""

import json

import pytest

from clprun.errors import InputError
from clprun.lang.bind import BoundStep, bind
from clprun.lang.fingerprint import differences, fingerprint
from clprun.lang.parameters import reveal_parameters
from clprun.model.secret import Secret
from tests.lang.desk import KINDS, Desk, FileWant, RunWant


def steps(desk: Desk, **arguments: str) -> dict[str, BoundStep]:
    return {bound.step.id: bound for bound in desk.bind(arguments).steps}


def test_steps_come_in_order_with_their_phases(desk: Desk) -> None:
    assert [(bound.step.id, bound.phase) for bound in desk.bind().steps] == [
        ("halt", "prepare"),
        ("write", "prepare"),
        ("finish", "end"),
        ("check", "end"),
    ]


def test_each_node_gets_its_own_want(desk: Desk) -> None:
    first, second = steps(desk)["write"].instances

    assert (first.node, second.node) == ("clu1", "clu2")
    assert first.want == FileWant(path="/mnt/sdb2/nqs/clu1", text="# lab\nexec cluv\n")
    assert second.want == FileWant(path="/mnt/sdb2/nqs/clu2", text="# lab\nexec cluv\n")


@pytest.mark.parametrize(
    ("on", "nodes", "active_only"),
    [
        ("primary", ["clu1"], False),
        ("standby", ["clu2"], False),
        ("both", ["clu1", "clu2"], False),
        ("active", ["clu1", "clu2"], True),
        ("cluster", ["clu1"], False),
    ],
)
def test_a_step_works_where_it_says(desk: Desk, on: str, nodes: list[str], active_only: bool) -> None:
    desk.edit(desk.runbook, "on: both", f"on: {on}")

    bound = steps(desk)["halt"]

    assert ([instance.node for instance in bound.instances], bound.active_only) == (nodes, active_only)


def test_node_and_peer_are_seen_from_each_node(desk: Desk) -> None:
    texts = [instance.want for instance in steps(desk)["finish"].instances]

    assert texts == [
        FileWant(path="/etc/finished", text="114 192.0.2.10 192.0.2.112", mode=420),
        FileWant(path="/etc/finished", text="114 192.0.2.10 192.0.2.111", mode=420),
    ]


def test_a_step_whose_condition_is_false_is_skipped(desk: Desk) -> None:
    assert steps(desk)["check"].skipped
    assert steps(desk, mode="OFF")["finish"].skipped


def test_a_whole_value_keeps_its_type(desk: Desk) -> None:
    (instance,) = steps(desk, command='[/bin/sh, -c, "a b"]')["check"].instances

    assert instance.want == RunWant(argv=["/bin/sh", "-c", "a b"])


def test_a_fault_on_both_nodes_is_told_once(desk: Desk) -> None:
    desk.edit(desk.runbook, '"{{ virtual_host }}"', '«"{{ machine_id }}"')

    assert len(desk.problems()) == 1


def test_a_revealed_secret_goes_where_it_stands_alone_and_nowhere_else(desk: Desk) -> None:
    desk.edit(desk.runbook, "  mode: {", "  password: {type: secret, text: {ja: 合言葉, en: password}}\n  mode: {")
    desk.edit(desk.inventory, "mode: SITE", "mode: SITE\n        password: !secret {environment: TOY}")
    desk.write(desk.note, "{{ password }}")
    loaded, site = desk.load(), desk.site()
    values = reveal_parameters(desk.resolve(), lambda _: Secret("tiger"))

    with pytest.raises(InputError) as caught:
        bind(loaded, site, values, KINDS)

    assert caught.value.problem.code == "input.not_for_a_text"
    assert "tiger" not in str(caught.value)


def test_a_fingerprint_is_json_and_stays_the_same(desk: Desk) -> None:
    first = json.loads(json.dumps(fingerprint(desk.bind())))

    assert differences(first, fingerprint(desk.bind())) == []


def test_a_fingerprint_holds_no_secret(desk: Desk) -> None:
    desk.edit(desk.runbook, "  mode: {", "  password: {type: secret, text: {ja: 合言葉, en: password}}\n  mode: {")
    desk.edit(desk.inventory, "mode: SITE", "mode: SITE\n        password: !secret {environment: TOY}")
    loaded, site = desk.load(), desk.site()
    values = reveal_parameters(desk.resolve(), lambda _: Secret("tiger"))

    assert "tiger" not in json.dumps(fingerprint(bind(loaded, site, values, KINDS)))


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "what"),
    [
        ("runbook", "source: none", "source: other", "input.changed_file", "runbook.yaml"),
        ("note", "exec", "run", "input.changed_file", "files/note.j2"),
        ("inventory", "virtual_host: cluv", "virtual_host: cluw", "input.changed_parameter", "virtual_host"),
        ("inventory", "192.0.2.112", "192.0.2.113", "input.changed_cluster", "standby.address"),
        ("inventory", "group: failover", "group: other", "input.changed_cluster", "group"),
    ],
)
def test_what_changed_is_named(desk: Desk, name: str, old: str, new: str, code: str, what: str) -> None:
    before = fingerprint(desk.bind())
    desk.edit(getattr(desk, name), old, new)

    found = differences(before, fingerprint(desk.bind()))

    assert [(problem.code, problem.values["name"]) for problem in found] == [(code, what)]


def test_another_login_is_no_change(desk: Desk) -> None:
    before = fingerprint(desk.bind())
    desk.edit(desk.inventory, "{user: root}", "{user: admin, become: {method: sudo}}")

    assert differences(before, fingerprint(desk.bind())) == []

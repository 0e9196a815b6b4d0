"""Where a parameter's value comes from, and what is said when there is none."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import InputError, Problem
from clprun.lang.arguments import parse_arguments
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.parameters import resolve_parameters, reveal_parameters
from clprun.messages.catalog import render
from clprun.model.secret import Secret, SecretReference
from clprun.model.text import Language
from tests.lang.desk import Desk


def refusals(desk: Desk, arguments: dict[str, str] | None = None) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        desk.resolve(arguments)
    return list(caught.value.problems)


def test_the_inventory_gives_values_and_the_runbook_the_rest(desk: Desk) -> None:
    assert desk.resolve() == {
        "virtual_host": "cluv",
        "floating_ip": "192.0.2.10",
        "machine_id": 114,
        "peer_machine_ids": [],
        "database_path": "/mnt/sdb2",
        "folder": "/mnt/sdb2/nqs",
        "mode": "SITE",
        "start_after": True,
        "command": None,
    }


def test_values_come_in_the_order_of_the_runbook(desk: Desk) -> None:
    assert list(desk.resolve()) == list(desk.load().runbook.parameters)


def test_the_command_line_wins_and_defaults_follow_it(desk: Desk) -> None:
    values = desk.resolve({"database_path": "/srv/db", "machine_id": "200"})

    assert (values["database_path"], values["folder"], values["machine_id"]) == ("/srv/db", "/srv/db/nqs", 200)


def test_the_inventory_wins_over_a_default(desk: Desk) -> None:
    desk.edit(desk.inventory, "mode: SITE", "mode: SITE\n        folder: /elsewhere")

    assert desk.resolve()["folder"] == "/elsewhere"


def test_a_null_in_the_inventory_gives_no_value(desk: Desk) -> None:
    desk.edit(desk.inventory, "mode: SITE", "mode: SITE\n        folder: null\n        command:")

    values = desk.resolve()

    assert (values["folder"], values["command"]) == ("/mnt/sdb2/nqs", None)


def test_a_parameter_whose_condition_is_false_is_not_asked_for(desk: Desk) -> None:
    desk.edit(
        desk.runbook, "text: {ja: 後で起動, en: start after}, default: true", "text: {ja: 後で起動, en: start after}"
    )

    assert desk.resolve({"mode": "OFF"})["start_after"] is None
    assert [problem.code for problem in refusals(desk)] == ["input.missing_parameter"]


def test_defaults_can_speak_of_the_cluster(desk: Desk) -> None:
    desk.edit(desk.runbook, '"{{ database_path }}/nqs"', '"/{{ cluster.group }}/{{ standby.name }}"')

    assert desk.resolve()["folder"] == "/failover/clu2"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("machine_id", "7", 7),
        ("peer_machine_ids", "1,2", [1, 2]),
        ("peer_machine_ids", "[1, 2]", [1, 2]),
        ("peer_machine_ids", "", []),
        ("start_after", "false", False),
        ("command", '[/bin/sh, -c, "a b"]', ["/bin/sh", "-c", "a b"]),
        ("virtual_host", "null", "null"),
        ("mode", "OFF", "OFF"),
    ],
)
def test_the_command_line_is_read_by_type(desk: Desk, name: str, text: str, value: object) -> None:
    assert desk.resolve({name: text})[name] == value


@pytest.mark.parametrize(
    ("name", "text", "code", "column"),
    [
        ("virtual_host", "10.0.0.114", "input.host_name_is_ip", 14),
        ("machine_id", "seven", "input.not_integer", 12),
        ("machine_id", "[", "input.argument_value", 12),
        ("machine_id", "111", "input.machine_id_taken", 12),
        ("peer_machine_ids", "114", "input.machine_id_taken", None),
        ("command", "rm -rf /", "input.command_not_list", 9),
        ("virtual_hots", "x", "input.unknown_parameter_like", 1),
    ],
)
def test_a_bad_value_on_the_command_line_is_shown_there(
    desk: Desk, name: str, text: str, code: str, column: int | None
) -> None:
    (problem,) = refusals(desk, {name: text})

    assert problem.code == code
    assert problem.place is not None
    if column is not None:
        assert problem.place.file == "-e"
        assert problem.place.column == column
        assert problem.place.source_line == f"{name}={text}"


def test_all_missing_values_are_named_together_where_they_belong(desk: Desk) -> None:
    desk.edit(desk.inventory, "        virtual_host: cluv\n", "")
    desk.edit(desk.inventory, "        machine_id: 114\n", "")
    desk.edit(desk.inventory, "      toy:", "      «toy:")

    problems = refusals(desk)

    assert [(problem.code, problem.values["name"]) for problem in problems] == [
        ("input.missing_parameter", "virtual_host"),
        ("input.missing_parameter", "machine_id"),
    ]
    place = problems[0].place
    assert place is not None
    assert (place.file, place.line, place.column) == desk.marked


def test_a_missing_value_is_explained_in_both_languages(desk: Desk) -> None:
    desk.edit(desk.inventory, "        virtual_host: cluv\n", "")

    (problem,) = refusals(desk)
    english, japanese = render(problem, Language.EN), render(problem, Language.JA)

    assert "virtual host name" in english.what
    assert "仮想ホスト名" in japanese.what
    for text in (english.next or "", japanese.next or ""):
        assert 'virtual_host: "cluv"' in text
        assert "toy" in text
        assert "lab" in text


def test_what_needs_a_missing_value_stays_silent(desk: Desk) -> None:
    desk.edit(desk.inventory, "        database_path: /mnt/sdb2\n", "")

    assert [problem.values["name"] for problem in refusals(desk)] == ["database_path"]


def test_a_secret_is_a_reference_until_it_is_revealed(desk: Desk) -> None:
    desk.edit(desk.runbook, "  mode: {", "  password: {type: secret, text: {ja: 合言葉, en: password}}\n  mode: {")
    desk.edit(desk.inventory, "mode: SITE", "mode: SITE\n        password: !secret {environment: TOY}")

    values = desk.resolve()
    revealed = reveal_parameters(values, lambda reference: Secret(f"<{reference.name}>"))

    assert values["password"] == SecretReference("environment", "TOY")
    assert revealed["password"].reveal() == "<TOY>"
    assert revealed["mode"] == "SITE"


@pytest.mark.parametrize(
    ("old", "new"),
    [("mode: SITE", "mode: SITE\n        password: tiger"), ("{user: root}", "{user: root, password: tiger}")],
)
def test_a_secret_that_was_written_out_is_not_repeated(desk: Desk, old: str, new: str) -> None:
    desk.edit(desk.runbook, "  mode: {", "  password: {type: secret, text: {ja: 合言葉, en: password}}\n  mode: {")
    desk.edit(desk.inventory, old, new)

    problem = next(problem for problem in refusals(desk) if problem.code == "input.not_secret")

    assert problem.place is not None
    assert "tiger" not in str(problem)


def test_a_secret_never_comes_from_the_command_line(desk: Desk) -> None:
    desk.edit(desk.runbook, "  mode: {", "  password: {type: secret, text: {ja: 合言葉, en: password}}\n  mode: {")

    (problem,) = refusals(desk, {"password": "tiger"})

    assert problem.code == "input.secret_on_command_line"
    assert "tiger" not in str(problem)


def test_arguments_are_names_and_values() -> None:
    assert parse_arguments(["a=1", "b=x=y", "a=2", "c="]) == {"a": "2", "b": "x=y", "c": ""}


@pytest.mark.parametrize("argument", ["", "a", "=b", " =b"])
def test_other_arguments_are_refused(argument: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_arguments(["a=1", argument])

    assert [problem.code for problem in caught.value.problems] == ["input.argument_form"]


label = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
good_values = st.fixed_dictionaries(
    {
        "virtual_host": st.lists(label, min_size=1, max_size=3).map(".".join),
        "floating_ip": st.ip_addresses(v=4, network="198.51.100.0/24").map(str),
        "machine_id": st.integers(1, 2**31).filter(lambda number: number not in {111, 112}),
        "database_path": st.lists(label, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts)),
        "mode": st.sampled_from(["SITE", "OFF"]),
        "command": st.lists(
            st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1), min_size=1, max_size=3
        ),
    }
)


@pytest.fixture
def loaded(desk: Desk) -> LoadedRunbook:
    return desk.load()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=good_values)
def test_good_values_come_through_unchanged_both_ways(
    desk: Desk, loaded: LoadedRunbook, values: dict[str, object]
) -> None:
    cluster = desk.inventory.read_text(encoding="utf-8").partition("    parameters:")[0]
    text = f"{cluster}    parameters: {json.dumps({'toy': values})}\n"
    desk.inventory.write_text(text, encoding="utf-8")
    site = desk.site()
    arguments = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}

    by_inventory = resolve_parameters(loaded, site)
    by_arguments = resolve_parameters(loaded, site, arguments)

    assert by_inventory == by_arguments
    assert {name: by_inventory[name] for name in values} == values

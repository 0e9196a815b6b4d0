"""Every kind of bad input, with its code and the exact place it is reported at.

The mark « in a changed file stands before the place that must be pointed at.
"""

from pathlib import Path

import pytest

from clprun.errors import InputError, Problem
from clprun.lang.inventory import load_inventory
from clprun.messages.catalog import render
from clprun.model.text import Language
from tests.lang.desk import Desk

IN_RUNBOOK = [
    # YAML
    ("runbook: toy", "runbook: «[toy", "input.yaml_bracket_open"),
    ("source: none", "source: a«: b", "input.yaml_colon"),
    ("source: none", "source:\n    a: b\n  «c: d", "input.yaml_indentation"),
    ("source: none", "source:\n«\tnone", "input.yaml_tab"),
    ("source: none", "source: none\n«nothing\nplatform: x", "input.yaml_colon_missing"),
    ("source: none", "source: none\n«source: again", "input.yaml_key_twice"),
    ("source: none", "source: «*nowhere", "input.yaml_unknown_alias"),
    ("source: none", "source: «!python/object x", "input.yaml_tag"),
    ("source: none", "source: «!secret {prompt: x}", "input.secret_not_here"),
    ("source: none", "source: none\n«1: x", "input.yaml_key_not_text"),
    ("source: none", "source: none\n«<<: {a: 1}", "input.yaml_merge_key"),
    ("source: none", 'source: «"\\ud83d"', "input.yaml_bad_value"),
    ("source: none", 'source: "«\\UFFFFFFFF"', "input.yaml_bad_escape"),
    ("source: none", "source: «.inf", "input.yaml_bad_value"),
    ("source: none", "source: no«\x07ne", "input.yaml_control_character"),
    ("source: none", 'source: «"a\\e]0;owned\\a"', "input.hidden_character"),
    ("title: {ja: 準備, en: Prepare}", "title: {ja: 準備, en: Pre«\u202epare}", "input.hidden_character"),
    ("source: none", "source: |\n  one\n  tw«\u200bo", "input.hidden_character"),
    ("source: none", 'source: none\n«"a\\u2028b": x', "input.hidden_character"),
    ("source: none", 'source: «"\\uE000"', "input.hidden_character"),
    ("runbook: toy", "«%YAML 1.1\n---\nrunbook: toy", "input.yaml_directive"),
    ("source: none", f"source: {'[' * 39}«[", "input.yaml_too_deep"),
    ("source: none", "source: «&a [*a]", "input.yaml_too_deep"),
    # form
    ("source: none", "source: none\n«sauce: none", "input.unknown_key_like"),
    ("source: none", "source: none\n«zzz: none", "input.unknown_key"),
    (
        "        on: both\n        with: {argv",
        "        «onn: both\n        on: both\n        with: {argv",
        "input.unknown_key_like",
    ),
    ("source: none\n", "", "input.missing_key"),
    ("minutes: 1", "minutes: «soon", "input.not_number"),
    ("minutes: 1", 'minutes: «"1"', "input.not_number"),
    ("minutes: 1", "minutes: «true", "input.not_number"),
    ("minutes: 1", "minutes: «-1", "input.too_small"),
    ("minutes: 1", "minutes: «1441", "input.too_large"),
    ("goal: [write]", "goal: «write", "input.not_list"),
    ("title: {ja: 準備, en: Prepare}", "title: «Prepare", "input.not_mapping"),
    ("title: {ja: 準備, en: Prepare}", "«title: {ja: 準備}", "input.missing_key"),
    ("title: {ja: 準備, en: Prepare}", 'title: {ja: 準備, en: «""}', "input.text_too_short"),
    ("source: none", "source: «5", "input.not_text"),
    ("minimum: 1", 'minimum: «"1"', "input.not_integer"),
    ("optional: true", "optional: «yes", "input.not_boolean"),
    ("platform: linux", "platform: «beos", "input.not_a_choice"),
    ("- id: prepare", "- id: «Prepare Things", "input.not_identifier"),
    ("  virtual_host: {", "  «Virtual-Host: {", "input.not_parameter_name"),
    ("phases:\n", "phases: «[]\nold:\n", "input.too_few"),
    # what stands in `with`
    ("        with: {argv: [", "        with: {«arg: [", "input.unknown_key_like"),
    ("with: {argv: [/bin/stop,", "with: {argv: [«5,", "input.not_text"),
    ("mode: 420}", "mode: «[420]}", "input.not_integer"),
    ("with: {path: /etc/finished,", "«with: {", "input.missing_key"),
    ("text: {template: files/note.j2}", "text: «{template: files/note.j2, encoding: x}", "input.not_text"),
    # names
    ("kind: run", "kind: «runn", "input.unknown_kind_like"),
    ("kind: run", "kind: «zzz", "input.unknown_kind"),
    ("- id: write", "- id: «halt", "input.id_twice"),
    ("- id: end", "- id: «prepare", "input.id_twice"),
    ("serves: [write]", "serves: [«wriet]", "input.unknown_step_like"),
    ("serves: [write]", "serves: [«zzz]", "input.unknown_step"),
    ("serves: [write]", "serves: [«halt]", "input.serves_not_lasting"),
    ("serves: [write]", "«serves: [write]\n        nature: lasting", "input.only_passing_serves"),
    ("goal: [write]", "goal: [«halt]", "input.goal_is_passing"),
    ("{step: halt, until: finish}", "{step: «check}", "input.hold_too_early"),
    ("{step: halt, until: finish}", "{step: halt, until: «write}", "input.until_too_early"),
    ("{step: halt, until: finish}", "{step: halt, until: «finnish}", "input.unknown_step_like"),
    ("{step: halt, until: finish}", "{step: «hall, until: finish}", "input.unknown_step_like"),
    # templates and expressions
    ('"{{ virtual_host }}"', '«"{{ virtul_host }}"', "input.unknown_name_like"),
    ('"{{ virtual_host }}"', '«"{{ zzz }}"', "input.unknown_name"),
    ('"{{ virtual_host }}"', '«"{{ node.adress }}"', "input.unknown_attribute_like"),
    ('"{{ virtual_host }}"', '«"{{ node.zzz }}"', "input.unknown_attribute"),
    ('"{{ virtual_host }}"', '«"{{ virtual_host"', "input.template_syntax"),
    ('"{{ virtual_host }}"', '«"{{ virtual_host.__class__ }}"', "input.template_failed"),
    ('"{{ virtual_host }}"', '«"{{ virtual_host.none }}"', "input.template_undefined"),
    ('"{{ virtual_host }}"', '«"a{{ peer_machine_ids }}"', "input.not_for_a_text"),
    ('"{{ virtual_host }}"', '«"{{ 1 / 0 }}"', "input.template_failed"),
    ('"{{ virtual_host }}"', '«"{{ machine_id }}"', "input.not_text"),
    ("when: start_after", "when: «start_aftr", "input.unknown_name_like"),
    ("when: start_after", "when: «peer.name == 'clu1'", "input.unknown_name"),
    ("when: start_after", "when: «start_after ==", "input.template_syntax"),
    ("when: start_after", "when: «mode + 1 > 2", "input.template_failed"),
    ("when: mode == 'SITE'", "when: «mood == 'SITE'", "input.unknown_name_like"),
    ('"{{ database_path }}/nqs"', '«"{{ data_path }}/nqs"', "input.unknown_name_like"),
    ('"{{ database_path }}/nqs"', '«"{{ database_path }}/../nqs"', "input.path_dots"),
    ('"{{ database_path }}/nqs"', '«"{{ folder }}/nqs"', "input.cyclic_reference"),
    ("when: mode == 'SITE'", "when: «start_after", "input.cyclic_reference"),
    ("{template: files/note.j2}", "{template: «files/none.j2}", "input.template_not_found"),
    ("{template: files/note.j2}", "{template: «../note.j2}", "input.template_outside"),
    ("{template: files/note.j2}", "{template: «/etc/passwd}", "input.template_outside"),
    # parameters
    (
        "  virtual_host: {",
        "  «node: {type: text, text: {ja: 名, en: n}, default: a}\n  virtual_host: {",
        "input.parameter_name_reserved",
    ),
    ("  mode: {type: choice, choices: [SITE, OFF]", "  «mode: {type: choice", "input.choices_and_type"),
    ("  virtual_host: {", "  «virtual_host: {maximum: 3, ", "input.bounds_and_type"),
    ("default: true", "default: «5", "input.not_boolean"),
]

IN_INVENTORY = [
    ("clusters:\n", "clusters: {}\n«old:\n", "input.unknown_key"),
    ("nodes:", "«nods:", "input.unknown_key_like"),
    ("    group: failover\n", "", "input.missing_key"),
    ("group: failover", "group: «fail over", "input.not_a_name"),
    ("group: failover", "group: fail«\u202eover", "input.hidden_character"),
    ("  lab:", "  «the lab:", "input.not_a_name"),
    ("role: standby", "role: «primary", "input.role_twice"),
    ("role: standby", "role: «third", "input.not_a_choice"),
    ("      clu2: {", "      clu3: {role: standby, address: 192.0.2.9}\n      clu2: {", "input.not_two_nodes"),
    ("address: 192.0.2.112", "address: «192.0.2.111", "input.address_twice"),
    ("address: 192.0.2.112", "address: «192.0.2.400", "input.not_an_ip_address"),
    ("address: 192.0.2.112", "address: «0.0.0.0", "input.ip_address_of_no_machine"),
    ("address: 192.0.2.112", "address: «clu_2", "input.not_a_host_name"),
    ("machine_id: 112", "machine_id: «111", "input.machine_id_taken"),
    ("machine_id: 112", "machine_id: «true", "input.not_integer"),
    ("machine_id: 112", "machine_id: «0", "input.too_small"),
    ("      clu2: {", "      «10.0.0.2: {", "input.host_name_is_ip"),
    ("      clu2: {", "      «clu/2: {", "input.not_a_host_name"),
    ("machine_id: 112, ssh: {user: root}", "machine_id: 112, «winrm: {user: a}", "input.login_for_other_platform"),
    ("machine_id: 112, ", "", "input.node_without_machine_id"),
    ("{user: root}", "{user: root, password: «tiger}", "input.not_secret"),
    ("{user: root}", "{user: root, password: «{environment: X}}", "input.not_secret"),
    ("{user: root}", "{user: root, password: «!secret tiger}", "input.secret_form"),
    ("{user: root}", "{user: root, password: «!secret {memory: x}}", "input.secret_form"),
    ("{user: root}", "{user: root, port: «70000}", "input.too_large"),
    ("group: failover", "group: «'failover", "input.yaml_quote_open"),
    ("machine_id: 114", "machine_id: «112", "input.machine_id_taken"),
    ("machine_id: 114", "machine_id: «115\n        peer_machine_ids: [115]", "input.machine_id_taken"),
    ("machine_id: 114", "machine_id: «'114'", "input.not_integer"),
    ("machine_id: 114", "machine_id: «0", "input.too_small"),
    ("machine_id: 114", "machine_id: 114\n        peer_machine_ids: «115", "input.not_list"),
    ("virtual_host: cluv", "virtual_host: «10.0.0.114", "input.host_name_is_ip"),
    ("virtual_host: cluv", "virtual_host: «clu_v", "input.not_a_host_name"),
    ("virtual_host: cluv", "virtual_host: cluv\n        «virtual_hots: x", "input.unknown_parameter_like"),
    ("virtual_host: cluv", "virtual_host: cluv\n        «zzz: x", "input.unknown_parameter"),
    ("floating_ip: 192.0.2.10", "floating_ip: «cluv", "input.not_an_ip_address"),
    ("floating_ip: 192.0.2.10", "floating_ip: «224.0.0.1", "input.ip_address_of_no_machine"),
    ("database_path: /mnt/sdb2", "database_path: «mnt/sdb2", "input.path_not_absolute"),
    ("database_path: /mnt/sdb2", "database_path: «/mnt/../sdb2", "input.path_dots"),
    ("database_path: /mnt/sdb2", "database_path: «/mnt/sdb 2", "input.path_character"),
    ("database_path: /mnt/sdb2", "database_path: «/mnt/$(reboot)", "input.path_character"),
    ("database_path: /mnt/sdb2", "database_path: «/mnt/共有", "input.path_character"),
    ("database_path: /mnt/sdb2", "database_path: «/mnt/sdb2/", "input.path_slashes"),
    ("database_path: /mnt/sdb2", "database_path: «/mnt//sdb2", "input.path_slashes"),
    ("mode: SITE", "mode: «site", "input.not_a_choice"),
    ("mode: SITE", "mode: SITE\n        start_after: «ON", "input.not_boolean"),
    ("mode: SITE", "mode: SITE\n        command: «rm -rf /", "input.command_not_list"),
    ("mode: SITE", "mode: SITE\n        command: «[]", "input.command_empty"),
    ("mode: SITE", 'mode: SITE\n        command: «[a, "b\\nc"]', "input.control_character"),
    ("        virtual_host: cluv\n", "", "input.missing_parameter"),
    ("      toy:", "      «toi:", "input.parameters_of_no_runbook"),
]


def place_of(problem: Problem) -> tuple[str, int, int]:
    assert problem.place is not None
    return problem.place.file, problem.place.line, problem.place.column


def reads_well(problem: Problem) -> bool:
    """Whether both languages can say it, with what to do next."""
    return all(render(problem, language).next for language in Language)


def assert_reported(desk: Desk, code: str) -> None:
    """The problem is found, at the marked place where there is a mark, and can be said in both languages."""
    problems = desk.problems()
    assert code in [problem.code for problem in problems]
    problem = next(problem for problem in problems if problem.code == code)
    assert place_of(problem) == (desk.marked or place_of(problem))
    assert reads_well(problem)


@pytest.mark.parametrize(("old", "new", "code"), IN_RUNBOOK)
def test_a_bad_runbook_is_refused_at_its_place(desk: Desk, old: str, new: str, code: str) -> None:
    desk.edit(desk.runbook, old, new)

    assert_reported(desk, code)


@pytest.mark.parametrize(("old", "new", "code"), IN_INVENTORY)
def test_a_bad_inventory_is_refused_at_its_place(desk: Desk, old: str, new: str, code: str) -> None:
    desk.edit(desk.inventory, old, new)

    assert_reported(desk, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("line\n«{{ virtul_host }}\n", "input.unknown_name_like"),
        ("a\nb\n«{% if %}\n", "input.template_syntax"),
        ("a\n«{{ 'x' * 10**9 }}\n", "input.template_operator"),
        ("a\n«{% macro a() %}{% endmacro %}\n", "input.template_statement"),
        ("a\n«{{ command | quote }}\n", "input.not_for_a_text"),
        ("a\n\n«x {{ virtual_host.none }}\n", "input.template_undefined"),
    ],
)
def test_a_bad_template_file_is_refused_at_its_own_line(desk: Desk, text: str, code: str) -> None:
    desk.write(desk.note, text)

    first = desk.problems()[0]

    assert (first.code, place_of(first)) == (code, desk.marked)
    assert reads_well(first)


def test_a_fault_within_a_block_text_is_reported_at_its_line(desk: Desk) -> None:
    desk.edit(
        desk.runbook, "text: {template: files/note.j2}", "text: |\n            one\n            «{{ virtul_host }}"
    )

    first = desk.problems()[0]

    assert (first.code, place_of(first)) == ("input.unknown_name_like", desk.marked)


@pytest.mark.parametrize("name", ["runbook", "inventory", "note"])
def test_a_file_that_is_not_utf8_is_refused_at_the_byte(desk: Desk, name: str) -> None:
    file = getattr(desk, name)
    file.write_bytes("# 一行目\n# 共有".encode() + "ディスク".encode("cp932"))

    first = desk.problems()[0]

    assert (first.code, place_of(first)) == ("input.not_utf8", (str(file), 2, 5))
    assert reads_well(first)


def test_a_byte_order_mark_is_taken(desk: Desk) -> None:
    for file in (desk.runbook, desk.inventory, desk.note):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert desk.problems() == []


@pytest.mark.parametrize("name", ["runbook", "inventory"])
@pytest.mark.parametrize(
    ("content", "code"), [("", "input.file_empty"), ("# nothing\n", "input.file_empty"), ("- a\n", "input.not_mapping")]
)
def test_a_file_of_nothing_is_refused(desk: Desk, name: str, content: str, code: str) -> None:
    desk.write(getattr(desk, name), content)

    first = desk.problems()[0]

    assert (first.code, place_of(first)) == (code, (str(getattr(desk, name)), 1, 1))
    assert reads_well(first)


def test_an_inventory_without_clusters_is_refused(desk: Desk) -> None:
    desk.write(desk.inventory, "clusters: «{}\n")

    first = desk.problems()[0]

    assert (first.code, place_of(first)) == ("input.inventory_empty", desk.marked)
    assert reads_well(first)


def test_an_alias_bomb_is_refused(desk: Desk) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    desk.write(desk.runbook, "\n".join(lines))

    first = desk.problems()[0]

    assert first.code == "input.yaml_too_many_values"
    assert reads_well(first)


def test_a_huge_file_is_refused(desk: Desk) -> None:
    desk.write(desk.runbook, "#" * (1 << 20) + "\n")

    assert desk.problems()[0].code == "input.file_too_large"


@pytest.mark.parametrize(("path", "code"), [("none.yaml", "input.file_not_found"), (".", "input.inventory_missing")])
def test_a_missing_inventory_is_refused(tmp_path: Path, path: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_inventory([tmp_path / path])

    assert [problem.code for problem in caught.value.problems] == [code]
    assert reads_well(caught.value.problem)


def test_all_findings_of_a_file_come_together_in_order(desk: Desk) -> None:
    desk.edit(desk.runbook, "minutes: 1", "minutes: soon")
    desk.edit(desk.runbook, "platform: linux", "platform: beos")
    desk.edit(desk.runbook, "mode: 420}", "mode: 420}\n        colour: red")

    problems = desk.problems()

    assert [problem.code for problem in problems] == ["input.not_a_choice", "input.not_number", "input.unknown_key"]


@pytest.mark.parametrize(
    ("platform", "codes"),
    [("windows", []), ("[linux, windows]", []), ("linux", ["input.wrong_platform"]), ("[]", ["input.too_few"])],
)
def test_a_runbook_is_for_the_clusters_of_its_platforms(desk: Desk, platform: str, codes: list[str]) -> None:
    desk.edit(desk.inventory, "platform: linux", "platform: windows")
    text = desk.inventory.read_text(encoding="utf-8")
    desk.write(desk.inventory, text.replace("ssh: {user: root}", "winrm: {user: Administrator}"))
    desk.edit(desk.runbook, "platform: linux", f"platform: {platform}")
    desk.edit(desk.inventory, "/mnt/sdb2", r"W:\data")
    desk.edit(desk.runbook, "}}/nqs", r"}}\\nqs")

    assert [problem.code for problem in desk.problems()] == codes


def test_a_cycle_is_shown_in_the_order_of_need(desk: Desk) -> None:
    desk.edit(desk.runbook, "example: /mnt/sdb2}", 'default: "{{ folder }}"}')

    problem = desk.problems()[0]

    assert problem.values == {"cycle": "database_path → folder → database_path"}


def test_a_runbook_for_another_platform_is_refused(desk: Desk) -> None:
    text = desk.inventory.read_text(encoding="utf-8").replace("ssh: {user: root}", "winrm: {}")
    desk.write(desk.inventory, text.replace("platform: linux", "platform: «windows").partition("    parameters:")[0])

    assert_reported(desk, "input.wrong_platform")


def test_a_secret_without_its_tag_is_one_finding(desk: Desk) -> None:
    desk.edit(desk.inventory, "{user: root}", "{user: root, password: {environment: X}}")

    assert [problem.code for problem in desk.problems()] == ["input.not_secret"]

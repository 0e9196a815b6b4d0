"""Rules about proof, confirmation and shell texts: each finding at its place, and what is fine is not found."""

from collections.abc import Mapping
from typing import Any

import pytest

from clprun.lang.lint import lint_runbook
from clprun.steps.base import Kind
from tests.lang.desk import KINDS, Desk, FileKind, RunKind


class HaltKind(RunKind):
    """Stops what is served."""

    name = "halt"

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        return bool(given["argv"][0] == "/bin/stop")


class ShownKind(FileKind):
    """Does not know itself when its work is done."""

    name = "shown"
    proved_by = frozenset({"path", "text"})


class TestKind(RunKind):
    """Is made by every apply."""

    __test__ = False
    name = "trial"
    repeats = True


_KINDS: dict[str, type[Kind[Any]]] = {**KINDS, "halt": HaltKind, "shown": ShownKind, "trial": TestKind}
_CONFIRM = "confirm: {ja: 停止します, en: Will stop}\n        "


def found(desk: Desk) -> list[tuple[str, tuple[str, int, int] | None]]:
    problems = lint_runbook(str(desk.runbook), _KINDS)
    places = [problem.place for problem in problems]
    return [
        (problem.code, None if place is None else (place.file, place.line, place.column))
        for problem, place in zip(problems, places, strict=True)
    ]


def halting(desk: Desk, confirm: str = "", mark: str = "") -> None:
    """The first step becomes a disruptive one."""
    desk.edit(
        desk.runbook,
        "- id: halt\n        title: {ja: 停止, en: Stop}\n        kind: run",
        f"- id: {mark}halt\n        title: {{ja: 停止, en: Stop}}\n        {confirm}kind: halt",
    )


# -- a disruptive step without a confirm -----------------------------------------------------------------------------


def test_a_disruptive_step_that_nobody_is_asked_about(desk: Desk) -> None:
    halting(desk, mark="«")

    assert found(desk) == [("input.disrupts_unasked", desk.marked)]


def test_a_confirm_of_its_own_is_enough(desk: Desk) -> None:
    halting(desk, confirm=_CONFIRM)

    assert found(desk) == []


def test_a_confirm_earlier_in_the_phase_is_enough_but_not_one_behind_it(desk: Desk) -> None:
    halting(desk)
    desk.edit(desk.runbook, "        kind: file\n        on: both", f"        {_CONFIRM}kind: file\n        on: both")
    assert [code for code, _ in found(desk)] == ["input.disrupts_unasked"]

    text = desk.runbook.read_text("utf-8")
    halt, write = text.index("      - id: halt"), text.index("      - id: write")
    end = text.index("    checkpoint:")
    desk.runbook.write_text(text[:halt] + text[write:end] + text[halt:write] + text[end:], "utf-8")
    assert found(desk) == []


def test_a_confirm_in_another_phase_does_not_speak_for_this_one(desk: Desk) -> None:
    halting(desk, confirm=_CONFIRM)
    desk.edit(
        desk.runbook,
        "- id: check\n        title: {ja: 確認, en: Check}\n        kind: run\n        nature: check\n"
        '        on: cluster\n        when: command is not none\n        with: {argv: "{{ command }}"}',
        "- id: «check\n        title: {ja: 確認, en: Check}\n        kind: halt\n        nature: check\n"
        "        on: cluster\n        when: command is not none\n"
        '        with: {argv: [/bin/stop, "{{ command | quote }}"]}',
    )

    assert found(desk) == [("input.disrupts_unasked", desk.marked)]


def test_what_with_says_decides(desk: Desk) -> None:
    halting(desk)
    desk.edit(desk.runbook, "argv: [/bin/stop, ", "argv: [/bin/show, ")

    assert found(desk) == []


# -- a step without a verify -----------------------------------------------------------------------------------------


def test_a_step_whose_result_nothing_proves(desk: Desk) -> None:
    desk.edit(
        desk.runbook,
        "- id: finish\n        title: {ja: 開始, en: Start}\n        kind: file",
        "- id: «finish\n        title: {ja: 開始, en: Start}\n        kind: shown",
    )
    marked = desk.marked
    desk.edit(desk.runbook, "with: {path: /etc/finished, text:", "with: {mode: 384} # {path: /etc/finished, text:")

    assert found(desk) == [("input.step_without_proof", marked)]


def test_one_of_the_keys_is_enough(desk: Desk) -> None:
    desk.edit(desk.runbook, "kind: file\n        on: active", "kind: shown\n        on: active")

    assert found(desk) == []


# -- a test is made by every apply -----------------------------------------------------------------------------------


def test_what_stands_in_a_phase_with_a_test_needs_no_purpose(desk: Desk) -> None:
    desk.edit(desk.runbook, "        serves: [write]\n", "")
    desk.edit(desk.runbook, "    goal: [write]\n", "")
    desk.edit(
        desk.runbook,
        "      - id: write\n",
        "      - {id: try, title: {ja: 試験, en: Try}, kind: trial, on: both, with: {argv: [/bin/true]}}\n"
        "      - id: write\n",
    )

    assert found(desk) == []


# -- a shell text built from values as they come ---------------------------------------------------------------------

_LABEL = "  label: {type: text, text: {ja: 表示名, en: label}, example: a b}\n"
_ODD_CHOICE = "  odd: {type: choice, choices: [a, 'b; c'], text: {ja: 種別, en: kind}, example: a}\n"


def script(desk: Desk, line: str, parameters: str = _LABEL) -> None:
    """A start script with a line, and parameters that it uses."""
    desk.edit(desk.runbook, "parameters:\n", f"parameters:\n{parameters}")
    desk.edit(desk.runbook, "text: {template: files/note.j2}", "text: {template: files/start.sh.j2}")
    desk.write(desk.folder / "toy" / "files" / "start.sh.j2", f"#!/bin/sh\n: {{{{ virtual_host }}}}\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "exec serve «{{ label }}",
        "exec serve --name='«{{ label }}' {{ virtual_host | quote }}",
        "exec serve {{ label | quote }} «{{ label | upper }}",
        "exec serve «{{ label ~ '-x' }}",
        "exec serve «{{ label if machine_id > 3 else 'none' }}",
        "{% if machine_id > 3 %}exec serve «{{- label }}{% endif %}",
        "exec serve «{{ command | join(' ') }}{{ label | length }}",
        "{% for word in command %}«{{ word }} {% endfor %}{{ label | quote }}",
        "{% set shown = label | trim %}exec serve «{{ shown }}",
    ],
)
def test_a_free_text_that_a_shell_reads_as_it_comes(desk: Desk, line: str) -> None:
    script(desk, line)

    assert found(desk) == [("input.unquoted_in_shell", desk.marked)]


@pytest.mark.parametrize(
    "line",
    [
        "exec serve {{ label | quote }}",
        "exec serve {{ (label ~ '/x') | quote }}",
        "exec serve {{ label | length }} {{ label == 'x' }} {{ label is none }}",
        "exec serve {{ command | quote }} {{ label | quote }}",
        "exec serve {{ database_path }} {{ floating_ip }} {{ machine_id + 1 }} {{ mode }} {{ label | quote }}",
        "exec serve {{ cluster.group }} {{ node.name }} {{ peer.address }} {{ label | quote }}",
        "# {{ label }}: in a comment",
        "{% set shown = label | quote %}exec serve {{ shown }} {{ '-v' if label else '' }}",
        "{% for id in peer_machine_ids %}{{ id }} {% endfor %}{{ label | quote }}",
    ],
)
def test_what_a_shell_takes_for_a_word(desk: Desk, line: str) -> None:
    script(desk, line)

    assert found(desk) == []


def test_a_choice_is_as_harmless_as_its_choices(desk: Desk) -> None:
    script(desk, "exec serve «{{ odd }}", _ODD_CHOICE)

    assert found(desk) == [("input.unquoted_in_shell", desk.marked)]


def test_a_file_that_is_no_script_may_hold_anything(desk: Desk) -> None:
    desk.edit(desk.runbook, "parameters:\n", f"parameters:\n{_LABEL}")
    desk.write(desk.note, "name = {{ label }} {{ virtual_host }}\n")

    assert found(desk) == []


def test_a_file_that_begins_as_a_script_is_one(desk: Desk) -> None:
    desk.edit(desk.runbook, "parameters:\n", f"parameters:\n{_LABEL}")
    desk.write(desk.note, "#!/usr/bin/env bash\n: {{ virtual_host }}\necho «{{ label }}\n")

    assert found(desk) == [("input.unquoted_in_shell", desk.marked)]


@pytest.mark.parametrize(
    ("argv", "clean"),
    [
        ('[sh, -c, «"echo {{ label }}"]', False),
        ('[/bin/bash, -ec, «"echo {{ label }}"]', False),
        ('[timeout, "9", sh, -c, «"echo {{ label }}"]', False),
        ('[su, jcadmin, -c, «"echo {{ label }}"]', False),
        ('[sh, -c, "echo {{ label | quote }}"]', True),
        ('[sh, -c, \'echo "$1"\', sh, "{{ label }}"]', True),
        ('[/bin/echo, -c, "{{ label }}"]', True),
    ],
)
def test_what_stands_behind_sh_c(desk: Desk, argv: str, clean: bool) -> None:
    desk.edit(desk.runbook, "parameters:\n", f"parameters:\n{_LABEL}")
    desk.edit(desk.runbook, '[/bin/stop, "{{ virtual_host }}"]', argv)
    desk.marked = None if clean else desk.marked
    desk.edit(desk.note, "exec", "exec {{ virtual_host }}")

    assert found(desk) == ([] if clean else [("input.unquoted_in_shell", desk.marked)])


def test_a_script_written_in_the_runbook_itself_is_found_at_its_line(desk: Desk) -> None:
    desk.edit(desk.runbook, "parameters:\n", f"parameters:\n{_LABEL}")
    desk.edit(
        desk.runbook,
        "          text: {template: files/note.j2}\n",
        "          text: |\n            #!/bin/sh\n            : {{ virtual_host }}\n            «echo {{ label }}\n",
    )

    assert found(desk) == [("input.unquoted_in_shell", desk.marked)]

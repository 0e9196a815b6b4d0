"""What a runbook's writer forgot is found, and a good runbook has no findings."""

import pytest

from clprun.lang.lint import lint_runbook
from tests.lang.desk import KINDS, Desk


def found(desk: Desk) -> list[tuple[str, tuple[str, int, int] | None]]:
    problems = lint_runbook(str(desk.runbook), KINDS)
    places = [problem.place for problem in problems]
    return [
        (problem.code, None if place is None else (place.file, place.line, place.column))
        for problem, place in zip(problems, places, strict=True)
    ]


def test_a_good_runbook_has_no_findings(desk: Desk) -> None:
    assert found(desk) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            "  virtual_host: {",
            "  «spare: {type: text, text: {ja: 予備, en: spare}, default: a}\n  virtual_host: {",
            "input.unused_parameter",
        ),
        (
            "  virtual_host: {type: host_name, text: {ja: 仮想ホスト名, en: virtual host name}, example: cluv}",
            "  «virtual_host: {type: host_name, text: {ja: 仮想ホスト名, en: virtual host name}}",
            "input.no_example",
        ),
        ("example: cluv", "example: «10.0.0.114", "input.host_name_is_ip"),
        ("title: {ja: 準備, en: Prepare}", "title: {ja: «Prepare, en: Prepare}", "input.not_japanese"),
        ("kind: runn", "kind: «runn", "input.unknown_kind_like"),
    ],
)
def test_a_finding_is_reported_at_its_place(desk: Desk, old: str, new: str, code: str) -> None:
    desk.edit(desk.runbook, old if old in desk.runbook.read_text(encoding="utf-8") else "kind: run", new)

    assert found(desk) == [(code, desk.marked)]


def test_a_passing_step_needs_a_purpose(desk: Desk) -> None:
    desk.edit(desk.runbook, "        serves: [write]\n", "")
    desk.edit(desk.runbook, "    goal: [write]\n", "")
    desk.edit(desk.runbook, "- id: halt", "- id: «halt")

    assert found(desk) == [("input.passing_without_purpose", desk.marked)]


def test_the_goal_of_the_phase_is_purpose_enough(desk: Desk) -> None:
    desk.edit(desk.runbook, "        serves: [write]\n", "")

    assert found(desk) == []

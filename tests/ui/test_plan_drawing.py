"""A plan on paper: golden texts in both languages, marks that every terminal can show, nothing broken or coloured."""

from pathlib import Path

import pytest

from clprun.model.change import Change, Run
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.text import Language
from clprun.ui.plan import draw_plan
from clprun.ui.screen import screen_on
from tests.ui.drawing import Paper, a_plan, a_problem, a_runbook, drawn

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", list(Language))
def test_a_plan_looks_as_in_the_golden_text(language: Language) -> None:
    expected = (GOLDEN / f"plan.{language}.txt").read_text("utf-8")

    assert drawn(lambda screen: draw_plan(screen, a_plan(), a_runbook()), language) == expected


def test_marks_fall_back_to_ascii_where_the_terminal_knows_no_more() -> None:
    text = drawn(lambda screen: draw_plan(screen, a_plan(), a_runbook()), encoding="ascii")

    assert text.isascii()
    assert "  v ready " in text
    assert "  x resolved " in text
    assert "  # licence " in text


def test_a_plan_without_changes_says_so_and_disrupts_nothing() -> None:
    plan = Plan((PlannedStep("daemon", "build", "clu1", Verdict.ALREADY),))

    text = drawn(lambda screen: draw_plan(screen, plan, a_runbook()))

    assert "Nothing to change." in text
    assert "Stops or moves" not in text


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.IN_DOUBT, Verdict.MANUAL])
def test_what_is_wrong_is_never_called_nothing_to_change(verdict: Verdict) -> None:
    steps = (
        PlannedStep("daemon", "build", "clu1", Verdict.ALREADY),
        PlannedStep("ready", "build", "clu1", verdict, problems=(a_problem(),)),
    )

    assert "Nothing to change." not in drawn(lambda screen: draw_plan(screen, Plan(steps), a_runbook()))


def long_command() -> Plan:
    change = Change(a_problem(), actions=(Run("clu1", ("echo", "x" * 300)),))
    return Plan((PlannedStep("daemon", "build", "clu1", Verdict.CHANGE, change=change),))


@pytest.mark.parametrize("terminal", [True, False])
def test_a_command_is_never_broken(terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    paper = Paper(terminal=terminal)

    draw_plan(screen_on(paper, Language.EN, colour=False), long_command(), a_runbook())

    assert f"clu1# echo {'x' * 300}\n" in paper.text()


@pytest.mark.parametrize(
    ("colour", "no_color", "escapes"), [(True, None, True), (False, None, False), (True, "1", False), (True, "", True)]
)
def test_colours_are_for_terminals_that_want_them(
    colour: bool, no_color: str | None, escapes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    paper = Paper(terminal=True)

    draw_plan(screen_on(paper, Language.EN, colour=colour), a_plan(), a_runbook())

    assert ("\x1b[" in paper.text()) is escapes


def test_commands_of_later_steps_on_both_nodes_share_a_line_only_when_they_are_the_same() -> None:
    def later(node: str, word: str) -> PlannedStep:
        return PlannedStep("site", "build", node, Verdict.KNOWN_LATER, after="daemon", intent=(Run(node, (word,)),))

    same = drawn(lambda screen: draw_plan(screen, Plan((later("clu1", "a"), later("clu2", "a"))), a_runbook()))
    different = drawn(lambda screen: draw_plan(screen, Plan((later("clu1", "a"), later("clu2", "b"))), a_runbook()))

    assert "clu1, clu2" in same
    assert "clu1, clu2" not in different

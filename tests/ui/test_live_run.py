"""A run on the screen while it goes, and what a person is told when it stops."""

import json
import re
from dataclasses import replace

import pytest

from clprun.errors import ClprunError, InDoubt, NeedsAcceptance, Problem, StepFailed
from clprun.model.change import Change, WriteFile
from clprun.model.events import (
    Accepted,
    ActionEnded,
    CheckpointPassed,
    Confirmed,
    DebtOwed,
    DebtSettled,
    DecisionTaken,
    Event,
    JobAwaited,
    PhaseStarted,
    RunEnded,
    RunResumed,
    RunStarted,
    StepEnded,
    StepIntended,
    decode,
)
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.text import Language
from clprun.ui.aftermath import draw_aftermath
from clprun.ui.jsonl import JsonLines
from clprun.ui.live import Live
from clprun.ui.observers import Observers
from clprun.ui.plan import draw_plan
from clprun.ui.screen import Screen, screen_on
from clprun.ui.tally import Tally
from tests.ui.drawing import Paper, a_plan, a_problem, a_runbook, drawn

TIME = "2026-01-02T03:04:05+00:00"


def ended(step: str, node: str, state: str, outcome: str | None = None) -> StepEnded:
    return StepEnded(step, node, state, outcome, 1.25, 1, TIME)


def intended(step: str, node: str) -> StepIntended:
    return StepIntended(step, node, 1, "f", "x", {}, {}, TIME)


FAILED: list[Event] = [
    RunStarted("R1", "example", "lab", "0", TIME),
    PhaseStarted("look", TIME),
    ended("ready", "clu1", "done", "checked"),
    CheckpointPassed("look", TIME),
    PhaseStarted("build", TIME),
    Confirmed("build", "yes"),
    intended("stop-group", "clu1"),
    DebtOwed("stop-group", "clu1", "commands.init_written", {"path": "group"}),
    ActionEnded("stop-group", "clu1", 1, "Run", 3, "no such group"),
    ended("stop-group", "clu1", "failed"),
    RunEnded("failed", 1, TIME, "commands.doctor_bad", {"name": "x", "found": "y"}, "stop-group", "clu1", None),
]

LIVE = """\
Run R1: example on lab

Phase 1/2: Look first
  ✓ ready       clu1  Nodes are ready  (holds, 1.2 s)
  checkpoint passed

Phase 2/2: Build the site
  build confirmed by --yes
      owed back: Written: group
  ✗ stop-group  clu1  Stop the group  (failed, 1.2 s)
"""


def watched(screen: Screen, events: list[Event], earlier: list[Event] | None = None) -> Live:
    live = Live(screen, a_runbook(), earlier or ())
    for event in events:
        live.happened(event)
    live.close()
    return live


def test_a_run_is_told_phase_by_phase_and_step_by_step() -> None:
    assert drawn(lambda screen: watched(screen, FAILED)) == LIVE


def test_further_events_are_told_too() -> None:
    events: list[Event] = [
        RunResumed("R1", TIME),
        Accepted("drift", ("x",)),
        DecisionTaken("site", "redo"),
        DebtSettled("stop-group", "clu1", "commands.init_written"),
        JobAwaited("site", "clu1", "site-clu1-1-0", "make site", TIME, 5, 60),
        JobAwaited("site", "clu1", "site-clu1-1-0", "", TIME, 10, None),
    ]

    text = drawn(lambda screen: watched(screen, events, FAILED), Language.JA)

    assert text.splitlines() == [
        "実行 R1 を再開します。",
        "  承認されました: drift",
        "  site の判断: redo",
        "      元に戻しました: 作成しました: group",
        "  site (clu1): make site の終了を待っています (5 秒経過、上限 60 秒)",
        "  site (clu1): site-clu1-1-0 の終了を待っています (10 秒経過、上限 - 秒)",
    ]


def test_the_end_counts_and_says_when_nothing_was_changed() -> None:
    start, end = RunStarted("R1", "example", "lab", "0", TIME), RunEnded("done", 0, TIME)
    unchanged = [start, ended("daemon", "clu1", "done", "already"), ended("ready", "clu1", "done", "checked"), end]
    changed = [start, ended("daemon", "clu1", "done", "changed"), end]

    quiet = drawn(lambda screen: watched(screen, unchanged))
    busy = drawn(lambda screen: watched(screen, changed))

    assert "Nothing was changed." in quiet
    assert "Done: 1 already so, 1 checked;" in quiet
    assert "Nothing was changed." not in busy
    assert "Done: 1 changed;" in busy


def test_at_a_terminal_the_step_under_way_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    paper = Paper(terminal=True)

    watched(screen_on(paper, Language.EN), FAILED)

    assert "stop-group (clu1) ..." in paper.text()


def left(failure: ClprunError, events: list[Event] | None = None, language: Language = Language.EN) -> str:
    tally = Tally()
    for event in FAILED if events is None else events:
        tally.take(event)
    return drawn(lambda screen: draw_aftermath(screen, tally, "./my book", failure), language)


AFTER_FAILURE = """\

How things were left. Steps done: 1. Begun and not done:
  stop-group                clu1  failed
      last command ended with exit code 3
  owed back: Written: group
To go on:
    clprun resume R1
The remaining steps as commands for a person:
    clprun show './my book' --remaining R1
To give it up:
    clprun abandon R1
"""


def test_after_a_failure_state_debts_and_commands_are_told() -> None:
    assert left(StepFailed(a_problem())) == AFTER_FAILURE


@pytest.mark.parametrize(
    ("failure", "command"),
    [
        (StepFailed(a_problem()), "clprun resume R1\n"),
        (NeedsAcceptance("drift", a_problem()), "clprun resume R1 --accept drift\n"),
        (InDoubt(Problem("commands.init_next", step="site")), "clprun resume R1 --in-doubt site=redo "),
    ],
)
def test_the_command_to_go_on_answers_what_the_run_waits_for(failure: ClprunError, command: str) -> None:
    assert f"    {command}" in left(failure)


def test_where_nothing_can_go_on_nothing_is_told() -> None:
    over: list[Event] = [*FAILED, RunEnded("abandoned", 0, TIME)]

    assert left(StepFailed(a_problem()), []) == ""
    assert left(StepFailed(a_problem()), over) == ""


def test_events_are_one_json_line_each_and_can_be_read_back() -> None:
    paper = Paper()
    lines = JsonLines(paper, Language.JA)

    for event in FAILED:
        lines.happened(event)

    assert [decode(json.loads(line)) for line in paper.text().splitlines()] == FAILED
    assert paper.text().isascii()


def test_a_plan_is_one_line_a_step_and_one_with_the_numbers() -> None:
    paper = Paper()

    JsonLines(paper, Language.EN).plan_made(a_plan())

    *steps, totals = [json.loads(line) for line in paper.text().splitlines()]
    assert [step["step"] for step in steps] == [step.step for step in a_plan().steps]
    assert totals["changes"] is True
    assert totals["counts"]["change"] == 2
    (stop,) = [step for step in steps if step["step"] == "stop-group"]
    assert stop["disrupts"] is True
    assert stop["commands"] == [{"node": "clu1", "action": "Run", "command": "clpgrp -t 'fail over'"}]
    (daemon,) = [step for step in steps if step["step"] == "daemon" and step["verdict"] == "change"]
    assert daemon["diffs"][0]["path"] == "/etc/daemon.conf"
    assert "+local_daemon=SITE" in daemon["diffs"][0]["diff"]


def test_a_plan_shows_no_secret_that_nodes_hold() -> None:
    """Neither in values nor in files, and no part of one where a text is cut; codes and commands are clprun's own."""

    def redact(text: str) -> str:
        return text.replace("SITE-secret", "***").replace("commands.doctor_bad", "never")

    found = f"{'x' * 1995}SITE-secret"
    daemon = Change(
        summary=Problem("commands.init_written", {"path": "SITE-secret"}),
        actions=(WriteFile("clu2", "/etc/daemon.conf", b"key=SITE-secret\n", b"key=\n"),),
        details=(a_problem(found=found),),
    )
    steps = (
        PlannedStep("daemon", "build", "clu2", Verdict.CHANGE, change=daemon),
        PlannedStep("ready", "look", "clu2", Verdict.REFUSED, problems=(replace(a_problem(), output=found),)),
    )
    paper, lines = Paper(), Paper()

    draw_plan(replace(screen_on(paper, Language.EN), redact=redact), Plan(steps), a_runbook())
    JsonLines(lines, Language.EN, redact).plan_made(Plan(steps))

    for text in (paper.text(), lines.text()):
        assert "***" in text
        assert not re.search("SITE-|secret", text)
    assert '"code": "commands.doctor_bad"' in lines.text()


def test_a_problem_line_holds_texts_and_place() -> None:
    paper = Paper()

    JsonLines(paper, Language.EN).problems([a_problem()])

    (line,) = [json.loads(line) for line in paper.text().splitlines()]
    assert (line["event"], line["code"], line["what"]) == ("problem", "commands.doctor_bad", "disk: full")


class Broken:
    def __init__(self) -> None:
        self.told = 0

    def plan_made(self, plan: object) -> None:
        self.told += 1
        raise BrokenPipeError

    def happened(self, event: Event) -> None:
        self.told += 1
        raise BrokenPipeError


def test_a_run_goes_on_when_its_output_breaks_away() -> None:
    broken, paper = Broken(), Paper()
    observers = Observers(broken, JsonLines(paper, Language.EN))

    observers.plan_made(a_plan())
    observers.happened(FAILED[0])

    assert broken.told == 1
    assert json.loads(paper.text().splitlines()[-1])["event"] == "run-started"

"""Times to recovery on the screen: beneath the step, at the end of the run, in its status and in JSON."""

import json
from dataclasses import replace

import pytest

from clprun.model.events import Event, RunEnded, RunStarted, StepEnded, StepIntended, decode, encode
from clprun.model.text import Language
from clprun.ui.live import Live
from clprun.ui.screen import Screen
from clprun.ui.status import draw_status, status_data
from clprun.ui.tally import Tally
from tests.ui.drawing import a_runbook, drawn

TIME = "2026-01-02T03:04:05+00:00"


def intended(step: str, attempt: int = 1, *, measured: bool = True) -> StepIntended:
    return StepIntended(step, "clu1", attempt, "f", "x", {}, {}, TIME, measured)


def ended(step: str, seconds: float | None, state: str = "done") -> StepEnded:
    outcome = "changed" if state == "done" else None
    return StepEnded(step, "clu1", state, outcome, 1.25, 1, TIME, recovered_after=seconds)


RUN: list[Event] = [
    RunStarted("R1", "example", "lab", "0", TIME),
    intended("daemon", measured=False),
    ended("daemon", None),
    intended("stop-group"),
    ended("stop-group", 12.34),
    intended("start"),
    ended("start", None, "failed"),
    intended("start", 2, measured=False),
    ended("start", None),
    RunEnded("done", 0, TIME),
]


def tally(events: list[Event]) -> Tally:
    made = Tally()
    for event in events:
        made.take(event)
    return made


def lines(screen: Screen) -> None:
    live = Live(screen, a_runbook())
    for event in RUN:
        live.happened(event)
    live.close()


@pytest.mark.parametrize(
    ("language", "beneath", "at_the_end"),
    [
        (
            Language.EN,
            ["      time to recovery: 12.3 s", "      time to recovery: unknown (the run was cut in between)"],
            [
                "Times to recovery (to within about a second):",
                "  Stop the group   clu1  time to recovery: 12.3 s",
                "  Start the group  clu1  time to recovery: unknown (the run was cut in between)",
            ],
        ),
        (
            Language.JA,
            ["      復旧時間: 12.3 秒", "      復旧時間: 不明 (途中で実行が中断されたため)"],
            [
                "復旧時間 (精度は約 1 秒):",
                "  グループの停止  clu1  復旧時間: 12.3 秒",
                "  グループの起動  clu1  復旧時間: 不明 (途中で実行が中断されたため)",
            ],
        ),
    ],
)
def test_times_stand_beneath_their_steps_and_together_at_the_end(
    language: Language, beneath: list[str], at_the_end: list[str]
) -> None:
    printed = drawn(lines, language).splitlines()
    head = printed.index(at_the_end[0])
    assert [line for line in printed[:head] if line in beneath] == beneath
    assert printed[head : head + 3] == at_the_end


def test_a_run_without_trials_says_nothing_about_recovery() -> None:
    events: list[Event] = [each for each in RUN if getattr(each, "step", None) in {None, "daemon"}]
    assert "recovery" not in drawn(lambda screen: draw_status(screen, tally(events)))


def test_the_status_of_a_run_tells_them() -> None:
    printed = drawn(lambda screen: draw_status(screen, tally(RUN))).splitlines()
    assert [line.partition("clu1  ")[2] for line in printed[1:]] == [
        "changed",
        "changed  time to recovery: 12.3 s",
        "changed  time to recovery: unknown (the run was cut in between)",
    ]
    steps = status_data(tally(RUN), Language.EN)["steps"]
    assert [step["recovered_after"] for step in steps] == [None, 12.34, None]


def test_a_trial_that_failed_has_no_time() -> None:
    assert tally(RUN[:7]).recoveries.keys() == {("stop-group", "clu1")}


def test_the_journal_keeps_the_time_and_reads_what_was_written_before_there_was_one() -> None:
    event = ended("start", 1.5)
    assert decode(json.loads(json.dumps(encode(event)))) == event
    old = {key: value for key, value in encode(event).items() if key != "recovered_after"}
    assert decode(old) == replace(event, recovered_after=None)

"""People see how many HTTP requests a step took on a Windows node; on a Linux node the number says little."""

import pytest

from clprun.model.events import Event, RunStarted, StepEnded
from clprun.model.text import Language
from clprun.ui.live import Live
from clprun.ui.screen import Screen
from clprun.ui.status import draw_status, status_data
from clprun.ui.tally import Tally
from tests.ui.drawing import a_runbook, drawn

TIME = "2026-01-02T03:04:05+00:00"


def run(platform: str) -> list[Event]:
    steps = [StepEnded("ready", "clu1", state, outcome, 1.25, 8, TIME) for state, outcome in (("failed", None), DONE)]
    return [RunStarted("R1", "example", "lab", "0", TIME, platform), *steps]


DONE = ("done", "checked")


def told(platform: str, language: Language) -> str:
    def watch(screen: Screen) -> None:
        live = Live(screen, a_runbook())
        for event in run(platform):
            live.happened(event)

    return drawn(watch, language)


@pytest.mark.parametrize(
    ("language", "line"),
    [(Language.EN, "(holds, 1.2 s, HTTP requests: 8)"), (Language.JA, "(確認済み, 1.2 秒、HTTP 要求 8 回)")],
)
def test_each_step_says_how_many(language: Language, line: str) -> None:
    assert line in told("windows", language)
    assert "HTTP" not in told("linux", language)


def tally(platform: str) -> Tally:
    made = Tally()
    for event in run(platform):
        made.take(event)
    return made


def test_the_status_adds_up_all_attempts() -> None:
    assert "holds, HTTP requests: 16" in drawn(lambda screen: draw_status(screen, tally("windows")))
    assert "HTTP" not in drawn(lambda screen: draw_status(screen, tally("linux")))
    assert [step["round_trips"] for step in status_data(tally("linux"), Language.EN)["steps"]] == [16]

"""A check that only notes what it does not find: the run goes on, and journal and screen say so."""

from pathlib import Path

import pytest

from clprun.api import apply
from clprun.errors import Problem
from clprun.model.events import StepEnded, problem_of
from clprun.model.state import Outcome, StepState
from clprun.model.text import Language
from clprun.ui.live import Live
from clprun.ui.screen import screen_on
from tests.engine import toys
from tests.engine.toys import ONE_PHASE, Here, Witness, toy_access, toy_around, toy_prepared
from tests.ui.drawing import Paper

BOOK = (
    ONE_PHASE
    + """\
      - {id: first, title: {ja: 先, en: First}, kind: text, on: primary, with: {path: "{{ folder }}/first", text: x}}
      - {id: look, title: {ja: 確認, en: Look}, kind: here, on: primary, with: {path: "{{ folder }}/none", "on": true}}
      - {id: last, title: {ja: 後, en: Last}, kind: text, on: primary, with: {path: "{{ folder }}/last", text: x}}
"""
)


class Noting(Here):
    """Notes that a switch does not stand as wanted."""

    @classmethod
    def is_noted(cls, problem: Problem) -> bool:
        return problem.code == "step.not_reached"


def test_what_is_noted_does_not_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(toys.KINDS, "here", Noting)
    witness, prepared = Witness(), toy_prepared(tmp_path, BOOK)

    apply(prepared, toy_access(tmp_path), toy_around(tmp_path, witness=witness))

    ended = {event.step: event for event in witness.events if isinstance(event, StepEnded)}
    assert {step: (event.state, event.outcome) for step, event in ended.items()} == {
        "first": (StepState.DONE, Outcome.CHANGED),
        "look": (StepState.DONE, Outcome.CHECKED),
        "last": (StepState.DONE, Outcome.CHANGED),
    }
    noted = problem_of(ended["look"])
    assert noted is not None
    assert noted.code == "step.not_reached"
    paper = Paper()
    live = Live(screen_on(paper, Language.EN, colour=False), prepared.bound.loaded.runbook)
    for event in witness.events:
        live.happened(event)
    live.close()
    assert "What this step leaves is not there." in paper.text()

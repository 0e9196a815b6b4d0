"""What a step takes away for longer than itself is owed until another step has given it back, whatever lies between."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.api import apply, resume, unfinished
from clprun.errors import Problem, WaitingForPerson
from clprun.model.change import Change, Debt, Run
from clprun.model.plan import PlannedStep
from clprun.model.question import Answers
from clprun.model.runbook import Nature, Step
from clprun.steps.base import Target
from tests.engine import toys
from tests.engine.toys import (
    ONE_PHASE,
    Agreeable,
    Switch,
    SwitchWant,
    Text,
    TextWant,
    toy_access,
    toy_around,
    toy_prepared,
)

BOOK = (
    ONE_PHASE
    + """\
      - {id: "off", title: {ja: 停, en: "Off"}, kind: lamp, on: primary, with: {path: "{{ folder }}/lamp", "on": false}}
      - {id: file, title: {ja: 設定, en: File}, kind: text, on: primary, with: {path: "{{ folder }}/file", text: a}}
      - {id: "on", title: {ja: 起動, en: "On"}, kind: lamp, on: primary, with: {path: "{{ folder }}/lamp", "on": true}}
"""
)
OFF = Problem("group.stopped_by_run", {"group": "lamp"})

THERE_AND_BACK = (
    ONE_PHASE
    + """\
      - {id: away, title: {ja: 移, en: Away}, kind: place, on: primary, with: {path: "{{ folder }}/place", text: two}}
      - {id: back, title: {ja: 戻, en: Back}, kind: place, on: primary, with: {path: "{{ folder }}/place", text: one}}
      - {id: file, title: {ja: 設定, en: File}, kind: text, on: primary, with: {path: "{{ folder }}/file", text: a}}
      - {id: again, title: {ja: 再, en: Again}, kind: place, on: primary, with: {path: "{{ folder }}/place", text: two}}
"""
)


class Lamp(Switch):
    """A switch that is owed while it is off."""

    name = "lamp"

    def plan(self, want: SwitchWant, target: Target, answers: Answers) -> Change | None:
        change = super().plan(want, target, answers)
        if change is None or want.on:
            return change
        return replace(change, debts=(Debt(OFF, (Run(target.node.name, ("touch", want.path)),), lasting=True),))

    def gives_back(self, want: SwitchWant, target: Target) -> Collection[Problem]:
        return (OFF,) if want.on else ()


class Place(Text):
    """Something that is in one place, and owed to the place where a step found it."""

    name, nature = "place", Nature.PASSING

    def plan(self, want: TextWant, target: Target, answers: Answers) -> Change | None:
        change = super().plan(want, target, answers)
        home = {"one": "two", "two": "one"}[want.text]
        back = Run(target.node.name, ("move", home))
        return change and replace(change, debts=(Debt(_away_from(home), (back,), lasting=True),))

    def gives_back(self, want: TextWant, target: Target) -> Collection[Problem]:
        return (_away_from(want.text),)


def _away_from(home: str) -> Problem:
    return Problem("group.away_from_home", {"group": "lamp", "home": home})


class Hesitant(Agreeable):
    """Agrees to everything but to one step."""

    def confirm_step(self, step: Step, planned: Sequence[PlannedStep]) -> str | None:
        return None if step.id == "file" else "yes"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for kind in (Lamp, Place):
        monkeypatch.setitem(toys.KINDS, kind.name, kind)
    toy_prepared(tmp_path, BOOK)
    (tmp_path / "work/lamp").touch()
    return tmp_path


def test_another_step_gives_it_back(folder: Path) -> None:
    state = apply(toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder))

    assert state.debts == {}
    assert (folder / "work/lamp.flicks").read_text() == "x\nx\n"


def test_a_run_that_stops_in_between_owes_it_with_the_command(folder: Path) -> None:
    prepared = toy_prepared(folder, BOOK)
    with pytest.raises(WaitingForPerson):
        apply(prepared, toy_access(folder), toy_around(folder, Hesitant()))

    ((run, state),) = unfinished(folder / "home")
    (debt,) = state.debts.values()
    assert (debt.step, debt.code, debt.values) == ("off", OFF.code, OFF.values)
    assert debt.commands == (f"one# touch {folder}/work/lamp",)

    (folder / "work/lamp").touch()  # somebody gives it back meanwhile: nothing is left to do, nor owed
    assert resume(run, prepared, toy_access(folder), toy_around(folder)).debts == {}
    assert (folder / "work/lamp.flicks").read_text() == "x\n"


def test_a_run_that_ends_before_the_step_that_gives_it_back_owes_it(folder: Path) -> None:
    prepared = toy_prepared(folder, BOOK)
    part = replace(prepared.bound, steps=prepared.bound.steps[:2])

    state = apply(replace(prepared, bound=part), toy_access(folder), toy_around(folder))

    assert [(debt.step, debt.code) for debt in state.debts.values()] == [("off", OFF.code)]


def test_what_comes_back_is_not_owed_to_the_place_that_it_leaves(folder: Path) -> None:
    with pytest.raises(WaitingForPerson):
        apply(toy_prepared(folder, THERE_AND_BACK), toy_access(folder), toy_around(folder, Hesitant()))

    ((_, state),) = unfinished(folder / "home")
    assert (folder / "work/place").read_text() == "one"
    assert state.debts == {}

"""What a plan leaves out as not needed, and what it never does: checks go with what they are there to see."""

from dataclasses import replace
from pathlib import Path

import pytest

from clprun.api import apply, plan, resume, state_of, unfinished
from clprun.errors import InputError, PlanRefused
from clprun.model.plan import Verdict
from clprun.store.runs import RunStore
from tests.engine.toys import HEAD, toy_access, toy_around, toy_prepared

BOOK = (
    HEAD
    + """\
  - id: only
    title: {ja: 一, en: Only}
    minutes: 1
    goal: [first, second, seen]
    steps:
      - id: standing
        title: {ja: 検査, en: Standing}
        kind: here
        on: primary
        with: {path: "{{ folder }}/wrong", on: false}
      - id: first
        title: {ja: 一, en: First}
        kind: text
        on: primary
        with: {path: "{{ folder }}/first", text: one}
      - id: second
        title: {ja: 二, en: Second}
        kind: text
        on: primary
        with: {path: "{{ folder }}/second", text: two}
      - id: to
        title: {ja: 入, en: To}
        kind: switch
        on: primary
        serves: [second]
        with: &on {path: "{{ folder }}/switch", on: true}
      - {id: tried, title: {ja: 検査, en: Tried}, kind: here, on: primary, with: *on}
      - id: back
        title: {ja: 切, en: Back}
        kind: switch
        on: primary
        serves: [first]
        superseded_by: [second]
        with: &off {path: "{{ folder }}/switch", on: false}
      - {id: seen, title: {ja: 検査, en: Seen}, kind: here, on: primary, with: *off}
"""
)
LEFT_OUT = {"to", "tried", "back"}


def verdicts(folder: Path) -> dict[str, Verdict]:
    planned = plan(toy_prepared(folder, BOOK), toy_access(folder)).steps
    return {step.step: step.verdict for step in planned}


def idle(folder: Path) -> set[str]:
    return {step for step, verdict in verdicts(folder).items() if verdict is Verdict.NOT_NEEDED}


@pytest.fixture(name="built")
def _built(tmp_path: Path) -> Path:
    prepared = toy_prepared(tmp_path, BOOK)
    (tmp_path / "work" / "first").write_text("one", "utf-8")
    (tmp_path / "work" / "second").write_text("two", "utf-8")
    assert prepared.bound.steps
    return tmp_path


def test_where_all_is_there_the_way_is_left_out_and_its_checks_with_it(built: Path) -> None:
    assert idle(built) == LEFT_OUT


def test_a_check_goes_with_the_passing_step_before_it_though_the_phase_is_not_reached(built: Path) -> None:
    (built / "work" / "first").write_text("other", "utf-8")

    assert idle(built) == LEFT_OUT, "nothing of what is left out serves the first, but what the second supersedes"


def test_what_serves_what_lacks_is_done_and_its_check_made(built: Path) -> None:
    (built / "work" / "second").write_text("other", "utf-8")

    assert idle(built) == {"back"}


def test_what_is_superseded_is_done_until_that_is_there(built: Path) -> None:
    for name in ("first", "second"):
        (built / "work" / name).write_text("other", "utf-8")

    assert idle(built) == set()


@pytest.mark.parametrize(("second", "left_out"), [("two", LEFT_OUT), ("other", {"back"})])
def test_what_is_cut_off_counts_as_it_is_on_the_nodes(built: Path, second: str, left_out: set[str]) -> None:
    (built / "work" / "second").write_text(second, "utf-8")
    prepared = toy_prepared(built, BOOK)
    left = tuple(step for step in prepared.bound.steps if step.id != "second")

    planned = plan(replace(prepared, bound=replace(prepared.bound, steps=left)), toy_access(built)).steps

    assert {step.step for step in planned if step.verdict is Verdict.NOT_NEEDED} == left_out


def test_a_check_that_nothing_leads_to_is_made_though_the_goal_is_reached(built: Path) -> None:
    (built / "work" / "wrong").touch()

    assert verdicts(built)["standing"] is Verdict.REFUSED


def test_a_run_whose_plan_was_refused_is_over_and_the_next_one_begins(built: Path) -> None:
    prepared, access, around = toy_prepared(built, BOOK), toy_access(built), toy_around(built)
    wrong = built / "work" / "wrong"
    wrong.touch()
    with pytest.raises(PlanRefused):
        apply(prepared, access, around)

    (folder,) = RunStore(built / "home").all()
    assert unfinished(built / "home") == []
    with pytest.raises(InputError) as refused:
        resume(folder, prepared, access, around)
    assert refused.value.problem.code == "run.over_refused"
    wrong.unlink()
    assert apply(prepared, access, around).ended == "done"
    assert state_of(folder).ended == "refused"

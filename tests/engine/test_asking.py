"""What a person agreed to is what is done: every answer may come late, and the nodes go on without it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from clprun.api import apply, resume, state_of, unfinished
from clprun.errors import NeedsAcceptance, Problem, StepFailed, WaitingForPerson
from clprun.model.events import Event, RunResumed, StepEnded, StepIntended
from clprun.model.plan import PlannedStep
from clprun.model.runbook import Phase, Step
from clprun.model.state import Outcome
from tests.engine.toys import HEAD, Agreeable, Witness, toy_access, toy_around, toy_prepared

START = (
    HEAD
    + """\
  - id: only
    title: {ja: 一, en: Only}
    minutes: 1
    goal: [second]
    steps:
"""
)
FIRST = """\
      - {id: first, title: {ja: 一, en: First}, kind: text, on: primary, with: {path: "{{ folder }}/first", text: one}}
"""
SITE = """\
      - id: site
        title: {ja: サイト, en: Site}
        kind: once
        on: primary
        with: {counter: "{{ folder }}/counter", result: "{{ folder }}/site", dies_first: true}
"""
SECOND = """\
      - id: second
        title: {ja: 二, en: Second}
        kind: text
        on: both
        with: {path: "{{ folder }}/{{ node.name }}", text: two}
"""
TWO = START + FIRST + SECOND
DOUBTFUL = START + SITE + SECOND


def nothing() -> None:
    """Meanwhile nobody does anything."""


@dataclass
class Slow(Agreeable):
    """A person who lets things happen before answering."""

    meanwhile: Callable[[], None] = nothing
    asks_step: str = ""
    decision: str | None = None
    accepts: frozenset[str] = frozenset()
    agrees: bool = True
    questions: list[str] = field(default_factory=list)
    shown: list[Sequence[PlannedStep]] = field(default_factory=list)

    def _asked(self, question: str, planned: Sequence[PlannedStep] = ()) -> None:
        self.questions.append(question)
        self.shown.append(planned)
        self.meanwhile()
        self.meanwhile = nothing

    def confirm_phase(self, phase: Phase, steps: Sequence[PlannedStep]) -> str | None:
        if self.asks_step:
            return "never asked"
        self._asked(phase.id, steps)
        return "person" if self.agrees else None

    def confirm_step(self, step: Step, planned: Sequence[PlannedStep]) -> str | None:
        if step.id != self.asks_step:
            return "never asked"
        self._asked(step.id, planned)
        return "person" if self.agrees else None

    def decide(self, problem: Problem) -> str | None:
        self._asked("doubt")
        return self.decision

    def accept(self, what: str, problems: Sequence[Problem], planned: Sequence[PlannedStep] = ()) -> bool:
        self._asked(what, planned)
        return what in self.accepts


@dataclass
class Meddler(Witness):
    """Has something happen on the nodes once a step has ended."""

    step: str = ""
    deed: Callable[[], None] = nothing
    events: list[Event] = field(default_factory=list)

    def happened(self, event: Event) -> None:
        super().happened(event)
        if isinstance(event, StepEnded) and event.step == self.step:
            self.deed()


@pytest.fixture(name="work")
def _work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def run(work: Path, book: str, operator: Agreeable, witness: Witness | None = None) -> None:
    folder = work.parent
    apply(toy_prepared(folder, book), toy_access(folder), toy_around(folder, operator, witness))


def go_on(work: Path, book: str, operator: Agreeable, witness: Witness | None = None, version: str = "0") -> None:
    folder = work.parent
    (past, _), *_ = unfinished(folder / "home")
    around = replace(toy_around(folder, operator, witness), version=version)
    resume(past, toy_prepared(folder, book), toy_access(folder), around)


def writes(path: Path, text: str) -> Callable[[], None]:
    def write() -> None:
        path.write_text(text, "utf-8")

    return write


def intended(witness: Witness) -> list[tuple[str, str]]:
    return [(event.step, event.node) for event in witness.events if isinstance(event, StepIntended)]


@pytest.mark.parametrize("asks_step", ["", "first"])
def test_what_was_done_during_the_question_is_not_done_again(work: Path, asks_step: str) -> None:
    witness = Witness()

    run(work, TWO, Slow(meanwhile=writes(work / "first", "one"), asks_step=asks_step), witness)

    assert intended(witness) == [("second", "one"), ("second", "two")]
    outcomes = [event.outcome for event in witness.events if isinstance(event, StepEnded) and event.step == "first"]
    assert outcomes == [Outcome.ALREADY]


@pytest.mark.parametrize("asks_step", ["", "first"])
def test_what_became_another_change_during_the_question_is_shown_and_asked_again(work: Path, asks_step: str) -> None:
    operator = Slow(meanwhile=writes(work / "first", "other"), asks_step=asks_step, accepts=frozenset({"drift"}))

    run(work, TWO, operator)

    assert operator.questions == [asks_step or "only", "drift"]
    (before, now) = (step.change for steps in operator.shown for step in steps if step.step == "first")
    assert before is not None
    assert now is not None
    assert before.fingerprint != now.fingerprint
    assert (work / "first").read_text("utf-8") == "one"


@pytest.mark.parametrize("asks_step", ["", "second"])
def test_a_change_that_nobody_was_shown_is_not_made(work: Path, asks_step: str) -> None:
    (work / "two").write_text("two", "utf-8")
    operator = Slow(meanwhile=writes(work / "two", "undone"), asks_step=asks_step)

    with pytest.raises(NeedsAcceptance):
        run(work, TWO, operator)

    assert operator.questions == [asks_step or "only", "drift"]
    assert (work / "two").read_text("utf-8") == "undone"


def test_it_is_asked_until_what_was_shown_is_what_would_be_done(work: Path) -> None:
    texts = iter(["a", "b", "c"])

    class Restless(Slow):
        def _asked(self, question: str, planned: Sequence[PlannedStep] = ()) -> None:
            super()._asked(question, planned)
            for text in texts:
                (work / "first").write_text(text, "utf-8")
                return

    operator = Restless(asks_step="first", accepts=frozenset({"drift"}))

    run(work, TWO, operator)

    assert operator.questions == ["first", "drift", "drift", "drift"]


def test_both_nodes_of_a_step_are_shown_with_its_question(work: Path) -> None:
    operator = Slow(asks_step="second")

    run(work, TWO, operator)

    assert [[step.node for step in steps] for steps in operator.shown] == [["one", "two"]]


def test_after_a_decision_other_steps_are_still_compared_with_what_was_shown(work: Path) -> None:
    meddler = Meddler(step="site", deed=writes(work / "two", "other"))

    with pytest.raises(NeedsAcceptance) as caught:
        run(work, DOUBTFUL, Slow(decision="redo", asks_step="none"), meddler)

    assert [(problem.code, problem.node) for problem in caught.value.problems] == [("step.differs_from_plan", "two")]
    assert (work / "two").read_text("utf-8") == "other"


def test_after_accepted_input_the_new_plan_is_shown_and_compared_with(work: Path) -> None:
    with pytest.raises(WaitingForPerson):
        run(work, TWO, Slow(asks_step="first", agrees=False))
    operator = Slow(asks_step="none", accepts=frozenset({"input"}))
    meddler = Meddler(step="first", deed=writes(work / "two", "other"))

    with pytest.raises(NeedsAcceptance) as caught:
        go_on(work, TWO.replace("text: two", "text: three"), operator, meddler)

    assert operator.questions == ["input", "drift"]
    assert meddler.plan is not None
    assert [step.scope for step in meddler.plan.steps] == ["first@one", "second@one", "second@two"]
    assert [problem.node for problem in caught.value.problems] == ["two"]


def test_a_resume_asks_again_about_what_is_left(work: Path) -> None:
    blocked = Meddler(step="first", deed=(work / "one").mkdir)
    first = Slow()
    with pytest.raises(StepFailed):
        run(work, TWO, first, blocked)
    (work / "one").rmdir()

    second = Slow(agrees=False)
    with pytest.raises(WaitingForPerson):
        go_on(work, TWO, second)

    assert (first.questions, second.questions) == (["only"], ["only"])
    assert not (work / "two").exists()
    go_on(work, TWO, Slow())
    assert (work / "two").read_text("utf-8") == "two"


def test_another_release_goes_on_only_when_a_person_accepts_it(work: Path) -> None:
    with pytest.raises(WaitingForPerson):
        run(work, DOUBTFUL, Slow(asks_step="second", decision="redo", agrees=False))
    witness = Witness()

    with pytest.raises(NeedsAcceptance) as caught:
        go_on(work, DOUBTFUL, Slow(), witness, version="1")

    assert (caught.value.what, caught.value.exit_code) == ("version", 3)
    assert caught.value.problem.values == {"before": "0", "now": "1"}
    assert not witness.events, "nothing is written down, and no node is asked"

    refusing = Slow(asks_step="second", agrees=False, accepts=frozenset({"version"}))
    with pytest.raises(WaitingForPerson):
        go_on(work, DOUBTFUL, refusing, witness, version="1")
    assert [event.version for event in witness.events if isinstance(event, RunResumed)] == ["1"]
    (past, _), *_ = unfinished(work.parent / "home")
    assert state_of(past).version == "1"

    go_on(work, DOUBTFUL, operator := Slow(asks_step="none"), version="1")
    assert operator.questions == []

"""What became of a command decides how a run goes on: a failure stays one, a cut is a question, nothing runs twice."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from clprun.api import apply, resume, state_of, unfinished
from clprun.errors import InDoubt, Problem, StepFailed
from clprun.faults import Point
from clprun.model.events import Event, JobAwaited, StepEnded, encode
from clprun.model.state import Outcome
from clprun.store.runs import RunFolder
from tests.engine.test_resume import drive, until
from tests.engine.toys import HEAD, Agreeable, Witness, toy_access, toy_around, toy_prepared

BOOK = (
    HEAD
    + """\
  - id: work
    title: {ja: 作業, en: Work}
    minutes: 1
    steps:
      - id: before
        title: {ja: 前, en: Before}
        kind: command
        on: primary
        with: {argv: [touch, "{{ folder }}/before"], creates: "{{ folder }}/before"}
      - id: install
        title: {ja: 導入, en: Install}
        kind: command
        on: primary
        with:
          argv: [sh, -c, "echo x >>{{ folder }}/count; touch {{ folder }}/made; SCRIPT"]
          creates: "{{ folder }}/made"
          within: 60
"""
)

FAILS = "echo half of it; exit 3"
WAITS = "until [ -e {{ folder }}/gate ]; do sleep 0.01; done; exit $(cat {{ folder }}/gate)"


class Answers(Agreeable):
    """Answers one doubt."""

    def decide(self, problem: Problem) -> str | None:
        self.decision, decision = None, self.decision
        return decision


class Book:
    """A runbook whose second command does what a test wants, and a place to run it."""

    def __init__(self, folder: Path, script: str, more: str = "", within: int = 60) -> None:
        self.folder, self.work = folder, folder / "work"
        text = BOOK.replace("SCRIPT", script).replace("within: 60", f"within: {within}")
        self.prepared = toy_prepared(folder, text + more)

    def apply(self) -> None:
        apply(self.prepared, toy_access(self.folder), toy_around(self.folder))

    def resume(self, decision: str | None = None, witness: Witness | None = None) -> Witness:
        witness = witness or Witness()
        around = toy_around(self.folder, Answers(decision), witness)
        resume(self.run, self.prepared, toy_access(self.folder), around)
        return witness

    @property
    def run(self) -> RunFolder:
        ((run, _),) = unfinished(self.folder / "home")
        return run

    @property
    def count(self) -> int:
        return (self.work / "count").read_text().count("x")

    def end(self, code: int) -> None:
        """Let a command that waits come to its end."""
        (self.work / "gate.new").write_text(str(code))
        (self.work / "gate.new").rename(self.work / "gate")

    def cut(self) -> None:
        """Kill the controller while the command waits."""
        with drive(self.folder, "apply") as controller:
            until((self.work / "made").exists)
            controller.kill()

    def kill(self) -> None:
        """Kill the command with its shell."""
        (record,) = (self.folder / "state").glob("runs/*/jobs/install-one-*/pid")
        os.killpg(int(record.read_text().split()[0]), signal.SIGKILL)


def outcome(witness: Witness) -> str | None:
    """How the step ended."""
    (ended,) = [event for event in witness.events if isinstance(event, StepEnded) and event.step == "install"]
    return ended.outcome


def failed(book: Book) -> Problem:
    with pytest.raises(StepFailed) as caught:
        book.apply()
    return caught.value.problem


def asked(book: Book, decision: str | None = None) -> list[str]:
    """Codes of what a resume asks about."""
    with pytest.raises(InDoubt) as caught:
        book.resume(decision)
    assert {(problem.step, problem.node) for problem in caught.value.problems} == {("install", "one")}
    return [problem.code for problem in caught.value.problems]


def test_a_failure_stays_one_though_its_proof_holds(tmp_path: Path) -> None:
    book = Book(tmp_path, FAILS)

    assert failed(book).code == "step.command_failed"
    assert asked(book) == ["command.failed_before"]
    assert asked(book, "stop") == ["command.failed_before"]
    assert book.count == 1


def test_a_failure_is_shown_with_its_exit_code_and_output(tmp_path: Path) -> None:
    book = Book(tmp_path, FAILS)
    failed(book)

    with pytest.raises(InDoubt) as caught:
        book.resume()

    assert caught.value.problem.values["exit"] == 3
    assert caught.value.problem.output == "half of it"


@pytest.mark.parametrize(("decision", "count", "ended"), [("redo", 2, Outcome.CHANGED), ("done", 1, Outcome.ALREADY)])
def test_a_person_says_what_becomes_of_a_failure(tmp_path: Path, decision: str, count: int, ended: str) -> None:
    book = Book(tmp_path, f"[ -e {{{{ folder }}}}/mended ] || {{ {FAILS}; }}")
    failed(book)
    (book.work / "mended").touch()

    assert outcome(book.resume(decision)) == ended

    assert book.count == count


def test_what_a_person_says_is_done_must_be_proven(tmp_path: Path) -> None:
    book = Book(tmp_path, FAILS)
    failed(book)
    (book.work / "made").unlink()

    assert asked(book, "done") == ["check.path_not_there", "command.failed_before"]

    (book.work / "made").touch()
    assert outcome(book.resume()) == Outcome.ALREADY
    assert book.count == 1


def test_a_failure_while_nobody_watched_is_one(tmp_path: Path) -> None:
    book = Book(tmp_path, WAITS)
    book.cut()
    book.end(3)

    assert asked(book) == ["command.failed_before"]
    assert book.count == 1


def test_a_good_end_while_nobody_watched_is_one(tmp_path: Path) -> None:
    book = Book(tmp_path, WAITS)
    book.cut()
    book.end(0)

    assert outcome(book.resume()) == Outcome.CHANGED
    assert book.count == 1


def test_a_command_that_was_cut_is_a_question(tmp_path: Path) -> None:
    book = Book(tmp_path, WAITS)
    book.cut()
    book.kill()

    assert asked(book) == ["command.was_cut"]
    book.end(0)
    assert outcome(book.resume("redo")) == Outcome.CHANGED
    assert book.count == 2


def test_a_command_that_may_be_repeated_is_not_asked_about(tmp_path: Path) -> None:
    book = Book(tmp_path, WAITS, "          repeatable: true\n")
    book.cut()
    book.kill()
    (book.work / "made").unlink()
    book.end(0)

    assert outcome(book.resume()) == Outcome.CHANGED
    assert book.count == 2


class Opening(Witness):
    """Lets the command go on as soon as it is told to be waited for."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book

    def happened(self, event: Event) -> None:
        super().happened(event)
        if isinstance(event, JobAwaited):
            self._book.end(0)


def test_a_resume_says_what_it_waits_for_and_writes_none_of_it_down(tmp_path: Path) -> None:
    book = Book(tmp_path, WAITS)
    book.cut()
    run = book.run

    told = [event for event in book.resume(witness=Opening(book)).events if isinstance(event, JobAwaited)]

    assert {(event.step, event.node, event.job, event.limit) for event in told} == {
        ("install", "one", "install-one-1-0", 60)
    }
    assert told[0].command.startswith("sh -c 'echo x >>")
    assert JobAwaited.event not in (run.path / "journal.jsonl").read_text("utf-8")
    assert encode(told[0])["event"] == JobAwaited.event
    assert book.count == 1


@pytest.mark.parametrize("decision", [None, "redo"])
def test_a_command_that_takes_too_long_is_never_started_beside_itself(tmp_path: Path, decision: str | None) -> None:
    book = Book(tmp_path, WAITS, within=1)
    with pytest.raises(StepFailed) as first:
        book.apply()
    with pytest.raises(StepFailed) as second:
        book.resume(decision)

    assert first.value.left_running
    assert second.value.left_running
    assert {caught.value.problem.code for caught in (first, second)} == {"node.job_too_long"}
    assert second.value.problem.step == "install"
    book.end(0)
    assert outcome(book.resume(decision)) == Outcome.CHANGED
    assert book.count == 1


def test_a_node_that_has_forgotten_what_it_ran_can_not_vouch_for_what_it_did_not(tmp_path: Path) -> None:
    book = Book(tmp_path, "exit 0")
    assert drive(tmp_path, "apply", f"{Point.INTENDED}:install:one").wait() == -signal.SIGKILL
    shutil.rmtree(tmp_path / "state" / "runs")

    assert asked(book) == ["command.unknown"]
    assert not (book.work / "count").exists()
    assert state_of(book.run).begun == {"one": "one/before-one-1-0"}
    assert outcome(book.resume("redo")) == Outcome.CHANGED
    assert book.count == 1

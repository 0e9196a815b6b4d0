"""The ledger: what can't be never reaches the disk, a signal never cuts a record, a slow observer holds up nobody."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.cli.interruption import Interruptions
from clprun.engine.desk import Desk, Ledger
from clprun.engine.machine import RunState, fold
from clprun.errors import InternalFault, Interrupted
from clprun.model.events import Event, PhaseStarted, RunEnded, StepEnded, StepIntended
from clprun.model.state import FINAL, Outcome, StepState
from clprun.store.journal import JournalFile
from clprun.store.reading import read_journal
from tests.engine.toys import Agreeable, Witness


class Paper:
    """A journal in memory."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        self.events.append(event)


def intended(attempt: int) -> StepIntended:
    return StepIntended("a", "n1", attempt, "f", "s", {}, {}, "t")


def ended(state: StepState) -> StepEnded:
    outcome = Outcome.CHANGED if state is StepState.DONE else None
    return StepEnded("a", "n1", state, outcome, 0.0, 0, "t")


moves: st.SearchStrategy[Event] = st.builds(intended, st.integers(1, 3)) | st.builds(ended, st.sampled_from(StepState))


@given(st.lists(moves, max_size=12))
def test_what_the_table_forbids_is_refused_before_it_is_written(history: list[Event]) -> None:
    paper = Paper()
    ledger = Ledger(Desk(paper, lambda content: "", Agreeable(), Witness()), RunState())

    for event in history:
        was = ledger.state.standing("a", "n1").state
        wanted = StepState(event.state) if isinstance(event, StepEnded) else StepState.INTENDED
        try:
            ledger.record(event)
        except InternalFault:
            assert was in FINAL or wanted is StepState.PENDING
        else:
            assert paper.events[-1] is event

    state = RunState()
    for event in paper.events:
        state = fold(state, event)
    assert state == ledger.state


# -- signals --------------------------------------------------------------------------------------------------------


@contextmanager
def ledger_at(path: Path, interruptions: Interruptions, witness: Witness) -> Iterator[Ledger]:
    journal = JournalFile(path)
    desk = Desk(journal, lambda content: "", Agreeable(), witness, uninterrupted=interruptions.held_back)
    yield Ledger(desk, RunState())
    journal.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("when", ["before it", "after it"])
def test_a_signal_around_the_fsync_ends_the_run_behind_a_whole_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, when: str
) -> None:
    interruptions, witness, fsync = Interruptions(), Witness(), os.fsync

    def disturbed(descriptor: int) -> None:
        if when == "before it":
            os.kill(os.getpid(), number)
        fsync(descriptor)
        if when == "after it":
            os.kill(os.getpid(), number)

    with interruptions.raised(), ledger_at(tmp_path / "journal", interruptions, witness) as ledger:
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", disturbed)
            with pytest.raises(Interrupted) as caught:
                ledger.record(intended(1))
        ledger.record(RunEnded("interrupted", 130, "t"))

    reading = read_journal(tmp_path / "journal")
    assert caught.value.signal_number == number
    assert (reading.damage, [event.event for event in reading.events]) == (None, ["step-intended", "run-ended"])
    assert witness.events == reading.events
    assert ledger.state.touched


def test_a_signal_ends_the_run_while_an_observer_is_stuck(tmp_path: Path) -> None:
    interruptions = Interruptions()

    class Stuck(Witness):
        def happened(self, event: Event) -> None:
            super().happened(event)
            if isinstance(event, StepIntended):
                os.kill(os.getpid(), signal.SIGINT)
                threading.Event().wait(60)

    with interruptions.raised(), ledger_at(tmp_path / "journal", interruptions, Stuck()) as ledger:
        with pytest.raises(Interrupted):
            ledger.record(intended(1))
        ledger.record(RunEnded("interrupted", 130, "t"))

    assert len(read_journal(tmp_path / "journal").events) == 2


def test_who_waits_for_a_slow_observer_keeps_nobody_from_writing(tmp_path: Path) -> None:
    told, go_on = threading.Event(), threading.Event()

    class Slow(Witness):
        def happened(self, event: Event) -> None:
            if not self.events:
                told.set()
                assert go_on.wait(60)
            super().happened(event)

    witness = Slow()
    with ledger_at(tmp_path / "journal", Interruptions(), witness) as ledger:
        first = threading.Thread(target=ledger.record, args=(PhaseStarted("one", "t"),))
        first.start()
        assert told.wait(60)
        second = threading.Thread(target=ledger.record, args=(PhaseStarted("two", "t"),))
        second.start()
        while len(read_journal(tmp_path / "journal").events) < 2:
            assert second.is_alive()
        go_on.set()
        first.join()
        second.join()

    assert witness.events == [PhaseStarted("one", "t"), PhaseStarted("two", "t")]


@settings(max_examples=20)
@given(st.lists(st.sampled_from([signal.SIGINT, signal.SIGTERM]), min_size=1, max_size=3))
def test_signals_are_raised_once_and_only_when_they_are_let_go(numbers: list[signal.Signals]) -> None:
    interruptions, done = Interruptions(), []

    def within() -> None:
        with interruptions.held_back(over=False), interruptions.held_back(over=False):
            for number in numbers:
                os.kill(os.getpid(), number)
            done.append("whole")

    with interruptions.raised():
        with pytest.raises(Interrupted) as caught:
            within()
        with interruptions.held_back(over=True):
            done.append("not raised again")
        with pytest.raises(Interrupted) as lost, interruptions.held_back(over=False):
            done.append("raised again, for it was lost")

    assert caught.value.signal_number == numbers[-1]
    assert lost.value is caught.value
    assert done == ["whole", "not raised again", "raised again, for it was lost"]

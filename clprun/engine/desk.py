"""What a run works with: the nodes, the person, the clock, and the ledger that is written before anything is done."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Any, Protocol

from clprun.engine.machine import RunState, fold
from clprun.engine.perform import Performs
from clprun.model.events import ActionEnded, Event, Journal, RunEnded, StepIntended
from clprun.model.operator import Observer, Operator
from clprun.model.question import Ask
from clprun.node.questions import JobAnswer

__all__ = ["Clock", "Desk", "Ledger", "Nodes"]


@dataclass(frozen=True)
class Clock:
    """Time as a run sees it; tests bring their own.

    Args:
        now: the time of day, UTC.
        monotonic: seconds that never go back.
        sleep: waits that many seconds.
    """

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = monotonic
    sleep: Callable[[float], None] = sleep

    def stamp(self) -> str:
        """The time of day for the journal."""
        return self.now().isoformat(timespec="milliseconds")


class Nodes(Protocol):
    """Both nodes, reached, asked and changed."""

    @property
    def writers(self) -> Mapping[str, Performs]:
        """By node name."""

    def ask(self, asks: Iterable[Ask[Any]]) -> Mapping[Ask[Any], object]:
        """Ask both side by side."""

    def round_trips(self, node: str) -> int:
        """Requests answered by a node so far."""

    def fence(self, job: str) -> JobAnswer:
        """How a ``node/job`` stands; one that has not begun is kept from ever beginning."""

    def attend(self, job: str, begun: JobAnswer, within: int | None, tell: Callable[[int], None]) -> JobAnswer:
        """Wait for the end of a ``node/job``; see :meth:`clprun.node.jobs.Jobs.attend`."""


@dataclass(frozen=True)
class Desk:
    """The people and papers around a run.

    Args:
        journal: see :class:`Journal`.
        keep_image: keeps bytes from before a change, gives their digest.
        operator: answers questions.
        observer: is told what happens.
        clock: see :class:`Clock`.
        redact: takes secrets out of an event before anybody sees it.
        uninterrupted: within it, no signal ends the run; told whether what is done there is the run's end.
    """

    journal: Journal
    keep_image: Callable[[bytes], str]
    operator: Operator
    observer: Observer
    clock: Clock = field(default_factory=Clock)
    redact: Callable[[Event], Event] = lambda event: event
    uninterrupted: Callable[[bool], AbstractContextManager[object]] = nullcontext


class Ledger:
    """The journal and the state that follows from it; safe for the threads of a step.

    Args:
        desk: see :class:`Desk`.
        state: folded from the journal so far.

    Attributes:
        has_changed_something: whether a change was begun since this run was begun or went on.
    """

    def __init__(self, desk: Desk, state: RunState) -> None:
        self.desk = desk
        self.state = state
        self.has_changed_something = False
        self._untold: deque[Event] = deque()
        self._writing, self._telling = threading.Lock(), threading.Lock()

    def record(self, event: Event) -> None:
        """Write an event down, take it into the state, tell the observer; in this order.

        What can't follow from the state is not written. What is written is told, even when a signal came meanwhile;
        an observer who is slow keeps nobody from writing.
        """
        event = self.desk.redact(event)
        try:
            with self._writing, self.desk.uninterrupted(isinstance(event, RunEnded)):
                self._write(event)
        finally:
            with self._telling:
                while self._untold:
                    self.desk.observer.happened(self._untold.popleft())

    def _write(self, event: Event) -> None:
        if self.state.ended is not None and isinstance(event, ActionEnded):
            return  # told by a thread that outlived its run
        after = fold(self.state, event)
        self.desk.journal.append(event)
        self.state = after
        self.has_changed_something = self.has_changed_something or isinstance(event, StepIntended)
        self._untold.append(event)

    def tell(self, event: Event) -> None:
        """Tell the observer what is not worth writing down."""
        with self._telling:
            self.desk.observer.happened(self.desk.redact(event))

"""What a run has around it: home, people, clock; its ledger, and how its end is written down."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from clprun.engine.desk import Clock, Desk, Ledger
from clprun.engine.machine import RunState
from clprun.errors import (
    ClprunError,
    DiskRefused,
    InDoubt,
    Interrupted,
    NodeUnreachable,
    PlanRefused,
    WaitingForPerson,
)
from clprun.model.events import RunEnded
from clprun.model.operator import Observer, Operator
from clprun.store.redact import Redactor, redacted
from clprun.store.runs import RunFolder

__all__ = ["Around", "ending", "ledger_of"]


@dataclass(frozen=True)
class Around:
    """What a run has around it, besides the nodes.

    Args:
        home: clprun's home folder.
        operator: answers questions.
        observer: is told what happens.
        version: clprun's version, for the record.
        clock: see :class:`Clock`.
        redactor: knows the secrets in use; nothing is written down or told that holds one.
        uninterrupted: within it, no signal ends the run; told whether what is done there is the run's end.
    """

    home: Path
    operator: Operator
    observer: Observer
    version: str
    clock: Clock
    redactor: Redactor = field(default_factory=Redactor)
    uninterrupted: Callable[[bool], AbstractContextManager[object]] = nullcontext


@contextmanager
def ledger_of(folder: RunFolder, around: Around, state: RunState) -> Iterator[Ledger]:
    """The run's journal open for appending, with the state it comes to; closed again in the end."""
    journal = folder.journal()
    try:
        redact = partial(redacted, redact=around.redactor)
        yield Ledger(
            Desk(
                journal=journal,
                keep_image=folder.keep_image,
                operator=around.operator,
                observer=around.observer,
                clock=around.clock,
                redact=redact,
                uninterrupted=around.uninterrupted,
            ),
            state,
        )
    finally:
        journal.close()


@contextmanager
def ending(ledger: Ledger) -> Iterator[None]:
    """Write down how a run ended, whatever ended it; only a killed process or a refusing disk leaves no end."""
    clock = ledger.desk.clock
    try:
        yield
    except ClprunError as stop:
        problem = stop.problem
        with suppress(DiskRefused):
            ledger.record(
                RunEnded(
                    how=_how(stop),
                    exit_code=128 + stop.signal_number if isinstance(stop, Interrupted) else stop.exit_code,
                    time=clock.stamp(),
                    code=problem.code,
                    values=dict(problem.values),
                    step=problem.step,
                    node=problem.node,
                    output=problem.output,
                )
            )
        raise
    ledger.record(RunEnded("done", 0, clock.stamp()))


def _how(stop: ClprunError) -> str:
    for kind, how in (
        (Interrupted, "interrupted"),
        (PlanRefused, "refused"),
        (NodeUnreachable, "unreachable"),
        (WaitingForPerson, "waiting"),
        (InDoubt, "in-doubt"),
    ):
        if isinstance(stop, kind):
            return how
    return "failed"

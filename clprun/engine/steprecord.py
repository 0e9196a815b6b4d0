"""Writes down what becomes of steps: intended, proven, ended or stopped, with the time and the round trips it took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from clprun.engine.debts import Debts
from clprun.engine.desk import Ledger, Nodes
from clprun.engine.machine import Standing
from clprun.engine.perform import AWAITED, Attempt
from clprun.errors import ClprunError, InDoubt, Problem, StepFailed, WaitingForPerson
from clprun.faults import Point, reach
from clprun.lang.bind import BoundStep, Instance
from clprun.model.change import Change, WriteFile
from clprun.model.cluster import Platform
from clprun.model.events import DebtOwed, DebtSettled, StepEnded, StepIntended
from clprun.model.state import Outcome, StepState
from clprun.model.typed import at_prompt

__all__ = ["Begun", "Start", "StepRecord"]

_STATE_AFTER: dict[type[ClprunError], StepState] = {
    StepFailed: StepState.FAILED,
    InDoubt: StepState.IN_DOUBT,
    WaitingForPerson: StepState.WAITING,
}


@dataclass(frozen=True)
class Begun:
    """How things stood on a node when a step began there.

    Args:
        at: monotonic seconds.
        round_trips: requests the node had answered by then.
        fault_at: when the fault that is measured was about to be made, in monotonic seconds.
    """

    at: float
    round_trips: int
    fault_at: float | None = None


Start = Mapping[str, Begun]
"""By node name."""


class StepRecord:
    """The steps of a run in its journal.

    Args:
        nodes: both nodes, for their round trips.
        ledger: where everything is written down first.
        platform: of the nodes, for commands that are written down.
        debts: what the steps owe each other.
    """

    def __init__(self, nodes: Nodes, ledger: Ledger, platform: Platform, debts: Debts) -> None:
        self._nodes, self._ledger, self._platform, self._debts = nodes, ledger, platform, debts

    def standing(self, step: BoundStep, instance: Instance) -> Standing:
        """Where a step stands on a node."""
        return self._ledger.state.standing(step.id, instance.node)

    def begin(self, instances: Iterable[Instance]) -> Start:
        """How things stand now that a step begins."""
        now = self._ledger.desk.clock.monotonic()
        return {each.node: Begun(now, self._nodes.round_trips(each.node)) for each in instances}

    def timed(self, start: Start, nodes: Iterable[str]) -> Start:
        """The same, with a fault about to be made now by what works on these nodes."""
        now = self._ledger.desk.clock.monotonic()
        return {**start, **{node: replace(start[node], fault_at=now) for node in nodes}}

    def intend(self, step: BoundStep, instance: Instance, change: Change) -> Attempt:
        """Write down what is about to be done, and what will be owed meanwhile; gives the attempt's number and jobs."""
        ledger = self._ledger
        attempt = Attempt(step.id, instance.node, self.standing(step, instance).attempt + 1)
        images = {
            action.path: ledger.desk.keep_image(action.before)
            for action in change.actions
            if isinstance(action, WriteFile) and action.before is not None
        }
        jobs = attempt.jobs(change)
        ledger.record(
            StepIntended(
                step=step.id,
                node=instance.node,
                attempt=attempt.number,
                fingerprint=change.fingerprint,
                summary=change.summary.code,
                images=images,
                jobs={name: mode for name, (mode, _) in jobs.items()},
                time=ledger.desk.clock.stamp(),
                measured=change.measured,
                limits={name: job.within for name, (_, job) in jobs.items() if isinstance(job, AWAITED)},
                commands={name: job.command_line(self._platform) for name, (_, job) in jobs.items()},
            )
        )
        for debt in self._debts.made_by(step, instance, change, ledger.state.debts):
            lines = ((action.node, action.command_line(self._platform)) for action in debt.actions)
            commands = tuple(at_prompt(node, line, self._platform) for node, line in lines)
            what = debt.what
            ledger.record(DebtOwed(step.id, instance.node, what.code, what.values, commands, lasting=debt.lasting))
        reach(Point.INTENDED, step.id, instance.node)
        return attempt

    def proven(self, step: BoundStep, instance: Instance, start: Start) -> None:
        """A change reached what it was made for."""
        reach(Point.PROVEN, step.id, instance.node)
        self._settle(debt for debt in self._owed_by(step, instance) if not debt.lasting)
        self.end(step, instance, Outcome.CHANGED, start)

    def settle(self, step: BoundStep, instance: Instance) -> None:
        """What a step owed on a node was given back."""
        self._settle(self._owed_by(step, instance))

    def end(
        self, step: BoundStep, instance: Instance, outcome: Outcome, start: Start, noted: Problem | None = None
    ) -> None:
        """A step is done on a node; ``noted`` is a problem that does not keep it from being done."""
        if outcome is not Outcome.NOT_NEEDED:
            self._settle(self._debts.settled_by(step, instance, self._ledger.state.debts))
        self._write(step, instance, StepState.DONE, outcome, start, noted)
        reach(Point.DONE, step.id, instance.node)

    def failed(self, step: BoundStep, instance: Instance, problem: Problem, start: Start) -> None:
        """A step failed on a node."""
        self._write(step, instance, StepState.FAILED, None, start, problem)

    def stop(self, step: BoundStep, instance: Instance, error: ClprunError) -> NoReturn:
        """A step stopped on a node.

        Raises:
            ClprunError: the error, always.
        """
        self._write(step, instance, _STATE_AFTER[type(error)], None, {}, error.problem)
        raise error

    def _owed_by(self, step: BoundStep, instance: Instance) -> list[DebtOwed]:
        debts = self._ledger.state.debts.values()
        return [debt for debt in debts if (debt.step, debt.node) == (step.id, instance.node)]

    def _settle(self, debts: Iterable[DebtOwed]) -> None:
        for debt in debts:
            self._ledger.record(DebtSettled(debt.step, debt.node, debt.code))

    def _write(
        self,
        step: BoundStep,
        instance: Instance,
        state: StepState,
        outcome: Outcome | None,
        start: Start,
        problem: Problem | None,
    ) -> None:
        clock, trips = self._ledger.desk.clock, self._nodes.round_trips(instance.node)
        now = clock.monotonic()
        begun = start.get(instance.node, Begun(now, trips))
        fault_at = begun.fault_at if state is StepState.DONE else None
        self._ledger.record(
            StepEnded(
                step=step.id,
                node=instance.node,
                state=state,
                outcome=outcome,
                seconds=round(now - begun.at, 3),
                round_trips=trips - begun.round_trips,
                time=clock.stamp(),
                code=problem.code if problem else None,
                values=dict(problem.values) if problem else {},
                recovered_after=None if fault_at is None else round(now - fault_at, 3),
            )
        )

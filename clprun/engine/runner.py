"""Drives a run from whatever state it is in to its end: phase after phase, with a checkpoint after each."""

from collections.abc import Iterable, Sequence
from typing import Any

from clprun.engine.desk import Ledger, Nodes
from clprun.engine.steprunner import StepRunner
from clprun.errors import DriftFound, Problem, WaitingForPerson
from clprun.faults import Point, reach
from clprun.lang.bind import BoundRunbook, BoundStep
from clprun.model.converse import secrets_of
from clprun.model.events import CheckpointPassed, Confirmed, PhaseStarted
from clprun.model.plan import Verdict, shown_in
from clprun.model.runbook import Nature, Phase
from clprun.model.secret import SecretReference
from clprun.model.state import Outcome
from clprun.steps.base import Kind

__all__ = ["Runner"]

_FRESH_SECONDS = 10.0
"""Answers given before the run changed anything are trusted this long; after a change everything is asked anew."""


class Runner:
    """One run over a bound runbook.

    Args:
        bound: the runbook with its values.
        kinds: step kinds by name.
        nodes: both nodes.
        ledger: journal and state.
    """

    def __init__(self, bound: BoundRunbook, kinds: dict[str, Kind[Any]], nodes: Nodes, ledger: Ledger) -> None:
        self._bound, self._kinds, self._ledger = bound, kinds, ledger
        self.steps = StepRunner(bound, kinds, nodes, ledger)
        self._unseen: list[Problem] = []

    def go(self) -> None:
        """Go on until the end, or until something stops the run.

        Raises:
            ClprunError: what stopped it; the journal holds all that was done.
        """
        for phase in self._bound.phases:
            if phase.id not in self._ledger.state.passed and self._bound.steps_of(phase.id):
                self._phase(phase)

    def secrets_left(self) -> tuple[SecretReference, ...]:
        """The secrets that what is left to do may need; no node is asked."""
        left = (step for step in self._bound.steps if not self._is_final(step) and not self.steps.is_idle(step))
        return secrets_of(action for step in left for action in self.steps.planner.intents(step))

    def drift(self) -> list[Problem]:
        """What the run left and should still hold, but does not; asked when a run is resumed.

        What can't be seen because of what a step of the run owes is looked at once that is given back.
        """
        self.steps.await_begun()
        self.steps.world.forget()
        in_force = [step for step in self._bound.steps if self._is_in_force(step)]
        self.steps.world.prefetch(ask for step in in_force for ask in self.steps.planner.asks(step))
        lacking = self._lacking(in_force)
        self._unseen = [problem for problem in lacking if self._is_explained(problem)]
        return [problem for problem in lacking if problem not in self._unseen]

    def _phase(self, phase: Phase) -> None:
        ledger, planner = self._ledger, self.steps.planner
        ledger.record(PhaseStarted(phase.id, ledger.desk.clock.stamp()))
        steps = self._bound.steps_of(phase.id)
        left = [step for step in steps if not self._is_final(step)]
        busy = [step for step in left if not self.steps.is_idle(step)]
        self.steps.world.forget_old(_FRESH_SECONDS)
        self.steps.world.prefetch(ask for step in busy for ask in planner.asks(step))
        self._confirm(phase, busy)
        for step in left:
            self.steps.run(step)
            self._look_again()
        self._checkpoint(phase, steps)

    def _confirm(self, phase: Phase, steps: Sequence[BoundStep]) -> None:
        if phase.id in self._ledger.state.confirmed:
            return
        preview = self.steps.planner.preview(steps)
        if not any(planned.verdict in {Verdict.CHANGE, Verdict.KNOWN_LATER} for planned in preview):
            return
        how = self._ledger.desk.operator.confirm_phase(phase, preview)
        if how is None:
            raise WaitingForPerson(Problem("run.phase_not_confirmed", {"phase": phase.id}))
        if how == "person":
            self.steps.world.forget()
        if how != "never asked":
            self._ledger.record(Confirmed(phase.id, how, shown_in(preview) if how == "person" else {}))

    def _checkpoint(self, phase: Phase, steps: Sequence[BoundStep]) -> None:
        """What the phase left must hold on all nodes before the run goes on."""
        lasting = {step.id for step in steps if self.steps.planner.nature(step) is Nature.LASTING}
        held = lasting | {hold.step for hold in phase.checkpoint}
        asked = [step for step in self._bound.steps if step.id in held]
        self.steps.world.prefetch(ask for step in asked for ask in self.steps.planner.asks(step))
        lacking = self._lacking(asked)
        if lacking:
            raise DriftFound(Problem("run.checkpoint_failed", {"phase": phase.id}), *lacking)
        reach(Point.PHASE, phase.id, "")
        self._ledger.record(CheckpointPassed(phase.id, self._ledger.desk.clock.stamp()))

    def _look_again(self) -> None:
        """See what could not be seen while something was owed.

        Raises:
            NeedsAcceptance: it does not hold any more, and nobody accepted that.
        """
        if self._unseen and not any(map(self._is_explained, self._unseen)) and (lacking := self.drift()):
            self.steps.agreement.accept("drift", lacking)

    def _is_explained(self, problem: Problem) -> bool:
        """Whether something that the run owes keeps what it left from being seen."""
        owing = {debt.step for debt in self._ledger.state.debts.values()}
        steps = (step for step in self._bound.steps if step.id in owing)
        return any(self._kinds[step.step.kind].explains(problem) for step in steps)

    def _is_in_force(self, step: BoundStep) -> bool:
        if self.steps.planner.nature(step) is Nature.LASTING:
            return self._is_final(step)
        return any(
            hold.step == step.id and (hold.until is None or not self._ledger.state.has_begun(hold.until))
            for phase in self._bound.phases
            if phase.id in self._ledger.state.passed
            for hold in phase.checkpoint
        )

    def _lacking(self, steps: Iterable[BoundStep]) -> list[Problem]:
        state = self._ledger.state
        found = (
            self.steps.missing(step, instance)
            for step in steps
            for instance in step.instances
            if state.standing(step.id, instance.node).outcome is not Outcome.NOT_NEEDED
        )
        return [problem for problem in found if problem is not None]

    def _is_final(self, step: BoundStep) -> bool:
        return self._ledger.state.is_final(step.id, (instance.node for instance in step.instances))

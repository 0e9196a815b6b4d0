"""One step of a run: ask, plan, write down the intention, act, prove, write down the result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from clprun.engine.desk import Ledger, Nodes
from clprun.engine.faults import Point, reach
from clprun.engine.machine import Standing
from clprun.engine.perform import Attempt, carry_out
from clprun.engine.planner import Planner
from clprun.engine.sidebyside import side_by_side
from clprun.engine.world import World
from clprun.errors import ClprunError, InDoubt, NeedsAcceptance, Problem, StepFailed, WaitingForPerson
from clprun.lang.bind import BoundRunbook, BoundStep, Instance
from clprun.model.change import Change, WriteFile
from clprun.model.events import (
    Accepted,
    Confirmed,
    DebtOwed,
    DebtSettled,
    DecisionTaken,
    StepEnded,
    StepIntended,
)
from clprun.model.plan import PlannedStep, Verdict
from clprun.model.runbook import Nature
from clprun.model.state import Outcome, StepState
from clprun.steps.base import Decision, Kind, Target

__all__ = ["StepRunner"]

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
"""Seconds between two looks at a state that takes time to appear; doubled from the first to the longest."""

_STATE_AFTER: dict[type[ClprunError], StepState] = {
    StepFailed: StepState.FAILED,
    InDoubt: StepState.IN_DOUBT,
    WaitingForPerson: StepState.WAITING,
}

_OUTCOMES = {
    Verdict.ALREADY: Outcome.ALREADY,
    Verdict.HOLDS: Outcome.CHECKED,
    Verdict.NOT_NEEDED: Outcome.NOT_NEEDED,
}

Start = Mapping[str, tuple[float, int]]
"""By node name: when a step began (monotonic seconds) and the node's round trips by then."""


class StepRunner:
    """Runs the steps of one bound runbook, one at a time.

    Args:
        bound: the runbook with its values.
        kinds: step kinds by name.
        nodes: both nodes.
        ledger: where everything is written down first.
    """

    def __init__(self, bound: BoundRunbook, kinds: dict[str, Kind[Any]], nodes: Nodes, ledger: Ledger) -> None:
        self._bound, self._kinds, self._nodes, self._ledger = bound, kinds, nodes, ledger
        self.world = World(nodes.ask)
        self.planner = Planner(bound, kinds, self.world, self.target)

    def target(self, step: BoundStep, instance: Instance) -> Target:
        """Where a step works, for which attempt, with which decision of a person."""
        cluster, state = self._bound.cluster, self._ledger.state
        decision = state.decisions.get(step.id)
        return Target(
            cluster=cluster,
            node=cluster.node(instance.node),
            step=step.id,
            run=state.run,
            attempt=state.standing(step.id, instance.node).attempt + 1,
            decision=Decision(decision) if decision else None,
        )

    def is_idle(self, step: BoundStep) -> bool:
        """Whether it was decided when the run began that this step is not needed."""
        return all(f"{step.id}@{instance.node}" in self._ledger.state.not_needed for instance in step.instances)

    def run(self, step: BoundStep) -> None:
        """Bring one step to its end on all its nodes.

        Raises:
            ClprunError: what stopped it; the ledger says where it stands.
        """
        clock = self._ledger.desk.clock
        left = [i for i in step.instances if self._standing(step, i).state is not StepState.DONE]
        start = {i.node: (clock.monotonic(), self._nodes.round_trips(i.node)) for i in left}
        for instance in left:
            reach(Point.BEFORE, step.id, instance.node)
        if self.is_idle(step):
            for instance in left:
                self._end(step, instance, Outcome.NOT_NEEDED, start)
            return
        left = [instance for instance in left if not self._recovered(step, instance, start)]
        self.world.prefetch(ask for instance in left for ask in self.planner.asks_of(step, instance))
        changes: list[tuple[Instance, Change]] = []
        for instance in left:
            agreed = self._agreed(step, instance)
            if isinstance(agreed, Change):
                changes.append((instance, agreed))
            else:
                self._end(step, instance, agreed, start)
        if changes:
            self._change(step, changes, start)

    def missing(self, step: BoundStep, instance: Instance) -> Problem | None:
        """What a step's result lacks on a node now; ``None`` when it is right."""
        kind, target = self._kinds[step.step.kind], self.target(step, instance)
        try:
            found = kind.missing(instance.want, target, self.world.now(self.planner.asks_of(step, instance)))
        except (StepFailed, InDoubt, WaitingForPerson) as failure:
            found = failure.problem
        return None if found is None else replace(found, step=step.id, node=found.node or instance.node)

    def accept(self, what: str, problems: Sequence[Problem]) -> None:
        """Have findings accepted by a person.

        Raises:
            NeedsAcceptance: nobody accepted them.
        """
        if not self._ledger.desk.operator.accept(what, problems):
            raise NeedsAcceptance(what, *problems)
        self._ledger.record(Accepted(what, tuple(problem.code for problem in problems)))

    # -- what to do -------------------------------------------------------------------------------------------------

    def _agreed(self, step: BoundStep, instance: Instance) -> Change | Outcome:
        """The change to make now, after every question it raises was answered, or why there is none."""
        clock = self._ledger.desk.clock
        deadline, pause = clock.monotonic() + self._patience(step), _FIRST_PAUSE
        check = self.planner.nature(step) is Nature.CHECK
        while True:
            planned = self.planner.one(step, instance)
            match planned.verdict:
                case Verdict.CHANGE:
                    return self._confirmed(step, planned)
                case Verdict.REFUSED if check and clock.monotonic() < deadline:
                    clock.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
                case Verdict.REFUSED:
                    self._stop(step, instance, StepFailed(*planned.problems))
                case Verdict.IN_DOUBT:
                    self._decide(step, instance, planned.problems)
                case Verdict.TO_ACCEPT:
                    self.accept(planned.accept or "", planned.problems)
                    return Outcome.CHECKED
                case Verdict.MANUAL:
                    if not self._ledger.desk.operator.manual_done(planned.problems):
                        self._stop(step, instance, WaitingForPerson(*planned.problems))
                case _:
                    return _OUTCOMES[planned.verdict]
            self.world.forget()

    def _confirmed(self, step: BoundStep, planned: PlannedStep) -> Change:
        change, scope = planned.change, f"{planned.step}@{planned.node}"
        assert change is not None
        state = self._ledger.state
        shown = state.fingerprints.get(scope)
        standing = state.standing(planned.step, planned.node)
        if shown not in {None, change.fingerprint} and standing.state is StepState.PENDING:
            self.accept("drift", [Problem("step.differs_from_plan", {}, node=planned.node, step=planned.step)])
        if not state.confirmed.intersection(f"{step.id}@{instance.node}" for instance in step.instances):
            how = self._ledger.desk.operator.confirm_step(step.step, planned)
            if how is None:
                values = {"step": planned.step}
                raise WaitingForPerson(Problem("run.step_not_confirmed", values, node=planned.node, step=planned.step))
            if how != "never asked":
                self._ledger.record(Confirmed(scope, how))
        return change

    def _decide(self, step: BoundStep, instance: Instance, problems: Sequence[Problem]) -> None:
        answer = self._ledger.desk.operator.decide(problems[0])
        if answer is None or answer == Decision.STOP:
            self._stop(step, instance, InDoubt(*problems))
        else:
            self._ledger.record(DecisionTaken(step.id, answer))

    def _recovered(self, step: BoundStep, instance: Instance, start: Start) -> bool:
        """Whether an attempt that was cut turns out to have reached its end.

        Jobs still running on the node are waited for, never started again. When all of them were started, the state
        is given the time it may take to appear.
        """
        standing = self._standing(step, instance)
        if standing.attempt == 0 or step.id in self._ledger.state.decisions:
            return False
        all_started = self._nodes.await_jobs(standing.jobs)
        self.world.forget()
        if standing.state is StepState.INTENDED and standing.jobs and all_started:
            lacking = self._lacking_in_time(step, [instance], start)
            self.world.forget()
            return not lacking
        if self.missing(step, instance) is None:
            self._proven(step, instance, start)
            return True
        return False

    # -- doing it ---------------------------------------------------------------------------------------------------

    def _change(self, step: BoundStep, changes: Sequence[tuple[Instance, Change]], start: Start) -> None:
        """Write down, act, prove; the nodes of a step side by side."""
        work = [(change, self._intend(step, instance, change)) for instance, change in changes]
        self.world.forget()
        try:
            self._act(work)
            self._prove(step, [instance for instance, _ in changes], start)
        except StepFailed as failure:
            undecided = [i for i, _ in changes if self._standing(step, i).state is StepState.INTENDED]
            if not self._decided_after(failure, step, undecided):
                concerned = {problem.node for problem in failure.problems}
                for instance in undecided:
                    if instance.node in concerned or len(changes) == 1:
                        self._write_end(step, instance, StepState.FAILED, None, start, failure.problem)
                raise
            self.run(step)

    def _decided_after(self, failure: StepFailed, step: BoundStep, instances: Sequence[Instance]) -> bool:
        """Whether what failed has left a doubt, and a person has said what to do about it.

        Raises:
            InDoubt: there is a doubt, and nobody has.
        """
        self.world.forget()
        doubtful = [(i, p) for i in instances if (p := self.planner.one(step, i)).verdict is Verdict.IN_DOUBT]
        for instance, planned in doubtful:
            self._decide(step, instance, [*planned.problems, *failure.problems])
        return bool(doubtful)

    def _intend(self, step: BoundStep, instance: Instance, change: Change) -> Attempt:
        ledger = self._ledger
        attempt = Attempt(step.id, instance.node, self._standing(step, instance).attempt + 1)
        images = {
            action.path: ledger.desk.keep_image(action.before)
            for action in change.actions
            if isinstance(action, WriteFile) and action.before is not None
        }
        ledger.record(
            StepIntended(
                step=step.id,
                node=instance.node,
                attempt=attempt.number,
                fingerprint=change.fingerprint,
                summary=change.summary.code,
                images=images,
                jobs=attempt.jobs(change),
                time=ledger.desk.clock.stamp(),
            )
        )
        for debt in change.debts:
            ledger.record(DebtOwed(step.id, instance.node, debt.what.code, debt.what.values))
        reach(Point.INTENDED, step.id, instance.node)
        return attempt

    def _act(self, work: Sequence[tuple[Change, Attempt]]) -> None:
        writers, record = self._nodes.writers, self._ledger.record
        if len(work) == 1:
            change, attempt = work[0]
            carry_out(change, writers, attempt, record)
            return
        failures = side_by_side([partial(carry_out, change, writers, attempt, record) for change, attempt in work])
        for error in failures:
            if not isinstance(error, StepFailed):
                raise error
        if failures:
            raise StepFailed(*(p for error in failures if isinstance(error, StepFailed) for p in error.problems))

    def _prove(self, step: BoundStep, instances: Sequence[Instance], start: Start) -> None:
        lacking = self._lacking_in_time(step, instances, start)
        if lacking:
            raise StepFailed(*lacking)

    def _lacking_in_time(self, step: BoundStep, instances: Sequence[Instance], start: Start) -> list[Problem]:
        """Ask until the wanted state is there on every node, as long as the step may take; what lacks at the end."""
        clock, left = self._ledger.desk.clock, list(instances)
        deadline, pause = clock.monotonic() + self._patience(step), _FIRST_PAUSE
        while True:
            self.world.forget()
            self.world.prefetch(ask for instance in left for ask in self.planner.asks_of(step, instance))
            lacking = [(instance, self.missing(step, instance)) for instance in left]
            for instance, problem in lacking:
                if problem is None:
                    self._proven(step, instance, start)
            left = [instance for instance, problem in lacking if problem is not None]
            if not left or clock.monotonic() >= deadline:
                return [problem for _, problem in lacking if problem is not None]
            clock.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _standing(self, step: BoundStep, instance: Instance) -> Standing:
        return self._ledger.state.standing(step.id, instance.node)

    def _patience(self, step: BoundStep) -> float:
        """Seconds the wanted state may take to appear."""
        return self._kinds[step.step.kind].patience if step.step.within is None else step.step.within

    # -- writing it down --------------------------------------------------------------------------------------------

    def _proven(self, step: BoundStep, instance: Instance, start: Start) -> None:
        reach(Point.PROVEN, step.id, instance.node)
        for owed_step, node, code in list(self._ledger.state.debts):
            if (owed_step, node) == (step.id, instance.node):
                self._ledger.record(DebtSettled(owed_step, node, code))
        self._end(step, instance, Outcome.CHANGED, start)

    def _end(self, step: BoundStep, instance: Instance, outcome: Outcome, start: Start) -> None:
        self._write_end(step, instance, StepState.DONE, outcome, start)
        reach(Point.DONE, step.id, instance.node)

    def _stop(self, step: BoundStep, instance: Instance, error: ClprunError) -> None:
        self._write_end(step, instance, _STATE_AFTER[type(error)], None, {}, error.problem)
        raise error

    def _write_end(
        self,
        step: BoundStep,
        instance: Instance,
        state: StepState,
        outcome: Outcome | None,
        start: Start,
        problem: Problem | None = None,
    ) -> None:
        clock, trips = self._ledger.desk.clock, self._nodes.round_trips(instance.node)
        begun, trips_then = start.get(instance.node, (clock.monotonic(), trips))
        self._ledger.record(
            StepEnded(
                step=step.id,
                node=instance.node,
                state=state,
                outcome=outcome,
                seconds=round(clock.monotonic() - begun, 3),
                round_trips=trips - trips_then,
                time=clock.stamp(),
                code=problem.code if problem else None,
                values=dict(problem.values) if problem else {},
            )
        )

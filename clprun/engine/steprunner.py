"""One step of a run: ask, plan, write down the intention, act, prove, write down the result."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from clprun.engine.agreement import Agreement
from clprun.engine.debts import Debts
from clprun.engine.desk import Ledger, Nodes
from clprun.engine.lookback import LookBack, all_came_to_it, is_asking
from clprun.engine.patience import Patience
from clprun.engine.perform import Hands, carry_out
from clprun.engine.planner import Planner
from clprun.engine.steprecord import Start, StepRecord
from clprun.engine.world import World
from clprun.errors import (
    ClprunError,
    InDoubt,
    NodeUnreachable,
    Problem,
    StepFailed,
    WaitingForPerson,
)
from clprun.faults import Point, reach
from clprun.lang.bind import BoundRunbook, BoundStep, Instance
from clprun.model.change import Change, Reboot
from clprun.model.plan import Plan, Verdict
from clprun.model.prove import Prove
from clprun.model.state import FINAL, Outcome, StepState
from clprun.steps.base import Decision, Kind, Target
from clprun.transport.sidebyside import side_by_side

__all__ = ["StepRunner"]


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
        self._record = StepRecord(nodes, ledger, bound.cluster.platform, Debts(bound, kinds, ledger.state.run))
        self._look_back = LookBack(nodes, ledger)
        self.world = World(nodes.ask)
        self.planner = Planner(bound, kinds, self.world, self.target)
        self.agreement = Agreement(kinds, ledger, self._record, self.planner, self.world, self.rest)
        self._away: str | None = None

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
            away=self._away,
            left=self._look_back.left((step.id, instance.node)),
            accepted=state.accepted,
        )

    def is_idle(self, step: BoundStep) -> bool:
        """Whether it was decided when the run began that this step is not needed."""
        return all(f"{step.id}@{instance.node}" in self._ledger.state.not_needed for instance in step.instances)

    def rest(self) -> Plan:
        """The plan of what is left to do."""
        is_final, steps = self._ledger.state.is_final, self._bound.steps
        left = [step for step in steps if not is_final(step.id, (each.node for each in step.instances))]
        return Plan(self.planner.preview(step for step in left if not self.is_idle(step)))

    def run(self, step: BoundStep) -> None:
        """Bring one step to its end on all its nodes.

        Raises:
            ClprunError: what stopped it; the ledger says where it stands.
        """
        left = [i for i in step.instances if self._record.standing(step, i).state is not StepState.DONE]
        start = self._record.begin(left)
        for instance in left:
            reach(Point.BEFORE, step.id, instance.node)
        if self.is_idle(step):
            for instance in left:
                self._record.end(step, instance, Outcome.NOT_NEEDED, start)
            return
        left = [instance for instance in left if not self._recovered(step, instance, start)]
        changes: list[tuple[Instance, Change]] = []
        for instance, agreed in self.agreement.reach(step, left):
            match agreed:
                case Change():
                    changes.append((instance, agreed))
                case Problem():
                    self._record.end(step, instance, Outcome.CHECKED, start, agreed)
                case _:
                    self._record.end(step, instance, agreed, start)
        if changes:
            self._change(step, changes, start)

    def await_begun(self) -> None:
        """Wait for the commands that an attempt left running; until then nothing is settled enough to be judged."""
        for key, standing in self._ledger.state.standings.items():
            if standing.state not in FINAL:
                self._look_back.look(key)

    def missing(self, step: BoundStep, instance: Instance) -> Problem | None:
        """What a step's result lacks on a node now; ``None`` when it is right."""
        kind, target = self._kinds[step.step.kind], self.target(step, instance)
        try:
            found = kind.missing(instance.want, target, self.world.now(self.planner.asks_of(step, instance)))
        except (StepFailed, InDoubt, WaitingForPerson) as failure:
            found = failure.problem
        return None if found is None else replace(found, step=step.id, node=found.node or instance.node)

    def _recovered(self, step: BoundStep, instance: Instance, start: Start) -> bool:
        """Whether an attempt that was cut turns out to have reached its end.

        Jobs still running on the node are waited for, never started again. What only a person can say about them is
        asked. When all of them were started, the state is given the time it may take to appear.
        """
        standing = self._record.standing(step, instance)
        if standing.attempt == 0:
            return False
        left = self._look_back.look((step.id, instance.node))
        self.world.forget()
        if step.id in self._ledger.state.decisions:
            return False
        doubt = self._kinds[step.step.kind].doubt(instance.want, self.target(step, instance))
        if doubt is not None:
            self.agreement.decide(step, instance, [replace(doubt, step=step.id)])
            return False
        if standing.state is StepState.INTENDED and standing.jobs and all_came_to_it(standing, left):
            lacking = self._lacking_in_time(step, [instance], start)
            self.world.forget()
            return not lacking
        if not is_asking(standing, left) and self.missing(step, instance) is None:
            self._record.proven(step, instance, start)
            return True
        return False

    # -- doing it ---------------------------------------------------------------------------------------------------

    def _change(self, step: BoundStep, changes: Sequence[tuple[Instance, Change]], start: Start) -> None:
        """Write down, act, prove; the nodes of a step side by side."""
        for instance, _ in changes:
            self._look_back.begin((step.id, instance.node))
        work = [
            partial(carry_out, change, self._record.intend(step, instance, change), self._hands(step, instance))
            for instance, change in changes
        ]
        self.world.forget()
        start = self._record.timed(start, [instance.node for instance, change in changes if change.measured])
        self._away = next((a.node for _, change in changes for a in change.actions if isinstance(a, Reboot)), None)
        try:
            self._act(work)
            self._prove(step, [instance for instance, _ in changes], start)
        except StepFailed as failure:
            undecided = [i for i, _ in changes if self._record.standing(step, i).state is StepState.INTENDED]
            if failure.left_running or not self._decided_after(failure, step, undecided):
                concerned = {problem.node for problem in failure.problems}
                for instance in undecided:
                    self._settle_what_is_back(step, instance)
                    if instance.node in concerned or len(changes) == 1:
                        self._record.failed(step, instance, failure.problem, start)
                raise
            self.run(step)
        finally:
            self._away = None

    def _decided_after(self, failure: StepFailed, step: BoundStep, instances: Sequence[Instance]) -> bool:
        """Whether what failed has left a doubt, and a person has said what to do about it.

        Raises:
            InDoubt: there is a doubt, and nobody has.
        """
        self.world.forget()
        doubtful = [(i, p) for i in instances if (p := self.planner.one(step, i)).verdict is Verdict.IN_DOUBT]
        for instance, planned in doubtful:
            self.agreement.decide(step, instance, [*planned.problems, *failure.problems])
        return bool(doubtful)

    def _hands(self, step: BoundStep, instance: Instance) -> Hands:
        kind, target = self._kinds[step.step.kind], self.target(step, instance)

        def prove(proof: Prove) -> Problem | None:
            self.world.forget()
            try:
                answers = self.world.now(kind.proof_asks(instance.want, target, proof))
                return kind.unproven(instance.want, target, answers, proof)
            except (StepFailed, InDoubt) as failure:
                return failure.problem

        return Hands(self._nodes.writers, self._ledger.record, prove, self._bound.cluster.platform)

    def _act(self, work: Sequence[Callable[[], None]]) -> None:
        if len(work) == 1:
            work[0]()
            return
        failed: list[StepFailed] = []
        for outcome in side_by_side(work):
            if isinstance(outcome, StepFailed):
                failed.append(outcome)
            elif outcome is not None:
                raise outcome
        if failed:
            left_running = any(error.left_running for error in failed)
            raise StepFailed(*(p for error in failed for p in error.problems), left_running=left_running)

    def _prove(self, step: BoundStep, instances: Sequence[Instance], start: Start) -> None:
        lacking = self._lacking_in_time(step, instances, start)
        if lacking:
            raise StepFailed(*lacking)

    def _lacking_in_time(self, step: BoundStep, instances: Sequence[Instance], start: Start) -> list[Problem]:
        """Ask until the wanted state is there on every node, as long as the step may take; what lacks at the end."""
        left = list(instances)
        patience = Patience.of(step, self._kinds[step.step.kind], self._ledger.desk.clock)
        while True:
            lacking = self._looked(step, left)
            for instance, problem in lacking:
                if problem is None:
                    self._record.proven(step, instance, start)
            left = [instance for instance, problem in lacking if problem is not None]
            if not left or patience.is_over:
                return [problem for _, problem in lacking if problem is not None]
            patience.wait()

    def _looked(self, step: BoundStep, instances: Sequence[Instance]) -> list[tuple[Instance, Problem | None]]:
        """What the wanted state lacks by a fresh look."""
        self.world.forget()
        try:
            self.world.prefetch(ask for instance in instances for ask in self.planner.asks_of(step, instance))
        except NodeUnreachable as away:
            if not self._kinds[step.step.kind].awaits_nodes:
                raise
            return [(instance, replace(away.problem, step=step.id)) for instance in instances]
        return [(instance, self.missing(step, instance)) for instance in instances]

    def _settle_what_is_back(self, step: BoundStep, instance: Instance) -> None:
        """A change that failed may have given back what it owed, or never have come to take it away."""
        kind = self._kinds[step.step.kind]
        with suppress(ClprunError):
            answers = self.world.now(self.planner.asks_of(step, instance))
            if not kind.owes(instance.want, self.target(step, instance), answers):
                self._record.settle(step, instance)

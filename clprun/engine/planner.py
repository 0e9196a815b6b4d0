"""Plans a run from questions alone: no Writer is known here.

Every step is planned against the nodes as they will be once the steps before it are done (:class:`World`).
Passing steps are left out where what they serve is there already.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from clprun.engine.machine import Key
from clprun.engine.world import Unforeseen, World
from clprun.errors import ClprunError, InDoubt, NeedsAcceptance, Problem, StepFailed, WaitingForPerson
from clprun.lang.bind import BoundRunbook, BoundStep, Instance
from clprun.model.change import Action, Change, Unsettled
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.question import Answers, Ask, Question
from clprun.model.runbook import Nature
from clprun.products.clpstat import ClusterStatus
from clprun.products.clusterpro import Clpstat
from clprun.steps.base import Kind, Target

__all__ = ["Planner", "TargetOf"]

TargetOf = Callable[[BoundStep, Instance], Target]
"""Gives the target of an instance: run, attempt and a person's decision come from the run's state."""


class Planner:
    """Plans steps of one bound runbook.

    Args:
        bound: the runbook with its values.
        kinds: step kinds by name.
        world: what is known about the nodes.
        target_of: see :data:`TargetOf`.
    """

    def __init__(self, bound: BoundRunbook, kinds: dict[str, Kind[Any]], world: World, target_of: TargetOf) -> None:
        self._bound = bound
        self._kinds = kinds
        self._world = world
        self._target_of = target_of

    def whole(self) -> Plan:
        """The plan of all steps from the nodes as they are now."""
        self._world.prefetch(ask for step in self._bound.steps for ask in self.asks(step))
        return Plan(self.preview(self._bound.steps, {(step.id, i.node) for step, i in self.not_needed()}))

    def preview(self, steps: Iterable[BoundStep], idle: Collection[Key] = ()) -> tuple[PlannedStep, ...]:
        """The plan of some steps in order, each against what will hold once those before it are done.

        Args:
            steps: in order.
            idle: step and node of those that are not needed.
        """
        world = self._world.ahead()
        ahead = Planner(self._bound, self._kinds, world, self._target_of)
        planned = []
        for step in steps:
            for instance in step.instances:
                if (step.id, instance.node) in idle:
                    planned.append(self._planned(step, instance, Verdict.NOT_NEEDED))
                    continue
                result = ahead.one(step, instance)
                if result.change is not None:
                    world.expect(step.id, result.change)
                elif result.verdict in {Verdict.MANUAL, Verdict.IN_DOUBT} or self._disturbs_later(step, result):
                    world.hide(step.id, Unsettled(tuple(node.name for node in self._bound.cluster.nodes), (Question,)))
                planned.append(result)
        return tuple(planned)

    def _disturbs_later(self, step: BoundStep, planned: PlannedStep) -> bool:
        """Whether a test will be made of which nobody knows yet where it begins, and so what it leaves."""
        return planned.verdict is Verdict.KNOWN_LATER and self._kinds[step.step.kind].repeats

    def one(self, step: BoundStep, instance: Instance) -> PlannedStep:
        """The plan of one step on one node, against what will hold by then."""
        kind, target = self._kinds[step.step.kind], self._target_of(step, instance)

        def verdict(verdict: Verdict, **rest: Any) -> PlannedStep:  # noqa: ANN401  (fields of PlannedStep)
            return self._planned(step, instance, verdict, **rest)

        def located(error: ClprunError) -> tuple[Problem, ...]:
            return _located(error.problems, step, instance)

        try:
            answers = self._world.foreseen(self.asks_of(step, instance))
            if isinstance(answers, Unforeseen):
                return self._later(step, instance, target, answers.step)
            if step.active_only and not _is_active(target, answers):
                return verdict(Verdict.NOT_NEEDED)
            change = kind.plan(instance.want, target, answers)
        except InDoubt as doubt:
            return verdict(Verdict.IN_DOUBT, problems=located(doubt))
        except NeedsAcceptance as finding:
            return verdict(Verdict.TO_ACCEPT, problems=located(finding), accept=finding.what)
        except WaitingForPerson as instructions:
            return verdict(Verdict.MANUAL, problems=located(instructions))
        except StepFailed as refusal:
            return verdict(Verdict.REFUSED, problems=located(refusal))
        if change is not None:
            return self._changing(step, instance, change)
        return verdict(Verdict.HOLDS if kind.nature is Nature.CHECK else Verdict.ALREADY)

    def _planned(
        self,
        step: BoundStep,
        instance: Instance,
        verdict: Verdict,
        **rest: Any,  # noqa: ANN401  (fields of PlannedStep)
    ) -> PlannedStep:
        platform = self._bound.cluster.platform
        return PlannedStep(step.id, step.phase, instance.node, verdict, platform=platform, **rest)

    def _changing(self, step: BoundStep, instance: Instance, change: Change) -> PlannedStep:
        """A step that does something; only once it is accepted where that takes something over."""
        if not change.takes_over:
            return self._planned(step, instance, Verdict.CHANGE, change=change)
        problems = _located(change.takes_over, step, instance)
        return self._planned(step, instance, Verdict.TO_ACCEPT, change=change, problems=problems, accept="takeover")

    def _later(self, step: BoundStep, instance: Instance, target: Target, after: str) -> PlannedStep:
        """A step that can only be planned once another is done, with what it would come to for a person."""
        later, kind = self._planned(step, instance, Verdict.KNOWN_LATER, after=after), self._kinds[step.step.kind]
        if kind.nature is Nature.CHECK:
            return later
        try:
            others = self._others(step, instance, target)
        except StepFailed as refusal:
            return replace(later, verdict=Verdict.REFUSED, problems=_located(refusal.problems, step, instance))
        if others:
            problems = _located(others, step, instance)
            return replace(later, verdict=Verdict.TO_ACCEPT, problems=problems, accept="takeover")
        return replace(later, intent=kind.intent(instance.want, target), problems=kind.advice(instance.want, target))

    def _others(self, step: BoundStep, instance: Instance, target: Target) -> tuple[Problem, ...]:
        """What a step that can't be planned yet would take over, as the nodes are now.

        Raises:
            StepFailed: what it is to make is there under another name.
        """
        kind = self._kinds[step.step.kind]
        if not kind.minds_others:
            return ()
        try:
            answers = self._world.now(self.asks_of(step, instance))
        except StepFailed:
            return ()
        return kind.takes_over(instance.want, target, answers)

    def not_needed(self) -> Iterator[tuple[BoundStep, Instance]]:
        """Passing steps whose purpose is reached on the nodes as they are now, and the checks of what those come to.

        A check asks what the passing step before it in its phase has come to, and goes with it. One that has none
        before it, or is a goal itself, is always made.
        """
        holds, in_place = self._remembered(self.holds_now), self._remembered(self._is_in_place)
        for phase in self._bound.phases:
            reached, idle = bool(phase.goal) and all(map(holds, phase.goal)), False
            for step in self._bound.steps_of(phase.id):
                nature, written = self.nature(step), step.step
                if nature is Nature.PASSING and not step.skipped:
                    served = bool(written.serves) and all(holds(each) or in_place(each) for each in written.serves)
                    idle = reached or served or self._is_superseded(written.superseded_by, holds)
                if idle and nature is not Nature.LASTING and step.id not in phase.goal:
                    yield from ((step, instance) for instance in step.instances)

    def _is_superseded(self, by: Sequence[str], holds: Callable[[str], bool]) -> bool:
        """Whether those steps hold, as far as their ``when`` is true."""
        meant = [each for each in by if not self._bound.step(each).skipped]
        return bool(meant) and all(map(holds, meant))

    def _remembered(self, says: Callable[[BoundStep, Instance], bool]) -> Callable[[str], bool]:
        """Whether something can be said of a step on all its nodes, by its id; the nodes are asked once."""

        @cache
        def of(identifier: str) -> bool:
            step = self._bound.step(identifier)
            return all(says(step, instance) for instance in step.instances)

        return of

    def holds_now(self, step: BoundStep, instance: Instance) -> bool:
        """Whether what a step leaves is right on the nodes as they are now."""
        return self._said(step, instance, lambda *given: self._kinds[step.step.kind].missing(*given) is None)

    def _is_in_place(self, step: BoundStep, instance: Instance) -> bool:
        return self._said(step, instance, self._kinds[step.step.kind].is_in_place)

    def _said(self, step: BoundStep, instance: Instance, says: Callable[[Any, Target, Answers], bool]) -> bool:
        """What a kind says of a step on the nodes as they are now; no, where it can't tell."""
        target = self._target_of(step, instance)
        try:
            answers = self._world.now(self.asks_of(step, instance))
            elsewhere = step.active_only and not _is_active(target, answers)
            return elsewhere or says(instance.want, target, answers)
        except (StepFailed, InDoubt, WaitingForPerson):
            return False

    def asks(self, step: BoundStep) -> list[Ask[Any]]:
        """All that a step asks, on all its nodes."""
        return [ask for instance in step.instances for ask in self.asks_of(step, instance)]

    def asks_of(self, step: BoundStep, instance: Instance) -> Sequence[Ask[Any]]:
        """All that a step asks for one of its nodes."""
        target = self._target_of(step, instance)
        where: list[Ask[Any]] = [Ask(target.node.name, Clpstat())] if step.active_only else []
        return [*where, *self._kinds[step.step.kind].asks(instance.want, target)]

    def intents(self, step: BoundStep) -> list[Action]:
        """The commands a step comes to on all its nodes when nothing is known of them."""
        kind = self._kinds[step.step.kind]
        return [action for i in step.instances for action in kind.intent(i.want, self._target_of(step, i))]

    def nature(self, step: BoundStep) -> Nature:
        """A step's nature: its own word, else its kind's."""
        return step.step.nature or self._kinds[step.step.kind].nature


def _located(problems: Iterable[Problem], step: BoundStep, instance: Instance) -> tuple[Problem, ...]:
    return tuple(replace(problem, step=step.id, node=problem.node or instance.node) for problem in problems)


def _is_active(target: Target, answers: Answers) -> bool:
    """Whether the failover group runs on the target's node."""
    status = answers(target.node.name, Clpstat())
    group = status.group(target.cluster.group) if isinstance(status, ClusterStatus) else None
    return group is not None and target.cluster.called(group.current) == target.node

"""What only looks: the plan, the plan without nodes, what is left of a run, whether the result is right."""

from typing import Any

from clprun.api.access import Access, readable
from clprun.api.prepare import Prepared
from clprun.engine.machine import FINAL, RunState
from clprun.engine.planner import Planner
from clprun.engine.world import World
from clprun.errors import InDoubt, Problem, StepFailed, WaitingForPerson
from clprun.lang.bind import BoundStep, Instance
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.runbook import Nature
from clprun.steps.base import Target

__all__ = ["plan", "plan_offline", "remaining", "verify_steps"]


def _target_of(prepared: Prepared) -> Any:  # noqa: ANN401  (a TargetOf)
    def target(step: BoundStep, instance: Instance) -> Target:
        cluster = prepared.bound.cluster
        return Target(cluster=cluster, node=cluster.node(instance.node), step=step.id, run="RUN")

    return target


def plan(prepared: Prepared, access: Access) -> Plan:
    """What ``apply`` would do now. Nothing is changed: no Writer exists here.

    Raises:
        NodeUnreachable: a node can't be reached.
    """
    with readable(prepared.bound.cluster, access) as nodes:
        return Planner(prepared.bound, prepared.kinds, World(nodes.ask), _target_of(prepared)).whole()


def plan_offline(prepared: Prepared) -> Plan:
    """All steps with the commands they may come to, without asking any node."""
    target = _target_of(prepared)
    return Plan(
        tuple(
            PlannedStep(
                step.id,
                step.phase,
                instance.node,
                Verdict.KNOWN_LATER,
                intent=prepared.kinds[step.step.kind].intent(instance.want, target(step, instance)),
            )
            for step in prepared.bound.steps
            for instance in step.instances
        )
    )


def remaining(prepared: Prepared, state: RunState) -> Plan:
    """The steps a run has still to do, as commands for a person."""
    return Plan(
        tuple(
            step
            for step in plan_offline(prepared).steps
            if state.standing(step.step, step.node).state not in FINAL
            and f"{step.step}@{step.node}" not in state.not_needed
        )
    )


def verify_steps(prepared: Prepared, access: Access) -> list[tuple[str, str, Problem | None]]:
    """For each lasting step and each goal, on each node: step, node, and what lacks (``None`` = right)."""
    target = _target_of(prepared)
    goals = {goal for phase in prepared.bound.phases for goal in phase.goal}
    with readable(prepared.bound.cluster, access) as nodes:
        world = World(nodes.ask)
        planner = Planner(prepared.bound, prepared.kinds, world, target)
        steps = [s for s in prepared.bound.steps if planner.nature(s) is Nature.LASTING or s.id in goals]
        world.prefetch(ask for step in steps for ask in planner.asks(step))
        return [
            (step.id, instance.node, _lacks(prepared, planner, world, step, instance))
            for step in steps
            for instance in step.instances
        ]


def _lacks(prepared: Prepared, planner: Planner, world: World, step: BoundStep, instance: Instance) -> Problem | None:
    kind = prepared.kinds[step.step.kind]
    try:
        answers = world.now(planner.asks_of(step, instance))
        return kind.missing(instance.want, _target_of(prepared)(step, instance), answers)
    except (StepFailed, InDoubt, WaitingForPerson) as failure:
        return failure.problem

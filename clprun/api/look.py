"""What only looks: the plan, the plan without nodes, what is left of a run, whether the result is right."""

from dataclasses import dataclass

from clprun.api.access import Access, readable
from clprun.api.prepare import Prepared
from clprun.engine.machine import RunState
from clprun.engine.planner import Planner, TargetOf
from clprun.engine.world import World
from clprun.errors import InDoubt, Problem, StepFailed, WaitingForPerson
from clprun.lang.bind import BoundStep, Instance
from clprun.model.cluster import Cluster
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.question import Ask
from clprun.model.runbook import Nature
from clprun.model.state import FINAL
from clprun.products.clpstat import ClusterStatus
from clprun.products.clusterpro import Clpstat
from clprun.steps.base import Target
from clprun.verify.result import CheckResult

__all__ = ["StepResult", "Verification", "plan", "plan_offline", "remaining", "verify"]


def _target_of(prepared: Prepared, run: str = "RUN") -> TargetOf:
    """Targets for looking only."""

    def target(step: BoundStep, instance: Instance) -> Target:
        cluster = prepared.bound.cluster
        return Target(cluster=cluster, node=cluster.node(instance.node), step=step.id, run=run)

    return target


def plan(prepared: Prepared, access: Access) -> Plan:
    """What ``apply`` would do now. Nothing is changed: no Writer exists here.

    Raises:
        NodeUnreachable: a node can't be reached.
    """
    with readable(prepared.bound.cluster, access) as nodes:
        return Planner(prepared.bound, prepared.kinds, World(nodes.ask), _target_of(prepared)).whole()


def plan_offline(prepared: Prepared, run: str = "RUN") -> Plan:
    """All steps with the commands they may come to, without asking any node."""
    target = _target_of(prepared, run)
    return Plan(
        tuple(
            PlannedStep(
                step.id,
                step.phase,
                instance.node,
                Verdict.KNOWN_LATER,
                intent=prepared.kinds[step.step.kind].intent(instance.want, target(step, instance)),
                problems=prepared.kinds[step.step.kind].advice(instance.want, target(step, instance)),
                platform=prepared.bound.cluster.platform,
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
            for step in plan_offline(prepared, state.run).steps
            if state.standing(step.step, step.node).state not in FINAL
            and f"{step.step}@{step.node}" not in state.not_needed
        )
    )


@dataclass(frozen=True)
class StepResult:
    """Whether what a step leaves is there on a node; ``lacking`` says what is not."""

    step: str
    node: str
    lacking: Problem | None


@dataclass(frozen=True)
class Verification:
    """All that was looked at to prove a result.

    Args:
        steps: every lasting step and every goal, on each of its nodes.
        checks: the testinfra checks that come with the runbook.
    """

    steps: tuple[StepResult, ...]
    checks: tuple[CheckResult, ...]

    @property
    def passed(self) -> bool:
        """Whether everything is right."""
        return all(step.lacking is None for step in self.steps) and all(check.passed for check in self.checks)


def verify(prepared: Prepared, access: Access) -> Verification:
    """Look whether the nodes are as the runbook leaves them. Nothing is changed.

    Raises:
        NodeUnreachable: a node can't be reached.
    """
    from clprun.verify.infra import run_checks  # noqa: PLC0415  (brings pytest)

    bound, target = prepared.bound, _target_of(prepared)
    goals = {goal for phase in bound.phases for goal in phase.goal}
    primary = bound.cluster.primary.name
    with readable(bound.cluster, access) as nodes:
        world = World(nodes.ask)
        planner = Planner(bound, prepared.kinds, world, target)
        steps = [step for step in bound.steps if planner.nature(step) is Nature.LASTING or step.id in goals]
        world.prefetch([Ask(primary, Clpstat()), *(ask for step in steps for ask in planner.asks(step))])
        active = _active(world, primary, bound.cluster)
        results = tuple(
            StepResult(step.id, instance.node, _lacks(prepared, planner, world, step, instance))
            for step in steps
            for instance in step.instances
            if not step.active_only or instance.node == active
        )
        checks = run_checks(bound, nodes.connections, active)
    return Verification(results, tuple(checks))


def _active(world: World, node: str, cluster: Cluster) -> str | None:
    """The node that runs the group now."""
    try:
        status = world.now([Ask(node, Clpstat())])(node, Clpstat())
    except StepFailed:
        return None
    found = status.group(cluster.group) if isinstance(status, ClusterStatus) else None
    holder = cluster.called(found.current) if found is not None else None
    return holder.name if holder is not None else None


def _lacks(prepared: Prepared, planner: Planner, world: World, step: BoundStep, instance: Instance) -> Problem | None:
    kind = prepared.kinds[step.step.kind]
    try:
        answers = world.now(planner.asks_of(step, instance))
        return kind.missing(instance.want, _target_of(prepared)(step, instance), answers)
    except (StepFailed, InDoubt, WaitingForPerson) as failure:
        return failure.problem

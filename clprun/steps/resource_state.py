"""One resource of a failover group, started or stopped by itself while the group stays where it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Debt, Run, Unsettled
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import HttpAnswer, Probe, ProcessesNow, Service
from clprun.node.windows.services import WindowsService
from clprun.products.clpstat import ClusterStatus, GroupStatus, State, Status
from clprun.products.clusterpro import Clpstat
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.base import Kind, Target, Want
from clprun.steps.cluster_look import agreed_group, cluster_status, holder, statuses
from clprun.steps.wants import ObjectName

__all__ = ["ResourceState", "ResourceStateWant"]

_WITHIN = 3600
_OF_SERVICES = (HttpAnswer, Probe, ProcessesNow, Service, WindowsService)


class ResourceStateWant(Want):
    """How a resource should be.

    Args:
        group: the failover group that holds it; it must be online.
        resource: its name.
        state: ``online`` or ``offline``.
    """

    group: ObjectName
    resource: ObjectName
    state: Literal["online", "offline"]

    @property
    def status(self) -> Status:
        """The same in clpstat's terms."""
        return Status.ONLINE if self.state == "online" else Status.OFFLINE


class ResourceState(Kind[ResourceStateWant]):
    """``clprsc -s`` and ``-t`` on the node that has the group (reference/clusterpro.md 1.3).

    The resource's own state says all about an earlier command that failed or was cut.
    """

    name = "resource-state"
    nature = Nature.PASSING
    want = ResourceStateWant
    patience = 120

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A stop."""
        return given.get("state") == "offline"

    def asks(self, want: ResourceStateWant, target: Target) -> Sequence[Ask[Any]]:
        """The state of the cluster."""
        del want
        return statuses(target.cluster)

    def plan(self, want: ResourceStateWant, target: Target, answers: Answers) -> Change | None:
        """One command, or nothing when the resource is so already.

        Raises:
            StepFailed: the group is not online, on its way or failed, or holds no such resource.
        """
        group = agreed_group(answers, target.cluster, want.group)
        if _status(group, want) is want.status:
            return None
        node = holder(target.cluster, group)
        if node is None:
            raise StepFailed(Problem("group.not_online", {"group": want.group}, node=target.node.name))
        nodes = [each.name for each in target.cluster.nodes]
        after = {each: _after(cluster_status(answers, target.cluster.node(each)), want) for each in nodes}
        values = _values(want)
        start = _command(want.model_copy(update={"state": "online"}), target, node.name)
        return Change(
            summary=Problem("group.start_resource" if want.state == "online" else "group.stop_resource", values),
            actions=(_command(want, target, node.name),),
            predicts={Ask(each, Clpstat()): status for each, status in after.items()},
            unsettles=(Unsettled(tuple(nodes), _OF_SERVICES),),
            debts=() if want.state == "online" else (Debt(_stopped(want), (start,), lasting=True),),
            disrupts=want.state == "offline",
        )

    def owes(self, want: ResourceStateWant, target: Target, answers: Answers) -> bool:
        """Whether the resource is not online."""
        return _status(agreed_group(answers, target.cluster, want.group), want) is not Status.ONLINE

    def gives_back(self, want: ResourceStateWant, target: Target) -> Collection[Problem]:
        """The resource, when it was stopped on the way."""
        del target
        return () if want.state == "offline" else (_stopped(want),)

    def missing(self, want: ResourceStateWant, target: Target, answers: Answers) -> Problem | None:
        """How it is instead."""
        found = _status(agreed_group(answers, target.cluster, want.group), want)
        if found is want.status:
            return None
        values: dict[str, Value] = {**_values(want), "found": found.value, "wanted": want.status.value}
        return Problem("group.resource_not_so", values)

    def intent(self, want: ResourceStateWant, target: Target) -> tuple[Action, ...]:
        """The command, with the group on the primary."""
        return (_command(want, target, target.cluster.primary.name),)


def _values(want: ResourceStateWant) -> dict[str, Value]:
    return {"group": want.group, "resource": want.resource}


def _stopped(want: ResourceStateWant) -> Problem:
    return Problem("group.resource_stopped_by_run", _values(want))


def _status(group: GroupStatus, want: ResourceStateWant) -> Status:
    for resource in group.resources:
        if resource.name == want.resource:
            return resource.state.status
    raise StepFailed(Problem("group.no_resource", {"group": want.group, "resource": want.resource}))


def _command(want: ResourceStateWant, target: Target, node: str) -> Run:
    clusterpro = INSTALLATIONS[target.platform]
    command = clusterpro.start_resource if want.state == "online" else clusterpro.stop_resource
    return Run(node, command(want.resource), within=_WITHIN)


def _after(status: ClusterStatus, want: ResourceStateWant) -> ClusterStatus:
    state = State(want.status, want.status.value)

    def changed(group: GroupStatus) -> GroupStatus:
        if group.name != want.group:
            return group
        resources = (replace(each, state=state) if each.name == want.resource else each for each in group.resources)
        return replace(group, resources=tuple(resources))

    return replace(status, groups=tuple(map(changed, status.groups)))

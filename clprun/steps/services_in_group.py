"""Check that services run on the node where the failover group is, and on no other."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, Value
from clprun.model.cluster import Role
from clprun.model.question import Answers, Ask
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.cluster_look import agreed_group, holder, statuses
from clprun.steps.service_manager import ManagerName, ServiceName, manager_of
from clprun.steps.wants import ObjectName

__all__ = ["ServicesInGroup", "ServicesInGroupWant"]


class ServicesInGroupWant(Want):
    """Which services run where.

    Args:
        group: the failover group that starts and stops them.
        services: their names; an entry that is null counts for nothing.
        manager: ``systemd`` on RHEL 7 and later, ``chkconfig`` on RHEL 6, ``windows``; by the cluster's platform, with
            systemd on Linux, when not given.
        role: role of the node the group must be on; wherever it is when not given.
    """

    group: ObjectName
    services: tuple[ServiceName | None, ...]
    manager: ManagerName | None = None
    role: Role | None = None


class ServicesInGroup(Check[ServicesInGroupWant]):
    """Running beside the group; while it is offline, nowhere."""

    name = "services-in-group"
    want = ServicesInGroupWant
    patience = 60

    def asks(self, want: ServicesInGroupWant, target: Target) -> Sequence[Ask[Any]]:
        """The services on both nodes, and where the group is."""
        manager = manager_of(want.manager, target)
        questions = [manager.question(name) for name in filter(None, want.services)]
        services = [Ask(node.name, question) for node in target.cluster.nodes for question in questions]
        return (*services, *statuses(target.cluster))

    def missing(self, want: ServicesInGroupWant, target: Target, answers: Answers) -> Problem | None:
        """The first service that runs where it should not, or does not where it should."""
        group = agreed_group(answers, target.cluster, want.group)
        carrier = holder(target.cluster, group)
        if want.role is not None and (carrier is None or carrier.role is not want.role):
            places: dict[str, Value] = {"group": want.group, "found": group.current or "-"}
            return Problem("check.group_elsewhere", places, node=target.node.name)
        manager = manager_of(want.manager, target)
        for node in target.cluster.nodes:
            for name in filter(None, want.services):
                state = manager.state(name, answers(node.name, manager.question(name)))
                if state.runs is not (node == carrier):
                    values: dict[str, Value] = {"service": name, "found": state.told, "group": want.group}
                    code = "check.service_runs_not" if node == carrier else "check.service_runs_beside"
                    return Problem(code, values, node=node.name)
        return None

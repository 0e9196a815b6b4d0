"""Check that a cluster site runs with all its processes on the node where the group is, or nowhere."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem
from clprun.model.cluster import Node, Role
from clprun.model.question import Answers, Ask
from clprun.steps.base import Target
from clprun.steps.check import Check
from clprun.steps.cluster_look import agreed_group, holder, statuses
from clprun.steps.site_want import SiteWant
from clprun.steps.wants import ObjectName

__all__ = ["SiteProcesses", "SiteProcessesWant"]


class SiteProcessesWant(SiteWant):
    """Where the site should run, with all its names and nowhere else.

    Args:
        group: on the node where this group is online.
        role: on the node of this role; wins over ``group``.
        nowhere: on no node at all.
    """

    group: ObjectName
    role: Role | None = None
    nowhere: bool = False


class SiteProcesses(Check[SiteProcessesWant]):
    """All names of its mode, on one node only (guide JC 2.4 (2) step 4, 2.6 and 3.5; ERRATA G2-14, G2-15)."""

    name = "site-processes"
    want = SiteProcessesWant
    patience = 300

    def asks(self, want: SiteProcessesWant, target: Target) -> Sequence[Ask[Any]]:
        """Processes on both nodes, and where the group is."""
        processes = [ask for node in target.cluster.nodes for ask in want.processes(node.name)]
        return (*processes, *statuses(target.cluster))

    def missing(self, want: SiteProcessesWant, target: Target, answers: Answers) -> Problem | None:
        """What lacks on the one node, or that the site runs on another."""
        wanted = None if want.nowhere else self._wanted(want, target, answers)
        if wanted is None and not want.nowhere:
            return want.problem("jobcenter.group_nowhere", target.node.name, group=want.group)
        for node in target.cluster.nodes:
            site = want.running_on(node.name, answers)
            if node == wanted:
                names = want.lacking_on(node.name, answers)
                if names:
                    return want.problem("jobcenter.site_lacks", node.name, names=", ".join(names))
            elif site is not None:
                return want.problem("jobcenter.site_runs", node.name, count=len(site.processes))
        return None

    def _wanted(self, want: SiteProcessesWant, target: Target, answers: Answers) -> Node | None:
        if want.role is not None:
            return target.cluster.with_role(want.role)
        return holder(target.cluster, agreed_group(answers, target.cluster, want.group))

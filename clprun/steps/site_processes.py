"""Check that a cluster site runs with its eight names on the node where the group is, or nowhere."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, Value
from clprun.model.cluster import Node, Role
from clprun.model.question import Answers, Ask
from clprun.node.questions import ProcessTable
from clprun.products.clpstat import Status
from clprun.products.jobcenter_sites import DatabaseUsers, Site, Sites
from clprun.steps.base import Target
from clprun.steps.check import Check
from clprun.steps.cluster_look import agreed_group, node_called, statuses
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
    """The eight names, on one node only (guide JC 2.4 (2) step 4 and 2.6; ERRATA G2-14)."""

    name = "site-processes"
    want = SiteProcessesWant
    patience = 300

    def asks(self, want: SiteProcessesWant, target: Target) -> Sequence[Ask[Any]]:
        """Processes on both nodes, and where the group is."""
        questions = (ProcessTable(), DatabaseUsers(want.database_path))
        processes = [Ask[Any](node.name, question) for node in target.cluster.nodes for question in questions]
        return (*processes, *statuses(target.cluster))

    def missing(self, want: SiteProcessesWant, target: Target, answers: Answers) -> Problem | None:
        """What lacks on the one node, or that the site runs on another."""
        wanted = None if want.nowhere else self._wanted(want, target, answers)
        if wanted is None and not want.nowhere:
            return _problem("jobcenter.group_nowhere", want, target.node, group=want.group)
        for node in target.cluster.nodes:
            site = _site(want, node, answers)
            if node == wanted:
                names = site.lacking if site else ("cjcpw",)
                if names:
                    return _problem("jobcenter.site_lacks", want, node, names=", ".join(names))
            elif site is not None:
                return _problem("jobcenter.site_runs", want, node, count=len(site.processes))
        return None

    def _wanted(self, want: SiteProcessesWant, target: Target, answers: Answers) -> Node | None:
        if want.role is not None:
            return next(node for node in target.cluster.nodes if node.role is want.role)
        group = agreed_group(answers, target.cluster, want.group)
        return node_called(target.cluster, group.current) if group.state.status is Status.ONLINE else None


def _site(want: SiteWant, node: Node, answers: Answers) -> Site | None:
    users = answers(node.name, DatabaseUsers(want.database_path))
    table = answers(node.name, ProcessTable())
    return Sites(table, want.site, users).named(want.virtual_host)


def _problem(code: str, want: SiteWant, node: Node, **values: Value) -> Problem:
    return Problem(code, {"site": want.virtual_host, "path": want.database_path, **values}, node=node.name)

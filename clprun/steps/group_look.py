"""Where a failover group is, what forbids to touch it, and what will hold once it is elsewhere."""

from collections.abc import Iterator, Sequence
from typing import Any

from clprun.errors import Problem, StepFailed
from clprun.model.cluster import Node, Platform
from clprun.model.question import Answers, Ask
from clprun.node.questions import Addresses, InterfaceAddress, MountTable, ProcessTable
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpstat import GroupStatus, Status
from clprun.products.clusterpro import Clpstat, with_group
from clprun.products.jobcenter_sites import Site, Sites, imagined_site, without
from clprun.steps.base import Target
from clprun.steps.cluster_look import (
    agreed_group,
    cluster_status,
    configuration,
    holder,
    installed_configuration,
    is_suspended,
    members,
    mirror_problem,
    mounts,
    server_of,
    statuses,
)
from clprun.steps.group_elsewhere import address_asks, floating_ips, is_same_address
from clprun.steps.site_want import SiteInGroup

__all__ = ["GroupLook"]


class GroupLook:
    """A failover group as both nodes show it.

    Args:
        name: the group.
        site: the JobCenter site it carries, if any.
        target: the cluster.
        answers: to :meth:`asks`.

    Raises:
        StepFailed: the group is in no settled state, the nodes disagree, or it runs on an unknown server.
    """

    def __init__(self, name: str, site: SiteInGroup | None, target: Target, answers: Answers) -> None:
        self.name, self._site, self._answers = name, site, answers
        self._cluster, self._nodes = target.cluster, target.cluster.nodes
        self._on_linux = _on_linux(target)
        self.status: GroupStatus = agreed_group(answers, target.cluster, name)
        online = self.status.state.status is Status.ONLINE
        self.node: Node | None = holder(target.cluster, self.status)
        if online and self.node is None:
            raise StepFailed(Problem("group.unknown_server", {"group": name, "server": self.status.current or "-"}))
        self._installed: Configuration = configuration(answers, target.node, target.installation)

    @staticmethod
    def asks(name: str, site: SiteInGroup | None, target: Target) -> Sequence[Ask[Any]]:
        """The state of the cluster, what runs and is mounted, and the addresses, on both nodes; the configuration."""
        asks: list[Ask[Any]] = [
            *statuses(target.cluster),
            Ask(target.node.name, installed_configuration(target.installation)),
            *address_asks(target),
        ]
        for node in target.cluster.nodes:
            asks.append(Ask(node.name, MountTable()))
            asks += (Ask(node.name, ProcessTable()),) if _on_linux(target) else ()
            asks += (*site.processes(node.name), site.start_script(node.name, name)) if site else ()
        return asks

    @property
    def points(self) -> tuple[str, ...]:
        """Where its disks are mounted."""
        return tuple(mount.point for mount in mounts(self._installed, self.name))

    def server(self, node: Node) -> str:
        """The name by which the product knows a node."""
        return server_of(self._answers, self._cluster, node)

    def refusals(self) -> Iterator[Problem]:
        """Why the group must not be started, stopped or moved now.

        A stop or move takes the disk away from a site that runs by hand, and a start starts it a second time (ERRATA
        G2-09); a mirror that is not in sync must not change sides.
        """
        for node in self._nodes:
            status = cluster_status(self._answers, node)
            if is_suspended(status):
                yield Problem("cluster.suspended", node=node.name)
            if self.node == node and (problem := mirror_problem(status, self._installed, node)):
                yield problem
            for site in self._by_hand(node):
                values = {"group": self.name, "site": site.id.virtual_host, "path": site.id.database_path}
                yield Problem("group.site_by_hand", {**values}, node=node.name)

    def after(self, wanted: Node | None) -> Iterator[tuple[Ask[Any], object]]:
        """What will hold once the group is online on ``wanted``, or offline (``None``)."""
        own = mounts(self._installed, self.name)
        points = {mount.point for mount in own}
        for node in self._nodes:
            status = cluster_status(self._answers, node)
            yield Ask(node.name, Clpstat()), with_group(status, self.name, self.server(wanted) if wanted else None)
            left = tuple(mount for mount in self._answers(node.name, MountTable()) if mount.point not in points)
            yield Ask(node.name, MountTable()), (*left, *own) if node == wanted else left
            if self._on_linux:
                yield Ask(node.name, Addresses()), self._addresses(node, comes_up=node == wanted)
                yield Ask(node.name, ProcessTable()), self._processes(node, starts=node == wanted)

    def _addresses(self, node: Node, *, comes_up: bool) -> tuple[InterfaceAddress, ...]:
        """Those of a node without the group's floating IPs, or with them, on whichever interface."""
        own = floating_ips(self._installed, self.name)
        left = (each for each in self._answers(node.name, Addresses()) if not is_same_address(each, own))
        return (*left, *(InterfaceAddress("-", each) for each in own)) if comes_up else tuple(left)

    def _processes(self, node: Node, *, starts: bool) -> Sequence[object]:
        table = self._answers(node.name, ProcessTable())
        if self._site is None:
            ended = [process for site in self._on_own_disks(node) for process in site.processes]
            return without(table, ended)
        running = self._sites(node).named(self._site.virtual_host)
        left = without(table, running.processes if running else ())
        return imagined_site(left, self._site.site, self._site.mode) if starts and self._execs_of(node) else left

    def _by_hand(self, node: Node) -> Iterator[Site]:
        """Sites on the group's disks that no exec resource of the group runs."""
        execs = self._execs_of(node)
        states = {each.state.status for each in self.status.resources if each.name in execs}
        if self.node == node and Status.ONLINE in states:
            return
        yield from self._on_own_disks(node)

    def _on_own_disks(self, node: Node) -> Iterator[Site]:
        """The site the group carries, and whatever else has its database on the group's disks."""
        points = tuple(f"{mount.point}/" for mount in mounts(self._installed, self.name))
        for site in self._sites(node).cluster_sites:
            own = self._site is not None and site.id == self._site.site
            if own or f"{site.id.database_path}/".startswith(points):
                yield site

    def _execs_of(self, node: Node) -> set[str]:
        """The group's exec resources that may run a site; of a known site, only the one whose script starts it."""
        execs = {resource.name for resource in members(self._installed, self.name, "exec")}
        if self._site is None:
            return execs
        starts = self._site.is_started_by_exec(node.name, self.name, self._answers)
        return execs & {self._site.exec} if starts else set()

    def _sites(self, node: Node) -> Sites:
        if self._site is None:
            return Sites(self._answers(node.name, ProcessTable()) if self._on_linux else ())
        return self._site.sites_on(node.name, self._answers)


def _on_linux(target: Target) -> bool:
    """Only the JobCenter of Linux is known here, and where its product puts addresses."""
    return target.platform is Platform.LINUX

"""What a failover group brings to a node: found where the group is not, or not found where it is."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any

from clprun.errors import Problem
from clprun.model.cluster import Node, Platform
from clprun.model.question import Answers, Ask
from clprun.node.questions import Addresses, InterfaceAddress, MountTable
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.model import Resource
from clprun.products.clpconf.resources import FloatingIp
from clprun.products.clpstat import GroupStatus, Status
from clprun.steps.base import Target
from clprun.steps.cluster_look import configuration, members, mounts

__all__ = ["address_asks", "brought_elsewhere", "elsewhere_asks", "floating_ips", "is_same_address", "not_brought"]


def address_asks(target: Target) -> Sequence[Ask[Any]]:
    """The addresses of both nodes. Only Linux is looked at: what its product shows there is public."""
    nodes = target.cluster.nodes if target.platform is Platform.LINUX else ()
    return [Ask(node.name, Addresses()) for node in nodes]


def elsewhere_asks(target: Target) -> Sequence[Ask[Any]]:
    """Addresses and mounts of both nodes."""
    return [ask for each in address_asks(target) for ask in (each, Ask[Any](each.node, MountTable()))]


def brought_elsewhere(group: str, holder: Node | None, target: Target, answers: Answers) -> Iterator[Problem]:
    """The group's floating IPs and mount points that are in use on a node where it does not run.

    Args:
        group: its name.
        holder: where it runs; ``None`` while it is offline.
        target: the cluster.
        answers: to :func:`elsewhere_asks`, and to the installed configuration of each node.
    """
    if target.platform is not Platform.LINUX:
        return
    for node in target.cluster.nodes:
        if node == holder:
            continue
        installed = configuration(answers, node, target.installation)
        own, points = floating_ips(installed, group), {mount.point for mount in mounts(installed, group)}
        for found in answers(node.name, Addresses()):
            if is_same_address(found, own):
                values = {"address": found.ip, "interface": found.interface, "group": group}
                yield Problem("cluster.address_elsewhere", {**values}, node=node.name)
        for mount in answers(node.name, MountTable()):
            if mount.point in points:
                values = {"point": mount.point, "device": mount.device, "group": group}
                yield Problem("cluster.mount_elsewhere", {**values}, node=node.name)


def not_brought(group: GroupStatus, holder: Node, target: Target, answers: Answers) -> Iterator[Problem]:
    """What a group should have brought to its node and did not, or what hides it there.

    Args:
        group: as clpstat shows it; while a resource of it is not online, nothing is said.
        holder: where it runs.
        target: the cluster.
        answers: as for :func:`brought_elsewhere`.
    """
    if target.platform is not Platform.LINUX or any(each.state.status is not Status.ONLINE for each in group.resources):
        return
    installed, node = configuration(answers, holder, target.installation), holder.name
    own = answers(node, Addresses())
    for address in filter(_is_plain, floating_ips(installed, group.name)):
        if not any(is_same_address(each, [address]) for each in own):
            yield Problem("cluster.address_lacks", {"address": address, "group": group.name}, node=node)
    for wanted in mounts(installed, group.name):
        found = [each.device for each in answers(node, MountTable()) if each.point == wanted.point]
        if len(found) != 1:
            code = "cluster.mounted_twice" if found else "cluster.mount_lacks"
            values = {"point": wanted.point, "device": ", ".join(found), "group": group.name}
            yield Problem(code, {**values}, node=node)


def floating_ips(installed: Configuration, group: str) -> tuple[str, ...]:
    """The addresses of a group's floating IP resources, as far as its configuration tells."""
    return tuple(filter(None, map(_address_of, members(installed, group, "fip"))))


def is_same_address(found: InterfaceAddress, addresses: Sequence[str]) -> bool:
    """Whether it is one of these, however they are written."""
    return _plain(found.ip) in map(_plain, addresses)


def _address_of(resource: Resource) -> str | None:
    try:
        settings = resource.settings()
    except ConfigurationError:
        return None
    return settings.address if isinstance(settings, FloatingIp) else None


def _is_plain(address: str) -> bool:
    """Whether it is an address alone; where a prefix or an interface follows, nobody compares it."""
    try:
        ip_address(address)
    except ValueError:
        return False
    return True


def _plain(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        return address

"""What several kinds look at in a cluster: the state both nodes agree on, and the installed configuration."""

import re
from collections.abc import Iterator

from clprun.errors import Problem, StepFailed
from clprun.model.cluster import Cluster, Node, Platform
from clprun.model.paths import mount_point
from clprun.model.question import Answers, Ask
from clprun.node.questions import FileAnswer, FileFacts, FileKind, Mount, Package
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.model import Resource
from clprun.products.clpconf.resources import Disk, MirrorDisk
from clprun.products.clpstat import ClusterStatus, GroupStatus, Status
from clprun.products.clusterpro import PACKAGES, Clpstat, Refused, product_version
from clprun.products.clusterpro_commands import Installation
from clprun.steps.configuration_problems import refusal

__all__ = [
    "agreed_group",
    "cluster_status",
    "configuration",
    "drive",
    "holder",
    "installed_configuration",
    "installed_version",
    "is_suspended",
    "members",
    "mirror_problem",
    "mount_of",
    "mounts",
    "packages",
    "server_of",
    "servers_away",
    "statuses",
]


_MIRROR_MONITORS = frozenset({"mdw", "hdw"})
"""Monitors that tell whether a mirror disk, or a hybrid one, is in sync (clusterpro.md 2.7; hdw is recall)."""

_MOUNT_POINT = re.compile(r"(^|/)mount/?point$")
"""Where disk and md, the types that are public, keep the place they are mounted on; others are taken to do alike."""


def installed_configuration(installation: Installation) -> FileFacts:
    """The installed cluster configuration, as a question."""
    return FileFacts(installation.configuration, content=True)


def statuses(cluster: Cluster) -> tuple[Ask[ClusterStatus | Refused | None], ...]:
    """The state of the cluster, asked of both nodes."""
    return tuple(Ask(node.name, Clpstat()) for node in cluster.nodes)


def cluster_status(answers: Answers, node: Node) -> ClusterStatus:
    """The state of the cluster as a node sees it.

    Raises:
        StepFailed: something starts or stops right now, clpstat refuses, or it used a word that no table holds
            (DESIGN.md 4).
    """
    status = answers(node.name, Clpstat())
    if isinstance(status, Refused):
        raise StepFailed(status.problem(node.name))
    if status is None:
        raise StepFailed(Problem("cluster.busy", node=node.name))
    if status.unknown_words:
        words = ", ".join(status.unknown_words)
        raise StepFailed(Problem("cluster.unknown_word", {"words": words}, node=node.name))
    return status


def agreed_group(answers: Answers, cluster: Cluster, name: str, away: str | None = None) -> GroupStatus:
    """The group as both nodes see it.

    Args:
        answers: to :func:`statuses`.
        cluster: both nodes.
        name: the group.
        away: a node that was not asked.

    Raises:
        StepFailed: there is no such group, the nodes disagree, or it starts, stops, failed or is in no known state.
    """
    asked = [node for node in cluster.nodes if node.name != away]
    seen = [_group(cluster_status(answers, node), node, name) for node in asked]
    first = seen[0]
    if any((each.state.status, each.current) != (first.state.status, first.current) for each in seen):
        told = [f"{node.name}: {_told(group)}" for node, group in zip(asked, seen, strict=True)]
        raise StepFailed(Problem("group.views_differ", {"group": name, "first": told[0], "second": told[1]}))
    pending = {Status.ONLINE_PENDING, Status.OFFLINE_PENDING}
    if first.state.status in pending or any(member.state.status in pending for member in first.resources):
        raise StepFailed(Problem("group.in_transition", {"group": name, "state": _told(first)}))
    if first.state.status not in {Status.ONLINE, Status.OFFLINE}:
        raise StepFailed(Problem("group.failed", {"group": name, "state": _told(first)}))
    return first


def holder(cluster: Cluster, group: GroupStatus) -> Node | None:
    """The node where a group is online; ``None`` while it is offline, or on a server that is no node."""
    return cluster.called(group.current) if group.state.status is Status.ONLINE else None


def server_of(answers: Answers, cluster: Cluster, node: Node) -> str:
    """The name by which the product knows a node; its commands know no other, as they don't know a longer one.

    Args:
        answers: to :func:`statuses`.
        cluster: both nodes.
        node: one of them.
    """
    told = (server for asked in cluster.nodes for server in cluster_status(answers, asked).servers)
    names = (server.name for server in told if cluster.called(server.name) == node)
    return next(names, node.label)


def servers_away(answers: Answers, cluster: Cluster, *, fine: frozenset[Status] = frozenset()) -> Iterator[Problem]:
    """The servers that are not online, as each node sees them.

    Args:
        answers: to :func:`statuses`.
        cluster: both nodes.
        fine: states that do as well as online.
    """
    for node in cluster.nodes:
        for server in cluster_status(answers, node).servers:
            if server.state.status not in {Status.ONLINE, *fine}:
                values = {"name": server.name, "state": server.state.word}
                yield Problem("cluster.server_not_online", {**values}, node=node.name)


def is_suspended(status: ClusterStatus) -> bool:
    """Whether the cluster is suspended."""
    return any(server.state.status is Status.SUSPENDED for server in status.servers)


def configuration(answers: Answers, node: Node, installation: Installation) -> Configuration:
    """The installed cluster configuration of a node.

    Args:
        answers: to :func:`installed_configuration` at least.
        node: whose it is.
        installation: of the cluster.

    Raises:
        StepFailed: there is none, or it is not understood.
    """
    question = installed_configuration(installation)
    answer: FileAnswer = answers(node.name, question)
    if answer.kind is not FileKind.FILE or answer.content is None:
        raise StepFailed(Problem("cluster.no_configuration", {"path": question.path}, node=node.name))
    try:
        return Configuration.parse(answer.content)
    except ConfigurationError as error:
        raise StepFailed(refusal(error, node.name, installation)) from None


def packages(platform: Platform) -> tuple[Package, ...]:
    """What tells the product's version beside the configuration; on Windows, that is the configuration alone."""
    return tuple(map(Package, PACKAGES)) if platform is Platform.LINUX else ()


def installed_version(answers: Answers, node: Node, installation: Installation) -> str | None:
    """The product's version on a node; ``None`` when nothing tells it.

    Args:
        answers: to :func:`packages` and :func:`installed_configuration` at least.
        node: whose it is.
        installation: of the cluster.

    Raises:
        StepFailed: there is no configuration, or it is not understood.
    """
    found = [answers(node.name, question) for question in packages(installation.platform)]
    return product_version(found, configuration(answers, node, installation))


def members(installed: Configuration, group: str, *kinds: str) -> tuple[Resource, ...]:
    """The resources of these types in a group."""
    holder = installed.group(group)
    names = {entry.name for entry in holder.resources} if holder else set()
    return tuple(resource for resource in installed.resources if resource.name in names and resource.kind in kinds)


def mounts(installed: Configuration, group: str) -> tuple[Mount, ...]:
    """What a group mounts while it is online, as far as its configuration tells."""
    holder = installed.group(group)
    names = {entry.name for entry in holder.resources} if holder else set()
    return tuple(filter(None, (mount_of(resource) for resource in installed.resources if resource.name in names)))


def mirror_problem(status: ClusterStatus, installed: Configuration, node: Node) -> Problem | None:
    """Which mirror is not in sync; asked before a group with a mirror disk is stopped or moved (PROCEDURES.md).

    Args:
        status: the state of the cluster.
        installed: its configuration, which says which monitors watch mirrors.
        node: whose view it is.
    """
    for name in _mirror_monitors(installed):
        monitor = status.monitor(name)
        if monitor is None or monitor.state.status is not Status.NORMAL:
            state = "?" if monitor is None else monitor.state.word
            return Problem("cluster.mirror_not_in_sync", {"monitor": name, "state": state}, node=node.name)
    return None


def drive(resource: Resource) -> str | None:
    """The drive of Windows that a shared or mirror disk resource brings, as ``W:`` (clusterpro.md 2.5)."""
    letter = resource.values.get("parameters/volumemountpoint", "")
    return f"{letter[0].upper()}:" if letter[:1].isalpha() else None


def mount_of(resource: Resource) -> Mount | None:
    """What Linux mounts, or the drive that Windows shows; of a type whose settings are not public, only where."""
    if letter := drive(resource):
        return Mount("", mount_point(letter), "", ())
    try:
        disk = resource.settings()
    except ConfigurationError:
        return None
    if not isinstance(disk, Disk | MirrorDisk):
        point = next((value for path, value in resource.values.items() if _MOUNT_POINT.search(path)), "")
        return Mount("", point.rstrip("/"), "", ()) if point.startswith("/") else None
    if not disk.mount_point:
        return None
    device = disk.device if isinstance(disk, Disk) else disk.mirror_device
    return Mount(device, disk.mount_point, disk.file_system or "", (disk.mount_options or "rw",))


def _mirror_monitors(installed: Configuration) -> Iterator[str]:
    return (monitor.name for monitor in installed.monitors if monitor.kind in _MIRROR_MONITORS)


def _group(status: ClusterStatus, node: Node, name: str) -> GroupStatus:
    group = status.group(name)
    if group is None:
        raise StepFailed(Problem("group.absent", {"group": name}, node=node.name))
    return group


def _told(group: GroupStatus) -> str:
    return f"{group.state.word} ({group.current or '-'})"

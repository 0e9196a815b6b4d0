"""What several kinds look at in a cluster: the state both nodes agree on, and the installed configuration."""

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
    "mounts",
    "node_called",
    "packages",
    "servers_away",
    "statuses",
]


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
    return node_called(cluster, group.current) if group.state.status is Status.ONLINE else None


def node_called(cluster: Cluster, server: str | None) -> Node | None:
    """The node that a server's name in clpstat means; only first labels count where one of the names is short."""
    for node in cluster.nodes:
        if server is not None and _short(node.name, server) == _short(server, node.name):
            return node
    return None


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
    return tuple(filter(None, (_mount(resource) for resource in members(installed, group, "disk", "md", "sd"))))


def mirror_problem(status: ClusterStatus, installed: Configuration, node: Node) -> Problem | None:
    """Which mirror is not in sync; asked before a group with a mirror disk is stopped or moved (PROCEDURES.md).

    Args:
        status: the state of the cluster.
        installed: its configuration, which says which monitors watch mirrors (``mdw``).
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


def _mount(resource: Resource) -> Mount | None:
    """What Linux mounts, or the drive that Windows shows."""
    if letter := drive(resource):
        return Mount("", mount_point(letter), "", ())
    try:
        disk = resource.settings()
    except ConfigurationError:
        return None
    if not isinstance(disk, Disk | MirrorDisk) or not disk.mount_point:
        return None
    device = disk.device if isinstance(disk, Disk) else disk.mirror_device
    return Mount(device, disk.mount_point, disk.file_system or "", (disk.mount_options or "rw",))


def _mirror_monitors(installed: Configuration) -> Iterator[str]:
    return (monitor.name for monitor in installed.monitors if monitor.kind == "mdw")


def _group(status: ClusterStatus, node: Node, name: str) -> GroupStatus:
    group = status.group(name)
    if group is None:
        raise StepFailed(Problem("group.absent", {"group": name}, node=node.name))
    return group


def _told(group: GroupStatus) -> str:
    return f"{group.state.word} ({group.current or '-'})"


def _short(name: str, other: str) -> str:
    name = name.lower()
    return name if "." in other else name.partition(".")[0]

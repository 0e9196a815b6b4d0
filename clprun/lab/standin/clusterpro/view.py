"""What the whole cluster looks like from one server: its own report and its peers' last ones. Pure; not the product."""

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Cluster

__all__ = ["GroupView", "Line", "MonitorView", "Report", "ServerView", "View", "look", "worst"]

Report = Mapping[str, object]
"""What a server tells the others in each heartbeat (see ``Engine.report``)."""

COMMENTS = {
    "linux": {"lankhb": "Kernel Mode LAN Heartbeat", "lanhb": "LAN Heartbeat"},
    "windows": {"lankhb": "LAN Heartbeat"},
}
"""Comment column of heartbeat resources, by the servers' operating system (clusterpro.md 2.2, 1.1)."""


@dataclass(frozen=True)
class Line:
    """A name, its status and its comment."""

    name: str
    status: str
    comment: str = ""


@dataclass(frozen=True)
class ServerView:
    """A server and its heartbeat resources."""

    name: str
    status: str
    comment: str
    heartbeats: tuple[Line, ...]


@dataclass(frozen=True)
class GroupView:
    """A group, where it runs, and its resources."""

    name: str
    status: str
    comment: str
    current: str | None
    resources: tuple[Line, ...]


@dataclass(frozen=True)
class MonitorView:
    """A monitor, over all and per server."""

    name: str
    status: str
    comment: str
    servers: Mapping[str, str]


@dataclass(frozen=True)
class View:
    """All that clpstat can show; ``node`` is the server that was asked."""

    cluster: str
    node: str
    servers: tuple[ServerView, ...]
    groups: tuple[GroupView, ...]
    monitors: tuple[MonitorView, ...]


def look(cluster: Cluster, node: str, reports: Mapping[str, Report], paths: Mapping[str, bool]) -> View:
    """The view of ``node``.

    Args:
        cluster: the configuration.
        node: the server asked.
        reports: the last report of each server that is alive, its own included; empty = the service is down here.
        paths: whether each heartbeat resource reaches a peer.
    """
    return View(
        cluster.name,
        node,
        tuple(_server(cluster, server.name, node, reports, paths) for server in cluster.servers),
        tuple(_group(cluster, group.name, reports) for group in cluster.groups),
        tuple(_monitor(cluster, index, reports) for index in range(len(cluster.monitors))),
    )


def _server(
    cluster: Cluster, name: str, node: str, reports: Mapping[str, Report], paths: Mapping[str, bool]
) -> ServerView:
    alive = name in reports
    suspended = alive and bool(reports[name].get("suspended"))
    lone = len(reports) == 1
    lines = []
    for beat in cluster.heartbeats:
        if not alive:
            status = "Offline"
        elif paths.get(beat.name, True) or (lone and name == node):
            status = "Normal"
        else:
            status = "Error"
        lines.append(Line(beat.name, status, COMMENTS.get(cluster.server_os, {}).get(beat.kind, "")))
    status = "Suspend" if suspended else "Online" if alive else "Offline"
    comment = "Primary server" if name == cluster.servers[0].name else ""
    return ServerView(name, status, comment, tuple(lines))


def _group(cluster: Cluster, name: str, reports: Mapping[str, Report]) -> GroupView:
    group = cluster.group(name)
    current: str | None = None
    told: Mapping[str, object] = {}
    for server, report in reports.items():
        mine = _part(report, "groups", name)
        if mine.get("active"):
            current, told = server, mine
            break
    resources = told.get("resources")
    statuses = resources if isinstance(resources, Mapping) else {}
    lines = tuple(
        Line(each, str(statuses.get(each, "Offline")), cluster.resource(each).comment) for each in group.resources
    )
    return GroupView(name, str(told.get("status", "Offline")), group.comment, current, lines)


def _monitor(cluster: Cluster, index: int, reports: Mapping[str, Report]) -> MonitorView:
    monitor = cluster.monitors[index]
    told = {}
    for server in cluster.servers:
        statuses = reports.get(server.name, {}).get("monitors")
        told[server.name] = str(statuses.get(monitor.name, "Offline")) if isinstance(statuses, Mapping) else "Offline"
    return MonitorView(monitor.name, worst(tuple(told.values())), monitor.comment, told)


def worst(statuses: tuple[str, ...]) -> str:
    """The status of a monitor over all servers: wrong somewhere = Caution, wrong wherever it watches = Error."""
    watching = [status for status in statuses if status != "Offline"]
    if not watching:
        return "Offline"
    for status in ("Suspend", "Error"):
        if all(each == status for each in watching):
            return status
    return "Caution" if {"Error", "Caution"} & set(watching) else "Normal"


def _part(report: Report, section: str, name: str) -> Mapping[str, object]:
    found = report.get(section)
    part = found.get(name) if isinstance(found, Mapping) else None
    return part if isinstance(part, Mapping) else {}

"""Who is in the cluster, and what follows: start-up, takeover, failback, both sides active. Pure; not the product."""

from collections.abc import Mapping

from .model import Cluster, Group
from .view import Report

__all__ = ["active_groups", "failbacks", "joins", "starts_here"]


def active_groups(report: Report) -> set[str]:
    """The groups that a server's report calls active."""
    groups = report.get("groups")
    if not isinstance(groups, Mapping):
        return set()
    return {name for name, told in groups.items() if isinstance(told, Mapping) and told.get("active")}


def joins(instance: str, peers: Mapping[str, Report]) -> bool:
    """Whether this server joins a cluster that runs already (then nothing is started automatically).

    Args:
        instance: this run of this server's cluster service.
        peers: reports of the peers that are alive.
    """

    def ran_without_us(report: Report) -> bool:
        members = report.get("members")
        return report.get("phase") == "running" and isinstance(members, list) and instance not in members

    return any(ran_without_us(report) for report in peers.values())


def starts_here(cluster: Cluster, node: str, online: set[str], peers: Mapping[str, Report]) -> list[str]:
    """Groups this server starts when the cluster starts: automatic, active nowhere, this one first of those online.

    Source: clusterpro.md 2.3 (start, policy).
    """
    taken = set().union(*(active_groups(report) for report in peers.values())) if peers else set()
    return [
        group.name
        for group in cluster.groups
        if group.automatic_start and group.name not in taken and _first(group, online) == node
    ]


def _first(group: Group, online: set[str]) -> str | None:
    return next((name for name in group.policy if name in online), None)


def failbacks(cluster: Cluster, node: str, active: set[str], online: set[str]) -> list[tuple[str, str]]:
    """Groups to give back and to whom: failback automatic and a better server online (clusterpro.md 2.3)."""
    found = []
    for group in cluster.groups:
        best = _first(group, online | {node})
        if group.name in active and group.automatic_failback and best is not None and best != node:
            found.append((group.name, best))
    return found

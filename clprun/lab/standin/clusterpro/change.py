"""What a change of the configuration asks of a running cluster. Pure; part of a stand-in, not the product.

The official table is not public (clusterpro.md 4.2, Annex B). Encoded is what its published sequences have in common:
every change of clp.conf was made with the cluster suspended or stopped (AlertMessages, StatsD, u2u, cip, hauc); one
that adds, alters or removes a resource or its place in a group, with that group stopped too (HowToAddCheckNP, umT,
Milestone; 4.3 step 5); the mirror's addresses (mdc) with the cluster stopped (cip-L). Scripts alone may always go.
One source (umT) pushes first and suspends then: that is refused here, so that a runbook learns the safer order.
"""

from dataclasses import dataclass

from .configuration import parse
from .model import Cluster, Group, Resource

__all__ = ["Need", "need", "refusal"]


@dataclass(frozen=True)
class Need:
    """What must be so before a push: groups stopped, cluster suspended, cluster stopped."""

    stopped_groups: frozenset[str] = frozenset()
    suspended: bool = False
    stopped: bool = False


def need(before: bytes, after: bytes, node: str) -> Need:
    """What the way from ``before`` to ``after`` needs; both as bytes of clp.conf, read as ``node``."""
    if before == after:
        return Need()
    old, new = parse(before, node), parse(after, node)
    groups = _touched_groups(old, new)
    mirror, wanted = _mirror_addresses(old), _mirror_addresses(new)
    moved = any(wanted.get(device) != address for device, address in mirror.items())
    return Need(stopped_groups=frozenset(groups), suspended=True, stopped=moved)


def _touched_groups(old: Cluster, new: Cluster) -> set[str]:
    before, after = _by_group(old), _by_group(new)
    return {name for name in before if before[name] != after.get(name)}


def _by_group(cluster: Cluster) -> dict[str, tuple[Group, tuple[Resource, ...]]]:
    resources = {each.name: each for each in cluster.resources}
    return {
        group.name: (group, tuple(resources[name] for name in group.resources if name in resources))
        for group in cluster.groups
    }


def _mirror_addresses(cluster: Cluster) -> dict[tuple[str, int], str]:
    """Address of each mirror connect, by server and device id."""
    return {(one.name, each.id): each.info for one in cluster.servers for each in one.devices if each.kind == "mdc"}


def refusal(wanted: Need, *, running: bool, suspended: bool, active: set[str]) -> str | None:
    """Why the cluster as it is refuses the push; none when it does not.

    Args:
        wanted: what the change needs.
        running: whether the cluster service runs on any server.
        suspended: whether the cluster is suspended.
        active: groups that run somewhere.
    """
    if not running:
        return None
    if wanted.stopped:
        return "The cluster must be stopped to apply the change."
    busy = sorted(wanted.stopped_groups & active)
    if busy:
        return f"Group {', '.join(busy)} must be stopped to apply the change."
    if wanted.suspended and not suspended:
        return "The cluster must be suspended to apply the change."
    return None

"""What makes a configuration unacceptable to a push. Pure; part of a stand-in, not the product.

Which of these the product itself finds is not public; a file that breaks one of the rules of clusterpro.md 0.1 and 2
is refused here, so that a runbook which writes such a file learns it in the rehearsal.
"""

from collections import Counter
from xml.etree.ElementTree import Element

from .configuration import ConfigurationError, parse, tree
from .model import Cluster, Monitor, Resource
from .order import activation_order

__all__ = ["object_number", "problems"]

ELSEWHERE = {
    "linux": frozenset({"script", "service", "sd", "vcom", "appli", "regsync", "servicew", "sdw", "vcomw", "regsyncw"}),
    "windows": frozenset({"exec", "disk", "volmgr", "pidw", "volmgrw"}),
}
"""Types that only the other system has (clusterpro.md 2.5, 2.7)."""


def object_number(root: Element) -> int:
    """4 + servers + groups + resources + monitors + servers x (heartbeats + NP resources): clusterpro.md 0.1 (13)."""
    servers = len(root.findall("server"))
    beats = _things(root, "heartbeat") + _things(root, "networkpartition")
    return (
        4
        + servers
        + len(root.findall("group"))
        + _things(root, "resource")
        + _things(root, "monitor")
        + servers * beats
    )


def _things(root: Element, section: str) -> int:
    return sum(each.tag != "types" for part in root.iterfind(section) for each in part)


def problems(content: bytes, servers: set[str]) -> list[str]:
    """Everything wrong with ``content``; empty when it may be pushed.

    Args:
        content: bytes of clp.conf.
        servers: names of the machines that are there.
    """
    try:
        root = tree(content)
        cluster = parse(content, min(servers, default=""))
    except ConfigurationError as failure:
        return [str(failure)]
    return [
        *_numbers(root),
        *_types(root),
        *_names(root, cluster),
        *_servers(cluster, servers),
        *_strangers(cluster),
        *_relations(cluster),
    ]


def _numbers(root: Element) -> list[str]:
    found = []
    told, right = (root.findtext("webmgr/client/objectnumber") or "").strip(), object_number(root)
    if told != str(right):
        found.append(f"webmgr/client/objectnumber is {told or 'absent'}, {right} objects are there")
    ids = [(group.findtext("gid") or "").strip() for group in root.iterfind("group")]
    if any(ids) and sorted(ids) != sorted(map(str, range(len(ids)))):  # clusterpro.md 0.1 (14)
        found.append(f"group gid: {', '.join(ids)}")
    return found


def _types(root: Element) -> list[str]:
    """``types`` lists each type once in its section (clusterpro.md 2.2)."""
    found = []
    for section in ("heartbeat", "resource", "monitor"):
        parts = root.findall(section)
        listed = Counter(each.get("name") for part in parts for each in part.iterfind("types"))
        used = {each.tag for part in parts for each in part if each.tag != "types"}
        found += [f"{section}/types lists {name} {count} times" for name, count in listed.items() if count > 1]
        found += [f"{section}/types does not list {name}" for name in sorted(used - set(listed))]
    return found


def _names(root: Element, cluster: Cluster) -> list[str]:
    found = []
    for what, things in (("group", cluster.groups), ("resource", cluster.resources), ("monitor", cluster.monitors)):
        counted = Counter(thing.name for thing in things)
        found += [f"{what} {name} is there {count} times" for name, count in counted.items() if count > 1]
    kinds = {each.name: each.kind for each in cluster.resources}
    grouped: Counter[str] = Counter()
    for element in root.iterfind("group"):
        for each in element.iterfind("resource"):
            kind, _, name = (each.get("name") or "").partition("@")
            grouped[name] += 1
            if kinds.get(name) != kind:
                found.append(f"group {element.get('name')}: no resource {kind}@{name}")
    found += [f"resource {name} is in {grouped[name]} groups" for name in kinds if grouped[name] != 1]
    return found


def _servers(cluster: Cluster, servers: set[str]) -> list[str]:
    names = {server.name for server in cluster.servers}
    found = [f"server {name} does not exist" for name in sorted(names - servers)]
    for group in cluster.groups:
        found += [f"group {group.name}: no server {name}" for name in group.policy if name not in names]
    return found


def _strangers(cluster: Cluster) -> list[str]:
    """Types that the servers' operating system does not have."""
    own = ELSEWHERE.get(cluster.server_os, frozenset())
    things: tuple[Resource | Monitor, ...] = (*cluster.resources, *cluster.monitors)
    return [f"{each.kind} {each.name}: not on {cluster.server_os}" for each in things if each.kind in own]


def _relations(cluster: Cluster) -> list[str]:
    found = []
    resources = {each.name: each for each in cluster.resources}
    groups = {each.name for each in cluster.groups}
    for group in cluster.groups:
        try:
            activation_order(cluster, group)
        except ConfigurationError as failure:
            found.append(str(failure))
    for monitor in cluster.monitors:
        target, goal = monitor.target, monitor.recovery_name
        if target and target not in resources:
            found.append(f"monitor {monitor.name}: no resource {target}")
        if monitor.while_active and not target:  # clusterpro.md 2.6: then the target is required
            found.append(f"monitor {monitor.name} watches while active and has no target")
        known = {"rsc": set(resources), "grp": groups}.get(monitor.recovery_kind)
        if known is not None and goal not in known:
            found.append(f"monitor {monitor.name}: no recovery target {goal}")
        if monitor.kind == "pidw" and target in resources and not _asynchronous(resources[target]):
            found.append(f"monitor {monitor.name}: {target} is no asynchronous exec resource")
    return found


def _asynchronous(resource: Resource) -> bool:
    """Whether a PID monitor can watch it: an exec resource that starts asynchronously (clusterpro.md 2.7)."""
    return resource.kind == "exec" and resource.number("act/sync", 1) == 0

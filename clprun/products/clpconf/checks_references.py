"""Checks of what objects say about each other."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.findings import Finding, FindingCode, Severity
from clprun.products.clpconf.model import Group, Monitor, Resource
from clprun.products.clpconf.monitors import LOCAL_SERVER, RecoveryTarget

__all__ = ["REFERENCE_CHECKS"]

_WAITED_GROUP = re.compile(r"depend/(?:act|deact)/depend@([^/]*)")
_POLICY_SERVER = re.compile(r"policy@([^/]*)")
_WATCHED_OBJECT = "parameters/object"
_OBJECT_TYPES = {"mdw": "md", "mdnw": "md", "sdw": "sd", "arpw": "fip"}
"""Monitors that name a resource in ``parameters/object`` and its type (reference/clusterpro.md 2.7)."""


def _group_entries(configuration: Configuration) -> Iterator[Finding]:
    defined = {(resource.kind, resource.name) for resource in configuration.resources}
    holders: dict[str, str] = {}
    for group in configuration.groups:
        for entry in group.resources:
            path = group.path.child("resource", str(entry))
            details = {"group": group.name, "name": entry.name, "type": entry.kind}
            if (entry.kind, entry.name) not in defined:
                code = FindingCode.RESOURCE_UNDEFINED
                yield Finding(code, Severity.ERROR, path, entry.line, details)
            if entry.name in holders:
                code = FindingCode.RESOURCE_IN_TWO_GROUPS
                other = {"other": holders[entry.name]}
                yield Finding(code, Severity.ERROR, path, entry.line, {**details, **other})
            holders[entry.name] = group.name
    for resource in configuration.resources:
        if resource.name not in holders:
            yield _about(resource, FindingCode.RESOURCE_IN_NO_GROUP, Severity.WARNING, name=resource.name)


def _dependencies(configuration: Configuration) -> Iterator[Finding]:
    names = {resource.name for resource in configuration.resources}
    groups = {entry.name: group.name for group in configuration.groups for entry in group.resources}
    for resource in configuration.resources:
        for other in resource.depends or ():
            details = {"name": resource.name, "other": other}
            if other not in names:
                yield _about(resource, FindingCode.DEPENDENCY_MISSING, Severity.ERROR, **details)
            elif groups.get(other) != groups.get(resource.name):
                yield _about(resource, FindingCode.DEPENDENCY_ELSEWHERE, Severity.ERROR, **details)


def _dependency_cycles(configuration: Configuration) -> Iterator[Finding]:
    """Resources that wait for each other never start; one circle is shown."""
    resources = {resource.name: resource for resource in configuration.resources}
    waiting = {name: set(resource.depends or ()) for name, resource in resources.items()}
    try:
        TopologicalSorter(waiting).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        details = {"name": circle[0], "other": " < ".join(circle)}
        yield _about(resources[circle[0]], FindingCode.DEPENDENCY_CYCLE, Severity.ERROR, **details)


def _group_references(configuration: Configuration) -> Iterator[Finding]:
    """Start and stop dependencies of groups, and the servers of a failover policy (clusterpro.md 2.3)."""
    groups = {group.name for group in configuration.groups}
    servers = {server.name for server in configuration.servers}
    for group in configuration.groups:
        for path in group.values:
            waits = _WAITED_GROUP.match(path)
            if waits and waits[1] not in groups:
                code = FindingCode.GROUP_DEPENDENCY_MISSING
                yield _about(group, code, Severity.ERROR, name=group.name, other=waits[1])
            policy = _POLICY_SERVER.match(path)
            if policy and policy[1] not in servers:
                code = FindingCode.SERVER_MISSING
                yield _about(group, code, Severity.ERROR, name=group.name, other=policy[1])


def _monitor_targets(configuration: Configuration) -> Iterator[Finding]:
    resources = {resource.name: resource for resource in configuration.resources}
    for monitor in configuration.monitors:
        target = monitor.values.get("target", "")
        watched = resources.get(target)
        if target and watched is None:
            yield _about(monitor, FindingCode.TARGET_UNKNOWN, Severity.ERROR, name=monitor.name, other=target)
        elif monitor.kind == "pidw" and watched is not None:
            yield from _pid_target(monitor, watched)
        kind, named = _OBJECT_TYPES.get(monitor.kind), monitor.values.get(_WATCHED_OBJECT, "")
        if kind and (named not in resources or resources[named].kind != kind):
            details = {"name": monitor.name, "other": named, "type": kind}
            yield _about(monitor, FindingCode.OBJECT_UNKNOWN, Severity.ERROR, **details)


def _pid_target(monitor: Monitor, watched: Resource) -> Iterator[Finding]:
    """A PID monitor watches the process of an asynchronous exec resource (reference/clusterpro.md 2.7, S)."""
    details = {"name": monitor.name, "other": watched.name}
    if watched.kind != "exec":
        yield _about(monitor, FindingCode.PID_TARGET_NOT_EXEC, Severity.ERROR, **details)
    elif watched.effective("parameters/act/sync") != "0":
        yield _about(monitor, FindingCode.PID_TARGET_SYNCHRONOUS, Severity.ERROR, **details)


def _recoveries(configuration: Configuration) -> Iterator[Finding]:
    known = {
        RecoveryTarget.RESOURCE: {resource.name for resource in configuration.resources},
        RecoveryTarget.GROUP: {group.name for group in configuration.groups},
        RecoveryTarget.CLUSTER: {LOCAL_SERVER},
    }
    for monitor in configuration.monitors:
        kind, name = monitor.values.get("relation/type", ""), monitor.values.get("relation/name", "")
        names = known.get(RecoveryTarget(kind), set()) if kind in tuple(RecoveryTarget) else set()
        if (kind or name) and name not in names:
            details = {"name": monitor.name, "type": kind, "other": name}
            yield _about(monitor, FindingCode.RECOVERY_UNKNOWN, Severity.ERROR, **details)


def _mirror_connects(configuration: Configuration) -> Iterator[Finding]:
    """Each network of a mirror disk is a mirror connect on every server (reference/clusterpro.md 2.2)."""
    for resource in (resource for resource in configuration.resources if resource.kind == "md"):
        used = {
            value
            for path, value in resource.values.items()
            if path.startswith("parameters/netdev@") and path.endswith("/device")
        }
        for server in configuration.servers:
            connects = {device.id for device in server.devices if device.type == "mdc"}
            for device in sorted(used - connects):
                details = {"name": resource.name, "server": server.name, "device": device}
                yield _about(resource, FindingCode.MIRROR_CONNECT_MISSING, Severity.ERROR, **details)


def _about(item: Group | Resource | Monitor, code: FindingCode, severity: Severity, **details: str) -> Finding:
    return Finding(code, severity, item.path, item.line, details)


REFERENCE_CHECKS = (
    _group_entries,
    _dependencies,
    _dependency_cycles,
    _group_references,
    _monitor_targets,
    _recoveries,
    _mirror_connects,
)

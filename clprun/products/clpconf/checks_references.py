"""Checks of what objects say about each other."""

import re
from collections.abc import Iterator, Mapping

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.findings import Finding, FindingCode, Severity
from clprun.products.clpconf.model import Monitor, Resource
from clprun.products.clpconf.monitors import LOCAL_SERVER, RecoveryTarget
from clprun.products.clpconf.uses import OBJECT_TYPES, WATCHED_OBJECT

__all__ = ["REFERENCE_CHECKS"]

_OWN_SERVER = re.compile(r"server@([^/]*)")
_POLLING_SERVER = re.compile(r"polling/servers@[^/]*/name")
_MIRROR_NETWORK = re.compile(r"parameters/netdev@[^/]*/device")
_TARGET_TYPES = {"fipw": "fip", "servicew": "service", "vcomw": "vcom"}
"""Monitors whose target is of one type (reference/clusterpro.md 2.7)."""


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


def _monitor_targets(configuration: Configuration) -> Iterator[Finding]:
    resources = {resource.name: resource for resource in configuration.resources}
    for monitor in configuration.monitors:
        target = monitor.values.get("target", "")
        watched = resources.get(target)
        if target and watched is None:
            yield _about(monitor, FindingCode.TARGET_UNKNOWN, Severity.ERROR, name=monitor.name, other=target)
        elif monitor.kind == "pidw" and watched is not None:
            yield from _pid_target(monitor, watched)
        elif watched is not None:
            yield from _typed(monitor, _TARGET_TYPES.get(monitor.kind), target, resources)
        if monitor.kind in OBJECT_TYPES:
            named = monitor.values.get(WATCHED_OBJECT, "")
            yield from _typed(monitor, OBJECT_TYPES[monitor.kind], named, resources)


def _typed(monitor: Monitor, kind: str | None, named: str, resources: Mapping[str, Resource]) -> Iterator[Finding]:
    """A finding when what a monitor names is no resource of the type that such a monitor watches."""
    if kind is not None and (named not in resources or resources[named].kind != kind):
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


def _virtual_computers(configuration: Configuration) -> Iterator[Finding]:
    """A virtual computer name stands for a floating IP (reference/clusterpro.md 2.5, vcom)."""
    addresses = {resource.name for resource in configuration.resources if resource.kind == "fip"}
    for resource in (resource for resource in configuration.resources if resource.kind == "vcom"):
        named = resource.values.get("parameters/target", "")
        if named and named not in addresses:
            yield _about(resource, FindingCode.ADDRESS_UNKNOWN, Severity.ERROR, name=resource.name, other=named)


def _servers(configuration: Configuration) -> Iterator[Finding]:
    """Settings for one server, and monitors that watch on some servers only (clusterpro.md 2.4, 2.6)."""
    servers = {server.name for server in configuration.servers}
    items: tuple[Resource | Monitor, ...] = (*configuration.resources, *configuration.monitors)
    for item in items:
        own = {match[1] for path in item.values if (match := _OWN_SERVER.match(path))}
        polled = {value for path, value in item.values.items() if _POLLING_SERVER.fullmatch(path)}
        for server in sorted((own | polled) - servers):
            yield _about(item, FindingCode.SERVER_UNKNOWN, Severity.ERROR, name=item.name, other=server)


def _mirror_connects(configuration: Configuration) -> Iterator[Finding]:
    """Each network of a mirror disk is a mirror connect on every server; the first without it is told (2.2)."""
    connects = {
        server.name: {device.id for device in server.devices if device.type == "mdc"}
        for server in configuration.servers
    }
    everywhere = set[str].intersection(*connects.values()) if connects else set[str]()
    for resource in (resource for resource in configuration.resources if resource.kind == "md" and connects):
        used = {value for path, value in resource.values.items() if _MIRROR_NETWORK.fullmatch(path)}
        for device in sorted(used - everywhere):
            server = next(name for name, there in connects.items() if device not in there)
            details = {"name": resource.name, "server": server, "device": device}
            yield _about(resource, FindingCode.MIRROR_CONNECT_MISSING, Severity.ERROR, **details)


def _about(item: Resource | Monitor, code: FindingCode, severity: Severity, **details: str) -> Finding:
    return Finding(code, severity, item.path, item.line, details)


REFERENCE_CHECKS = (
    _group_entries,
    _monitor_targets,
    _recoveries,
    _virtual_computers,
    _servers,
    _mirror_connects,
)

"""Checks of objects by themselves: names, values, what a failure would lead to."""

from collections.abc import Iterable, Iterator

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.dialect import FAILOVER_TAGS, required_failover_tag
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.findings import Finding, FindingCode, Severity
from clprun.products.clpconf.model import Group, Monitor, Resource, Server
from clprun.products.clpconf.monitors import Timing
from clprun.products.clpconf.objects import MAXIMUM_NAME, NAME
from clprun.products.clpconf.paths import Path
from clprun.products.clpconf.resources import STOP_ACTIONS, ResourceAction

__all__ = ["OBJECT_CHECKS"]

_SITES_OWN = frozenset({"appli", "exec", "script", "service"})
"""Types whose stop is the work of a site's own script, program or service, which may fail."""

_WINDOWS = "windows"
_LINUX_FORM = frozenset({"md"})
"""Types whose settings here are those of Linux and differ on Windows."""

_MIRROR_PATHS = (
    "parameters/nmppath",
    "parameters/mddriver/port",
    "parameters/mddriver/hbport",
    "parameters/mddriver/ack2port",
)


def _names(configuration: Configuration) -> Iterator[Finding]:
    for objects in _namespaces(configuration):
        seen: set[str] = set()
        for item in objects:
            yield from _name(item)
            if item.name and item.name in seen:
                yield _about(item, FindingCode.NAME_DUPLICATE, Severity.ERROR, name=item.name)
            seen.add(item.name)


def _namespaces(configuration: Configuration) -> Iterator[Iterable[Server | Group | Resource | Monitor]]:
    yield configuration.servers
    yield configuration.groups
    yield configuration.resources
    yield configuration.monitors


def _name(item: Server | Group | Resource | Monitor) -> Iterator[Finding]:
    name = ascii(item.name)[1:-1]
    if not item.name:
        yield _about(item, FindingCode.NAME_MISSING, Severity.ERROR)
    elif not item.name.isascii():
        yield _about(item, FindingCode.NAME_NOT_ASCII, Severity.ERROR, name=name)
    elif len(item.name) > MAXIMUM_NAME:
        yield _about(item, FindingCode.NAME_TOO_LONG, Severity.WARNING, name=name, maximum=str(MAXIMUM_NAME))
    elif not NAME.fullmatch(item.name) and not isinstance(item, Server):
        yield _about(item, FindingCode.NAME_UNUSUAL, Severity.WARNING, name=name)


def _values(configuration: Configuration) -> Iterator[Finding]:
    """Values that do not fit the type they have in the product's documents."""
    windows = configuration.server_os == _WINDOWS
    items: tuple[Resource | Monitor, ...] = (*configuration.resources, *configuration.monitors)
    for item in items:
        if windows and item.kind in _LINUX_FORM:
            continue
        try:
            item.settings()
        except ConfigurationError as error:
            missing = error.code is Refusal.MISSING_VALUE
            code = FindingCode.VALUE_MISSING if missing else FindingCode.VALUE_BAD
            path = item.path / error.details["path"]
            yield Finding(code, Severity.WARNING, path, item.line, {"name": item.name, **error.details})


def _gids(configuration: Configuration) -> Iterator[Finding]:
    """Numbers run 0, 1, 2 … or there are none (reference/clusterpro.md 0.1, fact 14)."""
    seen: set[str] = set()
    for group in configuration.groups:
        if group.gid in seen:
            yield _about(group, FindingCode.GID_DUPLICATE, Severity.ERROR, gid=group.gid, name=group.name)
        if group.gid is not None:
            seen.add(group.gid)
    expected = [str(number) for number in range(len(configuration.groups))]
    for group in configuration.groups if seen else ():
        if group.gid not in expected:
            details = {"name": group.name, "gid": group.gid or "-", "highest": expected[-1]}
            yield _about(group, FindingCode.GID_WRONG, Severity.WARNING, **details)


def _stop_actions(configuration: Configuration) -> Iterator[Finding]:
    """To stop the group or the service follows a failed activation only (reference/clusterpro.md 2.4, S)."""
    for resource in configuration.resources:
        action = resource.values.get("deact/action")
        if action in tuple(ResourceAction) and ResourceAction(action) not in STOP_ACTIONS:
            details = {"name": resource.name, "path": "deact/action", "value": action}
            yield _about(resource, FindingCode.VALUE_BAD, Severity.WARNING, **details)


def _stop_failures(configuration: Configuration) -> Iterator[Finding]:
    """The default final action of a failed stop shuts the server down (reference/clusterpro.md 2.4, S)."""
    for resource in configuration.resources:
        action = resource.effective("deact/action") or ResourceAction.SHUT_DOWN
        if resource.kind in _SITES_OWN and action == ResourceAction.SHUT_DOWN:
            code = FindingCode.STOP_FAILURE_SHUTS_DOWN
            yield _about(resource, code, Severity.RISK, name=resource.name)


def _active_monitors(configuration: Configuration) -> Iterator[Finding]:
    """Watching while the target is active needs a target (reference/clusterpro.md 0.1, fact 17)."""
    for monitor in configuration.monitors:
        active = monitor.effective("polling/timing") == Timing.ACTIVE
        if active and not monitor.values.get("target"):
            yield _about(monitor, FindingCode.TARGET_MISSING, Severity.ERROR, name=monitor.name)


def _failover_tags(configuration: Configuration) -> Iterator[Finding]:
    """One file counts failovers in ``fo`` or in ``fo2``, by product (reference/clusterpro.md 0.1, fact 18)."""
    required = required_failover_tag(configuration)
    users = {tag: [each for each in configuration.monitors if tag in each.values] for tag in FAILOVER_TAGS}
    if required is not None:
        for tag in users.keys() - {required}:
            names = {"tag": tag.rpartition("/")[2], "wanted": required.rpartition("/")[2]}
            for monitor in users[tag]:
                yield _about(monitor, FindingCode.FAILOVER_TAG_WRONG, Severity.WARNING, name=monitor.name, **names)
    elif all(users.values()):
        for monitor in min(users.values(), key=len):
            yield _about(monitor, FindingCode.FAILOVER_TAGS_MIXED, Severity.WARNING, name=monitor.name)


def _addresses(configuration: Configuration) -> Iterator[Finding]:
    return _shared(configuration, "fip", ("parameters/ip",), FindingCode.ADDRESS_SHARED)


def _mirrors(configuration: Configuration) -> Iterator[Finding]:
    """Each mirror disk has its own NMP device and ports (reference/clusterpro.md 2.5, md, I)."""
    if configuration.server_os == _WINDOWS:
        return iter(())
    return _shared(configuration, "md", _MIRROR_PATHS, FindingCode.MIRROR_SHARED)


def _shared(configuration: Configuration, kind: str, paths: Iterable[str], code: FindingCode) -> Iterator[Finding]:
    """Values that only one resource of a type may have."""
    owners: dict[tuple[str, str], str] = {}
    for resource in (resource for resource in configuration.resources if resource.kind == kind):
        for path in paths:
            value = resource.effective(path)
            owner = owners.setdefault((path, value), resource.name) if value else resource.name
            if value and owner != resource.name:
                details = {"name": resource.name, "other": owner, "value": value}
                yield Finding(code, Severity.ERROR, resource.path / path, resource.line, details)


def _about(item: Server | Group | Resource | Monitor, code: FindingCode, severity: Severity, **details: str) -> Finding:
    path = Path().child("server", item.name) if isinstance(item, Server) else item.path
    return Finding(code, severity, path, item.line, details)


OBJECT_CHECKS = (
    _names,
    _values,
    _gids,
    _stop_actions,
    _stop_failures,
    _active_monitors,
    _failover_tags,
    _addresses,
    _mirrors,
)

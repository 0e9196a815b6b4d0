"""Changes of a configuration in the product's terms: each keeps ``types``, ``objectnumber`` and ``gid`` right.

Only what differs is written: where an object already behaves as wanted, be it by the product's default, no byte
changes. A new object gets all wanted values in writing.
"""

import re
from collections.abc import Mapping
from itertools import count

from clprun.products.clpconf import edits
from clprun.products.clpconf.configuration import LISTED_TYPES, OBJECT_NUMBER, Configuration
from clprun.products.clpconf.document import Document
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.model import Group, Monitor, Resource
from clprun.products.clpconf.paths import Path

__all__ = [
    "MAXIMUM_NAME",
    "NAME",
    "ensure_group",
    "ensure_monitor",
    "ensure_resource",
    "remove_group",
    "remove_monitor",
    "remove_resource",
    "remove_value",
    "set_value",
]

MAXIMUM_NAME = 31
"""Longest name in characters that clprun gives; ``clpstat --long`` has a column of 32 (clusterpro.md 1.1, I)."""

_WRITTEN_EMPTY: Mapping[str, Mapping[str, str]] = {
    "resource": {"comment": ""},
    "monitor": {"comment": "", "target": ""},
}
"""What the WebUI writes into each new object of a section even when it is empty."""

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
"""Names that clprun gives: they are folder names below scripts/ and words of clpstat, too."""


def set_value(configuration: Configuration, path: str, value: str) -> Configuration:
    """The configuration with a value at a path below the root, e.g. ``cluster/networkpartition/npaction``.

    Raises:
        ConfigurationError: see :func:`clprun.products.clpconf.edits.set_value`.
    """
    return _recounted(configuration, edits.set_value(configuration.document, Path.parse(path), value))


def remove_value(configuration: Configuration, path: str) -> Configuration:
    """The configuration without the element at a path: the product's default holds again.

    Raises:
        ConfigurationError: there is no such element, or more than one.
    """
    return _recounted(configuration, edits.remove(configuration.document, Path.parse(path)))


def ensure_group(configuration: Configuration, name: str, values: Mapping[str, str] | None = None) -> Configuration:
    """The configuration with a failover group.

    A new group gets the lowest free ``gid`` where the file has such numbers: files for Linux do, those of the
    Windows WebUI don't (reference/clusterpro.md 0.1, fact 14).

    Args:
        configuration: what to change.
        name: the group's name.
        values: paths below the group and their values, e.g. ``{"failback": "0"}``.

    Raises:
        ConfigurationError: the name or a value can't be written.
    """
    group = configuration.group(name)
    wanted = dict(values or {})
    if group is None:
        _require_name(name)
        gid = _free_gid(configuration)
        numbered = {} if gid is None else {"gid": gid}
        return _added(configuration, Path().child("group", name), {"comment": "", **numbered, **wanted})
    changes = {path: value for path, value in wanted.items() if (group.effective(path) or "") != value}
    return _changed(configuration, group, changes)


def ensure_resource(
    configuration: Configuration, group: str, kind: str, name: str, values: Mapping[str, str]
) -> Configuration:
    """The configuration with a resource in a group.

    Args:
        configuration: what to change.
        group: name of the group that holds it; must be there.
        kind: the resource type, e.g. ``exec``.
        name: the resource's name.
        values: paths below the resource and their values, e.g. ``{"parameters/ip": "192.0.2.1"}``.

    Raises:
        ConfigurationError: there is no such group, the name belongs to another type or group, or a name or
            value can't be written.
    """
    holder = configuration.group(group)
    if holder is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"group@{group}"})
    _require_type(configuration.resource(name), kind)
    owner = configuration.group_of(name)
    if owner is not None and owner.name != group:
        details = {"name": name, "group": owner.name}
        raise ConfigurationError(Refusal.RESOURCE_ELSEWHERE, owner.line, 1, details)
    result = _ensure_object(configuration, "resource", kind, name, values)
    if owner is None:
        reference = holder.path.child("resource", f"{kind}@{name}")
        return _recounted(result, edits.set_value(result.document, reference, ""))
    return result


def ensure_monitor(configuration: Configuration, kind: str, name: str, values: Mapping[str, str]) -> Configuration:
    """The configuration with a monitor.

    Args:
        configuration: what to change.
        kind: the monitor type, e.g. ``pidw``.
        name: the monitor's name.
        values: paths below the monitor and their values, e.g. ``{"target": "exec1"}``.

    Raises:
        ConfigurationError: the name belongs to another type, or a name or value can't be written.
    """
    _require_type(configuration.monitor(name), kind)
    return _ensure_object(configuration, "monitor", kind, name, values)


def remove_monitor(configuration: Configuration, name: str) -> Configuration:
    """The configuration without a monitor; its type is no longer listed when it was the last of it.

    Raises:
        ConfigurationError: there is no such monitor.
    """
    monitor = configuration.monitor(name)
    if monitor is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"monitor {name}"})
    return _without_object(configuration, "monitor", monitor)


def remove_resource(configuration: Configuration, name: str) -> Configuration:
    """The configuration without a resource and its entries in groups.

    What depends on it, watches it or recovers it is left for the checks to report.

    Raises:
        ConfigurationError: there is no such resource.
    """
    resource = configuration.resource(name)
    if resource is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"resource {name}"})
    result = _without_object(configuration, "resource", resource)
    for group in configuration.groups:
        for entry in (entry for entry in group.resources if entry.name == name):
            path = group.path.child("resource", str(entry))
            result = _recounted(result, edits.remove(result.document, path))
    return result


def remove_group(configuration: Configuration, name: str) -> Configuration:
    """The configuration without a group and its resources.

    Where the groups were numbered 0, 1, 2 … without a gap, they are so afterwards (clusterpro.md 0.1, fact 14).

    Raises:
        ConfigurationError: there is no such group.
    """
    group = configuration.group(name)
    if group is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"group@{name}"})
    result = configuration
    for entry in group.resources:
        if result.resource(entry.name) is not None:
            result = remove_resource(result, entry.name)
    return _renumbered(configuration, _recounted(result, edits.remove(result.document, group.path)))


def _ensure_object(
    configuration: Configuration, section: str, kind: str, name: str, values: Mapping[str, str]
) -> Configuration:
    """The configuration with a resource or monitor that has the values, its type listed."""
    path = Path().child(section).child(kind, name)
    present = configuration.resource(name) if section == "resource" else configuration.monitor(name)
    if present is None:
        _require_name(name)
        listed = _with_type(configuration, section, kind)
        return _added(listed, path, {**_WRITTEN_EMPTY[section], **values})
    changes = {below: value for below, value in values.items() if (present.effective(below) or "") != value}
    return _changed(_with_type(configuration, section, kind), present, changes)


def _added(configuration: Configuration, path: Path, values: Mapping[str, str]) -> Configuration:
    """The configuration with a whole new object, in one splice."""
    below = {Path((path.segments[-1],)) / inner: value for inner, value in values.items()}
    holder = Path(path.segments[:-1])
    prepared = edits.ensure(configuration.document, holder)
    return _recounted(configuration, edits.append(prepared, holder, edits.new_element(below)))


def _changed(
    configuration: Configuration, present: Group | Resource | Monitor, changes: Mapping[str, str]
) -> Configuration:
    document = configuration.document
    for below, value in changes.items():
        document = edits.set_value(document, present.path / below, value)
    return _recounted(configuration, document)


def _with_type(configuration: Configuration, section: str, kind: str) -> Configuration:
    path = Path().child(section).child(LISTED_TYPES, kind)
    if kind in configuration.listed_types(section):
        return configuration
    return Configuration(edits.set_value(configuration.document, path, ""))


def _without_object(configuration: Configuration, section: str, present: Resource | Monitor) -> Configuration:
    document = edits.remove(configuration.document, present.path)
    siblings = configuration.resources if section == "resource" else configuration.monitors
    listed = configuration.listed_types(section).count(present.kind) == 1
    if listed and [sibling.kind for sibling in siblings].count(present.kind) == 1:
        document = edits.remove(document, Path().child(section).child(LISTED_TYPES, present.kind))
    return _recounted(configuration, document)


def _recounted(before: Configuration, document: Document) -> Configuration:
    """A changed document, its object number moved by as many objects as came or went.

    A number that was wrong before stays wrong by as much: clprun does not know what else counts.
    """
    after = Configuration(document)
    difference = after.counted_objects - before.counted_objects
    if difference == 0 or before.object_number is None or before.object_number + difference < 0:
        return after
    number = str(before.object_number + difference)
    return Configuration(edits.set_value(document, OBJECT_NUMBER, number))


def _free_gid(configuration: Configuration) -> str | None:
    used = {group.gid for group in configuration.groups if group.gid is not None}
    if not used and (configuration.groups or configuration.server_os == "windows"):
        return None
    return next(str(number) for number in count() if str(number) not in used)


def _renumbered(before: Configuration, after: Configuration) -> Configuration:
    """The groups that are left, in their order of numbers, numbered from 0 if they were so before."""
    numbers = {str(number) for number in range(len(before.groups))}
    if {group.gid for group in before.groups} != numbers:
        return after
    document = after.document
    ordered = sorted(after.groups, key=lambda group: int(group.gid or 0))
    for number, group in enumerate(ordered):
        document = edits.set_value(document, group.path.child("gid"), str(number))
    return Configuration(document)


def _require_name(name: str) -> None:
    if len(name) > MAXIMUM_NAME or not NAME.fullmatch(name):
        raise ConfigurationError(Refusal.BAD_NAME, details={"name": ascii(name[:80])})


def _require_type(present: Resource | Monitor | None, kind: str) -> None:
    if present is not None and present.kind != kind:
        details = {"name": present.name, "type": present.kind, "wanted": kind}
        raise ConfigurationError(Refusal.NAME_TAKEN, present.line, 1, details)

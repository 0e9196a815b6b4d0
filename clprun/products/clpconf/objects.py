"""Groups, resources and monitors that are to be there; ``types``, ``objectnumber`` and ``gid`` are kept right.

Only what differs is written: where an object already behaves as wanted, be it by the product's default, no byte
changes. A new object gets all wanted values in writing.
"""

import re
from collections.abc import Mapping

from clprun.products.clpconf import edits
from clprun.products.clpconf.bookkeeping import free_gid, recounted, with_type
from clprun.products.clpconf.configuration import LISTED_TYPES, Configuration
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.model import Group, Monitor, Resource
from clprun.products.clpconf.paths import Path

__all__ = [
    "MAXIMUM_NAME",
    "NAME",
    "ensure_group",
    "ensure_monitor",
    "ensure_resource",
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
    return recounted(configuration, edits.set_value(configuration.document, Path.parse(path), value))


def remove_value(configuration: Configuration, path: str) -> Configuration:
    """The configuration without the element at a path: the product's default holds again.

    Raises:
        ConfigurationError: there is no such element, or more than one.
    """
    return recounted(configuration, edits.remove(configuration.document, Path.parse(path)))


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
        gid = free_gid(configuration)
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
        return recounted(result, edits.set_value(result.document, reference, ""))
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


def _ensure_object(
    configuration: Configuration, section: str, kind: str, name: str, values: Mapping[str, str]
) -> Configuration:
    """The configuration with a resource or monitor that has the values, its type listed."""
    path = Path().child(section).child(kind, name)
    present = configuration.resource(name) if section == "resource" else configuration.monitor(name)
    if present is None:
        _require_name(name)
        listed = with_type(configuration, section, kind)
        return _added(listed, path, {**_WRITTEN_EMPTY[section], **values}, was_listed=listed is configuration)
    changes = {below: value for below, value in values.items() if (present.effective(below) or "") != value}
    return _changed(with_type(configuration, section, kind), present, changes)


def _added(
    configuration: Configuration, path: Path, values: Mapping[str, str], *, was_listed: bool = False
) -> Configuration:
    """The configuration with a whole new object, in one splice.

    It does not follow a listing of its type that was there before, which would look like one that came with it.
    """
    below = {Path((path.segments[-1],)) / inner: value for inner, value in values.items()}
    holder = Path(path.segments[:-1])
    prepared = edits.ensure(configuration.document, holder)
    listing = holder.child(LISTED_TYPES, path.segments[-1].tag)
    add = edits.insert_before_last if was_listed and edits.is_last(prepared, listing) else edits.append
    return recounted(configuration, add(prepared, holder, edits.new_element(below)))


def _changed(
    configuration: Configuration, present: Group | Resource | Monitor, changes: Mapping[str, str]
) -> Configuration:
    document = configuration.document
    for below, value in changes.items():
        document = edits.set_value(document, present.path / below, value)
    return recounted(configuration, document)


def _require_name(name: str) -> None:
    if len(name) > MAXIMUM_NAME or not NAME.fullmatch(name):
        raise ConfigurationError(Refusal.BAD_NAME, details={"name": ascii(name[:80])})


def _require_type(present: Resource | Monitor | None, kind: str) -> None:
    if present is not None and present.kind != kind:
        details = {"name": present.name, "type": present.kind, "wanted": kind}
        raise ConfigurationError(Refusal.NAME_TAKEN, present.line, 1, details)

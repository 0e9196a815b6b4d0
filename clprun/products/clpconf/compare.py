"""What two configurations differ in, by objects and values instead of lines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from clprun.products.clpconf.configuration import LISTED_TYPES, OBJECT_NUMBER, Configuration
from clprun.products.clpconf.model import GROUP_DEFAULTS, Group, flatten
from clprun.products.clpconf.monitor_types import MONITOR_TYPES
from clprun.products.clpconf.monitors import MonitorSettings
from clprun.products.clpconf.resources import RESOURCE_TYPES, ResourceSettings

__all__ = ["Change", "Difference", "ObjectKind", "compare", "default_values"]

_MEMBER = "resource@"
_SECTIONS = {"resource", "monitor", "heartbeat", "networkpartition"}


class Change(StrEnum):
    """What happened to an object or a value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class ObjectKind(StrEnum):
    """What a difference concerns."""

    CLUSTER = "cluster"
    SERVER = "server"
    HEARTBEAT = "heartbeat"
    NETWORK_PARTITION = "networkpartition"
    GROUP = "group"
    RESOURCE = "resource"
    MONITOR = "monitor"
    BOOKKEEPING = "bookkeeping"
    """Numbers and lists that follow from the rest: objectnumber, types, the WebUI's record of its saves."""


@dataclass(frozen=True)
class Difference:
    """One difference.

    Args:
        change: what happened.
        object: what it concerns.
        type: type of that object, e.g. ``exec``; empty where it has none.
        name: name of that object; empty for the cluster and for bookkeeping.
        path: the value below the object that differs; empty when the whole object came or went.
        old: the value before; None when it was not written.
        new: the value after; None when it is not written.
        effective: whether the product behaves differently; writing out a default is no effective difference.
        group: the group that holds the resource, or the name of the group itself.
        values: all values of an object that came or went.
    """

    change: Change
    object: ObjectKind
    type: str
    name: str
    path: str = ""
    old: str | None = None
    new: str | None = None
    effective: bool = True
    group: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, order=True)
class _Key:
    """What tells one object from all others."""

    object: ObjectKind
    type: str
    name: str
    number: int = 0


def compare(before: Configuration, after: Configuration) -> list[Difference]:
    """The differences from ``before`` to ``after``, in the order of the file, bookkeeping last.

    Layout, comments of the XML and the order of elements are none, but for the order of a group's resources.
    """
    old, new = _objects(before), _objects(after)
    differences: list[Difference] = []
    for key in dict.fromkeys((*new, *old)):
        group = _group_name(after, key) or _group_name(before, key)
        differences += _compared(key, group, old.get(key), new.get(key))
    for group_after in after.groups:
        differences += _order(before.group(group_after.name), group_after)
    return sorted(differences, key=lambda difference: difference.object is ObjectKind.BOOKKEEPING)


def _compared(
    key: _Key, group: str, old: Mapping[str, str] | None, new: Mapping[str, str] | None
) -> Iterator[Difference]:
    whole = key.object not in (ObjectKind.CLUSTER, ObjectKind.BOOKKEEPING)
    if whole and old is None:
        yield Difference(Change.ADDED, key.object, key.type, key.name, group=group, values=new or {})
    elif whole and new is None:
        yield Difference(Change.REMOVED, key.object, key.type, key.name, group=group, values=old or {})
    else:
        yield from _values(key, group, old or {}, new or {})


def _values(key: _Key, group: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    defaults = default_values(key.object, key.type)
    for path in dict.fromkeys((*new, *old)):
        was, is_now = old.get(path), new.get(path)
        if was == is_now:
            continue
        change = Change.ADDED if was is None else Change.REMOVED if is_now is None else Change.CHANGED
        default = defaults.get(path, "")
        # An element with a key says something by being there, as <depend name="fip1"/> does.
        counts = "@" in path.rpartition("/")[2] or (was or default) != (is_now or default)
        yield Difference(change, key.object, key.type, key.name, path, was, is_now, counts, group)


def _order(before: Group | None, after: Group) -> Iterator[Difference]:
    """A difference when the resources that stayed in a group stand in another order."""
    if before is None:
        return
    old, new = [str(entry) for entry in before.resources], [str(entry) for entry in after.resources]
    stayed = {*old} & {*new}
    stayed_old, stayed_new = ([entry for entry in entries if entry in stayed] for entries in (old, new))
    if stayed_old != stayed_new:
        yield Difference(
            Change.CHANGED,
            ObjectKind.GROUP,
            after.type,
            after.name,
            "resource",
            ", ".join(stayed_old),
            ", ".join(stayed_new),
            group=after.name,
        )


def _objects(configuration: Configuration) -> dict[_Key, Mapping[str, str]]:
    """The values of each object; equal names are numbered."""
    met: Counter[_Key] = Counter()
    objects: dict[_Key, Mapping[str, str]] = {}
    for key, values in _all_objects(configuration):
        objects[replace(key, number=met[key])] = values
        met[key] += 1
    return objects


def _all_objects(configuration: Configuration) -> Iterator[tuple[_Key, Mapping[str, str]]]:
    for element in configuration.document.root.all("server"):
        yield _Key(ObjectKind.SERVER, "", element.key or ""), flatten(element)
    for section in (ObjectKind.HEARTBEAT, ObjectKind.NETWORK_PARTITION):
        for part in configuration.document.root.all(section.value):
            for element in part.children:
                if element.tag != LISTED_TYPES:
                    yield _Key(section, element.tag, element.key or ""), flatten(element)
    for group in configuration.groups:
        yield _Key(ObjectKind.GROUP, group.type, group.name), group.values
    for resource in configuration.resources:
        yield _Key(ObjectKind.RESOURCE, resource.kind, resource.name), resource.values
    for monitor in configuration.monitors:
        yield _Key(ObjectKind.MONITOR, monitor.kind, monitor.name), monitor.values
    rest = _cluster_values(configuration)
    yield _Key(ObjectKind.CLUSTER, "", ""), {path: rest[path] for path in rest if not _is_bookkeeping(path)}
    yield _Key(ObjectKind.BOOKKEEPING, "", ""), {path: rest[path] for path in rest if _is_bookkeeping(path)}


def _cluster_values(configuration: Configuration) -> dict[str, str]:
    """All values that belong to no server, group, resource, monitor, heartbeat or partition resource."""
    values: dict[str, str] = {}
    for path, value in flatten(configuration.document.root).items():
        levels = path.split("/")
        section = levels[0].partition("#")[0]
        of_object = section.startswith(("server@", "group@")) or section in {"server", "group"}
        listed = len(levels) > 1 and levels[1].startswith(f"{LISTED_TYPES}@")
        if not of_object and (section not in _SECTIONS or listed):
            values[path] = value
    return values


def _is_bookkeeping(path: str) -> bool:
    levels = path.split("/")
    listed = levels[0] in _SECTIONS and levels[1:] and levels[1].startswith(f"{LISTED_TYPES}@")
    return bool(listed) or levels[0] == "trekking" or path == str(OBJECT_NUMBER)


def default_values(kind: ObjectKind, type_name: str) -> Mapping[str, str]:
    """The product's defaults for objects of a kind and type, by path; unknown ones are left out."""
    match kind:
        case ObjectKind.RESOURCE:
            return RESOURCE_TYPES.get(type_name, ResourceSettings).defaults()
        case ObjectKind.MONITOR:
            return MONITOR_TYPES.get(type_name, MonitorSettings).defaults()
        case _:
            return GROUP_DEFAULTS if kind is ObjectKind.GROUP else {}


def _group_name(configuration: Configuration, key: _Key) -> str:
    if key.object is ObjectKind.GROUP:
        return key.name
    group = configuration.group_of(key.name) if key.object is ObjectKind.RESOURCE else None
    return group.name if group else ""

"""Differences as phrases: a key of the texts and what fills it, still without a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clprun.products.clpconf.compare import Change, Difference, ObjectKind
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.monitors import (
    MONITOR_TYPES,
    MonitorAction,
    MonitorSettings,
    RecoveryTarget,
    Timing,
)
from clprun.products.clpconf.resources import (
    RESOURCE_TYPES,
    Disk,
    Exec,
    FloatingIp,
    MirrorDisk,
    ResourceSettings,
)

__all__ = ["Part", "Phrase", "describe"]


@dataclass(frozen=True)
class Phrase:
    """A text in no language yet.

    Args:
        key: names the text, e.g. ``monitor_added``.
        params: what fills its place holders; a tuple of phrases is told one after the other. Untrusted.
    """

    key: str
    params: Mapping[str, "Part"] = field(default_factory=dict)


Part = str | Phrase | tuple[Phrase, ...]


def describe(difference: Difference) -> Phrase:
    """What a difference means, for people.

    The key is ``<object>_added``, ``<object>_removed``, ``<object>_value`` or one of the group's own.
    """
    common: dict[str, Part] = {"name": difference.name, "type": difference.type}
    if difference.object is ObjectKind.BOOKKEEPING:
        return _bookkeeping(difference)
    if not difference.path:
        if difference.change is Change.REMOVED:
            return Phrase(f"{difference.object}_removed", common)
        return Phrase(f"{difference.object}_added", {**common, **_added(difference)})
    if difference.object is ObjectKind.GROUP and difference.path == "resource":
        return Phrase("group_order", {**common, "new": difference.new or ""})
    if difference.object is ObjectKind.GROUP and difference.path.startswith("resource@"):
        entry = difference.path.partition("@")[2]
        return Phrase(f"group_member_{difference.change}", {**common, "entry": entry})
    return Phrase(f"{difference.object}_value", {**common, **_value(difference)})


def _bookkeeping(difference: Difference) -> Phrase:
    section, listed, kind = difference.path.partition("/types@")
    if listed and difference.change is not Change.CHANGED:
        return Phrase(f"type_{difference.change}", {"section": section, "type": kind})
    return Phrase("bookkeeping_value", _value(difference))


def _value(difference: Difference) -> dict[str, Part]:
    path = difference.path
    return {"path": path, "old": _written(path, difference.old), "new": _written(path, difference.new)}


def _written(path: str, value: str | None) -> Part:
    if value is None:
        return Phrase("not_written")
    if not value:
        return Phrase("empty")
    return Phrase("hidden") if _is_secret(path) else value


def _is_secret(path: str) -> bool:
    """Passwords stand in the file in a form of the product's own; they are not shown in any form."""
    return "password" in path.rpartition("/")[2]


def _added(difference: Difference) -> dict[str, Part]:
    """What a new object does, as far as its type is understood."""
    try:
        if difference.object is ObjectKind.RESOURCE:
            resource = RESOURCE_TYPES.get(difference.type, ResourceSettings)
            does = _resource(resource.read(difference.name, difference.values))
            return {"does": does, "group": difference.group}
        if difference.object is ObjectKind.MONITOR:
            kind = MONITOR_TYPES.get(difference.type, MonitorSettings)
            settings = kind.read(difference.name, difference.values)
            return {"does": _watching(difference.type, settings), "recovery": _recovery(settings)}
    except ConfigurationError:
        shown = {path: value for path, value in difference.values.items() if value and not _is_secret(path)}
        values = ", ".join(f"{path}={value}" for path, value in shown.items())
        does = Phrase("has_values", {"values": values})
        return {"does": does, "group": difference.group, "recovery": (Phrase("not_understood"),)}
    return {}


def _resource(settings: ResourceSettings) -> Phrase:
    match settings:
        case FloatingIp():
            return Phrase("does_floating_ip", {"address": settings.address})
        case MirrorDisk():
            partitions = {"data": settings.data_partition, "cluster": settings.cluster_partition}
            return Phrase("does_mirror_disk", {**partitions, "point": settings.mount_point or ""})
        case Disk():
            file_system = settings.file_system or ""
            where = {"device": settings.device, "point": settings.mount_point or ""}
            return Phrase("does_disk", {**where, "file_system": file_system})
        case Exec():
            scripts: dict[str, Part] = {"start": settings.start_path, "stop": settings.stop_path}
            start = Phrase("waits" if settings.starts_synchronously else "does_not_wait")
            stop = Phrase("waits" if settings.stops_synchronously else "does_not_wait")
            return Phrase("does_exec", {**scripts, "start_waits": start, "stop_waits": stop})
        case _:
            return Phrase("does_something")


def _watching(kind: str, settings: MonitorSettings) -> Phrase:
    active = settings.timing is Timing.ACTIVE
    if not settings.target:
        return Phrase("watches")
    if kind == "pidw":
        return Phrase("watches_process", {"target": settings.target})
    return Phrase("watches_active" if active else "watches_target", {"target": settings.target})


def _recovery(settings: MonitorSettings) -> tuple[Phrase, ...]:
    """What is done on a fault, in order."""
    if settings.recovery_target is None:
        return (Phrase("not_understood"),)
    what = Phrase(f"recovers_{settings.recovery_target}", {"name": settings.recovery_name})
    steps: list[Phrase] = []
    if settings.recovery_target is not RecoveryTarget.CLUSTER:
        for key, times in (("restarts", settings.restarts), ("fails_over", settings.failovers)):
            steps += [Phrase(key, {"what": what, "times": str(times)})] if times else []
    if settings.final_action is MonitorAction.NONE:
        return (*steps, Phrase("ends_without_action"))
    return (*steps, Phrase("ends_with", {"action": Phrase(f"action_{settings.final_action.name.lower()}")}))

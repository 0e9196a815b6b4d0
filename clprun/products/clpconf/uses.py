"""Where a resource or a group is named by something else, which would dangle without it."""

import re
from collections.abc import Iterator

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.model import Group, Monitor, Resource
from clprun.products.clpconf.monitors import RecoveryTarget
from clprun.products.clpconf.paths import Path

__all__ = ["OBJECT_TYPES", "WAITED_GROUP", "WATCHED_OBJECT", "uses_of_group", "uses_of_resource", "watched_by"]

WAITED_GROUP = re.compile(r"depend/(?:act|deact)/depend@([^/]*)")
"""Paths below a group that name one it waits for (reference/clusterpro.md 2.3)."""

WATCHED_OBJECT = "parameters/object"
OBJECT_TYPES = {"mdw": "md", "mdnw": "md", "sdw": "sd", "arpw": "fip"}
"""Monitors that name a resource in :data:`WATCHED_OBJECT`, and its type (reference/clusterpro.md 2.7)."""


def uses_of_resource(configuration: Configuration, name: str) -> tuple[Path, ...]:
    """The monitors that watch or recover a resource, and the resources that start after it or stand for it."""
    monitors = (monitor.path for monitor in configuration.monitors if _monitor_uses(monitor, name))
    resources = (resource.path for resource in configuration.resources if _resource_uses(resource, name))
    return (*monitors, *resources)


def uses_of_group(configuration: Configuration, group: Group) -> tuple[Path, ...]:
    """What names a group or one of its resources, but for those resources themselves."""
    own = {path for entry in group.resources for path in _paths(configuration, entry.name)}
    monitors = (
        monitor.path for monitor in configuration.monitors if _recovers(monitor, RecoveryTarget.GROUP, group.name)
    )
    groups = (other.path for other in configuration.groups if other != group and group.name in _waited(other))
    members = (path for entry in group.resources for path in uses_of_resource(configuration, entry.name))
    return tuple(path for path in dict.fromkeys((*monitors, *groups, *members)) if path not in own)


def watched_by(monitor: Monitor) -> tuple[str, ...]:
    """The resources that a monitor watches: its target, and the object of those types that name a resource so."""
    observed = monitor.values.get(WATCHED_OBJECT) if monitor.kind in OBJECT_TYPES else None
    return tuple(name for name in (monitor.values.get("target"), observed) if name)


def _monitor_uses(monitor: Monitor, name: str) -> bool:
    return name in watched_by(monitor) or _recovers(monitor, RecoveryTarget.RESOURCE, name)


def _recovers(monitor: Monitor, target: RecoveryTarget, name: str) -> bool:
    return (monitor.values.get("relation/type"), monitor.values.get("relation/name")) == (target, name)


def _resource_uses(resource: Resource, name: str) -> bool:
    stands_for = resource.kind == "vcom" and resource.values.get("parameters/target") == name
    return stands_for or name in (resource.depends or ())


def _waited(group: Group) -> set[str]:
    return {match[1] for path in group.values if (match := WAITED_GROUP.match(path))}


def _paths(configuration: Configuration, name: str) -> Iterator[Path]:
    return (resource.path for resource in configuration.resources if resource.name == name)

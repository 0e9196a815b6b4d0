"""What a runbook wants of a configuration, and the configuration that has it.

Pure: the same wish applied to its own result changes no byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.dependencies import set_dependencies
from clprun.products.clpconf.dialect import in_dialect
from clprun.products.clpconf.objects import ensure_monitor, ensure_resource

__all__ = ["Wanted", "WantedMonitor", "WantedResource", "logged", "wanted"]


@dataclass(frozen=True, slots=True)
class WantedResource:
    """A resource and the values that matter; all others stay as they are.

    Args:
        kind: the resource type, e.g. ``exec``.
        name: its name.
        values: paths below it and their values.
        depends_on: the resources it starts after; empty = none at all; None leaves what is set, for a new resource the
            product's default.
    """

    kind: str
    name: str
    values: Mapping[str, str]
    depends_on: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class WantedMonitor:
    """A monitor and the values that matter; all others stay as they are.

    Args:
        kind: the monitor type, e.g. ``pidw``.
        name: its name.
        values: paths below it and their values; the failover threshold as Linux writes it.
    """

    kind: str
    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a group should hold and which monitors there should be; pushed as one change."""

    group: str
    resources: tuple[WantedResource, ...] = ()
    monitors: tuple[WantedMonitor, ...] = ()


def logged(file: str | None) -> dict[str, str]:
    """What keeps the output of an object's scripts in a file, rotated (reference/clusterpro.md 2.5, 2.7, S).

    Args:
        file: its absolute path; None leaves what is set. By default the product keeps none of it.
    """
    return {} if file is None else {"parameters/userlog": file, "parameters/logrotate/use": "1"}


def wanted(configuration: Configuration, want: Wanted) -> Configuration:
    """The configuration with everything a runbook wants.

    Raises:
        ConfigurationError: the group is missing, a name belongs to another type or group, or a value can't be
            written.
    """
    for resource in want.resources:
        configuration = ensure_resource(configuration, want.group, resource.kind, resource.name, resource.values)
        if resource.depends_on is not None:
            configuration = set_dependencies(configuration, resource.name, resource.depends_on)
    for monitor in want.monitors:
        values = in_dialect(configuration, monitor.values)
        configuration = ensure_monitor(configuration, monitor.kind, monitor.name, values)
    return configuration

"""What stands in a cluster configuration: servers, groups, resources, monitors."""

from collections.abc import Mapping
from dataclasses import dataclass

from clprun.products.clpconf.elements import Element
from clprun.products.clpconf.monitor_types import MONITOR_TYPES
from clprun.products.clpconf.monitors import MonitorSettings
from clprun.products.clpconf.paths import Path, Segment
from clprun.products.clpconf.resources import RESOURCE_TYPES, ResourceSettings

__all__ = ["GROUP_DEFAULTS", "Device", "Group", "Monitor", "Resource", "ResourceReference", "Server", "flatten"]


def flatten(element: Element) -> dict[str, str]:
    """The values below an element by path; siblings that nothing tells apart are numbered ``tag#2``."""
    values: dict[str, str] = {}
    seen: dict[str, int] = {}
    for child in element.children:
        level = str(Segment(child.tag, child.key))
        seen[level] = seen.get(level, 0) + 1
        path = level if seen[level] == 1 else f"{level}#{seen[level]}"
        if child.value or not child.children:
            values[path] = child.value
        values.update({f"{path}/{below}": value for below, value in flatten(child).items()})
    return values


GROUP_DEFAULTS = {"type": "failover", "start": "1", "failover": "1", "failback": "0", "exclusive": "0"}
"""What a group's missing tags mean (reference/clusterpro.md 2.3)."""


@dataclass(frozen=True, slots=True)
class Device:
    """One device of a server: an interconnect (``lan``, ids from 0), mirror connect (``mdc``, from 400) or other."""

    id: str
    type: str
    info: str


@dataclass(frozen=True, slots=True)
class Server:
    """One server; priority 0 is the master (reference/clusterpro.md 2.2)."""

    name: str
    priority: str
    devices: tuple[Device, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ResourceReference:
    """An entry of a group: ``kind@name``."""

    kind: str
    name: str
    line: int

    def __str__(self) -> str:
        return f"{self.kind}@{self.name}"


@dataclass(frozen=True, slots=True)
class Group:
    """One group.

    Args:
        name: its name.
        gid: its number as written; None in files of a Windows WebUI.
        type: ``failover`` when not written (reference/clusterpro.md 2.3).
        resources: its resources in the order of the file.
        values: everything below it by path.
        line: where it begins.
    """

    name: str
    gid: str | None
    type: str
    resources: tuple[ResourceReference, ...]
    values: Mapping[str, str]
    line: int

    @property
    def starts_automatically(self) -> bool:
        """Whether it starts with the cluster."""
        return self.effective("start") == "1"

    @property
    def fails_over_automatically(self) -> bool:
        """Whether it fails over by itself."""
        return self.effective("failover") == "1"

    def effective(self, path: str) -> str | None:
        """The value at a path, else the product's default; None where neither is known."""
        return self.values.get(path) or GROUP_DEFAULTS.get(path, self.values.get(path))

    @property
    def path(self) -> Path:
        """Where it stands."""
        return Path().child("group", self.name)


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource.

    Args:
        kind: its type, e.g. ``exec``.
        name: its name, unique over all types.
        values: everything below it by path, that for single servers too.
        depends: the resources it starts after; empty names left out; None = the default dependencies.
        line: where it begins.
    """

    kind: str
    name: str
    values: Mapping[str, str]
    depends: tuple[str, ...] | None
    line: int

    @property
    def path(self) -> Path:
        """Where it stands."""
        return Path().child("resource").child(self.kind, self.name)

    @property
    def settings_class(self) -> type[ResourceSettings]:
        """The class of its settings."""
        return RESOURCE_TYPES.get(self.kind, ResourceSettings)

    def settings(self, server: str | None = None) -> ResourceSettings:
        """Its settings, with those for one server in place of the common ones where it has some.

        Raises:
            ConfigurationError: a required value is missing, or a value does not fit its type.
        """
        own = {} if server is None else _below(self.values, f"server@{server}/")
        return self.settings_class.read(self.name, {**self.values, **own})

    def effective(self, path: str) -> str | None:
        """The value at a path, else the product's default; None where neither is known."""
        return self.values.get(path) or self.settings_class.defaults().get(path, self.values.get(path))


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor; see :class:`Resource`."""

    kind: str
    name: str
    values: Mapping[str, str]
    line: int

    @property
    def path(self) -> Path:
        """Where it stands."""
        return Path().child("monitor").child(self.kind, self.name)

    @property
    def settings_class(self) -> type[MonitorSettings]:
        """The class of its settings."""
        return MONITOR_TYPES.get(self.kind, MonitorSettings)

    def settings(self) -> MonitorSettings:
        """Its settings.

        Raises:
            ConfigurationError: a required value is missing, or a value does not fit its type.
        """
        return self.settings_class.read(self.name, self.values)

    def effective(self, path: str) -> str | None:
        """The value at a path, else the product's default; None where neither is known."""
        return self.values.get(path) or self.settings_class.defaults().get(path, self.values.get(path))


def _below(values: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {path.removeprefix(prefix): value for path, value in values.items() if path.startswith(prefix)}

"""The cluster configuration as data. Part of a stand-in, not the product."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

__all__ = ["Cluster", "Device", "Group", "Heartbeat", "Monitor", "Resource", "Server"]


@dataclass(frozen=True)
class Device:
    """A server's ``device`` element (clusterpro.md 2.2): ``lan`` devices hold an address."""

    id: int
    kind: str
    info: str


@dataclass(frozen=True)
class Server:
    """A server; ``priority`` 0 is the master."""

    name: str
    priority: int
    devices: tuple[Device, ...]

    def address(self, device: int) -> str | None:
        """The address of the ``lan`` device with that id."""
        return next((each.info for each in self.devices if each.id == device and each.kind == "lan"), None)

    @property
    def addresses(self) -> tuple[str, ...]:
        """All its addresses, in the order of their ids."""
        return tuple(each.info for each in sorted(self.devices, key=lambda each: each.id) if each.kind == "lan")


@dataclass(frozen=True)
class Heartbeat:
    """A heartbeat resource over one ``lan`` device."""

    kind: str
    name: str
    device: int


@dataclass(frozen=True)
class Resource:
    """A group resource; ``depends`` none = the product's default dependency (clusterpro.md 2.4).

    ``parameters`` holds texts by path below ``parameters``; the local server's own values win.
    """

    kind: str
    name: str
    comment: str = ""
    depends: tuple[str, ...] | None = None
    retries: int = 0
    failovers: int = 1
    final_action: int = 1
    stop_retries: int = 0
    stop_final_action: int = 4
    parameters: Mapping[str, str] = field(default_factory=dict)

    def number(self, path: str, default: int) -> int:
        """The parameter at ``path`` as a number."""
        text = self.parameters.get(path, "").strip()
        return int(text) if text.isdigit() else default

    def text(self, path: str, default: str = "") -> str:
        """The parameter at ``path``."""
        return self.parameters.get(path, "").strip() or default


@dataclass(frozen=True)
class Group:
    """A failover group; ``policy`` is the order of servers it may run on (clusterpro.md 2.3)."""

    name: str
    comment: str
    resources: tuple[str, ...]
    policy: tuple[str, ...]
    automatic_start: bool = True
    automatic_failover: bool = True
    automatic_failback: bool = False


@dataclass(frozen=True)
class Monitor:
    """A monitor resource (clusterpro.md 2.6); times in the product's seconds.

    ``late_is_final``: a check that takes too long is not repeated. ``late_is_borne``: it leads to no recovery.
    """

    kind: str
    name: str
    comment: str = ""
    target: str = ""
    while_active: bool = False
    servers: tuple[str, ...] = ()
    interval: float = 60.0
    timeout: float = 60.0
    retries: int = 0
    first_wait: float = 0.0
    recovery_kind: str = ""
    recovery_name: str = ""
    restarts: int = 3
    failovers: int = 1
    final_action: int = 1
    late_is_final: bool = True
    late_is_borne: bool = True
    parameters: Mapping[str, str] = field(default_factory=dict)


_Named = TypeVar("_Named", Server, Group, Resource)


@dataclass(frozen=True)
class Cluster:
    """The whole configuration as one server reads it."""

    name: str
    servers: tuple[Server, ...]
    heartbeats: tuple[Heartbeat, ...]
    groups: tuple[Group, ...]
    resources: tuple[Resource, ...]
    monitors: tuple[Monitor, ...]
    heartbeat_timeout: float = 90.0
    boot_wait: float = 300.0
    server_os: str = "linux"

    def server(self, name: str) -> Server:
        """The server of that name; raises KeyError."""
        return _named(self.servers, name)

    def group(self, name: str) -> Group:
        """The group of that name; raises KeyError."""
        return _named(self.groups, name)

    def resource(self, name: str) -> Resource:
        """The resource of that name; raises KeyError."""
        return _named(self.resources, name)

    def group_of(self, resource: str) -> Group:
        """The group that holds ``resource``; raises KeyError."""
        for group in self.groups:
            if resource in group.resources:
                return group
        raise KeyError(resource)

    def peers(self, node: str) -> tuple[Server, ...]:
        """All servers but ``node``."""
        return tuple(server for server in self.servers if server.name != node)


def _named(things: tuple[_Named, ...], name: str) -> _Named:
    for thing in things:
        if thing.name == name:
            return thing
    raise KeyError(name)

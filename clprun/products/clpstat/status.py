"""The state of a cluster, as clpstat shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from clprun.products.clpstat.words import Status

__all__ = ["ClusterStatus", "GroupStatus", "ObjectStatus", "ServerStatus", "State"]

_Item = TypeVar("_Item", bound="ObjectStatus")


@dataclass(frozen=True, slots=True)
class State:
    """A state and the word it was printed as."""

    status: Status
    word: str


@dataclass(frozen=True, slots=True)
class ObjectStatus:
    """A heartbeat, resource or monitor.

    Args:
        name: as printed.
        state: its state.
        comment: what follows the state.
        possibly_cut: the name fills its column, so more of it may be missing.
    """

    name: str
    state: State
    comment: str
    possibly_cut: bool


@dataclass(frozen=True, slots=True)
class ServerStatus(ObjectStatus):
    """A server; ``is_local`` is the one that was asked."""

    is_local: bool
    heartbeats: tuple[ObjectStatus, ...]


@dataclass(frozen=True, slots=True)
class GroupStatus(ObjectStatus):
    """A group; ``current`` is the server it runs on, None when it runs nowhere."""

    current: str | None
    resources: tuple[ObjectStatus, ...]


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """The state of a cluster as one server sees it.

    Args:
        cluster: its name.
        servers: in the order printed; so are the others.
        groups: the groups with their resources.
        monitors: the monitors.
        unknown_sections: headings of parts that were passed over.
    """

    cluster: str
    servers: tuple[ServerStatus, ...]
    groups: tuple[GroupStatus, ...]
    monitors: tuple[ObjectStatus, ...]
    unknown_sections: tuple[str, ...] = ()

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """Words that no table holds: with any of these, nothing may be concluded from what is missing."""
        states = (item.state for item in self._items())
        words = (state.word for state in states if state.status is Status.UNKNOWN_WORD)
        return tuple(dict.fromkeys((*self.unknown_sections, *words)))

    def server(self, name: str) -> ServerStatus | None:
        """The server with a name, also when its printed name is cut and fits no other."""
        return _named(self.servers, name)

    def group(self, name: str) -> GroupStatus | None:
        """The group with a name; see :meth:`server`."""
        return _named(self.groups, name)

    def monitor(self, name: str) -> ObjectStatus | None:
        """The monitor with a name; see :meth:`server`."""
        return _named(self.monitors, name)

    def _items(self) -> Iterator[ObjectStatus]:
        for server in self.servers:
            yield from (server, *server.heartbeats)
        for group in self.groups:
            yield from (group, *group.resources)
        yield from self.monitors


def _named(items: Sequence[_Item], name: str) -> _Item | None:
    exact = [item for item in items if item.name == name]
    cut = [item for item in items if item.possibly_cut and name.startswith(item.name)]
    return next(iter(exact or (cut if len(cut) == 1 else [])), None)

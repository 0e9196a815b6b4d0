"""A failover group on one server as a pure state machine: an event in, the next effect out. Not the product.

The engine performs the effect and feeds its result back as the next event until the group has settled.
Retries and final actions: clusterpro.md 2.4.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from .model import Resource

__all__ = [
    "Activate",
    "Deactivate",
    "Done",
    "Effect",
    "Event",
    "Failed",
    "Goal",
    "GroupState",
    "Settled",
    "Start",
    "Status",
    "Stop",
    "advance",
]


class Status(StrEnum):
    """States of a resource or group (clusterpro.md 1.1, status words)."""

    ONLINE = "Online"
    OFFLINE = "Offline"
    ONLINE_PENDING = "Online Pending"
    OFFLINE_PENDING = "Offline Pending"
    ONLINE_FAILURE = "Online Failure"
    OFFLINE_FAILURE = "Offline Failure"


class Goal(StrEnum):
    """What a group is on its way to."""

    NONE = "none"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Start:
    """Start the group; ``event`` becomes CLP_EVENT of its scripts. ``only``: one resource instead of all."""

    event: str = "START"
    only: str | None = None


@dataclass(frozen=True)
class Stop:
    """Stop the group; ``factor`` becomes CLP_FACTOR of its scripts. ``only``: one resource instead of all."""

    factor: str = "GROUPSTOP"
    only: str | None = None


@dataclass(frozen=True)
class Done:
    """The last effect succeeded."""


@dataclass(frozen=True)
class Failed:
    """The last effect failed."""


Event = Start | Stop | Done | Failed


@dataclass(frozen=True)
class Activate:
    """Start this resource."""

    resource: Resource
    event: str


@dataclass(frozen=True)
class Deactivate:
    """Stop this resource; ``event`` tells how the group had been started."""

    resource: Resource
    event: str
    factor: str


@dataclass(frozen=True)
class Settled:
    """The transition is over; ``culprit`` failed and asks for its final action, none when all went well."""

    culprit: Resource | None = None


Effect = Activate | Deactivate | Settled


@dataclass(frozen=True)
class GroupState:
    """The group on this server.

    Args:
        statuses: status of each resource, by name.
        active: the group was started here and not stopped since.
        started_by: CLP_EVENT of its last start; stop scripts are told it too (products.md 6).
        goal: where the running transition leads.
        attempts: failures of the current effect.
        passed: resources given up in the running transition.
    """

    statuses: tuple[tuple[str, Status], ...] = ()
    active: bool = False
    started_by: str = ""
    goal: Goal = Goal.NONE
    factor: str = ""
    only: str | None = None
    attempts: int = 0
    passed: frozenset[str] = frozenset()

    def of(self, resource: str) -> Status:
        """The status of ``resource``."""
        return dict(self.statuses).get(resource, Status.OFFLINE)

    @property
    def status(self) -> Status:
        """The status of the group as a whole."""
        found = {status for _, status in self.statuses}
        if self.goal is not Goal.NONE and self.only is None:
            return Status.ONLINE_PENDING if self.goal is Goal.ONLINE else Status.OFFLINE_PENDING
        for failure in (Status.OFFLINE_FAILURE, Status.ONLINE_FAILURE):
            if failure in found:
                return failure
        return Status.ONLINE if self.active else Status.OFFLINE

    def having(self, resource: str, status: Status) -> "GroupState":
        """The same with another status of ``resource``."""
        return replace(self, statuses=tuple({**dict(self.statuses), resource: status}.items()))


def advance(order: tuple[Resource, ...], state: GroupState, event: Event) -> tuple[GroupState, Effect]:
    """The state after ``event`` and what to do next.

    Args:
        order: the group's resources in the order of activation.
        state: the state before.
        event: a request, or the result of the effect asked for last.
    """
    match event:
        case Start(cause, only):
            begun = replace(state, goal=Goal.ONLINE, only=only, attempts=0, passed=frozenset())
            if only is None or not state.active:
                begun = replace(begun, active=True, started_by=cause)
            return _next(order, begun)
        case Stop(factor, only):
            begun = replace(state, goal=Goal.OFFLINE, only=only, factor=factor, attempts=0, passed=frozenset())
            return _next(order, begun)
        case Done():
            current = _current(order, state)
            if current is None:
                return state, Settled()
            reached = Status.ONLINE if state.goal is Goal.ONLINE else Status.OFFLINE
            return _next(order, replace(state.having(current.name, reached), attempts=0))
        case Failed():
            return _failed(order, state)


def _current(order: tuple[Resource, ...], state: GroupState) -> Resource | None:
    """The resource to work on: the first that is not yet where the group goes."""
    wanted = Status.ONLINE if state.goal is Goal.ONLINE else Status.OFFLINE
    for resource in order if state.goal is Goal.ONLINE else reversed(order):
        concerned = state.only in (None, resource.name) and resource.name not in state.passed
        if concerned and state.of(resource.name) is not wanted:
            return resource
    return None


def _next(order: tuple[Resource, ...], state: GroupState) -> tuple[GroupState, Effect]:
    current = _current(order, state)
    if current is None:
        left = any(status is not Status.OFFLINE for _, status in state.statuses)
        active = state.active and (state.goal is Goal.ONLINE or state.only is not None or left)
        return replace(state, goal=Goal.NONE, only=None, active=active), Settled()
    return _effect(state, current)


def _effect(state: GroupState, resource: Resource) -> tuple[GroupState, Effect]:
    if state.goal is Goal.ONLINE:
        return state.having(resource.name, Status.ONLINE_PENDING), Activate(resource, state.started_by)
    return state.having(resource.name, Status.OFFLINE_PENDING), Deactivate(resource, state.started_by, state.factor)


def _failed(order: tuple[Resource, ...], state: GroupState) -> tuple[GroupState, Effect]:
    current = _current(order, state)
    if current is None:
        return state, Settled()
    starting = state.goal is Goal.ONLINE
    if state.attempts < (current.retries if starting else current.stop_retries):
        return _effect(replace(state, attempts=state.attempts + 1), current)
    marked = state.having(current.name, Status.ONLINE_FAILURE if starting else Status.OFFLINE_FAILURE)
    action = current.final_action if starting else current.stop_final_action
    if action == 0:  # "nothing, go on to the next resource" (clusterpro.md 2.4)
        return _next(order, replace(marked, attempts=0, passed=marked.passed | {current.name}))
    return replace(marked, goal=Goal.NONE, only=None, attempts=0), Settled(current)

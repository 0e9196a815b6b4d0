"""How much a change disturbs a running cluster (reference/clusterpro.md 4.2 and 4.3).

The product's own list of what each parameter needs is not public. The rules here follow what was seen to be done,
and take the greater disturbance where nothing was seen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from clprun.products.clpconf.compare import Change, Difference, ObjectKind

__all__ = ["Cause", "Disturbance", "Impact", "Reason", "impact"]


class Disturbance(IntEnum):
    """What a change disturbs, the least first; each level includes those before it."""

    NOTHING = 0
    MONITOR = 1
    """Only monitors change; services go on. The push itself is made while the cluster is suspended."""

    SUSPEND = 2
    """The cluster is suspended for the push: services go on, nobody watches them."""

    GROUP_STOP = 3
    """Groups are stopped: their services are down."""

    CLUSTER_STOP = 4
    """The cluster is stopped, and the servers may have to be rebooted."""


class Cause(StrEnum):
    """Why a difference disturbs as much as it does; the values are stable keys of the message catalogue."""

    NO_EFFECT = "no_effect"
    BOOKKEEPING = "bookkeeping"
    COMMENT = "comment"
    MONITOR = "monitor"
    USER_SPACE_MONITOR = "user_space_monitor"
    RESOURCE_IN_GROUP = "resource_in_group"
    RESOURCE_IN_NEW_GROUP = "resource_in_new_group"
    RESOURCE_IN_NO_GROUP = "resource_in_no_group"
    GROUP_ADDED = "group_added"
    GROUP_REMOVED = "group_removed"
    GROUP_SETTING = "group_setting"
    HEARTBEAT = "heartbeat"
    SERVER_ADDRESS = "server_address"
    SERVERS = "servers"
    MIRROR_CONNECT = "mirror_connect"
    CLUSTER_SETTING = "cluster_setting"
    UNKNOWN_SETTING = "unknown_setting"


_SOURCES = {
    Cause.NO_EFFECT: "clusterpro.md 0.1, fact 16",
    Cause.BOOKKEEPING: "clusterpro.md 0.1, facts 13 to 15",
    Cause.COMMENT: "clusterpro.md 2.4",
    Cause.MONITOR: "clusterpro.md 4.2 (add DB monitor), 4.3",
    Cause.USER_SPACE_MONITOR: "clusterpro.md 4.2 (userw method)",
    Cause.RESOURCE_IN_GROUP: "clusterpro.md 0.1, fact 6; 4.2 (add exec, re-add md)",
    Cause.RESOURCE_IN_NEW_GROUP: "clusterpro.md 4.2 (add group + exec + genw)",
    Cause.RESOURCE_IN_NO_GROUP: "clusterpro.md 4.3, step 6",
    Cause.GROUP_ADDED: "clusterpro.md 4.2 (add group + exec + genw)",
    Cause.GROUP_REMOVED: "clusterpro.md 4.3, step 5",
    Cause.GROUP_SETTING: "clusterpro.md 4.3, step 4",
    Cause.HEARTBEAT: "clusterpro.md 4.2 (heartbeat type)",
    Cause.SERVER_ADDRESS: "clusterpro.md 4.2 (server IP of a lan device)",
    Cause.SERVERS: "clusterpro.md 4.1",
    Cause.MIRROR_CONNECT: "clusterpro.md 4.2 (mirror connect IP)",
    Cause.CLUSTER_SETTING: "clusterpro.md 4.2 (alert destinations, statsd, haltp)",
    Cause.UNKNOWN_SETTING: "clusterpro.md 4.2 (downopt and other raw XML)",
}

_LEVELS = {
    Cause.NO_EFFECT: Disturbance.NOTHING,
    Cause.BOOKKEEPING: Disturbance.NOTHING,
    Cause.COMMENT: Disturbance.NOTHING,
    Cause.MONITOR: Disturbance.MONITOR,
    Cause.USER_SPACE_MONITOR: Disturbance.SUSPEND,
    Cause.RESOURCE_IN_GROUP: Disturbance.GROUP_STOP,
    Cause.RESOURCE_IN_NEW_GROUP: Disturbance.SUSPEND,
    Cause.RESOURCE_IN_NO_GROUP: Disturbance.SUSPEND,
    Cause.GROUP_ADDED: Disturbance.SUSPEND,
    Cause.GROUP_REMOVED: Disturbance.GROUP_STOP,
    Cause.GROUP_SETTING: Disturbance.GROUP_STOP,
    Cause.HEARTBEAT: Disturbance.SUSPEND,
    Cause.SERVER_ADDRESS: Disturbance.SUSPEND,
    Cause.SERVERS: Disturbance.CLUSTER_STOP,
    Cause.MIRROR_CONNECT: Disturbance.CLUSTER_STOP,
    Cause.CLUSTER_SETTING: Disturbance.SUSPEND,
    Cause.UNKNOWN_SETTING: Disturbance.CLUSTER_STOP,
}

_MIRROR_CONNECT = re.compile(r"device@4[0-9]{2}(?:/|$)")
"""Device ids of mirror connects begin at 400 (reference/clusterpro.md 2.2); no other kind has 400 to 499."""

_SUSPENDED_FOR = ("cluster/", "haltp/", "messages/", "statsd/")
"""Settings that were seen to be changed on a suspended cluster."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one difference disturbs.

    Args:
        difference: the difference.
        level: what it disturbs.
        cause: why.
        source: where that was seen, a section of reference/clusterpro.md.
    """

    difference: Difference
    level: Disturbance
    cause: Cause
    source: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What a set of differences disturbs.

    Args:
        level: the greatest disturbance of all.
        groups: the groups to stop.
        reasons: one for each difference.
    """

    level: Disturbance
    groups: tuple[str, ...]
    reasons: tuple[Reason, ...]


def impact(differences: Iterable[Difference]) -> Impact:
    """What a push of these differences disturbs."""
    differences = tuple(differences)
    new_groups = frozenset(
        difference.name
        for difference in differences
        if difference.object is ObjectKind.GROUP and _is_whole(difference, Change.ADDED)
    )
    reasons = tuple(_reason(difference, new_groups) for difference in differences)
    stopped = (reason.difference.group for reason in reasons if reason.level is Disturbance.GROUP_STOP)
    level = max((reason.level for reason in reasons), default=Disturbance.NOTHING)
    return Impact(level, tuple(dict.fromkeys(filter(None, stopped))), reasons)


def _reason(difference: Difference, new_groups: frozenset[str]) -> Reason:
    cause = _cause(difference, new_groups)
    return Reason(difference, _LEVELS[cause], cause, _SOURCES[cause])


def _cause(difference: Difference, new_groups: frozenset[str]) -> Cause:
    if difference.object is ObjectKind.BOOKKEEPING:
        return Cause.BOOKKEEPING
    if not difference.effective:
        return Cause.NO_EFFECT
    if difference.path == "comment":
        return Cause.COMMENT
    match difference.object:
        case ObjectKind.MONITOR:
            return Cause.USER_SPACE_MONITOR if difference.type == "userw" else Cause.MONITOR
        case ObjectKind.RESOURCE:
            return _resource_cause(difference, new_groups)
        case ObjectKind.GROUP:
            return _group_cause(difference)
        case ObjectKind.SERVER:
            return _server_cause(difference)
        case ObjectKind.HEARTBEAT | ObjectKind.NETWORK_PARTITION:
            return Cause.HEARTBEAT
        case _:
            seen = difference.path.startswith(_SUSPENDED_FOR)
            return Cause.CLUSTER_SETTING if seen else Cause.UNKNOWN_SETTING


def _resource_cause(difference: Difference, new_groups: frozenset[str]) -> Cause:
    if not difference.group:
        return Cause.RESOURCE_IN_NO_GROUP
    return Cause.RESOURCE_IN_NEW_GROUP if difference.group in new_groups else Cause.RESOURCE_IN_GROUP


def _group_cause(difference: Difference) -> Cause:
    if _is_whole(difference, Change.ADDED):
        return Cause.GROUP_ADDED
    if _is_whole(difference, Change.REMOVED):
        return Cause.GROUP_REMOVED
    members = difference.path == "resource" or difference.path.startswith("resource@")
    return Cause.RESOURCE_IN_GROUP if members else Cause.GROUP_SETTING


def _server_cause(difference: Difference) -> Cause:
    if not difference.path.startswith("device@"):
        return Cause.SERVERS
    return Cause.MIRROR_CONNECT if _MIRROR_CONNECT.match(difference.path) else Cause.SERVER_ADDRESS


def _is_whole(difference: Difference, change: Change) -> bool:
    return not difference.path and difference.change is change

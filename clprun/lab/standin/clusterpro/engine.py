"""What the cluster service of one server knows and does with its groups. Part of a stand-in, not the product."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from ..settings import Settings
from .activate import Activator
from .activation import Occasion
from .alerts import alert
from .configuration import CONFIGURATION
from .group import Activate, Deactivate, Done, Event, Failed, GroupState, Settled, Start, Status, Stop, advance
from .heartbeat import Heartbeats
from .membership import active_groups
from .mirror import Mirrors
from .model import Cluster, Resource
from .order import activation_order
from .power import shut_down
from .view import Report, View, look

__all__ = ["Busy", "Engine", "Phase"]

STOP_SERVICE, REBOOT, KEEPALIVE_RESET = 3, 5, 9
"""Final actions (clusterpro.md 2.4)."""
DISKS = frozenset({"disk", "md", "sd"})
"""Types whose being online CLP_DISK tells."""


class Busy(Exception):
    """A transition of the group runs."""


class Phase(StrEnum):
    """How far the cluster service of a server is."""

    STARTING = "starting"
    RUNNING = "running"
    LEAVING = "leaving"


class Engine:
    """The groups of this server, its peers' reports, and the transitions between states.

    Args:
        settings: the node's settings.
        cluster: the configuration to begin with.
        quit_service: begins an orderly end of the service.
    """

    def __init__(self, settings: Settings, cluster: Cluster, quit_service: Callable[[], None]) -> None:
        self.settings = settings
        self.cluster = cluster
        self.node = settings.node
        self.phase = Phase.STARTING
        self.suspended = False
        self.dying = False
        self.instance = os.urandom(8).hex()
        self.members: list[str] = []
        self.states: dict[str, GroupState] = {group.name: GroupState() for group in cluster.groups}
        self.monitor_statuses: dict[str, str] = {}
        self.reports: dict[str, Report] = {}
        self.previous: dict[str, str] = {}
        self.mirrors = Mirrors(settings, cluster)
        self.activator = Activator(settings, self.node, self._may_use_mirror)
        self.patience = settings.scaled(cluster.heartbeat_timeout, 2.0)
        self.heartbeats = Heartbeats(cluster, self.node, self.patience, self._heard)
        self.configuration = fingerprint()
        self._quit = quit_service
        self._locks: dict[str, threading.Lock] = {}
        self._announcing = threading.Lock()
        self._reloading = threading.Lock()

    # What others are told.

    def report(self) -> Report:
        """This server's part of the cluster, as its heartbeats carry it."""
        with self._reloading:
            groups = {name: self._group_report(name) for name in self.states}
        return {
            "from": self.node,
            "instance": self.instance,
            "phase": self.phase,
            "members": self.members,
            "suspended": self.suspended,
            "configuration": self.configuration,
            "groups": groups,
            "monitors": dict(self.monitor_statuses),
            "mirrors": self.mirrors.report(),
        }

    def _group_report(self, name: str) -> dict[str, object]:
        state = self.states[name]
        resources = {each: str(state.of(each)) for each in self.cluster.group(name).resources}
        return {"status": str(state.status), "active": state.active, "resources": resources}

    def announce(self) -> None:
        """Tell the peers at once, beside the regular heartbeats."""
        with self._announcing:
            self.heartbeats.send(self.report())

    def _heard(self, peer: str, report: Report) -> None:
        """Keep ``report``, unless a later one of the same run came first, over the other path."""
        known = self.reports.get(peer, {})
        same_run = known.get("instance") == report.get("instance")
        if not (same_run and int(str(known.get("sequence", 0))) > int(str(report.get("sequence", 0)))):
            self.reports[peer] = report

    def peer_names(self) -> list[str]:
        """Names of the other servers."""
        return [peer.name for peer in self.cluster.peers(self.node)]

    def present_peers(self) -> dict[str, Report]:
        """Reports of the peers that are heard, those included that are about to leave and still stop their groups."""
        heard = {name: self.reports[name] for name in self.peer_names() if self.heartbeats.alive(name)}
        return {name: told for name, told in heard.items() if told.get("phase") != Phase.LEAVING or active_groups(told)}

    def online_peers(self) -> dict[str, Report]:
        """Reports of the peers whose cluster service runs and will go on."""
        return {name: told for name, told in self.present_peers().items() if told.get("phase") != Phase.LEAVING}

    def view(self) -> View:
        """The cluster as seen from here."""
        reports = {self.node: self.report(), **self.present_peers()}
        return look(self.cluster, self.node, reports, self.heartbeats.reaches(self.peer_names()))

    def active_on(self, group: str) -> str | None:
        """The server where ``group`` runs."""
        return next((each.current for each in self.view().groups if each.name == group), None)

    @property
    def busy(self) -> bool:
        """Whether a transition runs on this server."""
        return any(lock.locked() for lock in self._locks.values())

    # Transitions.

    @contextmanager
    def transition(self, group: str, wait: bool = False) -> Iterator[None]:
        """Hold ``group`` for one transition; raises Busy when another runs and ``wait`` is false."""
        lock = self._locks.setdefault(group, threading.Lock())
        if not lock.acquire(blocking=wait):
            raise Busy(group)
        try:
            yield
        finally:
            lock.release()
            self.announce()

    def start(self, group: str, event: str = "START", only: str | None = None) -> Resource | None:
        """Start ``group`` here; the resource whose activation failed, or none. Needs ``transition``."""
        return self._drive(group, Start(event, only))

    def stop(self, group: str, factor: str = "GROUPSTOP", only: str | None = None) -> Resource | None:
        """Stop ``group`` here; the resource whose deactivation failed, or none. Needs ``transition``.

        A failed deactivation takes its final action: by default the server is shut down (clusterpro.md 2.4).
        """
        culprit = self._drive(group, Stop(factor, only))
        if culprit is None:
            self.previous[group] = self.node
        else:
            self.dying = culprit.stop_final_action >= STOP_SERVICE  # what could not be stopped is not tried again
            self.final_action(culprit.stop_final_action, f"deactivating {culprit.name} failed")
        return culprit

    def _drive(self, group: str, event: Event) -> Resource | None:
        order = activation_order(self.cluster, self.cluster.group(group))
        state, effect = advance(order, self.states[group], event)
        while not isinstance(effect, Settled):
            self._become(group, state)
            state, effect = advance(order, state, Done() if self._perform(group, effect) else Failed())
        self._become(group, state)
        return effect.culprit

    def _become(self, group: str, state: GroupState) -> None:
        self.states[group] = state
        self.announce()

    def _perform(self, group: str, effect: Activate | Deactivate) -> bool:
        whole = self.cluster.group(group)
        disks = [name for name in whole.resources if self.cluster.resource(name).kind in DISKS]
        disk = all(self.states[group].of(name) is Status.ONLINE for name in disks)
        if isinstance(effect, Activate):
            previous = self.previous.get(group, "")
            return self.activator.activate(effect.resource, Occasion(whole, effect.event, disk, previous=previous))
        return self.activator.deactivate(effect.resource, Occasion(whole, effect.event, disk, effect.factor))

    def _may_use_mirror(self, name: str) -> bool:
        return self.mirrors.claim(name, alone=not self.online_peers())

    def final_action(self, action: int, why: str) -> None:
        """Take final action ``action`` (clusterpro.md 2.4, 2.6): service stop, shutdown, reboot; others do nothing."""
        if action < STOP_SERVICE:
            return
        alert("rc", f"final action {action}: {why}", "ERROR")
        if action == STOP_SERVICE:
            self._quit()
        else:
            shut_down(self.settings, why, restart=action in {REBOOT, KEEPALIVE_RESET})

    def reload(self, cluster: Cluster) -> None:
        """Take a new configuration into use."""
        with self._reloading:
            self.cluster = cluster
            self.configuration = fingerprint()
            self.states = {group.name: self.states.get(group.name, GroupState()) for group in cluster.groups}
        self.mirrors.reload(cluster)
        self.patience = self.settings.scaled(cluster.heartbeat_timeout, 2.0)
        self.heartbeats.reload(cluster, self.patience)


def fingerprint() -> str:
    """A digest of the installed configuration, to compare between servers."""
    try:
        return hashlib.sha256(CONFIGURATION.read_bytes()).hexdigest()
    except OSError:
        return ""

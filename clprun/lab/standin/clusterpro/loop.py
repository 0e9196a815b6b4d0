"""Heartbeats go out, peers come and go: the cluster service's loop. Part of a stand-in, not the product."""

import threading
import time
from pathlib import Path

from ..calls import warn
from ..wire import Message
from . import operations
from .alerts import alert
from .engine import Engine, Phase
from .membership import active_groups, failbacks, joins, starts_here
from .power import reset, shut_down
from .view import Report

__all__ = ["Loop"]

INTERVAL = 3.0
"""Seconds between heartbeats, in the product's time (recall)."""
SURE = 3
"""Rounds in a row that a group must be seen active on both servers."""


class Loop:
    """Follows the cluster until ``ended`` is set.

    Args:
        engine: this server's groups.
        ended: set when the service is to end.
        settled: file made once the automatic starts are done.
    """

    def __init__(self, engine: Engine, ended: threading.Event, settled: Path) -> None:
        self._engine = engine
        self._ended = ended
        self._settled = settled
        self._interval = engine.settings.scaled(INTERVAL, 0.1)
        self._began = time.monotonic()
        self._last = self._began
        self._peers: dict[str, Report] = {}
        self._both_active = 0
        self._told: list[object] = []

    def run(self) -> None:
        """Serve until asked to end."""
        while not self._ended.wait(self._interval):
            gap = time.monotonic() - self._last - self._interval
            if gap > self._engine.patience / 2:
                self._engine.heartbeats.excuse(gap)
            if gap > self._engine.patience and self._engine.phase is Phase.RUNNING:
                self._after_a_hang()
            self._last = time.monotonic()
            self._engine.announce()
            self._follow_peers()
            if self._engine.phase is Phase.STARTING:
                self._try_to_begin()
            elif self._engine.phase is Phase.RUNNING and not self._engine.suspended:
                self._check_both_active()
                self._give_back()

    def _after_a_hang(self) -> None:
        """This server stood still so long that the peer counts it as dead: when the peer took its groups, it is reset.

        The user-mode monitor (keepalive, action RESET) does that to a hanging server (clusterpro.md 2.2 haltp, 2.7).
        On a busy machine it takes a while until the peer is heard again.
        """
        mine = active_groups(self._engine.report())
        end = time.monotonic() + self._engine.patience / 2
        while time.monotonic() < end:
            time.sleep(self._interval)
            if any(mine & active_groups(told) for told in self._engine.online_peers().values()):
                text = "this server hung while the other took its group: reset"
                warn(self._engine.settings, "hang", text, "clusterpro.md 2.7")
                reset()

    def _follow_peers(self) -> None:
        reports = self._engine.reports
        heard = {name: told for name, told in reports.items() if self._engine.heartbeats.alive(name)}
        for name, before in self._peers.items():
            now = heard.get(name)
            if now is None:
                last = reports[name]
                if last.get("phase") != Phase.LEAVING or active_groups(last):  # it died, or died while it left
                    self._peer_died(name, last)
            elif now.get("instance") != before.get("instance"):
                self._peer_died(name, before)
        self._peers = heard
        self._follow_mirrors(heard)

    def _follow_mirrors(self, heard: dict[str, Report]) -> None:
        engine = self._engine
        active = {name for state in engine.states.values() for name, status in state.statuses if status == "Online"}
        engine.mirrors.tick(active, next(iter(heard.values()), None))

    def _peer_died(self, name: str, report: Report) -> None:
        """Heartbeats ended without a farewell: take what ran there (clusterpro.md 2.3, failover 1)."""
        alert("pm", f"Server {name} has been stopped.", "WARN")
        if self._engine.suspended or self._engine.phase is not Phase.RUNNING:
            return
        for group in active_groups(report):
            if group in self._engine.states and self._engine.cluster.group(group).automatic_failover:
                self._engine.previous[group] = name
                threading.Thread(target=self._take_over, args=(group,), daemon=True).start()

    def _take_over(self, group: str) -> None:
        with self._engine.transition(group, wait=True):
            if not self._engine.states[group].active and self._engine.active_on(group) is None:
                alert("rc", f"Failing over group {group} has started.")
                operations.start_and_recover(self._engine, group, "FAILOVER")

    def _try_to_begin(self) -> None:
        """Wait for the other servers, at most the start-up wait (2.2 bootwait); then start what starts by itself."""
        engine = self._engine
        waited = time.monotonic() - self._began
        peers = engine.online_peers()
        complete = set(peers) == set(engine.peer_names())
        if not complete and waited < engine.settings.scaled(engine.cluster.boot_wait, engine.patience):
            return
        joining = joins(engine.instance, peers)
        engine.members = [engine.instance, *(str(report.get("instance")) for report in peers.values())]
        engine.phase = Phase.RUNNING
        engine.announce()
        groups = [] if joining else starts_here(engine.cluster, engine.node, {engine.node, *peers}, peers)
        threading.Thread(target=self._auto_start, args=(groups,), daemon=True).start()

    def _auto_start(self, groups: list[str]) -> None:
        for group in groups:
            with self._engine.transition(group, wait=True):
                if not self._engine.states[group].active:
                    operations.start_and_recover(self._engine, group, "START")
        self._settled.touch()

    def _check_both_active(self) -> None:
        """A group active on both servers after a broken network: both shut down, to save the data (recall).

        Told three times in a row, so that neither a hand-over under way is taken for it nor the last word of a server
        that hung.
        """
        mine, peers = active_groups(self._engine.report()), self._engine.online_peers().values()
        both = {group for told in peers for group in mine & active_groups(told)}
        told_by_now = [told.get("sequence") for told in peers]
        if both and told_by_now == self._told:
            return
        self._told = told_by_now
        self._both_active = self._both_active + 1 if both and not self._engine.busy else 0
        if self._both_active >= SURE and not self._engine.dying:
            self._engine.dying = True
            shut_down(self._engine.settings, f"group {', '.join(sorted(both))} active on both servers")

    def _give_back(self) -> None:
        engine = self._engine
        if engine.busy or engine.dying:
            return
        running = {name for name, told in engine.online_peers().items() if told.get("phase") == Phase.RUNNING}
        for group, best in failbacks(engine.cluster, engine.node, active_groups(engine.report()), running):
            request: Message = {"group": group, "destination": best}
            threading.Thread(target=operations.group_move, args=(engine, request), daemon=True).start()

"""Runs the monitors: when each checks, what it shows, when it reacts (clusterpro.md 2.6). Not the product."""

import threading
import time

from . import probes
from .alerts import alert
from .counters import Counter, Finding, Reaction, judge
from .engine import Engine, Phase
from .group import Goal, Status
from .model import Monitor
from .recovery import recover

__all__ = ["Watch"]

TICK = 0.1
LEAST_INTERVAL = 0.25
"""Seconds between two checks of a monitor, however fast the lab's time runs."""


class Watch:
    """The monitors of one server.

    A monitor that rests because its target is not online keeps its counters: a fault on both servers would send the
    group to and fro for ever otherwise (inferred). A suspension clears them (inferred).

    Args:
        engine: its groups.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counters: dict[str, Counter] = {}
        self._due: dict[str, float] = {}
        self._busy: set[str] = set()
        self.paused: set[str] = set()
        """Monitors suspended by clpmonctrl."""

    def begin(self) -> None:
        """Watch until the process ends."""
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            monitors = self._engine.cluster.monitors
            for monitor in monitors:
                self._look_after(monitor)
            known = {monitor.name for monitor in monitors}
            for name in set(self._engine.monitor_statuses) - known:
                del self._engine.monitor_statuses[name]
            time.sleep(TICK)

    def _look_after(self, monitor: Monitor) -> None:
        engine, name = self._engine, monitor.name
        if self._suspended(monitor):
            engine.monitor_statuses[name] = "Suspend"
            self._due.pop(name, None)
            self._counters.pop(name, None)
        elif not self._watching(monitor):
            engine.monitor_statuses[name] = "Offline"
            self._due.pop(name, None)
        elif name not in self._busy:
            now = time.monotonic()
            first = now + engine.settings.scaled(monitor.first_wait)
            if now >= self._due.setdefault(name, first):
                self._busy.add(name)
                # A check that hangs must not hold up those of the other monitors.
                threading.Thread(target=self._check_and_react, args=(monitor,), daemon=True).start()

    def _suspended(self, monitor: Monitor) -> bool:
        return self._engine.suspended or monitor.name in self.paused

    def _watching(self, monitor: Monitor) -> bool:
        """Whether it is this server's to watch now: its servers, and its target online when "while active" (2.6)."""
        engine = self._engine
        if engine.phase is not Phase.RUNNING or (monitor.servers and engine.node not in monitor.servers):
            return False
        if not monitor.while_active:
            return True
        try:
            group = engine.cluster.group_of(monitor.target).name
        except KeyError:
            return False
        state = engine.states[group]
        return state.of(monitor.target) is Status.ONLINE and state.goal is Goal.NONE

    def _check_and_react(self, monitor: Monitor) -> None:
        name, reaction = monitor.name, Reaction.NONE
        try:
            reaction = self._check(monitor)
            if reaction is not Reaction.NONE:
                recover(self._engine, monitor, reaction)
        finally:
            if reaction is Reaction.NONE:
                interval = self._engine.settings.scaled(monitor.interval, LEAST_INTERVAL)
                self._due[name] = time.monotonic() + interval
            else:
                self._due.pop(name, None)  # the wait before the first check begins anew
            self._busy.discard(name)

    def _check(self, monitor: Monitor) -> Reaction:
        engine = self._engine
        in_sync = engine.mirrors.in_sync(monitor.parameters.get("object", ""))
        finding = probes.check(monitor, engine.cluster, engine.activator, engine.settings, in_sync)
        if self._suspended(monitor) or not self._watching(monitor):
            return Reaction.NONE
        counter, reaction = judge(monitor, self._counters.get(monitor.name, Counter()), finding)
        self._counters[monitor.name] = counter
        if monitor.kind == "mdw":  # a copy that runs is no fault to recover from (1.1: Caution)
            engine.monitor_statuses[monitor.name] = "Normal" if finding is Finding.NORMAL else "Caution"
            return Reaction.NONE
        if counter.failing and engine.monitor_statuses.get(monitor.name) != "Error":
            alert("rm", f"Monitoring {monitor.name} has detected an error.", "ERROR")
        engine.monitor_statuses[monitor.name] = "Error" if counter.failing else "Normal"
        return reaction

"""Runs the monitors and their recovery: restart, failover, final action (clusterpro.md 2.6). Not the product."""

import threading
import time

from . import operations, probes
from .alerts import alert
from .counters import Counter, Reaction, judge
from .engine import Engine, Phase
from .group import Goal, Status
from .model import Monitor
from .order import dependencies

__all__ = ["Watch"]

TICK = 0.1
LEAST_INTERVAL = 0.25
"""Seconds between two checks of a monitor, however fast the lab's time runs."""


class Watch:
    """The monitors of one server.

    Args:
        engine: its groups.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counters: dict[str, Counter] = {}
        self._due: dict[str, float] = {}
        self._reacting: set[str] = set()
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
        if engine.suspended or name in self.paused:
            engine.monitor_statuses[name] = "Suspend"
            self._forget(name)
        elif not self._watching(monitor):
            engine.monitor_statuses[name] = "Offline"
            self._forget(name)
        elif name not in self._reacting:
            now = time.monotonic()
            first = now + engine.settings.scaled(monitor.first_wait)
            if now >= self._due.setdefault(name, first):
                self._check(monitor)
                self._due[name] = time.monotonic() + engine.settings.scaled(monitor.interval, LEAST_INTERVAL)

    def _forget(self, name: str) -> None:
        self._counters.pop(name, None)
        self._due.pop(name, None)

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

    def _check(self, monitor: Monitor) -> None:
        engine = self._engine
        in_sync = engine.mirrors.in_sync(monitor.parameters.get("object", ""))
        good = probes.healthy(monitor, engine.cluster, engine.activator, engine.settings, in_sync)
        if not self._watching(monitor):
            return
        counter, reaction = judge(monitor, self._counters.get(monitor.name, Counter()), good)
        self._counters[monitor.name] = counter
        if monitor.kind == "mdw":  # a copy that runs is no fault to recover from (1.1: Caution)
            engine.monitor_statuses[monitor.name] = "Normal" if good else "Caution"
            return
        if counter.failing and engine.monitor_statuses.get(monitor.name) != "Error":
            alert("rm", f"Monitoring {monitor.name} has detected an error.", "ERROR")
        engine.monitor_statuses[monitor.name] = "Error" if counter.failing else "Normal"
        if reaction is not Reaction.NONE:
            self._reacting.add(monitor.name)
            threading.Thread(target=self._react, args=(monitor, reaction), daemon=True).start()

    def _react(self, monitor: Monitor, reaction: Reaction) -> None:
        try:
            groups = self._groups(monitor)
            alert("rm", f"{monitor.name}: {reaction} of {monitor.recovery_name or 'nothing'}", "WARN")
            if reaction is Reaction.RESTART:
                self._restart(monitor)
            elif reaction is Reaction.FAILOVER:
                for group in groups:
                    operations.fail_over(self._engine, group)
            else:
                self._finish(monitor, groups)
        finally:
            self._reacting.discard(monitor.name)

    def _groups(self, monitor: Monitor) -> list[str]:
        """The groups of the recovery target that run here."""
        cluster = self._engine.cluster
        if monitor.recovery_kind == "grp":
            names = [monitor.recovery_name]
        elif monitor.recovery_kind == "rsc":
            names = [group.name for group in cluster.groups if monitor.recovery_name in group.resources]
        else:
            names = [group.name for group in cluster.groups]
        return [name for name in names if name in self._engine.states and self._engine.states[name].active]

    def _restart(self, monitor: Monitor) -> None:
        """Stop and start the recovery target: a group, or a resource with all that depends on it."""
        engine = self._engine
        for group in self._groups(monitor):
            with engine.transition(group, wait=True):
                if not engine.states[group].active:
                    continue
                if monitor.recovery_kind == "grp":
                    if engine.stop(group, "RESOURCERESTART") is None:
                        operations.start_and_recover(engine, group, "START")
                    continue
                wanted = self._with_dependents(group, monitor.recovery_name)
                if all(engine.stop(group, "RESOURCERESTART", only=name) is None for name in reversed(wanted)):
                    for name in wanted:
                        engine.start(group, "START", only=name)

    def _with_dependents(self, group: str, resource: str) -> list[str]:
        cluster = self._engine.cluster
        whole = {name: cluster.resource(name) for name in cluster.group(group).resources}
        wanted = [resource]
        for name, other in whole.items():
            if name not in wanted and set(wanted) & set(dependencies(other, whole)):
                wanted.append(name)
        return wanted

    def _finish(self, monitor: Monitor, groups: list[str]) -> None:
        if monitor.final_action == 2:  # stop group
            for group in groups:
                with self._engine.transition(group, wait=True):
                    self._engine.stop(group)
        else:
            self._engine.final_action(monitor.final_action, f"monitor {monitor.name}")

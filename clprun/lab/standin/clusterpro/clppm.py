"""The cluster service of one server (unit ``clusterpro``): its loop, sockets and end. Not the product."""

import os
import signal
import threading
import time
from pathlib import Path

from ..calls import warn
from ..settings import Settings
from ..title import rename, spawn
from ..wire import Message, listen
from ..wire import serve as answer
from . import operations, render
from .alerts import alert
from .configuration import ConfigurationError, load
from .engine import Engine, Phase
from .membership import active_groups, failbacks, joins, starts_here
from .power import reset, shut_down
from .view import Report
from .watch import Watch
from .words import word

__all__ = ["RUN", "SOCKET", "serve"]

RUN = Path("/run/clusterpro")
SOCKET = str(RUN / "pm.sock")
PID = RUN / "pm.pid"
"""Removed by an orderly end: whoever finds it without its process knows that the service died."""
SETTLED = RUN / "settled"
"""Made once the service runs and its automatic starts are done: the lab waits for it after a boot."""
CHILDREN = ("clprc", "clprm")
INTERVAL = 3.0
"""Seconds between heartbeats, in the product's time (recall)."""
BUSY = 9
"""clpstat's exit code for "busy, try again" (clusterpro.md 1.1)."""


class Service:
    """The running cluster service.

    Args:
        settings: the node's settings.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ended = threading.Event()
        self.engine = Engine(settings, load(settings.node), self.end_in_order)
        self.watch = Watch(self.engine)
        self._interval = settings.scaled(INTERVAL, 0.1)
        self._began = time.monotonic()
        self._last = self._began
        self._peers: dict[str, Report] = {}
        self._both_active = 0
        self._leaving = threading.Lock()
        self._asked = 0

    # Requests.

    def handle(self, request: Message) -> Message:
        """Answer one request of a command or a peer."""
        operation = str(request.get("op"))
        if operation == "clpstat":
            return self._status(request)
        if operation == "monitor":
            return self._monitor(request)
        if operation == "state":
            return {"good": True, "suspended": self.engine.suspended, "active": sorted(self._all_active())}
        if operation == "where":
            return {"good": True, "text": self.engine.active_on(str(request["group"])) or ""}
        if operation == "groups":
            return {"good": True, "text": "\n".join(self.engine.states)}
        if operation == "leave":
            text, good = self._leave(request)
            threading.Timer(0.05, self.ended.set).start()
            return {"text": text, "good": good}
        if operation not in operations.OPERATIONS:
            return {"text": f"unknown request {operation}", "good": False}
        text, good = operations.OPERATIONS[operation](self.engine, request)
        return {"text": text, "good": good}

    def _all_active(self) -> set[str]:
        active = active_groups(self.engine.report())
        return active.union(*map(active_groups, self.engine.present_peers().values()))

    def _status(self, request: Message) -> Message:
        language = self.settings.language
        if self._in_transition():
            self._asked += 1
            if self._asked % 2:  # the calls between show the pending states
                return {"good": False, "code": BUSY, "text": word("Cluster is busy. Try again later.", language)}
        view = self.engine.view()
        match request.get("form"):
            case "-g":
                text = render.group_map(view, language)
            case "-m":
                text = render.monitors(view, language)
            case "-n":
                text = render.heartbeats(view, language)
            case "-i":
                text = render.properties(self.engine.cluster, language)
            case _:
                text = render.status(view, language, bool(request.get("long")))
        return {"good": True, "code": 0, "text": text}

    def _in_transition(self) -> bool:
        told = [str(group.status) for group in self.engine.view().groups]
        return (
            self.engine.busy or self.engine.phase is not Phase.RUNNING or any(each.endswith("Pending") for each in told)
        )

    def _monitor(self, request: Message) -> Message:
        known = {monitor.name for monitor in self.engine.cluster.monitors}
        wanted = {str(request["monitor"])} if request.get("monitor") else known
        if not wanted <= known:
            return {"good": False, "text": f"Monitor {request['monitor']} does not exist."}
        if request.get("resume"):
            self.watch.paused -= wanted
        else:
            self.watch.paused |= wanted
        return {"good": True, "text": "Command succeeded."}

    # The loop.

    def run(self) -> None:
        """Serve until asked to end."""
        while not self.ended.wait(self._interval):
            gap = time.monotonic() - self._last - self._interval
            if gap > self.engine.patience / 2:
                self.engine.heartbeats.excuse(gap)
            if gap > self.engine.patience and self.engine.phase is Phase.RUNNING:
                self._after_a_hang()
            self._last = time.monotonic()
            self.engine.announce()
            self._follow_peers()
            if self.engine.phase is Phase.STARTING:
                self._try_to_begin()
            elif self.engine.phase is Phase.RUNNING and not self.engine.suspended:
                self._check_both_active()
                self._give_back()

    def _after_a_hang(self) -> None:
        """This server stood still so long that the peer counts it as dead: when the peer took its groups, it is reset.

        The user-mode monitor (keepalive, action RESET) does that to a hanging server (clusterpro.md 2.2 haltp, 2.7).
        """
        time.sleep(self._interval * 3)
        mine = active_groups(self.engine.report())
        for peer in self.engine.online_peers():
            if mine & active_groups(self.engine.reports[peer]):
                warn(
                    self.settings, "hang", "this server hung while the other took its group: reset", "clusterpro.md 2.7"
                )
                reset()

    def _follow_peers(self) -> None:
        reports = self.engine.reports
        heard = {name: told for name, told in reports.items() if self.engine.heartbeats.alive(name)}
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
        engine = self.engine
        active = {name for state in engine.states.values() for name, status in state.statuses if status == "Online"}
        engine.mirrors.tick(active, next(iter(heard.values()), None))

    def _peer_died(self, name: str, report: Report) -> None:
        """Heartbeats ended without a farewell: take what ran there (clusterpro.md 2.3, failover 1)."""
        alert("pm", f"Server {name} has been stopped.", "WARN")
        if self.engine.suspended or self.engine.phase is not Phase.RUNNING:
            return
        for group in active_groups(report):
            if group in self.engine.states and self.engine.cluster.group(group).automatic_failover:
                self.engine.previous[group] = name
                threading.Thread(target=self._take_over, args=(group,), daemon=True).start()

    def _take_over(self, group: str) -> None:
        with self.engine.transition(group, wait=True):
            if not self.engine.states[group].active and self.engine.active_on(group) is None:
                alert("rc", f"Failing over group {group} has started.")
                operations.start_and_recover(self.engine, group, "FAILOVER")

    def _try_to_begin(self) -> None:
        """Wait for the other servers, at most the start-up wait (2.2 bootwait); then start what starts by itself."""
        engine = self.engine
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
            with self.engine.transition(group, wait=True):
                if not self.engine.states[group].active:
                    operations.start_and_recover(self.engine, group, "START")
        SETTLED.touch()

    def _check_both_active(self) -> None:
        """A group active on both servers after a broken network: both shut down, to save the data (recall).

        Seen three times in a row, so that a hand-over under way is not taken for it.
        """
        mine = active_groups(self.engine.report())
        both = {
            group for peer in self.engine.online_peers() for group in mine & active_groups(self.engine.reports[peer])
        }
        self._both_active = self._both_active + 1 if both and not self.engine.busy else 0
        if self._both_active >= 3 and not self.engine.dying:
            self.engine.dying = True
            shut_down(self.settings, f"group {', '.join(sorted(both))} active on both servers")

    def _give_back(self) -> None:
        engine = self.engine
        if engine.busy or engine.dying:
            return
        running = {name for name, told in engine.online_peers().items() if told.get("phase") == Phase.RUNNING}
        for group, best in failbacks(engine.cluster, engine.node, active_groups(engine.report()), running):
            request: Message = {"group": group, "destination": best}
            threading.Thread(target=operations.group_move, args=(engine, request), daemon=True).start()

    def _leave(self, request: Message) -> operations.Answer:
        """Leave the cluster once; who comes second waits for the first."""
        with self._leaving:
            if self.engine.phase is Phase.LEAVING or self.engine.dying:
                return operations.SUCCESS
            return operations.leave(self.engine, request)

    def end_in_order(self) -> None:
        """Begin an orderly end, as on SIGTERM: groups go to a peer, or stop."""

        def end() -> None:
            self._leave({})
            self.ended.set()

        threading.Thread(target=end, daemon=True).start()


def serve(settings: Settings) -> int:
    """Run the cluster service in the foreground until SIGTERM or ``clpcl -t``; returns the exit code."""
    rename("clppm")
    RUN.mkdir(parents=True, exist_ok=True)
    for name in CHILDREN:
        spawn(name)
    try:
        service = Service(settings)
    except (ConfigurationError, KeyError) as failure:
        alert("pm", f"The cluster configuration cannot be used: {failure}", "ERROR")
        return 1
    for leftover in (Path(SOCKET), SETTLED):
        leftover.unlink(missing_ok=True)
    answer(listen(SOCKET), service.handle)
    answer(listen(("", operations.PEER_PORT)), service.handle)
    PID.write_text(f"{os.getpid()}\n", encoding="ascii")
    signal.signal(signal.SIGTERM, lambda *_: service.end_in_order())
    service.watch.begin()
    alert("pm", "The cluster service has started.")
    service.run()
    PID.unlink(missing_ok=True)
    Path(SOCKET).unlink(missing_ok=True)
    alert("pm", "The cluster service has stopped.")
    return 0

"""The cluster service of one server (unit ``clusterpro``): its sockets, answers and end. Not the product."""

import os
import signal
import threading
from pathlib import Path

from ..settings import Settings
from ..title import rename, spawn
from ..wire import Message, listen
from ..wire import serve as answer
from . import operations, render
from .alerts import alert
from .answers import SUCCESS, Answer
from .configuration import ConfigurationError, load
from .engine import Engine, Phase
from .loop import Loop
from .membership import active_groups
from .places import wait_for_system
from .speech import speech_of
from .watch import Watch
from .windows.armed import ArmedServices
from .windows.drives import hide
from .words import word

__all__ = ["RUN", "SOCKET", "serve"]

RUN = Path("/run/clusterpro")
SOCKET = str(RUN / "pm.sock")
PID = RUN / "pm.pid"
"""Removed by an orderly end: whoever finds it without its process knows that the service died."""
SETTLED = RUN / "settled"
"""Made once the service runs and its automatic starts are done: the lab waits for it after a boot."""
CHILDREN = ("clprc", "clprm")
BUSY = 9
"""clpstat's exit code for "busy, try again" (clusterpro.md 1.1)."""
WHILE_RESUMED = frozenset({"clpstat", "monitor", "where", "groups"})
"""What is disabled while the cluster is suspended, beside what starts, stops and moves (corrections: R, high)."""


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
        self.armed = ArmedServices(self.engine)
        self._leaving = threading.Lock()
        self._asked = 0

    def handle(self, request: Message) -> Message:
        """Answer one request of a command or a peer."""
        operation = str(request.get("op"))
        if operation in WHILE_RESUMED and self.engine.suspended and self.settings.refuses_while_suspended:
            code, text = self.settings.refusal or (self.settings.code("suspended"), "The cluster is suspended.")
            return {"good": False, "code": code, "text": word(text, self.settings.language)}
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
        text, good = self._perform(operation, request)
        return {"text": text, "good": good}

    def _perform(self, operation: str, request: Message) -> Answer:
        if operation in operations.OPERATIONS:
            return operations.OPERATIONS[operation](self.engine, request)
        if operation in self.armed.operations:
            return self.armed.operations[operation](request)
        return f"unknown request {operation}", False

    def _all_active(self) -> set[str]:
        active = active_groups(self.engine.report())
        return active.union(*map(active_groups, self.engine.present_peers().values()))

    def _status(self, request: Message) -> Message:
        speech = speech_of(self.settings)
        if self._in_transition():
            self._asked += 1
            if self._asked % 2:  # the calls between show the pending states
                return {"good": False, "code": BUSY, "text": speech.word("Cluster is busy. Try again later.")}
        view = self.engine.view()
        match request.get("form"):
            case "-g":
                text = render.group_map(view, speech)
            case "-m":
                text = render.monitors(view, speech)
            case "-n":
                text = render.heartbeats(view, speech)
            case "-i":
                text = render.properties(self.engine.cluster, speech)
            case _:
                text = render.status(view, speech, bool(request.get("long")))
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

    def _leave(self, request: Message) -> Answer:
        """Leave the cluster once; who comes second waits for the first."""
        with self._leaving:
            if self.engine.phase is Phase.LEAVING or self.engine.dying:
                return SUCCESS
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
    hide(service.engine.cluster.resources)
    wait_for_system()
    answer(listen(SOCKET), service.handle)
    answer(listen(("", operations.PEER_PORT)), service.handle)
    PID.write_text(f"{os.getpid()}\n", encoding="ascii")
    signal.signal(signal.SIGTERM, lambda *_: service.end_in_order())
    service.watch.begin()
    service.armed.begin()
    alert("pm", "The cluster service has started.")
    Loop(service.engine, service.ended, SETTLED).run()
    PID.unlink(missing_ok=True)
    Path(SOCKET).unlink(missing_ok=True)
    alert("pm", "The cluster service has stopped.")
    return 0

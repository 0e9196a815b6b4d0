"""The services that ARMLOAD started and CLUSTERPRO watches (products.md 4.2). Part of a stand-in, not the product.

A service that ends by itself is started again as often as ``/R`` says; then the group fails over.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ...wire import Message
from .. import operations
from ..alerts import alert
from ..answers import SUCCESS, Answer
from ..engine import Engine
from ..group import Goal
from . import services

__all__ = ["ArmedServices"]

TICK = 0.2


@dataclass(frozen=True)
class Armed:
    """One watched service.

    Args:
        service: its key or display name.
        group: the failover group whose script armed it.
        restarts: how often it may still be started again.
    """

    service: str
    group: str
    restarts: int


class ArmedServices:
    """What ARMLOAD and ARMKILL do on one server.

    Args:
        engine: its groups.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._armed: dict[str, Armed] = {}
        self._changing = threading.Lock()

    @property
    def operations(self) -> dict[str, Callable[[Message], Answer]]:
        """What the commands ask for, by name."""
        return {"arm": self.load, "disarm": self.kill}

    def load(self, request: Message) -> Answer:
        """ARMLOAD: start a service and watch it; one that runs already is refused without ``/A`` (ERRATA G3-20)."""
        name, service = str(request["watch"]).casefold(), str(request["service"])
        group = self._group()
        if group is None:
            return "No failover group runs on this server.", False
        if name in self._armed:
            return f"The watch ID {request['watch']} is in use.", False
        if services.is_running(service):
            if not request.get("running"):
                return f"The service {service} has already been started.", False
        elif not services.start(service):
            return f"The service {service} cannot be started.", False
        with self._changing:
            self._armed[name] = Armed(service, group, int(str(request.get("restarts") or 0)))
        return SUCCESS

    def kill(self, request: Message) -> Answer:
        """ARMKILL: end the watch and stop the service."""
        with self._changing:
            armed = self._armed.pop(str(request["watch"]).casefold(), None)
        if armed is None:
            return f"The watch ID {request['watch']} does not exist.", False
        if services.is_running(armed.service) and not services.stop(armed.service):
            return f"The service {armed.service} cannot be stopped.", False
        return SUCCESS

    def begin(self) -> None:
        """Watch until the process ends."""
        threading.Thread(target=self._run, daemon=True).start()

    def _group(self) -> str | None:
        """The group whose script calls: the one that starts or stops now, else the one that runs."""
        states = self._engine.states.items()
        moving = (name for name, state in states if state.goal is not Goal.NONE)
        running = (name for name, state in states if state.active)
        return next(moving, None) or next(running, None)

    def _run(self) -> None:
        while True:
            for name, armed in list(self._armed.items()):
                self._look_after(name, armed)
            time.sleep(TICK)

    def _look_after(self, name: str, armed: Armed) -> None:
        state = self._engine.states.get(armed.group)
        if state is None or (not state.active and state.goal is Goal.NONE):
            self._armed.pop(name, None)
        elif state.active and state.goal is Goal.NONE and not services.is_running(armed.service):
            self._react(name, armed)

    def _react(self, name: str, armed: Armed) -> None:
        with self._changing:
            if name not in self._armed:  # ARMKILL came in between
                return
            self._armed[name] = replace(armed, restarts=armed.restarts - 1)
        alert("arm", f"{name}: the service {armed.service} has stopped", "ERROR")
        if armed.restarts > 0:
            services.start(armed.service)
        elif not operations.fail_over(self._engine, armed.group):
            self._armed.pop(name, None)  # nowhere to go to

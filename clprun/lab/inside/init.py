"""The small init: PID 1 of a node where systemd can't be. Reaps, runs services, reboots.

It takes what ``systemctl`` of the lab asks over a unix socket, one JSON line each way.
"""

import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from clprun.lab import kernel
from clprun.lab.inside import power, unitfile
from clprun.lab.inside.service import Service

__all__ = ["SOCKET", "main"]

SOCKET: Final = "/run/clprun-init"
"""Where the init listens."""

_WANTS: Final = Path("/etc/systemd/system/multi-user.target.wants")
_KILL_GRACE_SECONDS: Final = 2.0

Answer = dict[str, Any]
Reply = Callable[[Answer], None]


class Init:
    """PID 1."""

    def __init__(self) -> None:
        self._services: dict[str, Service] = {}
        self._ending: Callable[[], None] | None = None
        self._wakeup, self._tell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def run(self) -> None:
        """Boot the enabled services and serve until a reboot."""
        os.umask(0o022)
        signal.set_wakeup_fd(self._tell)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, power.REBOOT, power.POWER_OFF):
            signal.signal(number, self._note)
        self._listener.bind(SOCKET)
        os.chmod(SOCKET, 0o600)  # noqa: PTH101 -- a socket's name, as bind takes it
        self._listener.listen(32)
        for link in sorted(_WANTS.glob("*.service")):
            if (service := self._service(link.name)) is not None:
                service.start(lambda _: None)
        while True:
            self._turn()

    def _turn(self) -> None:
        readable, _, _ = select.select([self._wakeup, self._listener.fileno()], [], [], self._patience())
        if self._wakeup in readable:
            with suppress(BlockingIOError):
                os.read(self._wakeup, 4096)
        self._reap()
        if self._listener.fileno() in readable:
            self._take()
        now = time.monotonic()
        for service in list(self._services.values()):
            if service.deadline is not None and service.deadline <= now:
                service.time_is_up()
        if self._ending and all(service.state in {"inactive", "failed"} for service in self._services.values()):
            self._ending()

    def _patience(self) -> float | None:
        deadlines = [service.deadline for service in self._services.values() if service.deadline is not None]
        if not deadlines or min(deadlines) == float("inf"):
            return None
        return max(0.0, min(deadlines) - time.monotonic())

    def _note(self, number: int, _: object) -> None:
        if number in {power.REBOOT, signal.SIGINT}:
            self._shut_down(kernel.restart)
        elif number == power.POWER_OFF:
            self._shut_down(kernel.power_off)

    def _shut_down(self, end: Callable[[], None]) -> None:
        """Stop all services; the loop does the rest when they are down."""

        def finish() -> None:
            _kill_everything()
            end()

        self._ending = finish
        for service in self._services.values():
            service.stop(lambda _: None)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            for service in self._services.values():
                if service.owns(pid):
                    service.ended(pid, code)

    def _service(self, name: str) -> Service | None:
        """The service called ``name``, with its file read afresh while it doesn't run."""
        unit = unitfile.find(name)
        known = self._services.get(unitfile.full_name(name))
        if unit is None:
            return known if known is not None and known.state == "active" else None
        if known is None:
            known = self._services[unit.name] = Service(unit)
        known.unit = unit
        return known

    def _take(self) -> None:
        connection, _ = self._listener.accept()
        connection.settimeout(5)
        try:
            line = connection.makefile("rb").readline()
            request = json.loads(line)
        except (OSError, ValueError):
            connection.close()
            return

        def reply(answer: Answer) -> None:
            with connection, suppress(OSError):
                connection.sendall(json.dumps(answer).encode() + b"\n")

        self._answer(request["verb"], request.get("unit", ""), reply)

    def _answer(self, verb: str, name: str, reply: Reply) -> None:
        if verb == "list":
            reply({"units": [_document(self._services[key]) for key in sorted(self._services)]})
            return
        service = self._service(name)
        if service is None:
            reply({"missing": True})
        elif verb == "show":
            reply(_document(service))
        elif verb == "start":
            service.start(lambda well: reply({"well": well}))
        elif verb == "stop":
            service.stop(lambda well: reply({"well": well}))
        elif verb == "restart":
            service.stop(lambda _: service.start(lambda well: reply({"well": well})))
        elif verb == "reload":
            reply({"well": service.reload()})
        else:
            reply({"well": False})


def _document(service: Service) -> Answer:
    return {
        "Id": service.unit.name,
        "Names": service.unit.name,
        "Type": service.unit.kind,
        "Description": service.unit.description,
        "LoadState": "loaded",
        "ActiveState": service.state,
        "SubState": service.sub_state,
        "MainPID": str(service.main_pid),
        "Result": service.result,
        "ExecMainStatus": str(max(service.exit_code, -service.exit_code)),
        "NRestarts": str(service.restarts),
        "Restart": service.unit.restart,
        "FragmentPath": str(service.unit.path),
        "Since": service.since,
    }


def _kill_everything() -> None:
    """SIGTERM, a moment, SIGKILL for every process but PID 1; then wait until all have gone."""
    for number, grace in ((signal.SIGTERM, _KILL_GRACE_SECONDS), (signal.SIGKILL, _KILL_GRACE_SECONDS)):
        with suppress(ProcessLookupError):
            os.kill(-1, number)
        end = time.monotonic() + grace
        while time.monotonic() < end:
            try:
                if os.waitpid(-1, os.WNOHANG) == (0, 0):
                    select.select([], [], [], 0.005)
            except ChildProcessError:
                break


def main(program: str, arguments: list[str]) -> int:
    """Be PID 1."""
    kernel.set_process_name(program)
    kernel.set_command_line("/sbin/init")
    Init().run()
    return len(arguments)

"""One service under the small init: its processes, its state, and who waits for a change."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from clprun.lab.inside.unitfile import ServiceUnit

__all__ = ["Service", "spawn"]

_RESTART_SECONDS: Final = 0.1
_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

Waiter = Callable[[bool], None]
"""Told once when a start or stop is over: whether it went well."""


class Service:
    """A service and its main process.

    Args:
        unit: as its file describes it.
    """

    def __init__(self, unit: ServiceUnit) -> None:
        self.unit = unit
        self.state = "inactive"
        self.result = "success"
        self.main_pid = 0
        self.exit_code = 0
        self.since = time.time()
        self.restarts = 0
        self.deadline: float | None = None
        self._control_pid = 0
        self._pending: list[Sequence[str]] = []
        self._waiters: list[Waiter] = []
        self._stopping = False

    @property
    def sub_state(self) -> str:
        """The finer word beside the state, as ``systemctl show -p SubState`` gives it."""
        words = {"inactive": "dead", "activating": "start", "deactivating": "stop-sigterm", "failed": "failed"}
        return words.get(self.state) or ("running" if self.main_pid else "exited")

    def start(self, waiter: Waiter) -> None:
        """Start it, unless it runs."""
        if self.state == "active":
            waiter(True)
            return
        self._waiters.append(waiter)
        if self.state in {"inactive", "failed"}:
            self._stopping = False
            self._begin()

    def stop(self, waiter: Waiter) -> None:
        """Stop it: its stop commands, then SIGTERM to the main process alone, at last SIGKILL."""
        self._stopping = True
        if self.state in {"inactive", "failed"}:
            self.deadline = None
            waiter(True)
            return
        self._waiters.append(waiter)
        if self.state == "deactivating":
            return
        self._become("deactivating")
        self.deadline = time.monotonic() + self.unit.stop_seconds
        self._pending = list(self.unit.stop)
        if not self._next_control():
            self._terminate()

    def reload(self) -> bool:
        """Run its reload commands; whether it has any."""
        for command in self.unit.reload:
            spawn(self._filled(command), self.unit)
        return bool(self.unit.reload)

    def owns(self, pid: int) -> bool:
        """Whether a process that has ended was one of its own."""
        return pid in {self.main_pid, self._control_pid} - {0}

    def ended(self, pid: int, code: int) -> None:
        """A process of its own has ended."""
        if pid == self._control_pid:
            self._control_pid = 0
            self._control_ended(code)
        else:
            self.main_pid = 0
            self.exit_code = code
            self._main_ended(code)

    def time_is_up(self) -> None:
        """The deadline has passed: a stop turns into a kill, a waiting restart happens."""
        self.deadline = None
        if self.state == "deactivating":
            for pid in {self._control_pid, self.main_pid} - {0}:
                os.kill(pid, signal.SIGKILL)
            self._forget_unowned()
        elif self.state == "activating" and not self.main_pid and not self._control_pid:
            self.restarts += 1
            self._begin()

    def _begin(self) -> None:
        self.result = "success"
        self._become("activating")
        if self.unit.kind in {"oneshot", "forking"}:
            self._pending = list(self.unit.start)
            if not self._next_control():
                self._started()
            return
        if self.unit.start:
            self.main_pid = spawn(self.unit.start[0], self.unit)
        self._started()

    def _started(self) -> None:
        if self.unit.kind == "forking" and self.unit.pid_file:
            self.main_pid = _pid_in(Path(self.unit.pid_file))
        if self.unit.kind == "oneshot" and not self.unit.remain:
            self._settle("inactive", well=True)
        else:
            self._settle("active", well=True)

    def _control_ended(self, code: int) -> None:
        if self.state == "deactivating":
            if not self._next_control():
                self._terminate()
        elif code:
            self.exit_code = code
            self._fail()
        elif not self._next_control():
            self._started()

    def _main_ended(self, code: int) -> None:
        if self.state == "deactivating":
            self._settle("inactive", well=True)
        elif not self._stopping and self._wants_restart(code):
            self._become("activating")
            self.deadline = time.monotonic() + _RESTART_SECONDS
        elif code:
            self._fail()
        else:
            self._settle("inactive", well=True)

    def _wants_restart(self, code: int) -> bool:
        return self.unit.restart == "always" or (code != 0 and self.unit.restart.startswith("on-"))

    def _terminate(self) -> None:
        if self.main_pid:
            os.kill(self.main_pid, signal.SIGTERM)
        self._forget_unowned()

    def _forget_unowned(self) -> None:
        """Without a process of its own there is nothing to wait for."""
        if not self.main_pid and not self._control_pid:
            self._settle("inactive", well=True)

    def _next_control(self) -> bool:
        if not self._pending:
            return False
        self._control_pid = spawn(self._filled(self._pending.pop(0)), self.unit)
        return True

    def _filled(self, command: Sequence[str]) -> list[str]:
        return [word.replace("$MAINPID", str(self.main_pid)) for word in command]

    def _fail(self) -> None:
        self.result = "exit-code"
        self._settle("failed", well=False)

    def _settle(self, state: str, *, well: bool) -> None:
        self.deadline = None
        self._become(state)
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter(well)

    def _become(self, state: str) -> None:
        self.state = state
        self.since = time.time()


def spawn(command: Sequence[str], unit: ServiceUnit) -> int:
    """Start a command of a service in a session of its own; its output goes to ``/run/log/UNIT.log``."""
    folder = Path("/run/log")
    folder.mkdir(exist_ok=True)
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setsid()
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        output = os.open(folder / f"{unit.name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.closerange(3, 256)
        os.chdir(unit.folder)
        os.execvpe(command[0], list(command), {"PATH": _PATH, "LANG": "C.UTF-8", **unit.environment})
    except OSError as error:
        os.write(2, f"{command[0]}: {error}\n".encode())
    finally:
        os._exit(203)  # EXIT_EXEC (systemd.exec(5))


def _pid_in(file: Path) -> int:
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return 0

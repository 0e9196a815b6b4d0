"""A node's processes as the hub sees them, told apart by their pid namespace, never by pattern."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Process", "node_processes", "signal_node"]


@dataclass(frozen=True)
class Process:
    """One process of a node.

    Args:
        pid: its number in the hub's namespace.
        name: its short name (comm), at most 15 bytes.
        arguments: its command line.
    """

    pid: int
    name: str
    arguments: tuple[str, ...]

    def is_called(self, name: str) -> bool:
        """Whether a person would call it so: by short name, program or whole command line."""
        if not self.arguments:
            return self.name == name
        line = " ".join(self.arguments).strip()
        program = Path(self.arguments[0].replace("\\", "/")).name  # of a Windows program the path is Windows'
        return name in {self.name, program, line} or line.startswith(f"{name} ")


def node_processes(init: int) -> list[Process]:
    """All processes in the pid namespace of a node's PID 1, PID 1 first."""
    namespace = _namespace(init)
    return [] if namespace is None else list(_inside(namespace))


def signal_node(init: int, number: signal.Signals) -> None:
    """Send a signal to every process of a node."""
    for process in node_processes(init):
        _send(process.pid, number)


def _inside(namespace: str) -> Iterator[Process]:
    for entry in sorted((name for name in os.listdir("/proc") if name.isdigit()), key=int):  # noqa: PTH208 -- names only
        pid = int(entry)
        if _namespace(pid) == namespace and (process := _process(pid)) is not None:
            yield process


def _namespace(pid: int) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")  # noqa: PTH115 -- a kernel link, not a path
    except OSError:
        return None


def _process(pid: int) -> Process | None:
    try:
        name = Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return None
    return Process(pid, name, tuple(line.rstrip("\0").split("\0")) if line else ())


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return

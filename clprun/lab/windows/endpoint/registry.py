"""The shells of a node: who owns each, what runs in it, and when nobody wants it any more."""

import time
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Self

from clprun.lab.windows.endpoint.flavour import Flavour
from clprun.lab.windows.endpoint.output import Output
from clprun.lab.windows.endpoint.refusal import UNKNOWN_COMMAND, operations_exceeded, shells_exceeded, unknown_shell
from clprun.lab.windows.endpoint.shellhost import Process, Shell

__all__ = ["Command", "OpenShell", "Shells"]


@dataclass(frozen=True)
class Command:
    """A command of a shell that no Signal has ended yet."""

    process: Process
    output: Output


@dataclass
class OpenShell:
    """A shell and its bookkeeping.

    Args:
        id: in capitals.
        owner: user who created it.
        shell: where its commands run.
        idle: seconds after which it is deleted when nobody uses it.
    """

    id: str
    owner: str
    shell: Shell
    idle: float
    commands: dict[str, Command] = field(default_factory=dict)
    operations: int = 1
    users: int = 0
    used: float = field(default_factory=time.monotonic)
    lock: Lock = field(default_factory=Lock)

    def command(self, identifier: str) -> Command:
        """The command with this id.

        Raises:
            Refusal: there is none (any more).
        """
        try:
            return self.commands[identifier.upper()]
        except KeyError:
            raise UNKNOWN_COMMAND from None

    def __enter__(self) -> Self:
        with self.lock:
            self.users += 1
        return self

    def __exit__(self, *_: object) -> None:
        with self.lock:
            self.users -= 1
        self.used = time.monotonic()

    def close(self) -> None:
        """Kill all that runs in it; who waits for output waits no longer."""
        self.shell.close()
        for command in self.commands.values():
            command.output.abort()
        self.commands.clear()


class Shells:
    """All shells of a node; safe among threads.

    Args:
        flavour: how many there may be.
    """

    def __init__(self, flavour: Flavour) -> None:
        self._flavour = flavour
        self._open: dict[str, OpenShell] = {}
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self._open)

    def make_room(self, owner: str) -> None:
        """Delete what is idle for too long, and see whether ``owner`` may have one more.

        Raises:
            Refusal: MaxShellsPerUser.
        """
        with self._lock:
            now = time.monotonic()
            for shell in list(self._open.values()):
                if not shell.users and now - shell.used > shell.idle:
                    self.delete(shell.id)
            if len(self._owned(owner)) >= self._flavour.shells:
                raise shells_exceeded(self._flavour.shells)

    def add(self, shell: OpenShell) -> None:
        """A shell was created."""
        with self._lock:
            self._open[shell.id] = shell

    def get(self, identifier: str, owner: str) -> OpenShell:
        """The shell with this id.

        Raises:
            Refusal: ``owner`` has none.
        """
        with self._lock:
            found = self._open.get(identifier)
            if found is None or found.owner != owner:
                raise unknown_shell(identifier)
            return found

    def count_operation(self, shell: OpenShell) -> None:
        """One more command in ``shell``.

        Raises:
            Refusal: MaxConcurrentOperationsPerUser.
        """
        with self._lock:
            if sum(each.operations for each in self._owned(shell.owner)) >= self._flavour.operations:
                raise operations_exceeded(self._flavour.operations)
            shell.operations += 1

    def delete(self, identifier: str) -> None:
        """Close a shell; one that is not there is closed already."""
        with self._lock:
            found = self._open.pop(identifier, None)
        if found is not None:
            found.close()

    def delete_all(self) -> None:
        """Close them all, as a reboot does."""
        for identifier in list(self._open):
            self.delete(identifier)

    def _owned(self, owner: str) -> list[OpenShell]:
        return [shell for shell in self._open.values() if shell.owner == owner]

"""What runs the commands behind the endpoint: the contract between it and its shells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from clprun.lab.windows.endpoint.output import Output

__all__ = ["CannotStart", "Process", "Shell", "ShellGone", "ShellHost", "ShellSettings"]


@dataclass(frozen=True)
class ShellSettings:
    """What a client wants of a new shell.

    Args:
        code_page: of its console; 437 where the client doesn't say, as on Windows.
        environment: variables besides the machine's.
        folder: working directory, or nothing for the user's own.
    """

    code_page: int = 437
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


class CannotStart(Exception):
    """CreateProcess has failed; carries the Win32 error."""

    def __init__(self, error: int) -> None:
        super().__init__(error)
        self.error = error


class ShellGone(Exception):
    """The shell has ended by itself."""


class Process(Protocol):
    """A command that has been started."""

    def write(self, data: bytes, *, end: bool) -> None:
        """Give it ``data`` on its standard input; ``end`` closes that."""

    def interrupt(self) -> None:
        """Send it Ctrl+C."""

    def terminate(self) -> None:
        """Kill it and all it has started."""


class Shell(Protocol):
    """A shell: a console, an environment and a folder that commands are run in one after the other."""

    def start(self, line: str, output: Output) -> Process:
        """Start a command.

        Args:
            line: for CreateProcess, as it is.
            output: gets what the command prints, and its exit code at the end.

        Raises:
            CannotStart: there is no such program.
            ShellGone: the shell has ended by itself.
        """

    def close(self) -> None:
        """Kill what still runs, and end."""


class ShellHost(Protocol):
    """Where shells come from."""

    def open(self, settings: ShellSettings) -> Shell:
        """A new shell.

        Raises:
            CannotStart: the folder is none, or there is no shell to be had.
        """

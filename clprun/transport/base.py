"""What every transport offers: run a script on a node and give back what it left."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from clprun.model.question import Raw

__all__ = ["Connection", "Dial", "Dialler", "Meter"]

Dial = Callable[[str, int], socket.socket]
"""Opens a TCP connection to address and port; the lab passes sockets from its own network."""


@dataclass
class Meter:
    """What a connection has cost so far.

    Args:
        round_trips: requests answered; over WinRM the HTTP requests, those of the login among them.
        bytes_sent: bytes of scripts and data.
        bytes_received: bytes of answers.
        seconds: time spent waiting for the node.
    """

    round_trips: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    seconds: float = 0.0


class Connection(Protocol):
    """One node, reached. Not safe for use by several threads at once."""

    @property
    def meter(self) -> Meter:
        """What it has cost so far."""

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        """Run a script in the node's shell (``sh`` on Linux, ``cmd`` on Windows) as root / Administrator.

        Args:
            script: POSIX shell text (Linux) or one command line (Windows).
            deadline: seconds until the request is given up.
            data: bytes the script finds on its standard input; empty = end of file at once.

        Raises:
            LinkLost: the link went away, or the deadline passed; whether the script ran is unknown.
            NodeUnreachable: no link could be made.
            StepFailed: the script printed more than 64 MiB on a stream.
        """

    def close(self) -> None:
        """Give the connection back; never raises."""


@runtime_checkable
class Dialler(Protocol):
    """A connection that makes further TCP connections the way its node is reached: directly or by a jump host."""

    def dial(self, host: str, port: int) -> socket.socket:
        """Open a TCP connection.

        Args:
            host: name or IP address, as seen from where the node is reached.
            port: TCP port.

        Raises:
            OSError: there is no connection to be had.
            NodeUnreachable: the jump host on the way can't be reached.
        """

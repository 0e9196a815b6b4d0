"""A kept shell: one ``sh`` on a node that answers script after script, one round trip each."""

import contextlib
import time
from typing import Protocol

from clprun.model.question import Raw
from clprun.transport.framing import MAX_OUTPUT, PREAMBLE, Answer, OutputTooLong, Request, Stream

__all__ = ["Duplex", "KeptShell", "OutputTooLong", "ShellEnded"]

_LAST_WORDS = 2048
"""Bytes kept of what a shell said before it ended without an answer."""


class Duplex(Protocol):
    """The byte streams of a running shell."""

    @property
    def terminal(self) -> bool:
        """Whether it sits on a terminal: one output stream, and the descriptor ``framing.ASIDE`` is open."""

    def send(self, data: bytes, give_up: float) -> None:
        """Write all of ``data``.

        Args:
            data: shell input.
            give_up: monotonic time after which ``TimeoutError`` is raised.

        Raises:
            TimeoutError: not all could be written in time.
            EOFError: the shell or the link is gone.
        """

    def receive(self, give_up: float) -> tuple[Stream, bytes]:
        """Wait for the next piece of either stream.

        Raises:
            TimeoutError: nothing came until ``give_up`` (monotonic time).
            EOFError: nothing will come any more.
        """

    def close(self) -> None:
        """Let go of it; never raises."""


class ShellEnded(Exception):
    """The shell or the link to it went away.

    Args:
        last_words: untrusted end of what it said instead of taking a script up, such as why an account is closed.
    """

    def __init__(self, last_words: bytes = b"") -> None:
        super().__init__()
        self.last_words = last_words


class KeptShell:
    """A shell that runs requests one after the other.

    After any exception it is of no more use: the place in its streams is lost.

    Args:
        duplex: the streams of a shell that has just been started.
        start_up: seconds until it takes the first request up, since start-up files of the login may run before.
    """

    def __init__(self, duplex: Duplex, start_up: float = 0) -> None:
        self._duplex = duplex
        self._start_up = start_up
        self._preamble = PREAMBLE.encode()
        self.bytes_sent = 0
        self.bytes_received = 0

    def run(self, script: str, *, deadline: float, data: bytes = b"", limit: int = MAX_OUTPUT) -> Raw:
        """Run a script in a subshell and wait for its answer.

        Args:
            script: POSIX shell text.
            deadline: seconds until the request is given up.
            data: bytes of the script's standard input.
            limit: bytes one output stream may hold.

        Raises:
            TimeoutError: the deadline passed.
            ShellEnded: the shell or the link went away.
            OutputTooLong: a stream passed the limit.
        """
        give_up = time.monotonic() + deadline + self._start_up
        request = Request(script, data, terminal=self._duplex.terminal)
        message = self._preamble + request.encode()
        self._preamble = b""
        answer = Answer(request, limit)
        last_words = bytearray()
        try:
            with contextlib.suppress(EOFError):  # what it said before it ended is still to be read
                self._duplex.send(message, give_up)
            self.bytes_sent += len(message)
            while (raw := answer.raw()) is None:
                stream, piece = self._duplex.receive(give_up)
                self.bytes_received += len(piece)
                last_words += piece
                del last_words[:-_LAST_WORDS]
                answer.feed(stream, piece)
                if self._start_up and answer.begun:
                    self._start_up, give_up = 0, time.monotonic() + deadline
        except EOFError:
            raise ShellEnded(b"" if answer.begun else bytes(last_words)) from None
        return raw

    def close(self) -> None:
        """End the shell; never raises."""
        self._duplex.close()

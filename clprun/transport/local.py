"""The controller itself as a connection: a kept shell in a child process. POSIX only."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence

from clprun.errors import NodeUnreachable, Problem
from clprun.transport.connection import ShellConnection
from clprun.transport.framing import Stream
from clprun.transport.shell import KeptShell

__all__ = ["LocalConnection", "ProcessDuplex"]

_PIECE = 1 << 16


class ProcessDuplex:
    """The pipes of a shell that runs as a child process.

    Args:
        argv: the shell and its arguments.
    """

    terminal = False

    def __init__(self, argv: Sequence[str] = ("sh",)) -> None:
        self._process = subprocess.Popen(
            list(argv), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        self._selector = selectors.DefaultSelector()
        for pipe, stream in ((self._process.stdout, Stream.OUT), (self._process.stderr, Stream.ERR)):
            if pipe is not None:
                self._selector.register(pipe, selectors.EVENT_READ, stream)

    def send(self, data: bytes, give_up: float) -> None:
        """See :class:`~clprun.transport.shell.Duplex`."""
        pipe = self._process.stdin
        if pipe is None:
            raise EOFError
        os.set_blocking(pipe.fileno(), False)
        rest = memoryview(data)
        with selectors.DefaultSelector() as writable:
            writable.register(pipe, selectors.EVENT_WRITE)
            while rest:
                if not writable.select(max(0.0, give_up - time.monotonic())):
                    raise TimeoutError
                try:
                    rest = rest[os.write(pipe.fileno(), rest[:_PIECE]) :]
                except BlockingIOError:
                    continue
                except OSError:
                    raise EOFError from None

    def receive(self, give_up: float) -> tuple[Stream, bytes]:
        """See :class:`~clprun.transport.shell.Duplex`."""
        while self._selector.get_map():
            ready = self._selector.select(max(0.0, give_up - time.monotonic()))
            if not ready:
                raise TimeoutError
            key = ready[0][0]
            piece = os.read(key.fd, _PIECE)
            if piece:
                return key.data, piece
            self._selector.unregister(key.fileobj)
        raise EOFError

    def close(self) -> None:
        """End the shell with all it left in its process group, and wait for it."""
        self._selector.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        self._process.wait()


class LocalConnection(ShellConnection):
    """Runs scripts on the controller, as the user who runs it.

    Args:
        name: the name problems are reported under.
        argv: the shell and its arguments.
    """

    def __init__(self, name: str = "localhost", argv: Sequence[str] = ("sh",)) -> None:
        super().__init__(name)
        self._argv = argv

    def _open(self) -> KeptShell:
        try:
            return KeptShell(ProcessDuplex(self._argv))
        except OSError as error:
            raise NodeUnreachable(Problem("node.no_shell", {"reason": str(error)}, node=self.name)) from None

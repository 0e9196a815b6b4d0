"""Shells with Windows' own parser and tools: one ``winrshost.exe`` under Wine for each."""

import secrets
import socket
import struct
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Final

from clprun.lab.windows.endpoint.output import Output, StreamName
from clprun.lab.windows.endpoint.shellhost import CannotStart, ShellGone, ShellSettings

__all__ = ["WineShells"]

_HEADER: Final = struct.Struct("<cII")
_NUMBER: Final = struct.Struct("<I")
_STREAMS: Final[dict[bytes, StreamName]] = {b"o": "stdout", b"e": "stderr"}
_PATIENCE: Final = 60.0
"""Seconds that Wine may take to start a shell or a command on a busy machine."""

_NO_SHELL: Final = 1450
"""ERROR_NO_SYSTEM_RESOURCES: what a shell that does not come up is answered with."""
_GONE: Final = -1
"""No Win32 error: ``winrshost.exe`` has ended."""


@dataclass(frozen=True)
class WineShells:
    """A ShellHost under Wine.

    Args:
        wine: the command line that starts a Windows program in the node's prefix, without the program. The prefix
            must have been booted: what starts Wine first keeps its streams (reference/lab-windows.md 1.6).
        program: path of ``winrshost.exe``, as Wine sees it.
    """

    wine: Sequence[str]
    program: str = r"C:\lab\winrshost.exe"

    def open(self, settings: ShellSettings) -> "_Shell":
        """A new shell.

        Raises:
            CannotStart: no such folder or code page, or Wine does not come up.
        """
        try:
            shell = _Shell(self._connect())
        except (OSError, subprocess.TimeoutExpired):
            raise CannotStart(_NO_SHELL) from None
        shell.set_up(settings)
        return shell

    def _connect(self) -> socket.socket:
        """The connection that a new ``winrshost.exe`` makes to us; the token says that it is the one."""
        token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(_PATIENCE)
            words = [*self.wine, self.program, str(listener.getsockname()[1]), token]
            # It starts itself again with a console, so this ends at once.
            subprocess.run(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
            connection, _ = listener.accept()
        connection.settimeout(_PATIENCE)
        if _exactly(connection, len(token)) != token.encode():
            connection.close()
            raise ConnectionError("another program has connected")
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


class _Shell:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = Lock()
        self._answers: dict[int, SimpleQueue[int]] = {0: SimpleQueue()}
        self._outputs: dict[int, Output] = {}
        self._last = 0
        self._gone = False
        Thread(target=self._listen, daemon=True).start()

    def set_up(self, settings: ShellSettings) -> None:
        self.tell(b"p", 0, _NUMBER.pack(settings.code_page))
        for name, value in settings.environment.items():
            self.tell(b"v", 0, f"{name}={value}".encode("utf-16-le"))
        self.tell(b"d", 0, settings.folder.encode("utf-16-le"))
        try:
            self._wait_for(0)
        except CannotStart:
            self.close()
            raise
        except ShellGone:
            raise CannotStart(_NO_SHELL) from None

    def start(self, line: str, output: Output) -> "_Process":
        with self._sending:
            self._last += 1
            number = self._last
        self._answers[number] = SimpleQueue()
        self._outputs[number] = output
        self.tell(b"s", number, line.encode("utf-16-le"))
        self._wait_for(number)
        return _Process(self, number)

    def close(self) -> None:
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def tell(self, kind: bytes, number: int, payload: bytes = b"") -> None:
        """Send a frame; a shell that is gone does not hear it, and who waits for it is told."""
        with self._sending, suppress(OSError):
            self._connection.sendall(_HEADER.pack(kind, number, len(payload)) + payload)

    def _wait_for(self, number: int) -> None:
        try:
            error = _GONE if self._gone else self._answers[number].get(timeout=_PATIENCE)
        except Empty:
            error = _NO_SHELL
        del self._answers[number]
        if error:
            self._outputs.pop(number, None)
            raise ShellGone if error == _GONE else CannotStart(error)

    def _listen(self) -> None:
        with self._connection, suppress(OSError):
            while True:
                kind, number, size = _HEADER.unpack(_exactly(self._connection, _HEADER.size))
                self._take(kind, number, _exactly(self._connection, size))
        self._gone = True
        for answer in list(self._answers.values()):
            answer.put(_GONE)
        for output in list(self._outputs.values()):
            output.abort()

    def _take(self, kind: bytes, number: int, payload: bytes) -> None:
        if kind in {b"r", b"a"}:
            self._answers[number].put(*_NUMBER.unpack(payload))
        elif kind == b"x":
            self._outputs.pop(number).finish(*_NUMBER.unpack(payload))
        else:
            self._outputs[number].write(_STREAMS[kind], payload)


@dataclass(frozen=True)
class _Process:
    shell: _Shell
    number: int

    def write(self, data: bytes, *, end: bool) -> None:
        if data:
            self.shell.tell(b"i", self.number, data)
        if end:
            self.shell.tell(b"i", self.number)

    def interrupt(self) -> None:
        self.shell.tell(b"c", self.number)

    def terminate(self) -> None:
        self.shell.tell(b"t", self.number)


def _exactly(connection: socket.socket, size: int) -> bytes:
    got = bytearray()
    while len(got) < size:
        part = connection.recv(min(size - len(got), 1 << 16))
        if not part:
            raise ConnectionError("connection ended")
        got += part
    return bytes(got)

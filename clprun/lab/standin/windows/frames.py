"""The line between a program on the Windows side and the daemon: frames of a kind and bytes. Not Windows.

The other end is clprun/lab/windows/native/lab.c.
"""

import contextlib
import select
import socket
import struct
import threading
from dataclasses import dataclass

__all__ = ["ERROR", "EXIT", "GO", "INPUT", "LOCAL", "OUT", "READ", "RUN", "SERVICE", "STOP", "Gone", "Hello", "Line"]

RUN, LOCAL, SERVICE = b"H", b"L", b"S"
INPUT, STOP = b"i", b"t"
OUT, ERROR, READ, GO = b"o", b"e", b"r", b"g"
EXIT = b"x"
HEAD = struct.Struct("<cI")
LONGEST = 1 << 24
"""Bytes of one frame at most."""


class Gone(Exception):
    """The program at the other end has ended or was killed."""


@dataclass(frozen=True)
class Hello:
    """Who called.

    Args:
        name: the program's file name, lower case, without ``.exe``; of a service its key.
        command_line: as the program got it, raw.
        cwd: its folder, a Windows path.
        code_page: its console's output code page, for example 65001; 0 = it has no console.
        process: its Windows process id.
        environment: its environment; names in capitals.
    """

    name: str
    command_line: str = ""
    cwd: str = "C:\\"
    code_page: int = 65001
    process: int = 0
    environment: dict[str, str] | None = None

    @classmethod
    def parse(cls, payload: bytes) -> "Hello":
        """The hello in a frame; raises ValueError for an ill-formed one."""
        name, line, cwd, page, process, *rest = payload.decode("utf-16-le", "surrogatepass").rstrip("\0").split("\0")
        pairs = (each.partition("=") for each in rest if each[:1] != "=")
        return cls(name, line, cwd, int(page), int(process), {key.upper(): value for key, _, value in pairs})


class Line:
    """One connection to a program on the Windows side.

    Args:
        link: the connected socket; closed by :meth:`close`.
    """

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self.sending = threading.Lock()

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        """Send one frame; raises :class:`Gone`."""
        try:
            with self.sending:
                self.link.sendall(HEAD.pack(kind, len(payload)) + payload)
        except OSError as error:
            raise Gone from error

    def receive(self) -> tuple[bytes, bytes]:
        """The next frame's kind and bytes; raises :class:`Gone`."""
        kind, size = HEAD.unpack(self._exactly(HEAD.size))
        if size > LONGEST:
            raise Gone
        return kind, self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            try:
                part = self.link.recv(min(size - len(parts), 1 << 16))
            except OSError as error:
                raise Gone from error
            if not part:
                raise Gone
            parts += part
        return bytes(parts)

    def alive(self) -> bool:
        """Whether the program at the other end is still there."""
        try:
            ready, _, _ = select.select([self.link], [], [], 0)
            return not ready or bool(self.link.recv(1, socket.MSG_PEEK))
        except (OSError, ValueError):
            return False

    def wait_for_end(self) -> None:
        """Return when the program at the other end has gone; whatever it says until then is passed over."""
        try:
            while True:
                self.receive()
        except Gone:
            return

    def exit(self, code: int) -> None:
        """Let the program end with ``code``, 32 bits, signed or not."""
        self.send(EXIT, (code & 0xFFFFFFFF).to_bytes(4, "little"))

    def close(self) -> None:
        """End the connection, also under a thread that waits in it."""
        with contextlib.suppress(OSError):
            self.link.shutdown(socket.SHUT_RDWR)
        self.link.close()

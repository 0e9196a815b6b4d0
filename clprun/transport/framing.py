"""How a script travels to a kept shell and how its answer is cut out of what the shell prints; pure.

The shell reads commands from its standard input. A request is one compound command: the script runs in a subshell, and
random markers, new for every request, stand before and after its output. A script can't print a marker it does not
know, so untrusted output can't pretend to be the end of an answer.

On a plain channel both streams are framed on their own. On a terminal they share one stream: standard error goes aside,
to an unlinked file that the shell holds open (see :mod:`clprun.transport.become`), and follows standard output. The
file is opened anew through ``/dev/fd`` to be emptied before each script and read after it.
"""

import base64
import secrets
import shlex
from dataclasses import dataclass, field
from enum import Enum

from clprun.model.question import Raw

__all__ = ["ASIDE", "MAX_OUTPUT", "PREAMBLE", "Answer", "OutputTooLong", "Request", "Stream"]

MAX_OUTPUT = 64 * 1024 * 1024
"""Bytes one stream of one answer may hold."""

PREAMBLE = (
    "unset CDPATH ENV BASH_ENV LANGUAGE TMOUT; cd /; LC_ALL=C; "
    'PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"; export LC_ALL PATH\n'
)
"""Sent once before the first request: a locale whose messages are known, and the folders of system programs."""

ASIDE = 5
"""Descriptor of the file that takes standard error on a terminal, open for appending."""

_INLINE = 2048
"""Bytes of data that stand in the request itself: a here-document, as for more, is a file for a moment in bash before
5.1, and data this short may be a secret. ``printf`` is the shell's own, so no command line holds it.
"""

_CODE_DIGITS = 3


class Stream(Enum):
    """The two output streams of a shell."""

    OUT = "out"
    ERR = "err"


class OutputTooLong(Exception):
    """A script printed more than :data:`MAX_OUTPUT`."""


@dataclass(frozen=True)
class Request:
    """One script with the data for its standard input.

    Args:
        script: POSIX shell text without NUL.
        data: bytes of its standard input, on no disk where they are few; none = ``/dev/null``.
        terminal: whether the shell sits on a terminal, so that both streams share one.
        token: random part of the markers.
    """

    script: str
    data: bytes = b""
    terminal: bool = False
    token: str = field(default_factory=lambda: secrets.token_hex(16))

    def encode(self) -> bytes:
        """The request as shell input.

        Raises:
            ValueError: the script holds a NUL, which no shell can take.
        """
        if "\0" in self.script:
            raise ValueError("a script can't hold a NUL byte")
        # The leading line end keeps a script that starts with "-" from being read as an option of eval.
        subshell = f"( eval {shlex.quote(chr(10) + self.script)} )"
        if self.terminal:
            subshell = f"{subshell} 2>&{ASIDE} {ASIDE}>&-"
        if 0 < len(self.data) <= _INLINE:
            command = f"printf %s {base64.b64encode(self.data).decode()} | base64 -d 2>/dev/null | {subshell}\n"
        elif self.data:
            here = f"D{self.token}"
            body = base64.encodebytes(self.data).decode()
            command = f"base64 -d <<'{here}' 2>/dev/null | {subshell}\n{body}{here}\n"
        else:
            command = f"{subshell} </dev/null\n"
        return f"{self._opening()}{command}{self._closing()}".encode("utf-8", "surrogateescape")

    def _opening(self) -> str:
        begin = f"printf 'B{self.token}\\n'"
        return f": >/dev/fd/{ASIDE}; {begin}\n" if self.terminal else f"{begin}; {begin} >&2\n"

    def _closing(self) -> str:
        code = f"printf 'E{self.token}%0{_CODE_DIGITS}d\\n' \"$?\""
        end = f"printf 'E{self.token}\\n'"
        return f"{code}; cat /dev/fd/{ASIDE}; {end}\n" if self.terminal else f"{code}; {end} >&2\n"


class Answer:
    """Collects the pieces of both streams until the answer to a request is whole.

    Args:
        request: what was sent.
        limit: bytes one stream may hold.
    """

    def __init__(self, request: Request, limit: int = MAX_OUTPUT) -> None:
        begin, end = f"B{request.token}\n".encode(), f"E{request.token}".encode()
        self._out = _Section(begin, end, _CODE_DIGITS + 1, limit)
        self._err = _Section(b"" if request.terminal else begin, end, 1, limit)
        self._terminal = request.terminal

    def feed(self, stream: Stream, piece: bytes) -> None:
        """Take a piece of a stream, cut anywhere.

        Raises:
            OutputTooLong: a stream passed the limit.
        """
        if self._terminal:
            self._err.feed(self._out.feed(piece))
        else:
            (self._out if stream is Stream.OUT else self._err).feed(piece)

    @property
    def begun(self) -> bool:
        """Whether the shell has taken the request up: what it printed before was its own."""
        return self._out.begun

    def raw(self) -> Raw | None:
        """The whole answer, or ``None`` while a part is missing."""
        if self._out.content is None or self._err.content is None:
            return None
        return Raw(int(self._out.trailer[:_CODE_DIGITS]), self._out.content, self._err.content)


class _Section:
    """The bytes of a stream between two markers; a trailer of fixed length follows the second."""

    def __init__(self, begin: bytes, end: bytes, trailer_length: int, limit: int) -> None:
        self._begin, self._end, self._trailer_length, self._limit = begin, end, trailer_length, limit
        self._buffer = bytearray()
        self.begun = not begin
        self._scanned = 0
        self.content: bytes | None = None
        self.trailer = b""

    def feed(self, piece: bytes) -> bytes:
        """Take a piece; give back what lies beyond the end."""
        if self.content is not None:
            return piece
        self._buffer += piece
        if not self.begun and not self._find_begin():
            return b""
        at = self._buffer.find(self._end, self._scanned)
        stop = at + len(self._end) + self._trailer_length
        if at >= 0 and len(self._buffer) >= stop:
            return self._finish(at, stop)
        self._scanned = at if at >= 0 else max(0, len(self._buffer) - len(self._end) + 1)
        if self._scanned > self._limit:
            raise OutputTooLong
        return b""

    def _find_begin(self) -> bool:
        at = self._buffer.find(self._begin)
        self.begun = at >= 0
        # What stands before belongs to nobody: a greeting of the login, or late output of an earlier script.
        del self._buffer[: at + len(self._begin) if self.begun else max(0, len(self._buffer) - len(self._begin) + 1)]
        return self.begun

    def _finish(self, at: int, stop: int) -> bytes:
        self.content = bytes(self._buffer[:at])
        self.trailer = bytes(self._buffer[at + len(self._end) : stop])
        rest = bytes(self._buffer[stop:])
        self._buffer.clear()
        if len(self.content) > self._limit:
            raise OutputTooLong
        return rest

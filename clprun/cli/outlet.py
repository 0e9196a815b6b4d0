"""A stream of the process that never fails whoever writes to it: when its reader goes away, it falls silent."""

import os
from contextlib import suppress
from typing import Any, TextIO

__all__ = ["Outlet", "silence"]


class Outlet:
    """Stands before standard output or standard error; a run goes on whether or not somebody listens.

    Args:
        stream: what it stands before.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_lost = False

    def write(self, text: str) -> int:
        """Write a text, or lose it."""
        try:
            return self._stream.write(text)
        except OSError:
            self._lose()
            return len(text)

    def flush(self) -> None:
        """Flush what was written, or lose it."""
        try:
            self._stream.flush()
        except OSError:
            self._lose()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (all else is the stream's own)
        return getattr(self._stream, name)

    def _lose(self) -> None:
        """A closed pipe, a terminal that is gone, or a full disk behind the stream."""
        self.is_lost = True
        silence(self._stream)


def silence(stream: TextIO) -> None:
    """Lead a stream to nowhere, so that nothing fails on it any more; not even the interpreter's own end."""
    with suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)

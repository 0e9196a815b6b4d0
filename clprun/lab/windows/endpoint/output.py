"""What a command has printed and nobody has fetched yet."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition
from typing import Final, Literal

__all__ = ["Output", "Piece", "StreamName"]

StreamName = Literal["stdout", "stderr"]

_DWORD: Final = 0xFFFFFFFF


@dataclass(frozen=True)
class Piece:
    """What one Receive gets.

    Args:
        parts: stream names and bytes, in the order they were printed.
        exit_code: 32 bits, unsigned, once the command has ended and nothing is left.
    """

    parts: tuple[tuple[StreamName, bytes], ...]
    exit_code: int | None


@dataclass
class Output:
    """Filled by the command's side, emptied by the client's; safe among threads."""

    _waiting: deque[tuple[StreamName, bytes]] = field(default_factory=deque)
    _exit_code: int | None = None
    _aborted: bool = False
    _changed: Condition = field(default_factory=Condition)

    def write(self, stream: StreamName, data: bytes) -> None:
        """The command has printed ``data``."""
        with self._changed:
            self._waiting.append((stream, data))
            self._changed.notify_all()

    def finish(self, exit_code: int) -> None:
        """The command has ended; said once more, it is not heard."""
        with self._changed:
            if self._exit_code is None:
                self._exit_code = exit_code & _DWORD
            self._changed.notify_all()

    def abort(self) -> None:
        """Nobody shall wait any longer."""
        with self._changed:
            self._aborted = True
            self._changed.notify_all()

    def take(self, most: int, timeout: float, is_gone: Callable[[], bool] = lambda: False) -> Piece | None:
        """Wait for something to tell.

        Args:
            most: bytes.
            timeout: seconds.
            is_gone: tells whether the client has gone meanwhile; what it would have got is for its next Receive.

        Returns:
            It, or None where there was nothing in time.

        Raises:
            InterruptedError: the command was terminated.
        """
        with self._changed:
            self._changed.wait_for(self._has_news, timeout)
            if self._aborted:
                raise InterruptedError
            if not self._has_news() or is_gone():
                return None
            parts = tuple(self._cut(most))
            return Piece(parts, None if self._waiting else self._exit_code)

    def put_back(self, piece: Piece) -> None:
        """Undo a ``take`` whose reply did not arrive: the same Receive gets the same again (pypsrp, wsman.py)."""
        with self._changed:
            self._waiting.extendleft(reversed(piece.parts))
            self._changed.notify_all()

    def _has_news(self) -> bool:
        return self._aborted or bool(self._waiting) or self._exit_code is not None

    def _cut(self, most: int) -> list[tuple[StreamName, bytes]]:
        parts: list[tuple[StreamName, bytes]] = []
        while self._waiting and most > 0:
            stream, data = self._waiting.popleft()
            parts.append((stream, data[:most]))
            if data[most:]:
                self._waiting.appendleft((stream, data[most:]))
            most -= len(data)
        return parts

"""Signals that end a command become an exception in the main thread, so that everything is left in good order."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from clprun.errors import Interrupted, Problem

__all__ = ["Interruptions"]

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""SIGHUP does not exist on Windows."""


class Interruptions:
    """INT, TERM and HUP, raised as :class:`Interrupted` in the main thread: at once, or once they are let go.

    Attributes:
        last: what was raised last; whoever sees another failure in its place knows why.
    """

    def __init__(self) -> None:
        self.last: Interrupted | None = None
        self._holds = 0
        self._noted: int | None = None

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Raise them within; one that was ignored before stays ignored."""
        if not _in_main_thread():
            yield
            return
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        before = {number: signal.getsignal(number) for number in numbers}
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, self._come)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def held_back(self, over: bool) -> Iterator[None]:
        """Hold them back within, for what must be done whole; one that came meanwhile is raised at the end.

        Args:
            over: what is done is the last of a run. Else one that was raised before must have been lost on its way,
                to a library that swallowed it, and is raised again.
        """
        if not _in_main_thread():
            yield
            return
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            self._raise()
            if self.last is not None and not over and not self._holds:
                raise self.last

    def _come(self, number: int, frame: FrameType | None) -> None:
        del frame
        self._noted = number
        self._raise()

    def _raise(self) -> None:
        if self._holds or self._noted is None:
            return
        number, self._noted = self._noted, None
        problem = Problem("commands.interrupted", {"signal": signal.Signals(number).name})
        self.last = Interrupted(problem, signal_number=number)
        raise self.last


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()

"""Signals that end a command become an exception in the main thread, so that everything is left in good order."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from clprun.errors import Interrupted, Problem

__all__ = ["interruptions"]

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""SIGHUP does not exist on Windows."""


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    name = signal.Signals(number).name
    raise Interrupted(Problem("commands.interrupted", {"signal": name}), signal_number=number)


@contextmanager
def interruptions() -> Iterator[None]:
    """Raise :class:`Interrupted` in the main thread on INT, TERM and HUP; one that was ignored before stays ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

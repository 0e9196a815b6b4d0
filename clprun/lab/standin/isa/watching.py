"""A monitor command at work: checks, retries, pauses, and the end when the server is judged dead. Not the product.

ISA chapter 2: a check every interval, the first one an interval after the start (its screenshot in chapter 3 shows
message 2 a minute after message 1); a failed check is repeated ``retries`` times, then the command ends by itself.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .dialogues import Trouble
from .table import PAUSED, STOPPED, WATCHING, Entry

__all__ = ["Watching"]

TICK = 0.1
STARTED, BEGINS, ENDS, GIVES_UP, PAUSES, RESUMES = 1, 2, 3, 6, 7, 8
"""Ids of the messages."""


class Check(threading.Thread):
    """One check, beside the loop: a server that hangs must not keep a stop waiting.

    Args:
        ask: raises Trouble when the server is not in order.
    """

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._ask = ask
        self.trouble: Trouble | None = None

    def run(self) -> None:
        """Ask once."""
        try:
            self._ask()
        except Trouble as trouble:
            self.trouble = trouble


@dataclass
class Watching:
    """Watches until it is stopped or gives up.

    Args:
        entry: the identifier's; deleted from outside, it leaves this monitor without control (ERRATA G4-29).
        ask: one check; raises Trouble.
        tell: writes the message of an id, with its detail.
        interval: seconds between two checks.
        retries: how often a failed check is repeated.
    """

    entry: Entry
    ask: Callable[[], None]
    tell: Callable[[int, str], object]
    interval: float
    retries: int
    _state: str = field(default=WATCHING, init=False)
    _failures: int = field(default=0, init=False)
    _begun: bool = field(default=False, init=False)

    def run(self) -> bool:
        """Watch; true after an orderly stop, false when the server was given up."""
        self.tell(STARTED, "")
        due = time.monotonic() + self.interval
        check: Check | None = None
        while True:
            wanted = self.entry.wanted if self.entry.mine else self._state
            if wanted == STOPPED:
                self.tell(ENDS, "")
                self.entry.remove()
                return True
            if wanted in {WATCHING, PAUSED} - {self._state}:
                self._become(wanted)
                check, due = None, time.monotonic() + self.interval
            elif check is not None and not check.is_alive():
                if self._given_up(check.trouble):
                    return False
                check, due = None, time.monotonic() + self.interval
            elif check is None and self._state == WATCHING and time.monotonic() >= due:
                check = self._begin_check()
            time.sleep(TICK)

    def _become(self, state: str) -> None:
        self.tell(PAUSES if state == PAUSED else RESUMES, "")
        self._state = state
        self._failures = 0
        self.entry.tell(state)

    def _begin_check(self) -> Check:
        if not self._begun:
            self.tell(BEGINS, "")
            self._begun = True
        check = Check(self.ask)
        check.start()
        return check

    def _given_up(self, trouble: Trouble | None) -> bool:
        if trouble is None:
            self._failures = 0
            return False
        self._failures += 1
        self.tell(trouble.event, str(trouble.detail))
        if self._failures <= self.retries:
            return False
        self.tell(GIVES_UP, "")
        if self.entry.mine:
            self.entry.remove()
        return True

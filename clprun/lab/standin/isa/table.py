"""Which identifiers are in use, and what is asked of their monitors. A stand-in, not the product.

A monitor that is killed leaves its entry behind, and the identifier can't be used again until ``--del`` (ISA chapter 2,
注意1; ERRATA G4-29).  That a reboot clears the table is inferred: a crash would lock the identifier for good otherwise.
"""

import contextlib
import os
import shutil
import time
from pathlib import Path

__all__ = ["FOLDER", "PAUSED", "STOPPED", "WATCHING", "Entry"]

FOLDER = Path("/run/clusterpro/monitors")
WATCHING, PAUSED, STOPPED = "watching", "paused", "stopped"
TICK = 0.05


class Entry:
    """What the system knows of one identifier, whichever of the two commands uses it.

    Args:
        identifier: as it was given; upper and lower case differ.
        folder: where the entries lie.
    """

    def __init__(self, identifier: str, folder: Path = FOLDER) -> None:
        self._place = folder / identifier

    def claim(self, command: str) -> bool:
        """Take the identifier for ``command``, run by this process; whether it was free. Raises OSError."""
        try:
            self._place.mkdir(parents=True)
        except FileExistsError:
            return False
        self.tell(WATCHING)
        self._write("wanted", WATCHING)
        self._write("process", f"{os.getpid()} {command}")
        return True

    @property
    def process(self) -> int | None:
        """Process id of the command that claimed it, alive or not."""
        word = self._read("process").partition(" ")[0]
        return int(word) if word.isdigit() else None

    def belongs_to(self, command: str) -> bool:
        """Whether ``command`` claimed it."""
        return self._read("process").partition(" ")[2] == command

    @property
    def mine(self) -> bool:
        """Whether it is still this process's; not after a ``--del``."""
        return self.process == os.getpid()

    @property
    def wanted(self) -> str:
        """The state its monitor is to be in."""
        return self._read("wanted")

    def tell(self, state: str) -> None:
        """Note the state the monitor is in."""
        self._write("state", state)

    def ask(self, state: str, patience: float) -> bool:
        """Ask the monitor to get into ``state`` and wait; whether it did so within ``patience`` seconds."""
        self._write("wanted", state)
        deadline = time.monotonic() + patience
        while True:
            if (not self._place.exists()) if state == STOPPED else self._read("state") == state:
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(TICK)

    def remove(self) -> None:
        """Free the identifier."""
        shutil.rmtree(self._place, ignore_errors=True)

    def _read(self, name: str) -> str:
        try:
            return (self._place / name).read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def _write(self, name: str, value: str) -> None:
        with contextlib.suppress(OSError):  # a monitor whose entry was deleted has nowhere to note anything
            (self._place / name).write_text(f"{value}\n", encoding="utf-8")

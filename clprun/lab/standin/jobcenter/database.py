"""A cluster site's database below ``DATABASE/nqs``. What the product keeps there is not public. Not the product."""

import json
import os
from pathlib import Path

from ..files import read_json, write_atomic

__all__ = ["Database"]

FIRST = ("private/root/control", "private/root/database")
SECOND = ("private/root/data", "rc", "gui/conf", "combase", "spool/input", "spool/output")


class Database:
    """The database of one site.

    Args:
        path: the database path, a mount point.
    """

    def __init__(self, path: str) -> None:
        self.folder = Path(path) / "nqs"

    @property
    def exists(self) -> bool:
        """Whether there is anything."""
        return self.folder.exists()

    def make_first_half(self, name: str, machine_id: int) -> None:
        """The first files: enough for ``nqs`` to be there, not enough to start."""
        for each in FIRST:
            (self.folder / each).mkdir(parents=True)
        self._write("private/root/control/site", {"name": name})
        self._write("private/root/database/machine", {"id": machine_id})
        os.sync()

    def make_second_half(self, name: str, machine_id: int) -> None:
        """The rest."""
        for each in SECOND:
            (self.folder / each).mkdir(parents=True)
        self._write("rc/site.conf", {"name": name, "machine_id": machine_id})
        self._write("gui/conf/users", {})
        self._write("private/root/data/jobs", {})
        os.sync()

    def _write(self, path: str, content: dict[str, object]) -> None:
        write_atomic(str(self.folder / path), json.dumps(content).encode() + b"\n")

    @property
    def name(self) -> str | None:
        """The name of a whole site; none for a half or for no site."""
        if not all((self.folder / each).is_dir() for each in (*FIRST, *SECOND)):
            return None
        name = read_json(str(self.folder / "rc/site.conf")).get("name")
        return str(name) if name else None

    def reachable(self) -> bool:
        """Whether the files can still be read: false once the disk is gone or unmounted under a running site."""
        try:
            return bool((self.folder / "rc/site.conf").read_bytes())
        except OSError:
            return False

    # The lock with the host's name (lab-linux.md 11, cjcpw).

    @property
    def _lock(self) -> Path:
        return self.folder / "private/root/control/lock"

    def lock(self, host: str) -> None:
        """Write down that ``host`` runs the site."""
        write_atomic(str(self._lock), f"{host}\n".encode())

    def unlock(self) -> None:
        """Take the lock away; an orderly stop does it."""
        try:
            self._lock.unlink(missing_ok=True)
        except OSError:
            return

    def mark_split(self, text: str) -> None:
        """Two hosts have run the site at once: that stays in the database for ever."""
        with (self.folder / "private/root/control/split-brain").open("a", encoding="utf-8") as stream:
            stream.write(text + "\n")

"""The note beside a journal of how far it was written: what was cut off its end is missed."""

import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

__all__ = ["Head", "HeadFile", "forget_head", "read_head"]

_NOTE = re.compile(rb"(\d{12}) ([0-9a-f]{64}) ([0-9a-f]{8})\n")


class Head(NamedTuple):
    """How many records a journal holds, and the hash of the last."""

    records: int
    hash: str


class HeadFile:
    """The note, open for writing. It is never fsynced: one that lags behind its journal is no less true.

    Args:
        journal: path of the journal.
    """

    def __init__(self, journal: Path) -> None:
        path = _beside(journal)
        path.touch(mode=0o600)
        self._file = path.open("r+b", buffering=0)

    def write(self, head: Head) -> None:
        """Note a record that is on disk; a note that can't be written is left as it was."""
        note = b"%012d %b" % (head.records, head.hash.encode())
        with suppress(OSError):
            self._file.seek(0)
            self._file.write(b"%b %08x\n" % (note, zlib.crc32(note)))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_head(journal: Path) -> Head | None:
    """What was noted; ``None`` when nothing was, or when a crash left half of it."""
    try:
        found = _NOTE.fullmatch(_beside(journal).read_bytes())
    except OSError:
        return None
    if found is None or int(found[3], 16) != zlib.crc32(b"%b %b" % (found[1], found[2])):
        return None
    return Head(int(found[1]), found[2].decode())


def forget_head(journal: Path) -> None:
    """Take the note away, once another journal stands in the place of the one it is about."""
    _beside(journal).unlink(missing_ok=True)


def _beside(journal: Path) -> Path:
    return journal.with_suffix(".head")

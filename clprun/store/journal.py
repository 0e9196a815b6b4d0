"""The durable record of a run: one JSON line an event, each chained to the one before by its hash.

A line is appended, flushed and fsynced before :meth:`JournalFile.append` returns. A tail torn by a crash is
recognised and cut off by the next writer; anything else that does not fit the chain is refused.
"""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from clprun.errors import InternalFault, Problem
from clprun.model.events import Event, decode, encode

__all__ = ["JournalFile", "read_journal"]

_FIRST = "0" * 64


def _line(event: Event, previous: str) -> tuple[bytes, str]:
    body = json.dumps(encode(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(previous.encode() + body.encode()).hexdigest()
    record = f'{{"hash":"{digest}","entry":{body}}}\n'
    return record.encode(), digest


def _records(content: bytes, path: Path) -> Iterator[tuple[Event, str, int]]:
    """Each event with its hash and the offset of the byte after its line."""
    previous, end = _FIRST, 0
    lines = content.split(b"\n")
    for number, line in enumerate(lines[:-1], start=1):
        end += len(line) + 1
        try:
            record = json.loads(line)
            event = decode(record["entry"])
            expected, digest = _line(event, previous)
        except (ValueError, KeyError, TypeError) as cause:
            raise _broken(path, number) from cause
        if json.loads(expected) != record:
            raise _broken(path, number)
        previous = digest
        yield event, digest, end


def _broken(path: Path, number: int) -> InternalFault:
    return InternalFault(Problem("run.journal_broken", {"path": str(path), "line": number}))


def read_journal(path: Path) -> list[Event]:
    """All whole events of a journal; a torn last line is left out.

    Raises:
        InternalFault: a line in the middle was changed.
        FileNotFoundError: there is no such journal.
    """
    return [event for event, _, _ in _records(path.read_bytes(), path)]


class JournalFile:
    """A journal open for appending; safe for several threads, meant for one process (the cluster's lock sees to that).

    Args:
        path: of the journal; made when it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self._guard = threading.Lock()
        self._last, end = _FIRST, 0
        if path.exists():
            for _, digest, offset in _records(path.read_bytes(), path):
                self._last, end = digest, offset
        self._file = path.open("ab")
        self._file.truncate(end)
        _sync_folder(path.parent)

    def append(self, event: Event) -> None:
        """Make ``event`` durable; returns after fsync."""
        with self._guard:
            line, digest = _line(event, self._last)
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._last = digest

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _sync_folder(folder: Path) -> None:
    """Make a new directory entry durable where the platform can (Windows has no handle for it)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

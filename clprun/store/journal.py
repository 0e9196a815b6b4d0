"""The durable record of a run: one JSON line an event, behind a first line that tells the format.

A line is written and fsynced before :meth:`JournalFile.append` returns, or it is taken back. A tail torn by a crash is
recognised and cut off by the next writer; anything else that does not fit the chain is damage.
"""

import json
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from clprun.errors import JournalDamaged
from clprun.faults import Point, cut, is_cut, reach
from clprun.model.events import Event, encode
from clprun.store.chain import HEADER, Record, beginning
from clprun.store.files import on_disk, sync_folder
from clprun.store.head import Head, HeadFile
from clprun.store.reading import read_journal

__all__ = ["JournalFile", "continued"]


class _Tip(NamedTuple):
    """The last record of a journal, and where the next one goes."""

    head: Head
    end: int


class JournalFile:
    """A journal open for appending; safe for several threads, meant for one process (the cluster's lock sees to that).

    Args:
        path: of the journal; made when it does not exist.

    Raises:
        JournalDamaged: it can't be read to its end.
        DiskRefused: it can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._guard = path, threading.Lock()
        self._failure: BaseException | None = None
        self._appended = 0
        with on_disk(path):
            path.touch()
            sync_folder(path.parent)
            reading = read_journal(path)
            if reading.damage is not None:
                raise JournalDamaged(reading.damage)
            self._tip = _Tip(reading.head, reading.end)
            self._file = path.open("ab", buffering=0)
            self._file.truncate(reading.end)
            self._head = HeadFile(path)

    def append(self, event: Event) -> None:
        """Make ``event`` durable; returns after fsync.

        Raises:
            DiskRefused: it could not be written; nothing more is, until the journal is opened anew.
        """
        with self._guard:
            if self._failure is not None:
                raise self._failure
            try:
                with on_disk(self._path):
                    self._append(event)
            except BaseException as failure:
                self._failure = failure
                with suppress(OSError):
                    self._file.truncate(self._tip.end)
                raise

    def _append(self, event: Event) -> None:
        self._appended += 1
        (count, last), end = self._tip
        header = b"" if end else HEADER + b"\n"
        record = Record.after(last, _entry(event))
        line = header + record.line
        if is_cut(Point.APPENDING, str(self._appended)):
            self._write(line[: len(line) // 2])
            cut()
        self._write(line)
        os.fsync(self._file.fileno())
        reach(Point.APPENDED, str(self._appended))
        self._tip = _Tip(Head(count + 1, record.hash), end + len(line))
        self._head.write(self._tip.head)

    def _write(self, line: bytes) -> None:
        """Write all of it; a disk that fills up takes a part first."""
        while line:
            line = line[self._file.write(line) :]

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        self._head.close()


def continued(journal: bytes, lines: int, events: Iterable[Event]) -> bytes:
    """The first lines of a journal as they stand, and events after them."""
    kept = journal.split(b"\n")[:lines] or [HEADER]
    last = Record.of(kept[-1])
    previous = beginning(HEADER) if last is None else last.hash
    whole = b"".join(line + b"\n" for line in kept)
    for event in events:
        record = Record.after(previous, _entry(event))
        whole, previous = whole + record.line, record.hash
    return whole


def _entry(event: Event) -> bytes:
    """An event as one line of JSON; half a surrogate pair, which no text of UTF-8 can hold, becomes a question mark."""
    text = json.dumps(encode(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(errors="replace")

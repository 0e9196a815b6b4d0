"""Reads a journal as far as it can be believed, and says what is wrong with the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import from_json

from clprun.errors import Problem, Value
from clprun.model.events import Event, decode
from clprun.store.chain import FORMAT, HEADER, Record, beginning
from clprun.store.head import Head, read_head

__all__ = ["Reading", "read_journal"]


@dataclass(frozen=True)
class Reading:
    """What a journal says.

    Args:
        path: of the journal.
        events: whole, in order, up to the damage.
        first: number of the line where the first event stands.
        head: how many records were believed, and the hash of the last.
        end: offset of the byte behind them.
        damage: what is wrong, at which line; ``None`` when nothing is.
    """

    path: Path
    events: Sequence[Event]
    first: int
    head: Head
    end: int
    damage: Problem | None = None

    def not_understood(self, place: int) -> Problem:
        """The damage when the event at ``place``, from 0, is whole and yet can't have happened."""
        return _damage("run.journal_not_understood", self.path, self.first + place)


def read_journal(path: Path) -> Reading:
    """Read a journal; a torn last line is left out. One that is not there says nothing."""
    noted = read_head(path)  # first, since a run that is under way notes a record after it is written
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        lines = []
    except OSError as refusal:
        reason = refusal.strerror or type(refusal).__name__
        return Reading(path, (), 1, Head(0, ""), 0, _damage("run.journal_unreadable", path, 1, reason=reason))
    if not lines or lines[0] == HEADER:
        start, end = beginning(HEADER), len(b"".join(lines[:1])) + len(lines[:1])
        return _read(path, lines[1:], noted, Reading(path, (), 2, Head(0, start), end))
    if Record.of(lines[0]) is None:
        return Reading(path, (), 1, Head(0, ""), 0, _other_form(path, lines[0]))
    return _read(path, lines, noted, Reading(path, (), 1, Head(0, beginning(None)), 0))


def _read(path: Path, lines: Sequence[bytes], noted: Head | None, begun: Reading) -> Reading:
    """Read the records of a journal whose form is known."""
    events: list[Event] = []
    last, end, damage = begun.head.hash, begun.end, None
    for number, line in enumerate(lines, start=begun.first):
        record = Record.of(line)
        if record is None or not record.follows(last):
            damage = _damage(_what_broke(record, lines, begun.head.hash, noted), path, number)
            break
        if noted is not None and noted.records == len(events) + 1 and noted.hash != record.hash:
            damage = _damage("run.journal_altered", path, number)
            break
        try:
            event = decode(from_json(record.entry))
        except ValueError:
            damage = _damage("run.journal_not_understood", path, number)
            break
        events.append(event)
        last, end = record.hash, end + len(line) + 1
    else:
        if noted is not None and noted.records > len(lines):
            damage = _damage("run.journal_removed", path, begun.first + len(lines))
    return Reading(path, events, begun.first, Head(len(events), last), end, damage)


def _what_broke(record: Record | None, lines: Sequence[bytes], start: str, noted: Head | None) -> str:
    """What became of a line that does not follow the one before it."""
    others = [start, *(other.hash for other in map(Record.of, lines) if other is not None)]
    if record is not None and any(map(record.follows, others)):
        return "run.journal_reordered"
    if noted is not None and noted.records > len(lines):
        return "run.journal_removed"
    return "run.journal_altered"


def _other_form(path: Path, header: bytes) -> Problem:
    """Why a journal that begins with such a line can't be read."""
    try:
        form = from_json(header)["format"]
    except (ValueError, TypeError, KeyError):
        form = 0
    if isinstance(form, int) and form > FORMAT:
        return _damage("run.journal_newer", path, 1, format=form, known=FORMAT)
    return _damage("run.journal_altered", path, 1)


def _damage(code: str, path: Path, line: int, **values: Value) -> Problem:
    return Problem(code, {"run": path.parent.name, "path": str(path), "line": line, **values})

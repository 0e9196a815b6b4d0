"""The output of clpstat to the state of the cluster.

The layout is the same in both languages::

     ========================  CLUSTER STATUS  ===========================
      Cluster : cluster
      <server>
       *server1 .........: Online           Primary server
          lankhb1        : Normal           Kernel Mode LAN Heartbeat
      <group>
        failover1 .......: Online
          current        : server1
          exec1          : Online
      <monitor>
        userw            : Normal
     =====================================================================

A ``*`` marks the server that was asked. What stands further right than the first entry of its part belongs to
the entry above it. Two blanks, or a tab, end a state; what follows is the object's comment.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clprun.products.clpstat.errors import ClpstatError, ClpstatProblem
from clprun.products.clpstat.status import ClusterStatus, GroupStatus, ObjectStatus, ServerStatus, State
from clprun.products.clpstat.words import LANGUAGES, Status

__all__ = ["BUSY_EXIT", "CLPSTAT", "CLPSTAT_LONG", "MAXIMUM_CHARACTERS", "parse"]

CLPSTAT = ("clpstat",)
"""Asks for the state of the cluster; names are cut to 16 characters. Changes nothing."""

CLPSTAT_LONG = ("clpstat", "--long")
"""The same with a name column of 32 characters."""

BUSY_EXIT = 9
"""Exit code of clpstat for "busy, ask again after 3 s" (reference/clusterpro.md 1.1, S1)."""

MAXIMUM_CHARACTERS = 1_000_000
"""Longer outputs are refused."""

_MAXIMUM_LINE = 1_000
_NAME_WIDTH = 16
_LONG_NAME_WIDTH = 32

_IN_COMMENTS = re.compile("[\t\u3000\ue000-\uf8ff]")
"""What may stand in comments though Python does not call it printable: tabs, ideographic spaces, gaiji."""

_TITLE = re.compile(r" *={3,} +[^= ][^=]* ={3,} *")
_END = re.compile(r" *={20,} *")
_HEADING = re.compile(r" *<([^<>]+)> *")
_STATES = {word: status for language in LANGUAGES for word, status in language.states.items()}
_SECTIONS = {word: section for language in LANGUAGES for word, section in language.sections.items()}
_CURRENT = frozenset(language.current for language in LANGUAGES)
_NOWHERE = frozenset(language.nowhere for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class _Line:
    """One ``name : value`` line."""

    number: int
    column: int
    marked: bool
    name: str
    value: str
    text: str


@dataclass(slots=True)
class _Entry:
    """A line and the lines below it that stand further right."""

    line: _Line
    below: list[_Line] = field(default_factory=list)


def parse(output: str, *, long: bool = True) -> ClusterStatus:
    """Read what ``clpstat`` or ``clpstat --long`` printed.

    Args:
        output: decoded standard output.
        long: whether it is that of ``clpstat --long``; it tells which names may have been cut.

    Raises:
        ClpstatError: the output is too large, holds control characters, is no state of a cluster, ends before
            its last line, or has a line that fits nowhere.
    """
    lines = _framed(_lines(output))
    if not lines or lines[0][1].lstrip().startswith("<"):
        raise ClpstatError(ClpstatProblem.NO_STATUS)
    cluster = _line(*lines[0]).value
    width = _LONG_NAME_WIDTH if long else _NAME_WIDTH
    parts, unknown = _parts(lines[1:])
    servers = tuple(_server(entry, width) for entry in parts["server"])
    names = frozenset(server.name for server in servers)
    return ClusterStatus(
        cluster=cluster,
        servers=servers,
        groups=tuple(_group(entry, width, names) for entry in parts["group"]),
        monitors=tuple(_monitor(entry, width) for entry in parts["monitor"]),
        unknown_sections=tuple(unknown),
    )


def _lines(output: str) -> Iterator[tuple[int, str]]:
    if len(output) > MAXIMUM_CHARACTERS:
        raise ClpstatError(ClpstatProblem.TOO_LARGE)
    for number, text in enumerate(output.replace("\r\n", "\n").split("\n"), start=1):
        if len(text) > _MAXIMUM_LINE:
            raise ClpstatError(ClpstatProblem.TOO_LARGE, number, text[:80])
        if not _IN_COMMENTS.sub(" ", text).isprintable():
            raise ClpstatError(ClpstatProblem.NOT_PRINTABLE, number, ascii(text[:80]))
        yield number, text


def _framed(lines: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines between the title and the closing rule, blank ones left out."""
    title = next((line for line in lines if _TITLE.fullmatch(line[1])), None)
    if title is None:
        raise ClpstatError(ClpstatProblem.NO_STATUS)
    inside: list[tuple[int, str]] = []
    for number, text in lines:
        if _END.fullmatch(text):
            return inside
        if text.strip():
            inside.append((number, text))
    raise ClpstatError(ClpstatProblem.CUT_OFF, title[0], title[1])


def _line(number: int, text: str) -> _Line:
    left, colon, value = text.partition(":")
    marker = left.lstrip(" ")
    name = marker.removeprefix("*").strip(" ").rstrip(".").rstrip(" ")
    if not colon or not name or "\t" in left:
        raise ClpstatError(ClpstatProblem.UNREADABLE_LINE, number, text[:80])
    marked = marker.startswith("*")
    return _Line(number, len(left) - len(marker) + marked, marked, name, value.strip(), text)


def _parts(lines: Sequence[tuple[int, str]]) -> tuple[dict[str, list[_Entry]], list[str]]:
    """The entries by part, and the headings of parts that are not known."""
    parts: dict[str, list[_Entry]] = {"server": [], "group": [], "monitor": []}
    unknown: list[str] = []
    entries: list[_Entry] | None = None
    for number, text in lines:
        heading = _HEADING.fullmatch(text)
        if heading:
            word = heading[1].strip()
            entries = parts.get(_SECTIONS.get(word, ""))
            unknown += [word] if entries is None else []
        elif entries is not None:
            _place(_line(number, text), entries)
        elif not unknown:
            raise ClpstatError(ClpstatProblem.UNREADABLE_LINE, number, text[:80])
    return parts, unknown


def _place(line: _Line, entries: list[_Entry]) -> None:
    if entries and line.column > entries[0].line.column:
        entries[-1].below.append(line)
    else:
        entries.append(_Entry(line))


def _state(value: str) -> tuple[State, str]:
    """A state and the comment behind it."""
    word, *comment = re.split(r" {2,}| ?\t[ \t]*", value, maxsplit=1)
    return State(_STATES.get(word, Status.UNKNOWN_WORD), word), "".join(comment)


def _object(line: _Line, width: int) -> ObjectStatus:
    state, comment = _state(line.value)
    return ObjectStatus(line.name, state, comment, len(line.name) >= width)


def _server(entry: _Entry, width: int) -> ServerStatus:
    state, comment = _state(entry.line.value)
    return ServerStatus(
        name=entry.line.name,
        state=state,
        comment=comment,
        possibly_cut=len(entry.line.name) >= width,
        is_local=entry.line.marked,
        heartbeats=tuple(_object(line, width) for line in entry.below),
    )


def _group(entry: _Entry, width: int, servers: frozenset[str]) -> GroupStatus:
    state, comment = _state(entry.line.value)
    below = entry.below
    if not below or below[0].name not in _CURRENT:
        raise ClpstatError(ClpstatProblem.UNREADABLE_LINE, entry.line.number, entry.line.text[:80])
    where = below[0].value
    return GroupStatus(
        name=entry.line.name,
        state=state,
        comment=comment,
        possibly_cut=len(entry.line.name) >= width,
        current=None if where in _NOWHERE and where not in servers else where,
        resources=tuple(_object(line, width) for line in below[1:]),
    )


def _monitor(entry: _Entry, width: int) -> ObjectStatus:
    if entry.below:
        line = entry.below[0]
        raise ClpstatError(ClpstatProblem.UNREADABLE_LINE, line.number, line.text[:80])
    return _object(entry.line, width)

"""What the lab can learn from a record: how the pair's clpstat speaks, its release, its locale, its version.

What stands for which word is known by where it stands: on a pair that is well, servers, groups and resources are
online, heartbeats and monitors are normal. A word that clprun's tables hold needs no learning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clprun.contact.looks import BUSY_WORDS, FORMS, PUSH, SUSPENDED_WORDS, tried
from clprun.contact.record import Record, Reply
from clprun.model.manner import Manner
from clprun.products.clpstat import BUSY_EXIT
from clprun.products.clpstat.words import JAPANESE, LANGUAGES
from clprun.products.clusterpro import PACKAGES

__all__ = ["Lesson", "learnt"]

_KNOWN_FORMS = {"", "-s", "-g", "-m", "-n", "-i", "--local"}
"""Forms of clpstat that the stand-in has a layout for."""

_LONGEST_FORM = 32_000
_WIDTHS = range(8, 65)
_BEFORE_COLON = 5
"""Columns of a line of clpstat that are no name: four blanks before it, one behind."""

_TITLE = re.compile(r" *={3,} +([^= ].*?) +={3,} *")
_END = re.compile(r" *={20,} *")
_HEADING = re.compile(r" *(<[^<>]+>) *")
_ENTRY = re.compile(r"( +\*?)(.*?)([ .]*): ?(.*)")
_PARTS = ("<server>", "<group>", "<monitor>")
_SUSPEND_WORD = "Suspend"
_SETTING = re.compile(r"[A-Z][A-Z0-9_]*=.*")
_LOCALE = re.compile(r"""(?:LANG|LC_[A-Z]+)=["']?[A-Za-z0-9_.@-]*["']?""")


@dataclass(frozen=True)
class Lesson(Manner):
    """A manner, with what a site of the lab says beside it.

    Args:
        japanese: whether clpstat speaks the Japanese that is in clprun's tables.
        answers_suspended: whether it told a state while suspended.
    """

    japanese: bool = False
    answers_suspended: bool = False


@dataclass(frozen=True)
class _Row:
    """A line of clpstat's state: the part it stands in, whether it belongs to the one above, its columns."""

    part: str
    below: bool
    name: str
    filled: bool
    colon: int
    word: str


def learnt(record: Record) -> Lesson:
    """What a record teaches; what it does not tell stays as it is taken to be."""
    replies = {look: _unix(reply) for look in _looks() if (reply := _of_any(record, look)) is not None}
    plain, long = replies.get("clpstat-plain"), replies.get("clpstat-long")
    rows = list(_rows(plain)) if plain else []
    return Lesson(
        words=_words(plain, rows) if plain else {},
        name_width=_width(rows, 16),
        long_width=_width(list(_rows(long)), 32) if long and long.exit == 0 else 32,
        fill="." if any(row.filled for row in rows) or not rows else " ",
        codes=_codes(replies, rows),
        forms=_forms(replies),
        refusal=_refusal(record, plain),
        seconds=_seconds(record),
        release=_release(record),
        locale=_locale(record),
        version=_version(record),
        japanese=any(row.word in JAPANESE.states for row in rows),
        answers_suspended=_answered(record) or any(row.word == _SUSPEND_WORD for row in rows),
    )


def _unix(reply: Reply) -> Reply:
    """A reply without the line ends of Windows."""
    out, err = (tuple(line.rstrip("\r") for line in lines) for lines in (reply.out, reply.err))
    return reply.model_copy(update={"out": out, "err": err})


def _looks() -> list[str]:
    return [f"clpstat-{name}" for name in FORMS]


def _of_any(record: Record, look: str) -> Reply | None:
    return next((reply for _, reply in record.replies(look)), None)


def _rows(reply: Reply) -> Iterator[_Row]:
    """The lines of a state, whatever its words; nothing where its frame is another one."""
    lines = iter(reply.out)
    if next((line for line in lines if _TITLE.fullmatch(line)), None) is None:
        return
    parts = iter(_PARTS)
    part, first = "", 0
    for line in lines:
        if _END.fullmatch(line):
            return
        if _HEADING.fullmatch(line):
            part, first = next(parts, ""), 0
        elif part and (found := _ENTRY.fullmatch(line)):
            column = len(found[1])
            first = first or column
            word = re.split(r" {2,}|\t", found[4].strip(), maxsplit=1)[0]
            yield _Row(part, column > first, found[2], "." in found[3], line.index(":"), word)


def _words(reply: Reply, rows: list[_Row]) -> dict[str, str]:
    """What stands where a known word is expected and is in no table."""
    known = {word for language in LANGUAGES for word in (*language.states, language.current, language.nowhere)}
    titles = [found[1] for line in reply.out if (found := _TITLE.fullmatch(line))]
    headings = [found[1] for line in reply.out if (found := _HEADING.fullmatch(line))]
    sections = {f"<{word}>" for language in LANGUAGES for word in language.sections}
    words = {own: theirs for own, theirs in zip(_PARTS, headings, strict=False) if theirs not in sections}
    if titles and titles[0] not in {"CLUSTER STATUS", "クラスタステータス"} and rows:
        words["CLUSTER STATUS"] = titles[0]
    above = [None, *rows]
    for row, before in zip(rows, above, strict=False):
        says_where = row.below and before is not None and before.part == "<group>" and not before.below
        expected, word = ("current", row.name) if says_where else (_expected(row), row.word)
        if word and word not in known:
            words.setdefault(expected, word)
    return words


def _expected(row: _Row) -> str:
    """The word of a pair that is well."""
    if row.part == "<monitor>" or (row.part == "<server>" and row.below):
        return "Normal"
    return "Online"


def _width(rows: list[_Row], default: int) -> int:
    """The most usual column of the colon, which tells the columns of a name."""
    columns = Counter(row.colon for row in rows)
    width = columns.most_common(1)[0][0] - _BEFORE_COLON if columns else default
    return width if width in _WIDTHS else default


def _codes(replies: Mapping[str, Reply], rows: list[_Row]) -> dict[str, int]:
    """Exit codes that are otherwise."""
    codes = {}
    plain = replies.get("clpstat-plain")
    if plain is not None and rows and plain.exit:
        codes["0"] = plain.exit
    busy = [reply.exit for reply in replies.values() if BUSY_WORDS.search(f"{reply.text}{reply.errors}") and reply.exit]
    if busy and busy[0] != BUSY_EXIT:
        codes[str(BUSY_EXIT)] = busy[0]
    return codes


def _forms(replies: Mapping[str, Reply]) -> dict[str, tuple[int, str]]:
    """Forms that the stand-in has no layout for, and ``--long`` where the pair does not know it."""
    forms = {}
    for name, words in FORMS.items():
        arguments, reply = " ".join(words), replies.get(f"clpstat-{name}")
        if reply is None or reply.exit is None or reply.exit == BUSY_EXIT or arguments in _KNOWN_FORMS:
            continue
        if arguments == "--long" and reply.exit == 0:
            continue
        text = reply.text if reply.exit == 0 else f"{reply.text}{reply.errors}"
        forms[arguments] = (reply.exit, text.rstrip("\n")[:_LONGEST_FORM])
    return forms


def _trial(record: Record) -> tuple[int, str] | None:
    """What clpstat said while the cluster was suspended, where that was tried."""
    found = (tried(reply, PUSH, "clpstat") for _, reply in record.replies("trials"))
    return next((trial for trial in found if trial is not None), None)


def _answered(record: Record) -> bool:
    trial = _trial(record)
    return trial is not None and trial[0] == 0


def _refusal(record: Record, plain: Reply | None) -> tuple[int, str] | None:
    trial = _trial(record)
    if trial is not None:
        return trial if trial[0] else None
    if plain is None or not plain.exit or plain.exit == BUSY_EXIT:
        return None
    text = f"{plain.text}{plain.errors}".strip()
    return (plain.exit, text[:_LONGEST_FORM]) if SUSPENDED_WORDS.search(text) else None


def _seconds(record: Record) -> float:
    """One call's part of the round trip that all forms travelled in."""
    reply = _of_any(record, "clpstat-plain")
    count = sum(1 for look in record.primary.replies if look.startswith("clpstat"))
    return round(reply.seconds / count, 3) if reply is not None and count else 0.0


def _release(record: Record) -> str:
    reply = _of_any(record, "release")
    lines = [line for line in reply.out if _SETTING.fullmatch(line)] if reply else []
    return "".join(f"{line}\n" for line in lines)


def _locale(record: Record) -> str:
    reply = _of_any(record, "locale")
    first = f"\n{reply.text}".partition("\n\n")[0].splitlines() if reply else []
    return "".join(f"{line}\n" for line in first if _LOCALE.fullmatch(line))


def _version(record: Record) -> str:
    reply = _of_any(record, "packages")
    rows = [line.split() for line in reply.out] if reply else []
    return next((row[1] for row in rows if len(row) == len(("name", "version")) and row[0].lower() in PACKAGES), "")

"""Computes and draws the difference between two versions of a file; line ends and encodings are made visible."""

import codecs
import difflib
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from clprun.model.change import Change, Diff, WriteFile
from clprun.transport.codec import printable
from clprun.ui.clean import one_line
from clprun.ui.screen import Screen

__all__ = ["FileText", "diffs_of", "draw_diff", "file_text", "unified"]

_MOST_LINES = 400
_LONGEST_LINE = 1000
_ENCODINGS = {"ascii": "ASCII", "utf-8": "UTF-8", "cp932": "CP932 (Shift_JIS)", "euc_jp": "EUC-JP"}
"""Tried in this order, and what people call them."""

_CERTAIN = {"ascii", "utf-8"}
"""Hardly any other text fits these; of the others that fit, the one that needs fewest half-width kana wins."""

_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
"""What EUC-JP looks like when it is taken for CP932; hardly ever written on purpose."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
"""Only LF, CRLF and CR end a line; ``splitlines`` knows many more."""

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True)
class FileText:
    """A file's bytes as text.

    Args:
        lines: with their line ends.
        encoding: the first that fits.
        byte_order_mark: whether it begins with one.
        line_end: ``LF``, ``CRLF``, ``CR`` or ``mixed``; empty when there is none.
    """

    lines: tuple[str, ...]
    encoding: str
    byte_order_mark: bool
    line_end: str


def file_text(content: bytes) -> FileText | None:
    """The text of a file, or ``None`` when it is no text."""
    mark = content.startswith(codecs.BOM_UTF8)
    body = content.removeprefix(codecs.BOM_UTF8)
    decoded = {} if b"\0" in body else {name: text for name in _ENCODINGS if (text := _decoded(body, name)) is not None}
    if not decoded:
        return None
    encoding = next(iter(decoded))
    if encoding not in _CERTAIN:
        encoding = min(decoded, key=lambda name: len(_HALF_WIDTH.findall(decoded[name])))
    text = decoded[encoding]
    return FileText(tuple(_LINE.findall(text)), encoding, mark, _line_end(text))


def unified(before: FileText | None, after: FileText | None, context: int = 3) -> list[str]:
    """The lines of a unified diff from the first ``@@`` on; a changed line end is a changed line.

    A carriage return stays at a line's end only where the two versions don't both end all lines so.
    """
    both = {text.line_end for text in (before, after) if text is not None}
    keep = both not in ({"CRLF"}, {"CR"})
    old, new = _comparable(before, keep=keep), _comparable(after, keep=keep)
    lines = list(difflib.unified_diff(old, new, n=context, lineterm=""))[2:]
    result: list[str] = []
    for line in lines:
        result.append(line.removesuffix("\n"))
        if line[:1] in " +-" and not line.endswith(("\n", "\r")):
            result.append("\\ No newline at end of file")
    return result


def diffs_of(change: Change) -> list[Diff]:
    """The differences a change makes: those it tells itself, else those of the files it writes."""
    told = [detail for detail in change.details if isinstance(detail, Diff)]
    written = (action for action in change.actions if isinstance(action, WriteFile))
    return told or [Diff(action.node, action.path, action.before, action.content) for action in written]


def draw_diff(screen: Screen, diff: Diff, indent: int) -> None:
    """A file's difference with the node it is on, what happens to encoding and line ends, and the changed lines.

    Args:
        screen: where to.
        diff: bytes from a node, untrusted.
        indent: columns before each line.
    """
    before = None if diff.before is None else file_text(diff.before)
    after = None if diff.after is None else file_text(diff.after)
    node = one_line(diff.node)
    for sign, content in (("---", diff.before), ("+++", diff.after)):
        name = "/dev/null" if content is None else one_line(diff.path)
        screen.line((f"{sign} {name}", "bold"), (f"  ({node})", "dim"), indent=indent)
    if (before is None) != (diff.before is None) or (after is None) != (diff.after is None):
        _draw_binary(screen, diff, indent)
        return
    for note in _form_changes(screen, before, after):
        screen.line((note, "yellow"), indent=indent)
    _draw_lines(screen, unified(before, after), indent)


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def _line_end(text: str) -> str:
    windows, unix = text.count("\r\n"), text.count("\n") - text.count("\r\n")
    old = text.count("\r") - windows
    kinds = [name for name, count in (("CRLF", windows), ("LF", unix), ("CR", old)) if count]
    return kinds[0] if len(kinds) == 1 else "mixed" if kinds else ""


def _comparable(text: FileText | None, *, keep: bool) -> list[str]:
    if text is None:
        return []
    return list(text.lines) if keep else [_plain_end(line) for line in text.lines]


def _plain_end(line: str) -> str:
    bare = line.rstrip("\r\n")
    return bare if bare == line else f"{bare}\n"


def _form_changes(screen: Screen, before: FileText | None, after: FileText | None) -> list[str]:
    """What changes in a file besides its words."""
    if before is None or after is None:
        only = after or before
        plain = only is None or (only.encoding in {"ascii", "utf-8"} and only.line_end in {"", "LF"})
        if only is None or (plain and not only.byte_order_mark):
            return []
        return [screen.word("labels.diff_form", encoding=_encoding(only), line_end=only.line_end or "-")]
    notes = []
    if before.line_end != after.line_end:
        values = {"before": before.line_end or "-", "after": after.line_end or "-"}
        notes.append(screen.word("labels.diff_line_ends", **values))
    if _encoding(before) != _encoding(after) and not _grows_from_ascii(before, after):
        notes.append(screen.word("labels.diff_encoding", before=_encoding(before), after=_encoding(after)))
    return notes


def _encoding(text: FileText) -> str:
    name = _ENCODINGS[text.encoding]
    return f"{name} + BOM" if text.byte_order_mark else name


def _grows_from_ascii(before: FileText, after: FileText) -> bool:
    """ASCII is UTF-8 already; a first Japanese comment is no change of encoding."""
    same_mark = before.byte_order_mark == after.byte_order_mark
    return same_mark and {before.encoding, after.encoding} == {"ascii", "utf-8"}


def _draw_lines(screen: Screen, lines: Sequence[str], indent: int) -> None:
    for line in lines[:_MOST_LINES]:
        shown = printable(screen.redact(line.rstrip("\r"))[:_LONGEST_LINE])
        returns = screen.marks.carriage_return * (len(line) - len(line.rstrip("\r")))
        style = _STYLES.get(line[:1], "")
        screen.write(Text.assemble(" " * indent, (shown, style), (returns, "reverse yellow")))
    if len(lines) > _MOST_LINES:
        screen.line((screen.word("labels.diff_cut", count=len(lines) - _MOST_LINES), "dim"), indent=indent)


def _draw_binary(screen: Screen, diff: Diff, indent: int) -> None:
    for content in (diff.before, diff.after):
        if content is not None:
            digest = hashlib.sha256(content).hexdigest()
            screen.line(screen.word("labels.diff_binary", size=len(content), digest=digest), indent=indent)

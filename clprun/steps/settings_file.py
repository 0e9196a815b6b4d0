"""One setting in a text file of lines ``KEY SEPARATOR VALUE`` with commented samples. Bytes in, bytes out.

Only the line that holds the setting changes; encoding, byte order mark, line ends and a missing last line end stay.
A line that merely mentions the key, as a heading ``# local_daemon`` does, is neither setting nor sample (ERRATA G2-23).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = [
    "Contradiction",
    "Line",
    "NotAText",
    "Setting",
    "active_lines",
    "lines_of",
    "value_of",
    "with_final_line_end",
    "with_setting",
]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class Contradiction(Exception):
    """The file sets the key twice, to different values; carries them."""

    def __init__(self, values: tuple[str, ...]) -> None:
        super().__init__(values)
        self.values = values


class NotAText(Exception):
    """The file is UTF-16 or UTF-32: its lines are not lines of bytes."""


@dataclass(frozen=True)
class Setting:
    """What the file should say.

    Args:
        key: ASCII.
        value: ASCII, without a line end.
        separator: between key and value; blanks around it are tolerated when a line is looked for, never written.
        comment: mark that makes a line a comment.
        line_end: of a new line in a file that has none to go by.
    """

    key: str
    value: str
    separator: str = "="
    comment: str = "#"
    line_end: bytes = b"\n"

    @property
    def line(self) -> bytes:
        """The line as it is written, without its end."""
        return f"{self.key}{self.separator}{self.value}".encode("ascii")

    def pattern(self, *, sample: bool) -> re.Pattern[bytes]:
        """What an active line, or a commented sample, looks like; its group is the value without blanks around it.

        The value is found from the line's end: from its beginning, blanks in it would be counted over and over.
        """
        mark = rf"[ \t]*{re.escape(self.comment)}[ \t]*" if sample else r"[ \t]*"
        between = re.escape(self.separator.strip()) if self.separator.strip() else r"[ \t]"
        return re.compile(
            rf"{mark}{re.escape(self.key)}[ \t]*{between}[ \t]*((?:.*[^ \t])?)[ \t]*".encode("ascii"), re.DOTALL
        )


@dataclass(frozen=True)
class Line:
    """A line of a file.

    Args:
        start: offset of its first byte.
        text: without its end.
        end: LF, CRLF, CR or nothing.
    """

    start: int
    text: bytes
    end: bytes


def value_of(content: bytes, setting: Setting) -> str | None:
    r"""The value the file gives the key, ``None`` when it gives none; bytes beyond ASCII show as ``\xNN``.

    Raises:
        Contradiction: it gives it different values.
        NotAText: the file is no text of bytes.
    """
    values = tuple(dict.fromkeys(_shown(match[1]) for _, match in _matching(content, setting, sample=False)))
    if len(values) > 1:
        raise Contradiction(values)
    return values[0] if values else None


def active_lines(content: bytes, setting: Setting) -> tuple[str, ...]:
    r"""The lines that give the key a value, as they stand; bytes beyond ASCII show as ``\xNN``.

    Raises:
        NotAText: the file is no text of bytes.
    """
    return tuple(_shown(line.text) for line, _ in _matching(content, setting, sample=False))


def with_setting(content: bytes, setting: Setting) -> bytes:
    """The file with the setting: in the place of the active line, else of the one commented sample, else a new line.

    The new line comes after the last of several samples, or at the end of the file.

    Raises:
        Contradiction: the file gives the key different values.
        NotAText: the file is no text of bytes.
    """
    value_of(content, setting)
    active = [line for line, _ in _matching(content, setting, sample=False)]
    samples = [line for line, _ in _matching(content, setting, sample=True)]
    if active:
        return _replaced(content, active, setting.line)
    if len(samples) == 1:
        return _replaced(content, samples, setting.line)
    lines = list(lines_of(content))
    return _inserted(
        content, (samples or lines or [Line(len(content), b"", b"")])[-1], setting.line, _line_end(lines, setting)
    )


def _replaced(content: bytes, lines: list[Line], new: bytes) -> bytes:
    for line in reversed(lines):
        content = content[: line.start] + new + content[line.start + len(line.text) :]
    return content


def _inserted(content: bytes, after: Line, new: bytes, line_end: bytes) -> bytes:
    """A new line after another; where that had no line end, the new one has none either."""
    at = after.start + len(after.text) + len(after.end)
    if not after.text and not after.end:
        return content[:at] + new + line_end + content[at:]
    return content[:at] + (new + line_end if after.end else line_end + new) + content[at:]


def _matching(content: bytes, setting: Setting, *, sample: bool) -> list[tuple[Line, re.Match[bytes]]]:
    pattern = setting.pattern(sample=sample)
    found = ((line, pattern.fullmatch(line.text)) for line in lines_of(content))
    return [(line, match) for line, match in found if match is not None]


def lines_of(content: bytes) -> Iterator[Line]:
    """The lines with their places; a byte order mark belongs to none.

    Raises:
        NotAText: the file is UTF-16 or UTF-32.
    """
    if content.startswith(_WIDE_MARKS):
        raise NotAText
    start = len(_BYTE_ORDER_MARK) if content.startswith(_BYTE_ORDER_MARK) else 0
    for whole in content[start:].splitlines(keepends=True):
        text = whole.rstrip(b"\r\n")
        yield Line(start, text, whole[len(text) :])
        start += len(whole)


def with_final_line_end(content: bytes, line_end: bytes, *, wanted: bool) -> bytes:
    """The file with a line end at its end, of its own kind, where that is wanted and there is none."""
    if not wanted or content.endswith((b"\r", b"\n")):
        return content
    return content + next((line.end for line in lines_of(content) if line.end), line_end)


def _line_end(lines: list[Line], setting: Setting) -> bytes:
    """The file's own, by its first line that has one."""
    return next((line.end for line in lines if line.end), setting.line_end)


def _shown(value: bytes) -> str:
    return value.decode("ascii", "backslashreplace")

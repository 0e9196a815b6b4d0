r"""One setting ``KEY = "VALUE"`` in a file that Ruby reads, with the commented sample understood. Bytes in, bytes out.

The place of the value on its one line changes, and the comment mark goes; quotes, indentation, what follows on the
line, all other lines, encoding and line ends stay (ERRATA G1-13).
"""

import re
from dataclasses import dataclass

from clprun.steps.settings_file import Line, lines_of

__all__ = ["Unclear", "active_ruby_lines", "with_ruby_setting"]

_ASSIGNMENT = r"[ \t]*{name}[ \t]*(\|\||&&|[+])?=(?![=~]).*"


class Unclear(Exception):
    """Which line is meant can't be told; carries the numbers of the lines that speak of the key, from 1."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


@dataclass(frozen=True)
class _Found:
    number: int
    line: Line
    match: re.Match[bytes] | None


def with_ruby_setting(content: bytes, key: str, value: str) -> bytes:
    """The file with the setting: on the one active line, else on the one commented sample.

    Args:
        content: the file.
        key: e.g. ``$bind``.
        value: what stands between the quotes; ASCII without quotes, backslash and ``#``.

    Raises:
        Unclear: no line, several active lines, several samples without an active line, or a line that sets the key
            by something else than a text in quotes.
        NotAText: the file is no text of bytes.
    """
    name = re.escape(key)
    text = r"(?P<quote>['\"])(?P<value>[^'\"]*)(?P=quote)[ \t]*(#.*|;[ \t]*)?"
    active = _assignments(content, rf"[ \t]*{name}[ \t]*=[ \t]*{text}", _ASSIGNMENT.format(name=name))
    sample = rf"[ \t]*(?P<mark>#+[ \t]*){name}[ \t]*=[ \t]*{text}"
    found = active or _assignments(content, sample, sample)
    if len(found) != 1 or found[0].match is None:
        raise Unclear(tuple(each.number for each in found))
    return _replaced(content, found[0].line.start, found[0].match, value)


def active_ruby_lines(content: bytes, key: str) -> tuple[str, ...]:
    r"""The lines that set the key, as they stand; bytes beyond ASCII show as ``\xNN``.

    Raises:
        NotAText: the file is no text of bytes.
    """
    pattern = _ASSIGNMENT.format(name=re.escape(key))
    found = _assignments(content, pattern, pattern)
    return tuple(each.line.text.decode("ascii", "backslashreplace") for each in found)


def _replaced(content: bytes, start: int, match: re.Match[bytes], value: str) -> bytes:
    first, last = (start + at for at in match.span("value"))
    content = content[:first] + value.encode("ascii") + content[last:]
    if "mark" not in match.re.groupindex:
        return content
    first, last = (start + at for at in match.span("mark"))
    return content[:first] + content[last:]


def _assignments(content: bytes, understood: str, meant: str) -> list[_Found]:
    """The lines that match ``meant``, with the match of ``understood`` where there is one."""
    exact, broad = (re.compile(pattern.encode("ascii"), re.DOTALL) for pattern in (understood, meant))
    return [
        _Found(number, line, exact.fullmatch(line.text))
        for number, line in _code(content)
        if broad.fullmatch(line.text) is not None
    ]


def _code(content: bytes) -> list[tuple[int, Line]]:
    """The lines with their numbers, without block comments and what follows ``__END__``."""
    found, inside = [], False
    for number, line in enumerate(lines_of(content), start=1):
        if line.text == b"__END__":
            break
        inside = inside or re.match(rb"=begin(\s|$)", line.text) is not None
        if not inside:
            found.append((number, line))
        inside = inside and re.match(rb"=end(\s|$)", line.text) is None
    return found

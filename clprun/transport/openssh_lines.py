"""Files of the OpenSSH client configuration as lines with keyword, arguments and place; see ssh_config(5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clprun.errors import InputError, Place, Problem

__all__ = ["Line", "lines_of"]

_HONOURED = frozenset(
    {
        "host",
        "hostname",
        "identitiesonly",
        "identityfile",
        "include",
        "match",
        "port",
        "proxycommand",
        "proxyjump",
        "user",
    }
)
"""Keywords that are understood; the lines of others are passed over, whatever they hold."""

_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_WORD = re.compile(rf"""(?:[^\s"']|{_QUOTED.pattern})+|["']""")
"""A word, parts of which may be quoted; else a quote that is never closed."""


@dataclass(frozen=True)
class Line:
    """A line with a keyword on it.

    Args:
        keyword: in lower case.
        arguments: without quotes and comment; none for a keyword that is passed over.
        place: where it stands.
    """

    keyword: str
    arguments: tuple[str, ...]
    place: Place

    def malformed(self, code: str = "node.ssh_config_malformed", **values: str) -> InputError:
        """The failure that names this line."""
        return InputError(Problem(code, {"keyword": self.keyword, **values}, place=self.place))


def lines_of(file: Path) -> Iterator[Line]:
    """The lines of a file that hold a keyword; a file that does not exist holds none."""
    try:
        text = file.read_text("utf-8", "surrogateescape")
    except FileNotFoundError:
        return
    except OSError as error:
        values = {"file": str(file), "reason": error.strerror or type(error).__name__}
        raise InputError(Problem("node.ssh_config_unreadable", dict(values))) from None
    for number, source in enumerate(text.splitlines(), 1):
        if not (stripped := source.strip()) or stripped.startswith("#"):
            continue
        place = Place(str(file), number, len(source) - len(source.lstrip()) + 1, source)
        yield _parse(stripped, place)


def _parse(text: str, place: Place) -> Line:
    """One line: ``Keyword arguments`` or ``Keyword=arguments``."""
    end = next((at for at, character in enumerate(text) if character in " \t="), len(text))
    keyword, rest = text[:end].lower(), text[end:].lstrip().removeprefix("=").lstrip()
    if keyword not in _HONOURED:
        return Line(keyword, (), place)
    arguments = (rest,) if keyword == "proxycommand" else _arguments(rest)
    line = Line(keyword, arguments or (), place)
    if not arguments or not all(arguments):
        raise line.malformed()
    return line


def _arguments(text: str) -> tuple[str, ...] | None:
    """The words of a line up to a comment, without their quotes; ``None`` when a quote is open."""
    words = []
    for match in _WORD.finditer(text):
        if match[0].startswith("#"):
            break
        if match[0] in {'"', "'"}:
            return None
        words.append(_QUOTED.sub(lambda quoted: quoted[0][1:-1], match[0]))
    return tuple(words)

"""Untrusted text made safe to show: what a node, a file or a command line holds never reaches a terminal raw."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from clprun.errors import Place, Problem, Value
from clprun.transport.codec import printable

__all__ = ["clean_output", "clean_problem", "one_line"]

_LONGEST_VALUE = 2000
_LONGEST_LINE = 400
_LAST_LINES = 20


def one_line(text: str, limit: int = _LONGEST_LINE) -> str:
    """``text`` on one line of at most ``limit`` characters, its end cut off."""
    line = printable(text[: 2 * limit], limit=10 * limit).replace("\n", "\\n").replace("\t", " ")
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def clean_output(output: str, redact: Callable[[str], str] = str, lines: int = _LAST_LINES) -> list[str]:
    """The last lines of what a command printed, safe to show, blank edges left out; see :func:`clean_problem`."""
    shown = printable(redact(output)).strip("\n").expandtabs(4).split("\n")
    return [one_line(line) for line in shown[-lines:]] if any(map(str.strip, shown)) else []


def clean_problem(problem: Problem, redact: Callable[[str], str] = str) -> Problem:
    """The same problem with every value safe to show; the catalogue's own words need no cleaning.

    Args:
        problem: its values are untrusted.
        redact: takes secrets out of a text; before it is cut, which would leave a part that nobody knows.
    """
    return replace(
        problem,
        values={name: _clean(value, redact) for name, value in problem.values.items()},
        place=_clean_place(problem.place),
        node=None if problem.node is None else one_line(problem.node),
        step=None if problem.step is None else one_line(problem.step),
    )


def _clean(value: Value, redact: Callable[[str], str]) -> Value:
    return printable(redact(value), _LONGEST_VALUE) if isinstance(value, str) else value


def _clean_place(place: Place | None) -> Place | None:
    """The source line keeps its length, since the caret beneath it is found by column."""
    return None if place is None else replace(place, file=one_line(_near(place.file)))


def _near(file: str) -> str:
    """A path as a person standing here would write it."""
    try:
        here = Path.cwd()
    except OSError:  # the folder a person stands in was removed
        return file
    path = Path(file)
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else file

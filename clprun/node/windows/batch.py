"""Many questions in one command line, a mark on both streams after each, and the reply cut at the marks again. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clprun.model.question import Raw
from clprun.node.windows.cmd import LONGEST_LINE, QUIET

__all__ = ["Batch", "batches", "cut"]


@dataclass(frozen=True)
class Batch:
    """A command line that asks some questions.

    Args:
        line: it.
        count: how many.
    """

    line: str
    count: int


def batches(scripts: Sequence[str], marker: str) -> list[Batch]:
    """As few command lines as possible that ask all questions in order.

    A process table may show a command line; there no number follows the marker, as it does in a mark.

    Args:
        scripts: a command line for each question; none of them may end its shell.
        marker: letters and digits that nothing on the node can know.

    Raises:
        ValueError: a question is too long to be asked, or has more than one line.
    """
    begin, parts = QUIET + _mark(marker), [_part(script, marker) for script in scripts]
    packed: list[list[str]] = []
    room = 0
    for part in parts:
        if len(begin) + len(part) > LONGEST_LINE or not part.isprintable():
            raise ValueError(f"not a command line: {part}")
        if len(part) > room:
            packed.append([])
            room = LONGEST_LINE - len(begin)
        packed[-1].append(part)
        room -= len(part)
    return [Batch(begin + "".join(together), len(together)) for together in packed]


def _part(script: str, marker: str) -> str:
    """A question without standard input, then its mark; ``ver`` sets the exit code to 0."""
    return f"&ver>nul&({script})<nul&{_mark(marker)}"


def _mark(marker: str) -> str:
    """The redirection stands first: a digit or blank before it would belong to it or be printed."""
    return f"echo {marker} !errorlevel!&>&2 echo {marker} !errorlevel!"


def cut(reply: Raw, marker: str, count: int) -> list[Raw | None]:
    """The reply to each question; ``None`` where cmd.exe did not get that far."""
    separator = re.compile(re.escape(marker.encode()) + rb" (-?\d{1,10})\r?\n")
    out, err = separator.split(reply.out), separator.split(reply.err)
    whole = (min(len(out), len(err)) - 3) // 2
    return [
        Raw(int(out[2 * index + 3]), out[2 * index + 2], err[2 * index + 2]) if index < whole else None
        for index in range(count)
    ]

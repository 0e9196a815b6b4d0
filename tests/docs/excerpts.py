"""Whether a program printed what a page shows, whatever differs from run to run and from machine to machine."""

import re
from collections.abc import Sequence

__all__ = ["difference"]

_LEFT_OUT = "..."
_ANY_LINES = r"(?:.*\n)*?"

_VARYING = re.compile(
    r"""
    (?P<run>\d{8}-\d{6}-[a-z0-9-]+-[0-9a-f]{4})
    | (?P<time>\d{4}-\d\d-\d\d[ ]\d\d:\d\d:\d\d)
    | (?P<seconds>\d+\.\d(?=[ ](?:s|秒)))
    | (?P<tier>(?<=tier[ ])[AB]'?|(?<=ティア[ ])[AB]'?)
    | (?P<digest>\b[0-9a-f]{12,64}\b)
    """,
    re.VERBOSE,
)
_INSTEAD = {
    "run": r"\d{8}-\d{6}-[a-z0-9-]+-[0-9a-f]{4}",
    "time": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "seconds": r"\d+\.\d",
    "tier": r"[AB]'?",
    "digest": r"[0-9a-f]{12,64}",
}


def difference(shown: Sequence[str], printed: str) -> str | None:
    """The first line of a page that is not where it should be in what was printed; ``None`` when all fits.

    Args:
        shown: the lines of the page; ``...`` stands for any lines.
        printed: all that the program printed.
    """
    lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    for count in range(1, len(shown) + 1):
        if not re.match("".join(map(_pattern, shown[:count])), lines):
            return shown[count - 1]
    return None


def _pattern(line: str) -> str:
    if line.strip() == _LEFT_OUT:
        return _ANY_LINES
    pieces, end = [], 0
    for varying in _VARYING.finditer(line):
        pieces += [re.escape(line[end : varying.start()]), _INSTEAD[varying.lastgroup or ""]]
        end = varying.end()
    return "".join([*pieces, re.escape(line[end:].rstrip())]) + r"\n"

"""Who is logged in at the screens of a Windows node."""

import re
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.windows.cmd import lines, windows_only

__all__ = ["Sessions"]

_ROW = re.compile(r"[> ]\s*(\S{1,256})\s+(?:\S+\s+)?\d{1,9}\s+\S")
"""User, the session's name unless it is disconnected, its number, its state; the heading has no number."""


@dataclass(frozen=True)
class Sessions(Question[tuple[str, ...] | None]):
    """The users who are logged in at the node's own screen or a remote one; ``None`` = the node can't tell."""

    def script(self, platform: Platform) -> str:
        """``query user``, whose exit code says nothing: it is 1 also where there are users."""
        windows_only(platform)
        return "query user"

    def answer(self, raw: Raw) -> tuple[str, ...] | None:
        """The users; where nobody is logged in, it says in some language that ``*`` stands for nobody."""
        users = tuple(found[1] for line in lines(raw.out) if (found := _ROW.match(line)))
        return users if users or b"*" in raw.out + raw.err else None

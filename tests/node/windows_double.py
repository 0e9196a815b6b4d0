"""A node that answers command lines for cmd.exe from a table, so that what is sent can be looked at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.transport.base import Meter

__all__ = ["Answering", "asked", "printed"]

_MARK = re.compile(r"echo ([0-9a-f]{32}) ")


@dataclass
class Answering:
    """A connection whose node answers questions one after the other, and edits with an exit code.

    Args:
        replies: to the questions and other lines, in order.
        lines: what was sent.
    """

    replies: list[Raw]
    lines: list[str] = field(default_factory=list)
    meter: Meter = field(default_factory=Meter)

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        assert deadline > 0
        assert data == b""
        self.lines.append(script)
        marker = _MARK.match(script.removeprefix("echo off&"))
        if marker is None:
            return self.replies.pop(0)
        count = script.count(f"echo {marker[1]} ") // 2 - 1
        return _with_marks(marker[1].encode(), [self.replies.pop(0) for _ in range(count)])

    def close(self) -> None:
        """Nothing is open."""


def _with_marks(marker: bytes, replies: Sequence[Raw]) -> Raw:
    out = err = marker + b" 0\r\n"
    for reply in replies:
        mark = b"%s %d\r\n" % (marker, reply.exit_code)
        out, err = out + reply.out + mark, err + reply.err + mark
    return Raw(0, out, err)


def asked(question: Question[Any]) -> str:
    """The command line of a question."""
    return question.script(Platform.WINDOWS)


def printed(*lines: str, exit_code: int = 0, code_page: str = "utf-8") -> Raw:
    """What a command leaves that prints lines."""
    return Raw(exit_code, "".join(f"{line}\r\n" for line in lines).encode(code_page))

"""The node's process table."""

import re
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import linux_only, refuse, text

__all__ = ["Process", "ProcessTable", "ProcessesNow"]

_LIMIT = 8 << 20
_PID = re.compile(rb"\d{1,10}")
_ROW = re.compile(rb" *(\d{1,10}) +(\d{1,10}) (\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})(?: (.*))?")


@dataclass(frozen=True)
class Process:
    """One process.

    Args:
        pid: its number.
        parent: its parent's number.
        start: when it was started, as ``ps`` tells it; pid and start together name a process.
        args: its command line as ``ps`` shows it, with a title it gave itself; bytes beyond ASCII show as ``?``.
    """

    pid: int
    parent: int
    start: str
    args: str

    @property
    def program(self) -> str:
        """The program without its arguments, which may hold a password; Windows tells none, and no start either."""
        return self.args.partition(" ")[0] if self.start else self.args


@dataclass(frozen=True)
class ProcessTable(Question[tuple[Process, ...]]):
    """All processes of the node but those that do the asking."""

    def script(self, platform: Platform) -> str:
        """The asking shell's number, then ``ps`` of everything at full width."""
        linux_only(platform)
        columns = "-o pid= -o ppid= -o lstart= -o args="
        return f"LC_ALL=C; export LC_ALL; echo $$; ps -e -ww {columns} | head -c {_LIMIT + 1}\n"

    def answer(self, raw: Raw) -> tuple[Process, ...]:
        """The table in ``ps``'s order.

        Raises:
            Unanswerable: it is too long, or ``ps`` is missing or speaks otherwise.
        """
        if len(raw.out) > _LIMIT:
            refuse("node.reply_too_long", question="ps")
        asking, *rows = raw.out.rstrip(b"\n").split(b"\n")
        matches = [_ROW.fullmatch(row) for row in rows]
        if not matches or _PID.fullmatch(asking) is None:
            refuse("node.reply_not_understood", raw, question="ps")
        table = []
        for match in matches:
            if match is None:
                refuse("node.reply_not_understood", raw, question="ps")
            table.append(Process(int(match[1]), int(match[2]), text(match[3]), text(match[4] or b"")))
        return tuple(_without(int(asking), table))


class ProcessesNow(ProcessTable):
    """The same where it matters what a failover group started: nobody foresees that before the group has moved."""


def _without(root: int, table: list[Process]) -> list[Process]:
    """The table without a process and all that descend from it."""
    parents = {process.pid: process.parent for process in table}

    def descends(pid: int | None) -> bool:
        seen: set[int] = set()
        while pid is not None and pid not in seen:
            if pid == root:
                return True
            seen.add(pid)
            pid = parents.get(pid)
        return False

    return [process for process in table if not descends(process.pid)]

"""The process table of a Windows node."""

import csv
import re
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.processes import Process, ProcessTable
from clprun.node.shell import refuse
from clprun.node.windows.cmd import lines, windows_only

__all__ = ["WindowsProcessTable"]

_FIELDS = 5
_LIMIT = 8 << 20
_PID = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True)
class WindowsProcessTable(Question[tuple[Process, ...]]):
    """All processes of the node: number and image name.

    Parent, time and arguments are told by no program that every release has; there the parent is 0, the start empty,
    and the image name stands for the command line.
    """

    asked: ProcessTable

    def script(self, platform: Platform) -> str:
        """``tasklist`` as comma-separated values, whose order is the same in every language."""
        windows_only(platform)
        return "tasklist /fo csv /nh"

    def answer(self, raw: Raw) -> tuple[Process, ...]:
        """The table in the order of ``tasklist``.

        Raises:
            Unanswerable: it is too long, or something else was printed.
        """
        if len(raw.out) > _LIMIT:
            refuse("node.reply_too_long", question="tasklist")
        try:
            rows = list(csv.reader(lines(raw.out)))
        except csv.Error:
            rows = []
        if not rows or any(len(row) < _FIELDS or not _PID.fullmatch(row[1]) for row in rows):
            refuse("node.reply_not_understood", raw, question="tasklist")
        return tuple(Process(int(row[1]), 0, "", row[0]) for row in rows)

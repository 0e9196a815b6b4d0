"""A person at a terminal, who does what a manual step asks for, or only says so."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.support.bench import Bench, Finish

__all__ = ["Answer", "at_a_terminal", "leave_out", "typed"]

Answer = Callable[[], str]
"""Does the work, or not, and gives the line to type."""

_PATIENCE: Final = 120.0


def typed(*lines: str) -> list[Answer]:
    """Answers of somebody who does nothing but type."""
    return [partial(str, line) for line in lines]


def at_a_terminal(bench: Bench, answers: Sequence[Answer], *arguments: str) -> Finish:
    """Run clprun at a terminal to its end.

    Args:
        bench: the lab.
        answers: one per question; after the last one the person is gone.
        arguments: of clprun.
    """
    ours, theirs = pty.openpty()
    environment = {**bench.variables(), "COLUMNS": "120", "NO_COLOR": "1"}
    verb = subprocess.Popen(
        bench.command(*arguments), env=environment, stdin=theirs, stdout=theirs, stderr=theirs, cwd=bench.home
    )
    os.close(theirs)
    try:
        shown = _talk(ours, list(answers))
    finally:
        os.close(ours)
    return Finish(verb.wait(30), shown.replace("\r\n", "\n"), "")


def _talk(terminal: int, answers: list[Answer]) -> str:
    shown, questions = "", 0
    end = time.monotonic() + _PATIENCE
    while select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux tells that nobody has the other end open any more
            return shown
        shown += piece.decode(errors="replace")
        while shown.count("[y/N]") > questions:
            questions += 1
            os.write(terminal, f"{answers.pop(0)()}\n".encode() if answers else b"\x04")
    pytest.fail(f"did not end: {shown[-2000:]}")


def leave_out(bench: Bench, *names: str, **others: str) -> None:
    """Give the lab an inventory of its own: the shipped one without some parameters, some with another value."""
    shipped = next((Path(__file__).parents[2] / "inventory").rglob("lab.yaml"))
    lines = []
    for line in shipped.read_text("utf-8").splitlines():
        name = line.strip().partition(":")[0]
        if name in others:
            lines.append(f"{line.partition(':')[0]}: {others[name]}")
        elif name not in names:
            lines.append(line)
    (bench.home / "lab.yaml").write_text("\n".join([*lines, ""]), "utf-8")
    (bench.home / "lab-inventory").write_text(str(bench.home / "lab.yaml"), "utf-8")

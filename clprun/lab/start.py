"""Starts the process that holds a lab."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from clprun.errors import Problem, StepFailed
from clprun.lab.home import LabHome
from clprun.lab.protocol import Message

__all__ = ["start_holder"]

_ROOT: Final = str(Path(__file__).parents[2])
_START: Final = f"import sys; sys.path.insert(0, {_ROOT!r}); from clprun.lab.holder import main; main()"


def start_holder(home: LabHome, order: Message, deadline: float) -> None:
    """Start the process that holds a lab, and wait until its nodes have booted.

    Args:
        home: the lab's folder.
        order: what :func:`clprun.lab.holder.main` reads.
        deadline: seconds until it is given up.

    Raises:
        StepFailed: it can't be, or it did not come up.
    """
    with (
        home.log.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd="/",
            start_new_session=True,
        ) as starter,
    ):
        assert starter.stdin is not None
        assert starter.stdout is not None
        starter.stdin.write(json.dumps(order).encode())
        starter.stdin.close()
        answers: list[Message] = []
        try:
            answers.extend(_answers(starter.stdout, time.monotonic() + deadline))
        except BaseException:
            _kill_holder(answers)
            raise
    answer = next((answer for answer in answers if "holder" not in answer), None)
    if answer is None:
        _kill_holder(answers)
        answer = {"problems": [{"code": "lab.did_not_come_up", "values": {"reason": _last_line(home.log)}}]}
    if "problems" in answer:
        raise StepFailed(*(Problem(problem["code"], problem["values"]) for problem in answer["problems"]))


def _answers(stream: IO[bytes], end: float) -> Iterator[Message]:
    """What the holder says while it starts, as it comes: its pid, then how it went."""
    said = b""
    while (left := end - time.monotonic()) > 0 and select.select([stream], [], [], left)[0]:
        piece = os.read(stream.fileno(), 65536)
        if not piece:
            return
        *lines, said = (said + piece).split(b"\n")
        yield from map(json.loads, lines)


def _kill_holder(answers: Sequence[Message]) -> None:
    """End a holder that did not come up, or that nobody waits for any more."""
    for answer in answers:
        if "holder" in answer:
            with contextlib.suppress(ProcessLookupError):
                os.kill(answer["holder"], signal.SIGKILL)


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else str(log)

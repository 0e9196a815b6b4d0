"""One question to a lab's hub and its answer."""

import contextlib
import os
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from clprun.errors import InputError, NodeUnreachable, Problem, StepFailed
from clprun.lab import protocol
from clprun.lab.home import LabHome
from clprun.lab.protocol import Message, ProtocolError

__all__ = ["ANSWER_SECONDS", "ask", "ask_for", "conversation", "hear"]

ANSWER_SECONDS: Final = 60.0
"""How long an answer may take."""


def ask(home: Path, message: Message) -> Message:
    """The answer to a question that brings no descriptors.

    Raises:
        NodeUnreachable: no lab is up, or it ended meanwhile.
        InputError: the hub refuses.
        StepFailed: the hub could not do it.
    """
    answer, descriptors = ask_for(home, message, ANSWER_SECONDS)
    for descriptor in descriptors:
        os.close(descriptor)
    return answer


def ask_for(home: Path, message: Message, timeout: float) -> tuple[Message, list[int]]:
    """The answer and its descriptors, which belong to the caller; raises as :func:`ask`.

    Args:
        home: CLPRUN_HOME.
        message: the question.
        timeout: seconds the answer may take.
    """
    with conversation(home, message, (), timeout) as connection:
        answer, descriptors = hear(connection)
    return answer, descriptors


@contextlib.contextmanager
def conversation(home: Path, message: Message, descriptors: Iterable[int], timeout: float) -> Iterator[socket.socket]:
    """A connection on which the question has been put; raises as :func:`ask`.

    Args:
        home: CLPRUN_HOME.
        message: the question.
        descriptors: what goes along with it; they stay the caller's.
        timeout: seconds that each operation may take.
    """
    try:
        connection = LabHome(home).connect(timeout)
    except OSError:
        raise NodeUnreachable(Problem("lab.not_up", {"home": str(home)})) from None
    with connection:
        try:
            protocol.send(connection, message, list(descriptors))
        except OSError:
            raise NodeUnreachable(Problem("lab.gone")) from None
        yield connection


def hear(connection: socket.socket) -> tuple[Message, list[int]]:
    """The next answer on a connection and its descriptors; raises as :func:`ask`."""
    try:
        answer, descriptors = protocol.receive(connection)
    except (OSError, ProtocolError):
        raise NodeUnreachable(Problem("lab.gone")) from None
    if "failed" in answer:
        raise StepFailed(Problem("lab.request_failed", {"reason": answer["failed"]}))
    if "refused" in answer:
        raise InputError(Problem(answer["refused"], dict(answer["values"])))
    return answer, descriptors

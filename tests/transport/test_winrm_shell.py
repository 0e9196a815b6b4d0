"""Whatever a server answers, a command is started once at most, and an answer has no holes."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.errors import NodeUnreachable, Problem
from clprun.model.question import Raw
from clprun.transport.winrm_outcome import AnswerIncomplete, Outcome, Refused, ReplyLost, StillRunning
from clprun.transport.winrm_shell import WinrmShell

GONE = Refused(500, 2150858843)
SPENT = Refused(500, 0x803381A6)
FULL = Refused(500, 2150859173)
BROKEN = Refused(500, 1726)
NO_WAY = NodeUnreachable(Problem("node.link_lost"))

ANSWERS: dict[str, list[Any]] = {
    "open_shell": ["shell", "shell", FULL, ReplyLost(), NO_WAY],
    "run_command": ["command", "command", GONE, SPENT, BROKEN, ReplyLost(), StillRunning(), TimeoutError(), NO_WAY],
    "send_command_input": [None, None, ReplyLost(), GONE],
    "get_command_output_raw": [
        *[(b"c", b"", 7, True), (b"a", b"b", -1, False)] * 2,
        *(StillRunning(), ReplyLost(), GONE, NO_WAY, TimeoutError()),
    ],
    "cleanup_command": [None, None, GONE, ReplyLost(), NO_WAY],
    "close_shell": [None, None, GONE, ReplyLost(), TimeoutError()],
}
"""What may come of each request; the first ones so often that runs also succeed."""


@dataclass
class Server:
    """Stands in for an exchange: gives answers as they are drawn, and notes what was asked."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    asked: list[tuple[str, Any]] = field(default_factory=list)
    renewed: int = 0

    def ask(
        self, operation: "partial[Any]", give_up: float, *, starts_something: bool = False, poll: int = 20
    ) -> object:
        assert give_up >= time.monotonic() - 60
        name = operation.func.__name__
        assert poll == (60 if name == "open_shell" else 20)
        assert starts_something == (name in {"open_shell", "run_command", "send_command_input"})
        answer = self.draw(st.sampled_from(ANSWERS[name]))
        self.asked.append((name, answer))
        if isinstance(answer, Exception):
            raise answer
        return f"{answer}-{len(self.asked)}" if isinstance(answer, str) else answer

    def renew(self) -> None:
        self.renewed += 1


def shell_of(server: Server) -> WinrmShell:
    """A shell that waits for nothing."""
    return WinrmShell(server, 65001, lambda _: None)  # type: ignore[arg-type]  # an exchange as far as it needs one


def answering(*answers: object) -> tuple[WinrmShell, Server]:
    """A shell whose server gives these answers."""
    left = iter(answers)
    server = Server(lambda _: next(left))
    return shell_of(server), server


def possibly_started(asked: list[tuple[str, Any]]) -> int:
    """Commands that the server has started, as far as anybody can tell."""
    answers = [answer for name, answer in asked if name == "run_command"]
    refused = [it for it in answers if it is NO_WAY or (isinstance(it, Refused) and it.nothing_was_done)]
    return len(answers) - len(refused)


@given(data=st.data())
def test_a_command_is_started_once_at_most_and_its_answer_has_no_hole(data: st.DataObject) -> None:
    server = Server(data.draw)
    shell = shell_of(server)
    for _ in range(3):
        before = len(server.asked)
        raw = None
        with contextlib.suppress(Outcome, NodeUnreachable, TimeoutError):
            shell.open()
            raw = shell.run("line", b"in", time.monotonic() + 30)
        asked = server.asked[before:]

        assert possibly_started(asked) <= 1
        if raw is not None:
            pieces = [answer for name, answer in asked if name == "get_command_output_raw"]
            assert not any(isinstance(piece, ReplyLost) for piece in pieces)
            told = [piece for piece in pieces if isinstance(piece, tuple)]
            assert raw == Raw(7, b"".join(it[0] for it in told), b"".join(it[1] for it in told))
            assert possibly_started(asked) == 1


@given(data=st.data())
def test_every_shell_that_was_made_is_given_back(data: st.DataObject) -> None:
    server = Server(data.draw)
    shell = shell_of(server)
    for _ in range(3):
        with contextlib.suppress(Outcome, NodeUnreachable, TimeoutError):
            shell.open()
            shell.run("line", b"", time.monotonic() + 30)
    shell.close()

    names = [
        name for name, answer in server.asked if name == "close_shell" or (name, answer) == ("open_shell", "shell")
    ]
    assert names.count("close_shell") == names.count("open_shell")


def test_a_hole_is_told_from_a_lost_command() -> None:
    answers = iter(["shell", "command", ReplyLost(), (b"c", b"", 0, True), None])
    server = Server(lambda _: next(answers))
    shell = shell_of(server)
    shell.open()
    with pytest.raises(AnswerIncomplete):
        shell.run("line", b"", time.monotonic() + 30)

    assert [name for name, _ in server.asked][-2:] == ["get_command_output_raw", "cleanup_command"]


LATE = Refused(503)
"""While a node boots, HTTP is answered before WinRM is there."""
BROKEN_OFF = ReplyLost(speaks=True)


@pytest.mark.parametrize(
    "trouble",
    [[BROKEN_OFF], [StillRunning()], [BROKEN_OFF, StillRunning()], [FULL] * 14, [LATE] * 14, [LATE, BROKEN_OFF]],
    ids=["lost", "slow", "lost and slow", "full for a minute", "not there yet", "starting"],
)
def test_a_shell_is_asked_for_again(trouble: list[Exception]) -> None:
    shell, server = answering(*trouble, "shell")
    shell.open()

    assert len(server.asked) == len(trouble) + 1


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [([BROKEN_OFF] * 3, ReplyLost), ([ReplyLost()], ReplyLost), ([FULL] * 16, Refused), ([Refused(500, 5)], Refused)],
)
def test_a_shell_is_not_asked_for_for_ever(trouble: list[Exception], outcome: type[Exception]) -> None:
    shell, server = answering(*trouble, "shell")
    with pytest.raises(outcome):
        shell.open()

    assert len(server.asked) == len(trouble)


@pytest.mark.parametrize("gone", [GONE, SPENT])
def test_a_command_is_started_in_a_third_shell_where_two_were_gone(gone: Refused) -> None:
    shell, server = answering("shell", gone, None, "shell", gone, None, "shell", "command", (b"c", b"", 7, True), None)

    assert shell.run("line", b"", time.monotonic() + 30) == Raw(7, b"c", b"")
    assert [name for name, _ in server.asked].count("open_shell") == 3

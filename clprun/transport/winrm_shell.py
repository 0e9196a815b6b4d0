"""One kept command shell of a node: made when it is needed and when it is lost; no command is started twice.

MS-WSMV 3.1.4: Create makes a shell, Command starts a process in it, Receive waits for what it prints, Send feeds it,
Signal ends it, Delete gives the shell back. A Command starts something and a Send feeds it, so these are sent once:
whoever does not hear that they were refused has to take them for done. All others may be sent again.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import NamedTuple

from winrm.protocol import Protocol

from clprun.errors import NodeUnreachable
from clprun.model.question import Raw
from clprun.transport.framing import MAX_OUTPUT, OutputTooLong
from clprun.transport.winrm_exchange import Exchange
from clprun.transport.winrm_outcome import SHELL_IS_GONE, AnswerIncomplete, Outcome, Refused, ReplyLost, StillRunning

__all__ = ["WinrmShell"]

_COMMANDS_PER_SHELL = 1000
"""Below MaxConcurrentOperationsPerUser (1500)."""

_IDLE_TIMEOUT = "PT60S"
"""A shell that a killed controller leaves behind counts against quotas until then; a lost one is made again."""

_LONG_PAUSE = 50
"""Seconds of silence after which the shell is taken for gone."""

_SHORT_PAUSE = 60
"""Seconds of silence after which the connection is made again, since Windows closes it after 120."""

_OPENING = 90
_ENDING = 5
"""Seconds that making and ending a shell or a command may take."""

_FIRST_LOGIN = 60
"""Seconds the server may take for one try to make a shell: a first login makes a profile (pywinrm issue 123)."""

_PAUSE, _PAUSES = 5.0, 15
"""Seconds between tries to make a shell, and how often, where it is only a matter of time: those that a killed
controller left end after a minute."""

_PIECE = 64 * 1024
"""Bytes of a Send: in Base64 well below the smallest MaxEnvelopeSize, 150 KiB."""

_LOST_IN_A_ROW = 3
_SHELLS_IN_A_ROW = 3


@dataclass
class _Output:
    """What a command has printed so far.

    Args:
        limit: bytes each stream may hold.
    """

    limit: int
    out: bytearray = field(default_factory=bytearray)
    err: bytearray = field(default_factory=bytearray)
    has_hole: bool = False

    def take(self, out: bytes, err: bytes) -> None:
        """Add what a reply brought.

        Raises:
            OutputTooLong: a stream passed the limit.
        """
        self.out += out
        self.err += err
        if max(len(self.out), len(self.err)) > self.limit:
            raise OutputTooLong


class _Running(NamedTuple):
    """A command that was started, and the shell it runs in."""

    shell: str
    command: str


class WinrmShell:
    """A command shell with a code page.

    Args:
        exchange: makes the requests.
        code_page: what the console of its commands is set to.
        sleep: waits some seconds.
    """

    def __init__(self, exchange: Exchange, code_page: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self._exchange, self._code_page, self._sleep = exchange, code_page, sleep
        self._id: str | None = None
        self._left: list[str] = []
        self._commands = 0
        self._used = time.monotonic()

    def open(self) -> None:
        """Make sure that there is a shell that will take a command.

        Raises:
            NodeUnreachable, Outcome, TimeoutError: there is none.
        """
        pause = time.monotonic() - self._used
        if pause > _SHORT_PAUSE:
            self._exchange.renew()
        if pause > _LONG_PAUSE or self._commands >= _COMMANDS_PER_SHELL:
            self._leave()
        if self._id is None:
            self._create()
        self._used = time.monotonic()

    def run(self, line: str, data: bytes, give_up: float) -> Raw:
        """Run a command line and wait for its end.

        Args:
            line: what ``cmd.exe /C`` is to run.
            data: bytes of its standard input; none = nothing is sent.
            give_up: monotonic time until the command is ended.

        Raises:
            TimeoutError: the time passed; the command was ended, unless the server could not be told.
            ReplyLost, StillRunning: whether the command ran is unknown.
            AnswerIncomplete: it ran, and a part of its output is lost.
            OutputTooLong: it printed too much, and was ended.
            Refused, NodeUnreachable: it did not run.
        """
        running = self._start(line, give_up)
        try:
            self._feed(running, data, give_up)
            raw = self._collect(running, give_up)
        finally:
            self._end(running)
        self._used = time.monotonic()
        return raw

    def close(self) -> None:
        """Give the shell back and hang up; never raises."""
        self._leave()
        with contextlib.suppress(NodeUnreachable):
            self._delete_left()
        self._exchange.renew()

    def _create(self) -> str:
        """A shell; a reply that is lost may leave one behind that nobody knows, which ends by itself."""
        self._delete_left()
        pauses, lost = repeat(_PAUSE, _PAUSES), 0
        give_up = time.monotonic() + _OPENING
        while True:
            try:
                self._id, self._commands = self._opened(give_up), 0
            except (ReplyLost, StillRunning) as nothing:
                lost += 1
                if lost == _LOST_IN_A_ROW or not nothing.speaks:
                    raise
            except Refused as refused:
                pause = next(pauses, None)
                if pause is None or not refused.passes:
                    raise
                self._sleep(pause)
                give_up += pause
            else:
                return self._id

    def _opened(self, give_up: float) -> str:
        create = partial(Protocol.open_shell, codepage=self._code_page, idle_timeout=_IDLE_TIMEOUT)
        return self._exchange.ask(create, give_up, starts_something=True, poll=_FIRST_LOGIN)

    def _leave(self) -> None:
        """Forget the shell; it is deleted when the server listens."""
        if self._id is not None:
            self._left.append(self._id)
        self._id = None

    def _delete_left(self) -> None:
        """Delete what was left behind: shells count (MaxShellsPerUser), and what still runs in them ends with them.

        Raises:
            NodeUnreachable: no way.
        """
        while self._left:
            delete = partial(Protocol.close_shell, shell_id=self._left[-1], close_session=False)
            with contextlib.suppress(Outcome, TimeoutError):
                self._exchange.ask(delete, time.monotonic() + _ENDING)
            self._left.pop()

    def _start(self, line: str, give_up: float) -> _Running:
        for _ in range(_SHELLS_IN_A_ROW - 1):
            try:
                return self._command(self._id or self._create(), line, give_up)
            except Refused as refused:
                if refused.fault not in SHELL_IS_GONE:
                    raise
            self._leave()
        return self._command(self._id or self._create(), line, give_up)

    def _command(self, shell: str, line: str, give_up: float) -> _Running:
        self._commands += 1
        start = partial(Protocol.run_command, shell_id=shell, command=line, console_mode_stdin=False)
        try:
            return _Running(shell, self._exchange.ask(start, give_up, starts_something=True))
        except Refused as refused:
            if refused.nothing_was_done:
                raise
            self._leave()
            raise ReplyLost(refused.reason) from None
        except (ReplyLost, StillRunning, TimeoutError):
            self._leave()
            raise

    def _feed(self, running: _Running, data: bytes, give_up: float) -> None:
        shell, command = running
        for start in range(0, len(data), _PIECE):
            piece, is_last = data[start : start + _PIECE], start + _PIECE >= len(data)
            send = partial(
                Protocol.send_command_input, shell_id=shell, command_id=command, stdin_input=piece, end=is_last
            )
            try:
                self._exchange.ask(send, give_up, starts_something=True)
            except (Refused, StillRunning, NodeUnreachable):
                raise ReplyLost from None

    def _collect(self, running: _Running, give_up: float) -> Raw:
        shell, command = running
        receive = partial(Protocol.get_command_output_raw, shell_id=shell, command_id=command)
        output = _Output(MAX_OUTPUT)
        lost = 0
        while lost < _LOST_IN_A_ROW:
            try:
                out, err, code, is_done = self._exchange.ask(receive, give_up)
            except ReplyLost:
                lost += 1
                output.has_hole = True
                continue
            except StillRunning:
                continue
            except (Refused, NodeUnreachable):
                break
            lost = 0
            output.take(out, err)
            if is_done and output.has_hole:
                raise AnswerIncomplete
            if is_done:
                return Raw(_signed(code), bytes(output.out), bytes(output.err))
        raise ReplyLost

    def _end(self, running: _Running) -> None:
        """Have the command ended, or what is left of an ended one cleared away; else the shell is left behind."""
        end = partial(Protocol.cleanup_command, shell_id=running.shell, command_id=running.command)
        try:
            self._exchange.ask(end, time.monotonic() + _ENDING)
        except (NodeUnreachable, Outcome, TimeoutError):
            self._leave()


def _signed(code: int) -> int:
    """The 32 bits of an exit code as Windows programs mean them: certutil returns an HRESULT."""
    return (code + (1 << 31)) % (1 << 32) - (1 << 31)

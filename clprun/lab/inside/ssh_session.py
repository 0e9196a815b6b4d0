"""One session channel of the lab's SSH server: a process, with or without a terminal, and its bytes both ways."""

import fcntl
import os
import signal
import struct
import subprocess
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import paramiko

from clprun.lab.inside.accounts import Account, account, groups_of

__all__ = ["Session"]

_PIECE: Final = 32768
_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Session:
    """A command or shell behind a channel.

    Args:
        channel: the channel.
        user: who logged in.
        peer: client address and port, server address and port, as SSH_CONNECTION shows them.
    """

    def __init__(self, channel: paramiko.Channel, user: str, peer: str) -> None:
        self._channel = channel
        self._user = user
        self._peer = peer
        self._term: str | None = None
        self._size = (80, 24)
        self._terminal = -1
        self._process: subprocess.Popen[bytes] | None = None
        self._begin: Callable[[], None] | None = None

    def want_terminal(self, term: str, width: int, height: int) -> None:
        """Give the process that starts next a terminal."""
        self._term = term
        self._size = (width, height)

    def resize(self, width: int, height: int) -> bool:
        """Tell the terminal its new size, if there is one."""
        if self._terminal < 0:
            return False
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        return True

    def start(self, command: bytes | None) -> bool:
        """Start a command, or a login shell without one."""
        found = account(self._user)
        if found is None:
            return False
        argv = [found.shell, "-l"] if command is None else [found.shell, "-c", os.fsdecode(command)]
        (self._start_plain if self._term is None else self._start_on_terminal)(argv, found)
        return True

    def begin(self) -> None:
        """Let bytes flow; not before the client has heard that its command runs."""
        begin, self._begin = self._begin, None
        if begin is not None:
            begin()

    def send_signal(self, name: str) -> None:
        """Send a signal, named as in RFC 4254 (without SIG), to the command and what it started in its group."""
        number = getattr(signal, f"SIG{name}", None)
        if self._process is not None and isinstance(number, signal.Signals):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _start_plain(self, argv: list[str], user: Account) -> None:
        process = _spawn(argv, user, self._environment(user), (subprocess.PIPE,) * 3, new_session=True)
        given, out, errors = process.stdin, process.stdout, process.stderr
        assert given is not None
        assert out is not None
        assert errors is not None

        def begin() -> None:
            outputs = [
                _in_background(_pump_out, out.fileno(), self._channel.sendall),
                _in_background(_pump_out, errors.fileno(), self._channel.sendall_stderr),
            ]
            _in_background(_pump_in, self._channel, given.fileno(), given.close)
            _in_background(self._finish, process, outputs)

        self._process, self._begin = process, begin

    def _start_on_terminal(self, argv: list[str], user: Account) -> None:
        self._terminal, inner = os.openpty()
        self.resize(*self._size)
        os.chown(os.ttyname(inner), user.uid, user.gid)
        environment = self._environment(user) | {"TERM": self._term or "dumb", "SSH_TTY": os.ttyname(inner)}
        process = _spawn(["setsid", "-c", *argv], user, environment, (inner,) * 3, new_session=False)
        os.close(inner)

        def begin() -> None:
            output = _in_background(_pump_out, self._terminal, self._channel.sendall)
            _in_background(_pump_in, self._channel, self._terminal, self._hang_up)
            _in_background(self._finish, process, [output])

        self._process, self._begin = process, begin

    def _finish(self, process: "subprocess.Popen[bytes]", outputs: list[threading.Thread]) -> None:
        """As sshd does: the exit status at once, the end of the channel when all output has been read."""
        code = process.wait()
        with suppress(OSError, EOFError, paramiko.SSHException):
            if code >= 0:
                self._channel.send_exit_status(code)
            else:
                self._send_exit_signal(-code)
        for output in outputs:
            output.join()
        self._channel.close()

    def _send_exit_signal(self, number: int) -> None:
        """RFC 4254, 6.10; paramiko has no call for it."""
        message = paramiko.Message()
        message.add_byte(bytes([98]))  # SSH_MSG_CHANNEL_REQUEST
        message.add_int(self._channel.remote_chanid)
        message.add_string("exit-signal")
        message.add_boolean(False)
        message.add_string(signal.Signals(number).name.removeprefix("SIG"))
        message.add_boolean(False)
        message.add_string("")
        message.add_string("")
        # The only way, and unknown to the type stubs.
        self._channel.transport._send_user_message(message)  # type: ignore[union-attr]  # noqa: SLF001 -- as said

    def _hang_up(self) -> None:
        terminal, self._terminal = self._terminal, -1
        with suppress(OSError):
            os.close(terminal)

    def _environment(self, user: Account) -> dict[str, str]:
        client, port, server, own = self._peer.split()
        return {
            "USER": user.name,
            "LOGNAME": user.name,
            "HOME": user.home,
            "SHELL": user.shell,
            "PATH": _PATH,
            "SSH_CLIENT": f"{client} {port} {own}",
            "SSH_CONNECTION": f"{client} {port} {server} {own}",
        }


def _spawn(
    argv: list[str], user: Account, environment: dict[str, str], streams: tuple[int, ...], *, new_session: bool
) -> "subprocess.Popen[bytes]":
    identity = (user.uid, user.gid, groups_of(user.name)) if user.uid else (None, None, None)
    return subprocess.Popen(
        argv,
        stdin=streams[0],
        stdout=streams[1],
        stderr=streams[2],
        cwd=user.home if Path(user.home).is_dir() else "/",
        env=environment,
        start_new_session=new_session,
        user=identity[0],
        group=identity[1],
        extra_groups=identity[2],
    )


def _in_background(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _pump_out(source: int, send: Callable[[bytes], None]) -> None:
    with suppress(OSError, EOFError, paramiko.SSHException):
        while data := os.read(source, _PIECE):
            send(data)


def _pump_in(channel: paramiko.Channel, target: int, done: Callable[[], None]) -> None:
    with suppress(OSError, EOFError, paramiko.SSHException):
        while data := channel.recv(_PIECE):
            while data:
                data = data[os.write(target, data) :]
    with suppress(OSError):
        done()

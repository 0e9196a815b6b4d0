"""The SSH server of nodes on a machine without sshd: paramiko's, one process per connection.

It does what the engine and a person need: keys and passwords, commands, shells, terminals. No sftp, no forwarding.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from clprun.lab.inside.accounts import accepts_key, accepts_password, password_allowed

__all__ = ["main"]

_IMPORTS: Final = Path("/usr/lib/clprun-lab/python-path")
_HOST_KEY: Final = "/etc/ssh/ssh_host_ed25519_key"
_PORT: Final = 22
_ACCEPT_SECONDS: Final = 3600.0

sys.path += _IMPORTS.read_text().splitlines() if _IMPORTS.exists() else []

import paramiko  # noqa: E402 -- found only by the paths just added
from paramiko.common import (  # noqa: E402 -- as above
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    MSG_CHANNEL_REQUEST,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
)

from clprun.lab.inside.ssh_session import Session  # noqa: E402 -- imports paramiko too


class _Server(paramiko.ServerInterface):
    """Answers one connection's questions."""

    def __init__(self, peer: str) -> None:
        self._peer = peer
        self._user = ""
        self._sessions: dict[int, Session] = {}

    def get_allowed_auths(self, username: str) -> str:
        return "publickey,password" if password_allowed(username) else "publickey"

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return self._decide(username, accepts_key(username, key.get_name(), key.get_base64()))

    def check_auth_password(self, username: str, password: str) -> int:
        return self._decide(username, password_allowed(username) and accepts_password(username, password))

    def check_channel_request(self, kind: str, _chanid: int) -> int:
        return OPEN_SUCCEEDED if kind == "session" else OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_channel_pty_request(
        self,
        channel: paramiko.Channel,
        term: bytes,
        width: int,
        height: int,
        *_: object,
    ) -> bool:
        self._session(channel).want_terminal(term.decode(errors="replace"), width, height)
        return True

    def check_channel_window_change_request(
        self, channel: paramiko.Channel, width: int, height: int, *_: object
    ) -> bool:
        return self._session(channel).resize(width, height)

    def check_channel_shell_request(self, channel: paramiko.Channel) -> bool:
        return self._session(channel).start(None)

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        return self._session(channel).start(command)

    def _decide(self, user: str, accepted: bool) -> int:
        self._user = user
        return AUTH_SUCCESSFUL if accepted else AUTH_FAILED

    def request_answered(self, channel: paramiko.Channel) -> None:
        """The client knows how its request went: from now on it may get output."""
        self._session(channel).begin()

    def request_signal(self, channel: paramiko.Channel, name: str) -> None:
        """The client sends a signal."""
        self._session(channel).send_signal(name)

    def _session(self, channel: paramiko.Channel) -> Session:
        return self._sessions.setdefault(channel.get_id(), Session(channel, self._user, self._peer))


class _Transport(paramiko.Transport):
    """paramiko's transport, with the two things it does not tell its server: signals, and that a reply was sent."""

    def take_request(self, channel: paramiko.Channel, message: paramiko.Message) -> None:
        """A request on a channel, in place of what paramiko does by itself."""
        server = self.server_object
        assert isinstance(server, _Server)
        start = message.packet.tell()
        if message.get_text() == "signal":
            message.get_boolean()
            server.request_signal(channel, message.get_text())
            return
        message.packet.seek(start)
        _BY_DEFAULT(channel, message)
        server.request_answered(channel)


# A table of paramiko's own that its type stubs don't know: kind of message -> what takes it.
_TABLE: Final = "_channel_handler_table"
_BY_DEFAULT: Final[Callable[[paramiko.Channel, paramiko.Message], None]] = getattr(paramiko.Transport, _TABLE)[
    MSG_CHANNEL_REQUEST
]
setattr(
    _Transport,
    _TABLE,
    {
        **getattr(paramiko.Transport, _TABLE),
        MSG_CHANNEL_REQUEST: lambda channel, message: channel.transport.take_request(channel, message),
    },
)


def main(_program: str, _arguments: list[str]) -> int:
    """Take connections for ever."""
    key = paramiko.Ed25519Key.from_private_key_file(_HOST_KEY)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.create_server(("", _PORT), backlog=100) as listener:
        while True:
            connection, peer = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    _serve(connection, key, f"{peer[0]} {peer[1]} {connection.getsockname()[0]} {_PORT}")


def _serve(connection: socket.socket, key: paramiko.PKey, peer: str) -> None:
    """One connection, in a process of its own."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport = _Transport(connection)
        transport.add_server_key(key)
        transport.start_server(server=_Server(peer))
        channels = []  # paramiko closes a channel that nobody holds
        while transport.is_active():
            channels.append(transport.accept(_ACCEPT_SECONDS))
    except (paramiko.SSHException, EOFError, OSError):
        pass  # a probe that only looked for the banner, or a client that went away
    finally:
        os._exit(0)

"""A Windows node over WinRM: one kept command shell, made again by itself when it is lost.

pywinrm and requests are imported only when :func:`connect` is called.
"""

import re
import socket
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from clprun.errors import ClprunError, InputError, Problem
from clprun.model.cluster import Node, WinrmLogin
from clprun.model.question import Raw
from clprun.model.secret import Secret, SecretReference
from clprun.transport.base import Dial, Meter
from clprun.transport.hostkeys import HostKeyPolicy
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.sidebyside import require_awaited
from clprun.transport.way import Way, way_to
from clprun.transport.winrm_line import LONGEST_LINE, command_line
from clprun.transport.winrm_outcome import not_answered, not_opened
from clprun.transport.winrm_server import Server

if TYPE_CHECKING:
    from clprun.transport.winrm_shell import WinrmShell

T = TypeVar("T")

__all__ = ["LONGEST_LINE", "WinrmConnection", "connect", "require_credentials"]

_NEED_CREDENTIALS = {"ntlm", "basic"}

_UTF_8, _SHIFT_JIS = 65001, 932

_SAMPLE = "表示"
_PROBE = f"ver&chcp&echo {_SAMPLE}"
_PROBE_SECONDS = 60
_VERSION = re.compile(rb"(\d+)\.\d+\.\d+")
_FIRST_SOUND_VERSION = 6
"""Batch files misbehave in code page 65001 before Windows Server 2008 (reference/lab-windows.md 5)."""


class WinrmConnection:
    """A :class:`~clprun.transport.base.Connection` over WinRM, and a :class:`~clprun.transport.base.Dialler`.

    Args:
        server: the node's server.
        new_shell: makes a shell with a code page; nothing is asked of the server yet.
        way: opens TCP connections.
        meter: counts what the shells cost.
        code_page: of the shell, 65001 or 932; probed when absent.
    """

    def __init__(
        self,
        server: Server,
        new_shell: "Callable[[int], WinrmShell]",
        way: Way,
        meter: Meter,
        code_page: int | None = None,
    ) -> None:
        self.name = server.node
        self._server, self._new_shell, self._way, self._meter = server, new_shell, way, meter
        self._code_page = code_page
        self._shell: WinrmShell | None = None

    @property
    def meter(self) -> Meter:
        """See :class:`~clprun.transport.base.Connection`."""
        return self._meter

    def dial(self, host: str, port: int) -> socket.socket:
        """See :class:`~clprun.transport.base.Dialler`."""
        return self._way.dial(host, port)

    def open(self) -> None:
        """Reach the node now instead of with the first request.

        Raises:
            NodeUnreachable: no way, or the certificate, the login or the shell was refused.
        """
        self._opened()

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        """Run a command line; see :class:`~clprun.transport.base.Connection`.

        A lost shell is made anew before, which has time limits of its own.

        Args:
            script: one command line of at most :data:`LONGEST_LINE` characters, for ``cmd.exe /d /v:on /s /c``.
            deadline: seconds until the command is ended.
            data: bytes of its standard input; none = end of file at once.

        Returns:
            Its streams in the code page of the shell, its exit code as a signed number of 32 bits.

        Raises:
            ValueError: the script is no single line, or too long.
            LinkLost: the link went away, or the deadline passed; whether the script ran is unknown.
            NodeUnreachable: no link could be made, or the server refused the command; it did not run.
            StepFailed: the script printed more than a stream may hold.
        """
        line = command_line(script, has_input=bool(data))
        shell = self._opened()
        return self._timed(
            lambda: shell.run(line, data, time.monotonic() + deadline),
            lambda error: not_answered(error, self._server, deadline),
        )

    def close(self) -> None:
        """Give the shell back and hang up; the next request would reach the node again; never raises."""
        shell, self._shell = self._shell, None
        if shell is not None:
            shell.close()
        self._way.close()

    def _opened(self) -> "WinrmShell":
        return self._timed(self._ready, lambda error: not_opened(error, self._server))

    def _timed(self, request: Callable[[], T], failure: Callable[[Exception], ClprunError | None]) -> T:
        """What a request gives; its time is counted, and an outcome that has a problem becomes one."""
        started = time.monotonic()
        try:
            return request()
        except Exception as error:
            if (problem := failure(error)) is None:
                raise
            raise problem from None
        finally:
            self._meter.seconds += time.monotonic() - started

    def _ready(self) -> "WinrmShell":
        """A shell that is open, in the right code page."""
        require_awaited()
        if self._shell is None:
            self._shell = self._new_shell(self._code_page or _UTF_8)
        self._shell.open()
        if self._code_page is None:
            self._code_page = _probed(self._shell)
            if self._code_page != _UTF_8:
                self._shell.close()
                self._shell = self._new_shell(self._code_page)
                self._shell.open()
        return self._shell


def _probed(shell: "WinrmShell") -> int:
    """The code page to use, from how a shell with code page 65001 behaves."""
    raw = shell.run(command_line(_PROBE, has_input=False), b"", time.monotonic() + _PROBE_SECONDS)
    version = _VERSION.search(raw.out)
    is_old = version is not None and int(version[1]) < _FIRST_SOUND_VERSION
    is_sound = str(_UTF_8).encode() in raw.out and _SAMPLE.encode() in raw.out
    return _UTF_8 if is_sound and not is_old else _SHIFT_JIS


def require_credentials(nodes: Iterable[Node]) -> None:
    """See that every login says who we are, as far as its transport needs that.

    Raises:
        InputError: one does not.
    """
    lacking = [
        Problem("node.winrm_credentials_missing", {"name": name, "transport": login.transport}, node=node.name)
        for node in nodes
        for login in (node.winrm or WinrmLogin(),)
        for name in ("user", "password")
        if login.transport in _NEED_CREDENTIALS and getattr(login, name) is None
    ]
    if lacking:
        raise InputError(*lacking)


def connect(
    node: Node,
    *,
    secrets: Callable[[SecretReference], Secret],
    host_keys: HostKeyPolicy,
    dial: Dial | None = None,
    configuration: OpenSshConfiguration | None = None,
    connect_timeout: float = 15,
) -> WinrmConnection:
    """Reach a node over WinRM and make a shell there.

    Args:
        node: the node, as the inventory describes it.
        secrets: gives the password, and passphrases for jump hosts.
        host_keys: decides about unknown host keys of jump hosts.
        dial: opens the TCP connection to the node or the first jump host; from this computer when absent.
        configuration: the OpenSSH client configuration, for jump hosts; the user's own when absent.
        connect_timeout: seconds that the TCP connection and each stage of a jump may take.

    Raises:
        InputError: the login lacks what it needs, a certificate file or the OpenSSH configuration is malformed, or
            the library for Kerberos is not there; the node was not contacted.
        NodeUnreachable: no way, or the certificate, the login or the shell was refused.
    """
    from clprun.transport.winrm_reach import exchange_with  # noqa: PLC0415  # imports pywinrm, which takes long
    from clprun.transport.winrm_shell import WinrmShell  # noqa: PLC0415

    require_credentials([node])
    login = node.winrm or WinrmLogin()
    server = Server(node.name, node.address, login.scheme, login.port)
    meter = Meter()
    way = way_to(node, login.jump, secrets, host_keys, dial, configuration, connect_timeout)
    password = secrets(login.password) if login.password else None
    exchange = exchange_with(server, login, password, way, meter, connect_timeout)
    connection = WinrmConnection(server, partial(WinrmShell, exchange), way, meter, login.code_page)
    try:
        connection.open()
    except BaseException:
        connection.close()
        raise
    return connection

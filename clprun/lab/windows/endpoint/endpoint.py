"""The endpoint as a whole: its listeners, and what a test or a lab may ask of it."""

import socket
import ssl
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, Final, Self

from clprun.lab.windows.endpoint.certificate import Certificate
from clprun.lab.windows.endpoint.faults import Faults, StrikeSource
from clprun.lab.windows.endpoint.flavour import FLAVOURS
from clprun.lab.windows.endpoint.handler import Handler
from clprun.lab.windows.endpoint.login import Accounts
from clprun.lab.windows.endpoint.service import RemoteShells
from clprun.lab.windows.endpoint.shellhost import ShellHost

__all__ = ["Endpoint"]


_REMEMBERED: Final = 10_000


class Endpoint:
    """WinRM's service of one node; a context manager that listens while it is open.

    Args:
        shells: run the commands.
        users: passwords by user name.
        address: to listen on.
        flavour: ``2003``, ``2008r2`` or ``2022``: the limits.
        certificate: of the HTTPS listener; without one there is none.
        faults: tells what shall go wrong, where that is not this object's own ``faults``.
        machine: name of the node.
        ports: of HTTP and HTTPS; 0 takes a free one.
        basic: whether Basic is allowed; over HTTP it needs ``allow_unencrypted``, too.
        allow_unencrypted: whether HTTP may carry envelopes that are not sealed (AllowUnencrypted).
        reboot: called when the fault ``reboot`` strikes; in any case all shells and connections end.
    """

    def __init__(
        self,
        shells: ShellHost,
        users: Mapping[str, str],
        address: str = "127.0.0.1",
        flavour: str = "2022",
        certificate: Certificate | None = None,
        faults: StrikeSource | None = None,
        *,
        machine: str = "WINNODE",
        ports: tuple[int, int] = (0, 0),
        basic: bool = True,
        allow_unencrypted: bool = False,
        reboot: Callable[[], None] = lambda: None,
    ) -> None:
        self.address = address
        self.flavour = FLAVOURS[flavour]
        self.faults = Faults()
        """What tests arm, where no other source was given."""
        self.strikes = faults or self.faults
        self.machine = machine
        self.basic = basic
        self.allow_unencrypted = allow_unencrypted
        self.service: Final = RemoteShells(shells, self.flavour)
        self.operations: list[str] = []
        """What was asked for of late, in order: ``Create``, ``Command`` …"""
        self.requests = 0
        """HTTP requests that got through the login, with those that only were a login."""
        self._users = users
        self._certificate = certificate
        self._wanted = ports
        self._reboot = reboot
        self._lock = Lock()
        self._servers: list[_Server] = []

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="winrm-")
        folder = Path(self._folder.name)
        self.accounts = Accounts(self._users, self.machine, folder / "accounts")
        self._servers.append(_Server(self, (self.address, self._wanted[0]), None))
        if self._certificate:
            context = _tls(self._certificate, folder)
            self._servers.append(_Server(self, (self.address, self._wanted[1]), context))
        for server in self._servers:
            Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self.drop_everything()
        self._servers.clear()
        self._folder.cleanup()

    @property
    def http_port(self) -> int:
        """Port of the HTTP listener."""
        return self._servers[0].server_port

    @property
    def https_port(self) -> int:
        """Port of the HTTPS listener."""
        return self._servers[1].server_port

    @property
    def http(self) -> str:
        """URL of the HTTP listener."""
        return f"http://{self.address}:{self.http_port}/wsman"

    @property
    def https(self) -> str:
        """URL of the HTTPS listener."""
        return f"https://{self.address}:{self.https_port}/wsman"

    def served(self, operation: str) -> None:
        """Note what was asked for; nothing where it was only a login."""
        with self._lock:
            self.requests += 1
            if operation:
                self.operations.append(operation)
                del self.operations[:-_REMEMBERED]

    def reboot(self) -> None:
        """The node goes down: its shells and connections end."""
        self.drop_everything()
        self._reboot()

    def drop_everything(self) -> None:
        """End all shells and all connections, as a power cut does; listeners go on."""
        self.service.shells.delete_all()
        for server in self._servers:
            server.drop_connections()


def _tls(certificate: Certificate, folder: Path) -> ssl.SSLContext:
    chain, key = folder / "certificate.pem", folder / "key.pem"
    key.touch(0o600)
    key.write_bytes(certificate.key)
    chain.write_bytes(certificate.certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context


class _Server(ThreadingHTTPServer):
    """A listener and its connections; a TLS handshake is the connection's own thread's work."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, endpoint: Endpoint, address: tuple[str, int], context: ssl.SSLContext | None) -> None:
        self._connections: set[socket.socket] = set()
        handler = type("BoundHandler", (Handler,), {"node": endpoint, "secure": context is not None})
        super().__init__(address, handler)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self) -> None:
        """Without the look-up of the host's name, which may take long."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "winrm", self.server_address[1]

    def get_request(self) -> tuple[Any, Any]:
        """A new connection, remembered."""
        connection, peer = super().get_request()
        self._connections.add(connection)
        return connection, peer

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - a socket; the library says Any
        """A connection has ended."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def drop_connections(self) -> None:
        """End them all without a word."""
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: object) -> None:  # noqa: ANN401 - as above
        """A client that does not speak TLS, or goes away, is nothing to speak of."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

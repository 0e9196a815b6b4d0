"""Whether a web server answers, as this computer sees it on the way it reaches a node."""

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from clprun.node.http import DEFAULT_PORTS, HttpAnswer, HttpOutcome, HttpReply
from clprun.transport.base import Connection, Dialler

__all__ = ["HttpFromController"]


@dataclass(frozen=True)
class HttpFromController(HttpAnswer):
    """Whether a URL is answered when this computer asks, with any HTTP status; the node is not asked.

    The connection is made the way the node is reached, so that a jump host stands between here, too. What can't be
    verified need not be strong: of a server that is only to be there, every version of TLS is taken.
    """

    def dialled(self, connection: Connection) -> HttpReply:
        """Make a request and read the beginning of the answer.

        Args:
            connection: the way to the node.

        Raises:
            NodeUnreachable: the jump host on the way can't be reached.
        """
        try:
            return HttpReply(HttpOutcome.ANSWERED, self._status(connection))
        except (OSError, HTTPException) as error:
            return HttpReply(_outcome(error), None, str(error))

    def _status(self, connection: Connection) -> int:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
        way = HTTPConnection(host, port, timeout=self.seconds)
        with self._dial(connection, host, port) as plain:
            plain.settimeout(self.seconds)
            way.sock = self._secured(plain, host) if parts.scheme == "https" else plain
            with way.sock:
                target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                way.request("GET", target, headers={"Host": parts.netloc, "Connection": "close"})
                return way.getresponse().status

    def _dial(self, connection: Connection, host: str, port: int) -> socket.socket:
        if isinstance(connection, Dialler):
            return connection.dial(host, port)
        return socket.create_connection((host, port), self.seconds)

    def _secured(self, plain: socket.socket, host: str) -> ssl.SSLSocket:
        context = ssl.create_default_context()
        if not self.verify_certificate:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.set_ciphers("ALL:@SECLEVEL=0")
        return context.wrap_socket(plain, server_hostname=host)


def _outcome(error: OSError | HTTPException) -> HttpOutcome:
    match error:
        case ssl.SSLError():
            return HttpOutcome.TLS_FAILED
        case socket.gaierror():
            return HttpOutcome.UNRESOLVED
        case ConnectionRefusedError():
            return HttpOutcome.REFUSED
        case TimeoutError():
            return HttpOutcome.TIMED_OUT
        case _:
            return HttpOutcome.NO_ANSWER

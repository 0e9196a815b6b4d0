"""HTTP to one node: over connections that we dial, counted, bounded, and to be ended from any thread.

NTLM and Kerberos prove who we are once for a TCP connection. Where they also encrypt the messages (``http``), a message
is of no use on any other connection, so a session is sealed to the first one: when that is gone, or the server no
longer knows it, :class:`LoginExpired` is raised before anything is done, and a new session has to be made.
"""

import contextlib
import re
import socket
from collections.abc import Callable
from io import BytesIO
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from clprun.transport.base import Meter
from clprun.transport.winrm_outcome import LoginExpired, NotTrusted, ReplyLost
from clprun.transport.winrm_server import Server

__all__ = ["Adapter"]

_LONGEST_REPLY = 8 << 20
"""Bytes of one reply; requests announce 150 KiB as the most that is wanted (MaxEnvelopeSize)."""

_UNAUTHORIZED = 401
_SOAP = {200, 500}
"""Statuses of HTTP under which WinRM answers."""

_ENCRYPTED = "-session-encrypted"
"""In the content type of encrypted messages ([MS-WSMV] 2.2.9.1)."""

_SCHEME = re.compile(r"(?:^|,)\s*([A-Za-z]+)(?=\s|,|$)")
"""Names of authentication schemes in WWW-Authenticate (RFC 9110 11.6.1); a parameter has a ``=`` behind it."""


class _Dialled(HTTPConnection):
    """A connection over a socket of ours.

    Args:
        host: see :class:`urllib3.connection.HTTPConnection`.
        port: TCP port.
        dial: opens the socket.
        meter: counts what goes out.
        more: the rest.
    """

    def __init__(
        self,
        host: str,
        port: int | None = None,
        *,
        dial: Callable[[], socket.socket],
        meter: Meter,
        **more: Any,  # noqa: ANN401  # passed on as they are
    ) -> None:
        super().__init__(host, port, **more)
        self._dial, self._meter = dial, meter

    def _new_conn(self) -> socket.socket:
        return self._dial()

    def request(self, *args: Any, **more: Any) -> None:  # noqa: ANN401  # passed on as they are
        """Send a request, and count it once it went out."""
        super().request(*args, **more)
        self._meter.round_trips += 1


class _DialledTls(_Dialled, HTTPSConnection):
    """The same with TLS."""

    def connect(self) -> None:
        """Open it.

        Raises:
            NotTrusted: the certificate is refused, or the two sides have no version or cipher in common.
        """
        try:
            super().connect()
        except (HTTPError, OSError) as error:  # SSLError is an OSError
            raise NotTrusted(error) from None


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Dialled


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _DialledTls


class Adapter(HTTPAdapter):
    """What a requests session uses to reach the node.

    Args:
        server: the node's server.
        dial: opens a TCP connection to it.
        meter: counts requests and bytes.
        fingerprint: SHA-256 of the certificate that the server must show.
    """

    def __init__(
        self, server: Server, dial: Callable[[], socket.socket], meter: Meter, fingerprint: str | None
    ) -> None:
        super().__init__()
        self._meter, self._dial_server = meter, dial
        self._handle: socket.socket | None = None
        self.sealed = False
        self.offered: set[str] = set()
        means: dict[str, Any] = {"dial": self._dial, "meter": meter}
        self._pool: HTTPConnectionPool = (
            _TlsPool(server.host, server.port, assert_fingerprint=fingerprint, **means)
            if server.scheme == "https"
            else _Pool(server.host, server.port, **means)
        )

    def _dial(self) -> socket.socket:
        if self.sealed:
            raise LoginExpired
        opened = self._dial_server()
        self._let_go()
        self._handle = opened.dup()  # TLS takes the other over
        return opened

    def get_connection_with_tls_context(self, *_args: Any, **_more: Any) -> HTTPConnectionPool:  # noqa: ANN401  # unread
        """The one pool there is, whatever is asked for: no redirection leads away from the node, and no proxy."""
        return self._pool

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,  # noqa: ANN401  # passed on as they are
        verify: Any = True,  # noqa: ANN401
        cert: Any = None,  # noqa: ANN401
        proxies: dict[str, str] | None = None,
    ) -> Response:
        """Send one request.

        Raises:
            LoginExpired: the session is sealed, and its connection is gone or no longer known.
            NotTrusted: see :class:`NotTrusted`.
            ReplyLost: the reply is none that WinRM gives: too long, compressed, or in the clear where it must not be.
        """
        del proxies
        self._meter.bytes_sent += int(request.headers.get("Content-Length", 0))
        response = super().send(request, stream, timeout, verify, cert)
        if response.status_code == _UNAUTHORIZED:
            self.offered |= {name.lower() for name in _SCHEME.findall(response.headers.get("WWW-Authenticate", ""))}
            if self.sealed:
                response.close()
                raise LoginExpired
        length = _bound(response)
        self._meter.bytes_received += length
        if self.sealed and length and response.status_code in _SOAP:
            _require_encryption(response)
        return response

    def abort(self) -> None:
        """End the connection under whatever waits for it; from any thread."""
        handle = self._handle
        with contextlib.suppress(OSError):
            if handle is not None:
                handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        self._pool.close()
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close()


def _bound(response: Response) -> int:
    """Bytes of a reply, which is read here when the server does not say how long it is."""
    announced = response.headers.get("Content-Length", "")
    if response.headers.get("Content-Encoding"):
        length = _LONGEST_REPLY + 1  # nobody knows how long it becomes
    elif announced.isascii() and announced.isdigit():
        length = int(announced)
    elif response.status_code == _UNAUTHORIZED:
        length = _LONGEST_REPLY + 1  # the login still wants to look into it, and there is nothing in it
    else:
        body = response.raw.read(_LONGEST_REPLY + 1)
        length = len(body)
        response.raw = HTTPResponse(BytesIO(body), response.headers, response.status_code, preload_content=False)
    if length > _LONGEST_REPLY:
        response.close()
        raise ReplyLost("a reply is longer than any that WinRM gives")
    return length


def _require_encryption(response: Response) -> None:
    """Refuse what somebody on the way may have put in the place of an answer; pywinrm would take it."""
    if _ENCRYPTED not in response.headers.get("Content-Type", ""):
        response.close()
        raise ReplyLost("a reply is not encrypted")

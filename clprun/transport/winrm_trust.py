"""Whom to take a server for: why its certificate is refused, and what a person can do about it."""

import hashlib
import socket
import ssl
from collections.abc import Callable

from clprun.errors import NodeUnreachable
from clprun.model.cluster import WinrmLogin
from clprun.transport.codec import printable
from clprun.transport.winrm_server import Server

__all__ = ["Trust", "fingerprint"]

_FOR_ANOTHER_NAME = {62, 64}
"""OpenSSL: X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate (DER), as ``openssl x509 -fingerprint -sha256`` prints it."""
    return hashlib.sha256(certificate).digest().hex(":").upper()


class Trust:
    """Explains refused certificates.

    Args:
        server: the server.
        login: what is known of its certificate.
        dial: opens a TCP connection to it.
        timeout: seconds that looking at the certificate may take.
    """

    def __init__(self, server: Server, login: WinrmLogin, dial: Callable[[], socket.socket], timeout: float) -> None:
        self._server, self._login, self._dial, self._timeout = server, login, dial, timeout

    def refused(self, error: Exception) -> NodeUnreachable:
        """The problem to show.

        Args:
            error: what the TLS library said.

        Raises:
            NodeUnreachable: the server can't even be reached any more.
        """
        reason = printable(str(error), 300)
        shown = self._shown()
        if shown is None:
            return self._server.unreachable("node.winrm_no_tls", reason=reason)
        values = {"fingerprint": fingerprint(shown)}
        if self._login.fingerprint:
            expected = self._login.fingerprint
            return self._server.unreachable("node.winrm_fingerprint_differs", expected=expected, **values)
        if not isinstance(error, ssl.SSLCertVerificationError):
            return self._server.unreachable("node.winrm_no_tls", reason=reason)
        if error.verify_code in _FOR_ANOTHER_NAME:
            return self._server.unreachable("node.winrm_certificate_for_other", **values)
        return self._server.unreachable("node.winrm_certificate_not_trusted", reason=error.verify_message, **values)

    def _shown(self) -> bytes | None:
        """The certificate the server shows, ``None`` when it shows none."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # only to look at it: nothing is sent
        with self._dial() as plain:
            plain.settimeout(self._timeout)
            try:
                with context.wrap_socket(plain, server_hostname=self._server.host) as session:
                    return session.getpeercert(binary_form=True)
            except OSError:
                return None

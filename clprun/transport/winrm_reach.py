"""All it takes to ask a node's WinRM server something: the way, the login and the trust, put together."""

import socket
import ssl
import time
from pathlib import Path

from winrm.transport import HAVE_KERBEROS

from clprun.errors import InputError, Problem
from clprun.model.cluster import WinrmLogin
from clprun.model.secret import Secret
from clprun.transport.base import Meter
from clprun.transport.way import NotForwarded, Way
from clprun.transport.winrm_exchange import Exchange
from clprun.transport.winrm_http import Adapter
from clprun.transport.winrm_server import Server
from clprun.transport.winrm_session import NodeProtocol
from clprun.transport.winrm_trust import Trust

__all__ = ["exchange_with"]

_FILES = ("ca_file", "certificate", "certificate_key")


def exchange_with(
    server: Server, login: WinrmLogin, password: Secret | None, way: Way, meter: Meter, timeout: float
) -> Exchange:
    """What makes requests to a server; nothing is asked of it yet.

    Args:
        server: the server.
        login: how to log in.
        password: of the user.
        way: opens TCP connections.
        meter: counts requests and bytes.
        timeout: seconds that a step of the TLS handshake may take.

    Raises:
        InputError: Kerberos is wanted and its library is not there, or a certificate file is none.
    """
    files = {name: str(Path(path).expanduser()) for name in _FILES if (path := getattr(login, name))}
    login = login.model_copy(update=files)
    _check(server, login)

    def dial() -> socket.socket:
        opened = _dialled(server, way)
        opened.settimeout(timeout)
        return opened

    def new_adapter() -> Adapter:
        return Adapter(server, dial, meter, login.fingerprint)

    protocol = NodeProtocol(server, login, password.reveal() if password else None, new_adapter)
    return Exchange(server, login, protocol, Trust(server, login, dial, timeout))


def _check(server: Server, login: WinrmLogin) -> None:
    """See that the libraries can do what is wanted with the files they are given."""
    if login.transport == "kerberos" and not HAVE_KERBEROS:
        raise InputError(Problem("node.winrm_no_kerberos", node=server.node))
    context = ssl.create_default_context()
    file = login.ca_file
    try:
        if login.ca_file:
            context.load_verify_locations(login.ca_file)
        if login.transport == "certificate":
            file = f"{login.certificate}, {login.certificate_key}"
            # An empty passphrase, or OpenSSL would ask for one at the terminal.
            context.load_cert_chain(str(login.certificate), login.certificate_key, password="")
    except OSError as error:  # SSLError is one
        values = {"file": str(file), "reason": error.strerror or str(error)}
        raise InputError(Problem("node.winrm_certificate_file", {**values}, node=server.node)) from None


def _dialled(server: Server, way: Way) -> socket.socket:
    """A TCP connection to the server.

    Raises:
        NodeUnreachable: there is none to be had.
    """
    started = time.monotonic()
    try:
        return way.dial(server.host, server.port)
    except NotForwarded as error:
        raise server.unreachable("node.jump_failed", jump=error.jump, reason=error.reason) from None
    except socket.gaierror:
        raise server.unreachable("node.name_unknown") from None
    except TimeoutError:
        raise server.unreachable("node.no_answer", seconds=f"{time.monotonic() - started:.0f}") from None
    except ConnectionRefusedError:
        raise server.unreachable("node.winrm_connection_refused") from None
    except OSError as error:
        raise server.unreachable("node.no_way", reason=error.strerror or type(error).__name__) from None

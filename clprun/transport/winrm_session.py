"""pywinrm over our own HTTP: nothing is taken from the environment, nothing goes out in the clear unasked."""

from collections.abc import Callable
from typing import Any

import certifi
from requests import Session
from winrm.protocol import Protocol
from winrm.transport import Transport

from clprun.model.cluster import WinrmLogin
from clprun.transport.winrm_http import Adapter
from clprun.transport.winrm_server import Server

__all__ = ["NodeProtocol", "NodeTransport"]


class NodeTransport(Transport):
    """pywinrm's transport, whose sessions go through adapters of ours.

    Args:
        new_adapter: makes the adapter of a session.
        parameters: see :class:`winrm.transport.Transport`.
    """

    def __init__(self, new_adapter: Callable[[], Adapter], **parameters: Any) -> None:  # noqa: ANN401  # passed on
        super().__init__(**parameters)
        self._new_adapter = new_adapter
        self.adapter = new_adapter()

    def build_session(self) -> Session:
        """The session, logged in where messages are to be encrypted.

        One that failed on the way is not kept: pywinrm would go on with it and not encrypt.
        """
        fresh = self.session is None
        try:
            session = super().build_session()
        except BaseException:
            self.close_session()
            raise
        if fresh and not self.adapter.sealed:
            self._equip(session)
        return session

    def setup_encryption(self, session: Session) -> None:
        """Log in, and seal the session to the connection the login is good for."""
        self._equip(session)
        super().setup_encryption(session)
        self.adapter.sealed = True

    def abort(self) -> None:
        """End the connection under whatever waits for it; from any thread."""
        self.adapter.abort()

    def _equip(self, session: Session) -> None:
        self.adapter = self._new_adapter()
        session.trust_env = False
        session.max_redirects = 0
        session.headers["Accept-Encoding"] = "identity"
        session.adapters.clear()
        session.mount(f"{self.endpoint.split(':', 1)[0]}://", self.adapter)


class NodeProtocol(Protocol):
    """pywinrm's protocol for one node; not for several threads.

    Args:
        server: the node's server.
        login: how to log in.
        password: of the user.
        new_adapter: makes the adapter of each session.
    """

    transport: NodeTransport

    def __init__(
        self, server: Server, login: WinrmLogin, password: str | None, new_adapter: Callable[[], Adapter]
    ) -> None:
        in_the_clear = server.scheme == "https" or login.transport == "basic"
        parameters: dict[str, Any] = {
            "endpoint": server.url,
            "username": login.user,
            "password": password,
            "service": "HTTP",
            "ca_trust_path": login.ca_file or certifi.where(),
            "server_cert_validation": "ignore" if login.fingerprint or not login.verify else "validate",
            "cert_pem": login.certificate,
            "cert_key_pem": login.certificate_key,
            "kerberos_hostname_override": server.node if server.is_address else None,
            "message_encryption": "never" if in_the_clear else "always",
            "proxy": None,
        }
        super().__init__(transport=login.transport, **parameters)
        self.transport = NodeTransport(new_adapter, auth_method=login.transport, **parameters)

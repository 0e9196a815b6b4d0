"""One WinRM request after the other, each with its own limit, and what came of it when there is no answer."""

import math
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from winrm.exceptions import (
    InvalidCredentialsError,
    WinRMOperationTimeoutError,
    WinRMTransportError,
    WSManFaultError,
)
from winrm.protocol import Protocol

from clprun.errors import ClprunError, NodeUnreachable
from clprun.model.cluster import WinrmLogin
from clprun.transport.winrm_outcome import LoginExpired, NotTrusted, Refused, ReplyLost, StillRunning
from clprun.transport.winrm_server import Server
from clprun.transport.winrm_session import NodeProtocol
from clprun.transport.winrm_trust import Trust

__all__ = ["Exchange"]

T = TypeVar("T")

_LONGEST_POLL = 20
"""Seconds the server may keep a Receive that has nothing to tell."""

_GRACE = 10
"""Seconds a reply may take beyond the time that the server was told to answer in, as pywinrm has it."""

_HANGING_UP = 2
"""Seconds beyond its limit after which the connection under a request is ended."""

_OFFERS = {
    "ntlm": {"ntlm", "negotiate"},
    "kerberos": {"kerberos", "negotiate"},
    "basic": {"basic"},
    "certificate": set[str](),
}
"""Schemes of WWW-Authenticate that a server which allows a transport offers one of."""


class Exchange:
    """Requests to one server, by one thread at a time.

    Args:
        server: the server.
        login: how it is told who we are.
        protocol: pywinrm's side of it.
        trust: explains certificates that are refused.
    """

    def __init__(self, server: Server, login: WinrmLogin, protocol: NodeProtocol, trust: Trust) -> None:
        self._server, self._login, self._protocol, self._trust = server, login, protocol, trust
        self._known = False

    def ask(
        self,
        operation: Callable[[Protocol], T],
        give_up: float,
        *,
        starts_something: bool = False,
        poll: int = _LONGEST_POLL,
    ) -> T:
        """Make one request, again after a new login when the server no longer knows us.

        Args:
            operation: a method call of the protocol.
            give_up: monotonic time after which nothing is waited for.
            starts_something: whether the request must not be made twice; then a reply that leaves the slightest doubt
                counts as lost.
            poll: seconds the server may take before it says that it has nothing to tell.

        Raises:
            TimeoutError: the time has passed; whether it was done is unknown.
            ReplyLost: see there.
            Refused: see there.
            StillRunning: see there.
            NodeUnreachable: no way, or the certificate or the login was refused; it was not done.
        """
        try:
            return self._ask(operation, give_up, poll)
        except LoginExpired:
            pass
        except Refused as refused:
            # What a server says that can't make sense of an encrypted message.
            if refused.status != HTTPStatus.BAD_REQUEST:
                raise
            if starts_something:
                raise ReplyLost(refused.reason) from None
        self.renew()
        try:
            return self._ask(operation, give_up, poll)
        except LoginExpired:
            raise self._login_refused() from None

    def renew(self) -> None:
        """Hang up; the next request connects and logs in again."""
        self._protocol.transport.close_session()

    def _ask(self, operation: Callable[[Protocol], T], give_up: float, longest: int) -> T:
        remaining = give_up - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        transport = self._protocol.transport
        poll = max(1, min(longest, math.ceil(remaining)))
        self._protocol.operation_timeout_sec = poll
        transport.read_timeout_sec = poll + _GRACE
        watch = threading.Timer(remaining + _HANGING_UP, transport.abort)
        watch.daemon = True
        watch.start()
        try:
            answer = operation(self._protocol)
        except WinRMOperationTimeoutError:
            raise StillRunning from None
        except Exception as error:
            self._fail(error, give_up)
            raise
        finally:
            watch.cancel()
        self._known = True
        return answer

    def _fail(self, error: Exception, give_up: float) -> None:
        """Raise what an error of the libraries means; those that have a meaning already are left alone."""
        match error:
            case ClprunError() | LoginExpired():
                return
            case NotTrusted(cause=cause):
                raise self._trust.refused(cause) from None
            case WSManFaultError(code=HTTPStatus.INTERNAL_SERVER_ERROR):
                raise Refused(error.code, error.wsman_fault_code, error.reason) from None
            case WSManFaultError() | WinRMTransportError():
                raise Refused(error.code) from None
            case InvalidCredentialsError():
                raise (LoginExpired() if self._known else self._login_refused()) from None
        self.renew()
        if time.monotonic() >= give_up:
            raise TimeoutError from None
        reason = error.reason if isinstance(error, ReplyLost) else f"{type(error).__name__}: {error}"
        raise ReplyLost(reason, speaks=self._known or bool(self._protocol.transport.adapter.offered)) from None

    def _login_refused(self) -> NodeUnreachable:
        offered = self._protocol.transport.adapter.offered
        values = {"transport": self._login.transport, "offered": ", ".join(sorted(offered)) or "-"}
        if offered and not offered & _OFFERS[self._login.transport]:
            return self._server.unreachable("node.winrm_transport_not_offered", **values)
        return self._server.unreachable("node.winrm_login_refused", user=self._login.user or "-", **values)

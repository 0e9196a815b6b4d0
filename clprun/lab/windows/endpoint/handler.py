"""One connection to the endpoint: login, sealing, limits, faults on demand; then the service answers."""

import select
import socket
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Final, Protocol

from clprun.lab.windows.endpoint import encryption, soap
from clprun.lab.windows.endpoint.faults import Fault, Strike, StrikeSource
from clprun.lab.windows.endpoint.flavour import Flavour
from clprun.lab.windows.endpoint.login import Accounts, Login
from clprun.lab.windows.endpoint.refusal import Refusal, operations_exceeded, shells_exceeded
from clprun.lab.windows.endpoint.service import Answer, Caller, RemoteShells
from clprun.lab.windows.endpoint.soap import Request

__all__ = ["Handler", "Node"]

_PATH: Final = "/wsman"
_SOAP: Final = "application/soap+xml;charset=UTF-8"
_SEALING: Final = 4096
"""Bytes that sealing may add to an envelope."""


class Node(Protocol):
    """What the connections of an endpoint share."""

    service: RemoteShells
    flavour: Flavour
    strikes: StrikeSource
    accounts: Accounts
    machine: str
    basic: bool
    allow_unencrypted: bool

    def served(self, operation: str) -> None:
        """Note what was asked for; nothing where it was only a login."""

    def reboot(self) -> None:
        """The node goes down."""


class _Dropped(Exception):
    """The connection ends here, without a word."""


class Handler(BaseHTTPRequestHandler):
    """Answers ``POST /wsman``."""

    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-HTTPAPI/2.0"
    sys_version = ""
    timeout = 120
    disable_nagle_algorithm = True
    node: Node
    secure: bool

    def setup(self) -> None:
        """A new connection: nobody is logged in."""
        super().setup()
        basic = self.node.basic and (self.secure or self.node.allow_unencrypted)
        self._login = Login(self.node.accounts, basic=basic)

    def do_POST(self) -> None:
        """One request, or one step of a login."""
        content = self._read()
        if content is None:
            return
        if self.path.rstrip("/").lower() != _PATH:
            self._answer(404)
            return
        granted, offers = self._login.hear(self.headers.get("Authorization", ""))
        if not granted:
            self._answer(401, offers=offers)
            return
        if not content:
            self.node.served("")
            self._answer(200, offers=offers)
            return
        with suppress(_Dropped):
            self._serve(content, offers)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Nothing: the endpoint counts what it serves."""

    def _read(self) -> bytes | None:
        """The body, or None where it has been refused."""
        given = self.headers.get("Content-Length", "")
        if not given.isdecimal():
            self.close_connection = True
            self._answer(411)
            return None
        length = int(given)
        most = self.node.flavour.envelope
        if length > most + _SEALING:
            while length > 0 and (got := self.rfile.read(min(length, 1 << 16))):
                length -= len(got)
            self._answer(413)
            return None
        return self.rfile.read(length)

    def _serve(self, content: bytes, offers: list[str]) -> None:
        sealed = encryption.is_sealed(self.headers.get("Content-Type", ""))
        if not sealed and not self.secure and not self.node.allow_unencrypted:
            self._answer(500, offers=offers)  # no body (pywinrm issue 129)
            return
        try:
            envelope = encryption.unseal(content, self._login.context) if sealed else content
        except encryption.TamperedError:
            self._answer(400)
            return
        if len(envelope) > self.node.flavour.envelope:
            self._answer(413)
            return
        status, reply = self._reply_to(envelope)
        if status in {401, 413}:
            self._answer(status, offers=self._login.offers if status == 401 else [])
        elif sealed and self._login.context is not None:
            self._answer(status, encryption.seal(reply, self._login.context), encryption.CONTENT_TYPE, offers)
        else:
            self._answer(status, reply, _SOAP, offers)

    def _reply_to(self, envelope: bytes) -> tuple[int, bytes]:
        request = Request("")
        try:
            request = Request.read(envelope)
            self.node.served(request.operation)
            fault = self.node.strikes.take(request.operation)
            if refused := self._before(request, fault):
                return refused, b""
            answer = self.node.service.answer(request, Caller(self._login.user, self._is_gone))
            self._after(answer, fault)
        except Refusal as refusal:
            return 500, soap.refuse(request, refusal, self.node.machine)
        return 200, answer.content

    def _before(self, request: Request, strike: Strike | None) -> int:
        """What a fault does before the request is served: an HTTP status, or 0 to go on."""
        limits = self.node.flavour
        match strike and strike.fault:
            case Fault.DROP_BEFORE:
                self._drop()
            case Fault.UNAUTHORIZED:
                self._login.forget()
                return 401
            case Fault.TOO_LARGE:
                return 413
            case Fault.DEAD_SHELL:
                self.node.service.shells.delete(request.shell)
            case Fault.SHELLS_LIMIT:
                raise shells_exceeded(limits.shells)
            case Fault.OPERATIONS_LIMIT:
                raise operations_exceeded(limits.operations)
        return 0

    def _after(self, answer: Answer, strike: Strike | None) -> None:
        """What a fault does once the request was served."""
        match strike and strike.fault:
            case Fault.LOSE_REPLY:
                answer.undo()
                self._drop()
            case Fault.LOSE_OUTPUT:
                self._drop()
            case Fault.REBOOT:
                self.node.reboot()
                self._drop()
            case Fault.SLOW if strike:
                time.sleep(strike.seconds)

    def _is_gone(self) -> bool:
        """No client sends before it has its reply, so what can be read now is the connection's end."""
        return bool(select.select([self.connection], [], [], 0)[0])

    def _drop(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        raise _Dropped

    def _answer(self, status: int, body: bytes = b"", content_type: str = "", offers: list[str] | None = None) -> None:
        self.send_response(status)
        for offer in offers or []:
            self.send_header("WWW-Authenticate", offer)
        if content_type:
            self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

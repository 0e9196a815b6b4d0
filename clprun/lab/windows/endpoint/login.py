"""Who is at the other end of a connection: Basic, NTLM and SPNEGO, as HTTP.sys and WinRM do it.

NTLM authenticates the connection, not the request (RFC 4559): what follows on it needs no header.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

import spnego
from spnego.exceptions import SpnegoError

__all__ = ["Accounts", "Login"]

_ONE_AT_A_TIME: Final = Lock()
"""pyspnego takes its accounts from the environment, which all endpoints of a process share."""


class Accounts:
    """The local accounts of a node.

    Args:
        users: passwords by user name.
        machine: name of the node, which a user name may have before it.
        file: where they are written for pyspnego (``NTLM_USER_FILE``).

    Raises:
        ValueError: a name or password has a sign which that file can't hold.
    """

    def __init__(self, users: Mapping[str, str], machine: str, file: Path) -> None:
        self._users = {name.lower(): password for name, password in users.items()}
        self._domains = ("", ".", machine.lower())
        self._file = file
        lines = []
        for name, password in users.items():
            if not {":", "\r", "\n"}.isdisjoint(name + password):
                raise ValueError(name)
            lines += [f"{domain}:{name}:{password}\n" for domain in ("", ".", machine)]
        file.touch(0o600)
        file.write_text("".join(lines), "utf-8")

    def check(self, name: str, password: str) -> bool:
        """Whether ``name``, plain or with the machine before it, has this password."""
        domain, _, user = name.lower().rpartition("\\")
        known = self._users.get(user)
        return domain in self._domains and known is not None and hmac.compare_digest(known.encode(), password.encode())

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """While this lasts, pyspnego knows these accounts."""
        with _ONE_AT_A_TIME:
            before = os.environ.get("NTLM_USER_FILE")
            os.environ["NTLM_USER_FILE"] = str(self._file)
            try:
                yield
            finally:
                if before is None:
                    del os.environ["NTLM_USER_FILE"]
                else:
                    os.environ["NTLM_USER_FILE"] = before


class Login:
    """How far the login of one connection has come.

    Args:
        accounts: of the node.
        basic: whether Basic is taken here.
    """

    def __init__(self, accounts: Accounts, *, basic: bool) -> None:
        self._accounts = accounts
        self.offers = ["Negotiate", *(['Basic realm="WSMAN"'] if basic else [])]
        self.user = ""
        self.context: spnego.ContextProxy | None = None

    def forget(self) -> None:
        """Nobody is logged in any longer."""
        self.user, self.context = "", None

    def hear(self, authorization: str) -> tuple[bool, list[str]]:
        """Take a request's ``Authorization``, empty where it has none.

        Returns:
            Whether the request may be answered, and the values of ``WWW-Authenticate`` to send.
        """
        scheme, _, given = authorization.partition(" ")
        try:
            token = base64.b64decode(given, validate=True)
        except binascii.Error:
            return False, self.offers
        match scheme.lower():
            case "":
                return bool(self.user), [] if self.user else self.offers
            case "basic" if len(self.offers) > 1:
                return self._basic(token)
            case "negotiate" | "ntlm":
                return self._negotiate(scheme, token)
        return False, self.offers

    def _basic(self, token: bytes) -> tuple[bool, list[str]]:
        try:
            given = token.decode("utf-8")
        except UnicodeDecodeError:
            given = token.decode("latin-1")  # what requests sends
        name, _, password = given.partition(":")
        self.forget()
        if not self._accounts.check(name, password):
            return False, self.offers
        self.user = name.lower().rpartition("\\")[2]
        return True, []

    def _negotiate(self, scheme: str, token: bytes) -> tuple[bool, list[str]]:
        self.user = ""
        try:
            with self._accounts.in_force():
                if self.context is None or self.context.complete:
                    self.context = _acceptor(token)
                answer = self.context.step(token)
        except (SpnegoError, ValueError):
            self.forget()
            return False, self.offers
        answered = [f"{scheme} {base64.b64encode(answer).decode()}"] if answer else []
        if not self.context.complete:
            return False, answered
        self.user = (self.context.client_principal or "").lower().rpartition("\\")[2]
        return True, answered


def _acceptor(token: bytes) -> spnego.ContextProxy:
    """For a bare NTLM token (requests-ntlm), or for one in SPNEGO (pypsrp)."""
    if token.startswith(b"NTLMSSP\0"):
        return spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)
    return spnego.server(protocol="negotiate", options=spnego.NegotiateOptions.use_negotiate)

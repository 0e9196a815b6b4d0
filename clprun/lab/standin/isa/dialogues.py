"""The real dialogues of a check: HEAD with an HTTP server, NOOP with an SMTP server. A stand-in, not the product.

Rules: ISA chapter 2, 監視方法. An HTTP answer is abnormal when it does not begin with ``HTTP/`` (ERRATA G4-01: the
guide prints the opposite); the status code counts only for a Request-URI other than ``/``, and is bad from 400 on.
"""

import errno
import socket
import time
from dataclasses import dataclass

__all__ = ["Trouble", "ask_http", "ask_smtp"]

NO_SOCKET, NO_CONNECTION, NOT_SENT, NO_ANSWER, NOT_RECEIVED = 71, 72, 73, 74, 75
NO_ADDRESS, NO_HTTP, BAD_STATUS = 81, 82, 83
LONGEST = 4096
"""Bytes of an answer that are looked at."""


class Trouble(Exception):
    """The server is not in order.

    Args:
        event: id of the message that tells it (ISA chapter 3).
        detail: the error number or status code in that message.
    """

    def __init__(self, event: int, detail: int = 0) -> None:
        super().__init__(event, detail)
        self.event = event
        self.detail = detail


@dataclass
class _Line:
    """A connection whose whole dialogue has to be over by ``deadline``."""

    link: socket.socket
    deadline: float
    seen: bytes = b""

    def patience(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Trouble(NO_ANSWER, errno.ETIMEDOUT)
        return left

    def say(self, words: str) -> None:
        self.link.settimeout(self.patience())
        try:
            self.link.sendall(words.encode())
        except OSError as failure:
            raise Trouble(NOT_SENT, failure.errno or errno.EPIPE) from failure

    def hear(self) -> bytes:
        """One line of the answer; what there is of it when the server ends the connection."""
        while b"\n" not in self.seen and len(self.seen) < LONGEST:
            self.link.settimeout(self.patience())
            try:
                part = self.link.recv(LONGEST)
            except TimeoutError as failure:
                raise Trouble(NO_ANSWER, errno.ETIMEDOUT) from failure
            except OSError as failure:
                raise Trouble(NOT_RECEIVED, failure.errno or errno.ECONNRESET) from failure
            if not part:
                break
            self.seen += part
        line, _, self.seen = self.seen.partition(b"\n")
        return line


def _connect(server: str, port: int, patience: float) -> _Line:
    deadline = time.monotonic() + patience
    try:
        address = socket.gethostbyname(server)
    except (OSError, UnicodeError) as failure:
        raise Trouble(NO_ADDRESS, getattr(failure, "errno", 0) or 0) from failure
    try:
        link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    except OSError as failure:
        raise Trouble(NO_SOCKET, failure.errno or 0) from failure
    link.settimeout(patience)
    try:
        link.connect((address, port))
    except OSError as failure:
        link.close()
        raise Trouble(NO_CONNECTION, failure.errno or errno.ETIMEDOUT) from failure
    return _Line(link, deadline)


def ask_http(
    server: str,
    port: int,
    patience: float,
    uri: str = "/",
    *,
    method: str = "HEAD",
    version: str = "1.1",
    https: bool = False,
    login: str = "",
) -> None:
    """Send one request; raises Trouble when the server is not in order.

    Args:
        server: name or address.
        port: its TCP port.
        patience: seconds that connection and answer may take.
        uri: Request-URI.
        method: ``HEAD`` or ``GET``.
        version: of HTTP.
        https: speak TLS, with whatever certificate.
        login: ``user:password`` for basic authentication.
    """
    line = _connect(server, port, patience)
    with line.link:
        if https:
            line.link = _encrypted(line.link)
        headers = [f"Host: {server}", "Connection: close"]
        if login:
            import base64  # noqa: PLC0415 - rarely needed

            headers.append(f"Authorization: Basic {base64.b64encode(login.encode()).decode()}")
        line.say("\r\n".join([f"{method} {uri} HTTP/{version}", *headers, "", ""]))
        answer = line.hear()
    if not answer:
        raise Trouble(NOT_RECEIVED, errno.ECONNRESET)
    if not answer.startswith(b"HTTP/"):
        raise Trouble(NO_HTTP)
    code = _number(answer.split(b" ")[1:])
    if uri != "/" and not 100 <= code < 400:
        raise Trouble(BAD_STATUS, code)


def _encrypted(link: socket.socket) -> socket.socket:
    import ssl  # noqa: PLC0415 - only for https; its import is slow

    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        return context.wrap_socket(link)
    except OSError as failure:
        raise Trouble(NO_CONNECTION, failure.errno or errno.EPROTO) from failure


def ask_smtp(server: str, port: int, patience: float) -> None:
    """Wait for the greeting, send ``NOOP``; raises Trouble when either is answered by anything but 2xx.

    Args:
        server: name or address.
        port: its TCP port.
        patience: seconds that connection and answers may take.
    """
    line = _connect(server, port, patience)
    with line.link:
        _expect_good(line)
        line.say("NOOP\r\n")
        _expect_good(line)
        line.say("QUIT\r\n")


def _expect_good(line: _Line) -> None:
    """Read one answer, of several lines perhaps (RFC 5321, 4.2)."""
    while True:
        answer = line.hear()
        if not answer:
            raise Trouble(NOT_RECEIVED, errno.ECONNRESET)
        code = _number([answer[:3]])
        if not 200 <= code < 300:
            raise Trouble(BAD_STATUS, code)
        if answer[3:4] != b"-":
            return


def _number(words: list[bytes]) -> int:
    return int(words[0]) if words and words[0].strip().isdigit() else 0

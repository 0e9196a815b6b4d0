"""One JSON line asked, one answered, over the lab's network or a local socket. Not the product's protocol."""

import json
import socket
import threading
from collections.abc import Callable

__all__ = ["Address", "Message", "ask", "listen", "reachable", "serve"]

Message = dict[str, object]
Address = str | tuple[str, int]
"""Path of a local socket, or host and TCP port."""

LONGEST = 16 << 20
"""Bytes of one message at most."""


def ask(address: Address, request: Message, patience: float = 7200.0, connect: float = 1.5) -> Message:
    """Send ``request`` and wait for the answer.

    Args:
        address: where to ask.
        request: any JSON object.
        patience: seconds to wait for the answer.
        connect: seconds to wait for the connection.

    Raises:
        OSError: nobody answers there, or not in time.
    """
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as link:
        link.settimeout(connect)
        link.connect(address)
        if family == socket.AF_INET:
            _notice_a_dead_peer(link)
        link.settimeout(patience)
        link.sendall(json.dumps(request).encode() + b"\n")
        line = _line(link)
    answer = json.loads(line)
    if not isinstance(answer, dict):
        raise OSError("ill-formed answer")
    return answer


def _notice_a_dead_peer(link: socket.socket) -> None:
    """Let the kernel probe the connection: a crashed node sends no farewell, and an answer may take minutes."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in ((socket.TCP_KEEPIDLE, 1), (socket.TCP_KEEPINTVL, 1), (socket.TCP_KEEPCNT, 3)):
        link.setsockopt(socket.IPPROTO_TCP, option, value)


def _line(link: socket.socket) -> bytes:
    parts = []
    size = 0
    while True:
        part = link.recv(1 << 16)
        if not part:
            raise OSError("connection closed before the answer")
        parts.append(part)
        size += len(part)
        if part.endswith(b"\n"):
            return b"".join(parts)
        if size > LONGEST:
            raise OSError("message too long")


def listen(address: Address) -> socket.socket:
    """A listening socket at ``address``."""
    if isinstance(address, str):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    else:
        link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    link.bind(address)
    link.listen(32)
    return link


def serve(listener: socket.socket, handle: Callable[[Message], Message]) -> None:
    """Answer every connection to ``listener`` by ``handle``, each in a thread of its own, for ever."""

    def answer(link: socket.socket) -> None:
        with link:
            try:
                link.settimeout(30)
                request = json.loads(_line(link))
                link.settimeout(None)
                link.sendall(json.dumps(handle(request)).encode() + b"\n")
            except (OSError, ValueError):
                return

    def accept() -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(link,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def reachable(address: tuple[str, int], patience: float = 1.5) -> bool:
    """Whether something listens at ``address``."""
    try:
        with socket.create_connection(address, timeout=patience):
            return True
    except OSError:
        return False

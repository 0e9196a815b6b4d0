"""What is spoken on the lab's unix sockets: length-prefixed JSON objects that may carry open descriptors."""

import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any, Final

__all__ = ["Message", "ProtocolError", "receive", "send"]

Message = dict[str, Any]

_HEADER: Final = struct.Struct("!I")
_MOST_DESCRIPTORS: Final = 8


class ProtocolError(Exception):
    """The other side went away in the middle of a message, or sent something else."""


def send(connection: socket.socket, message: Message, descriptors: Sequence[int] = ()) -> None:
    """Send one message; the descriptors ride on its header."""
    body = json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", "surrogateescape")
    socket.send_fds(connection, [_HEADER.pack(len(body))], list(descriptors))
    connection.sendall(body)


def receive(connection: socket.socket) -> tuple[Message, list[int]]:
    """The next message and its descriptors, which now belong to the caller.

    Raises:
        ProtocolError: the connection ended before a whole message had come.
    """
    header, descriptors, _, _ = socket.recv_fds(connection, _HEADER.size, _MOST_DESCRIPTORS)
    try:
        header += _exactly(connection, _HEADER.size - len(header))
        (length,) = _HEADER.unpack(header)
        message = json.loads(_exactly(connection, length).decode("utf-8", "surrogateescape"))
    except BaseException:
        for descriptor in descriptors:
            os.close(descriptor)
        raise
    return message, descriptors


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = connection.recv(min(length, 1 << 20))
        if not part:
            raise ProtocolError("connection ended")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)

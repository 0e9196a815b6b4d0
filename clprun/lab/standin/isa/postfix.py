"""The service ``postfix``: an SMTP server that takes no mail, for the monitors to watch. A stand-in, not Postfix."""

import os
import socket

from ..settings import Settings
from .server import serve_in_background

__all__ = ["serve"]

PORT = 25
LONGEST = 30.0
"""Seconds that a client may take."""
ANSWERS = {
    "HELO": "250 {host}",
    "EHLO": "250 {host}",
    "NOOP": "250 2.0.0 Ok",
    "RSET": "250 2.0.0 Ok",
    "QUIT": "221 Bye",
}
"""Answers by command (RFC 5321, 4.2, 4.3)."""


def serve(_settings: Settings) -> int:
    """Start the SMTP server in the background; returns the exit code of that start."""
    return serve_in_background("postfix", PORT, "/usr/libexec/postfix/master -w", _answer)


def _answer(link: socket.socket, code: str) -> None:
    """One session; ``code`` replaces every answer, the greeting included."""
    host = os.uname().nodename
    link.settimeout(LONGEST)
    with link.makefile("rwb") as stream:
        stream.write(f"{code or f'220 {host} ESMTP'}\r\n".encode())
        stream.flush()
        for line in stream:
            word = line[:4].decode("ascii", "replace").upper()
            said = code or ANSWERS.get(word, "502 5.5.2 Error: command not recognized").format(host=host)
            stream.write(f"{said}\r\n".encode())
            stream.flush()
            if word == "QUIT":
                return

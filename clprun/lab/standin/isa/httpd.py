"""The service ``httpd``: a small web server for the monitors to watch. A stand-in, not Apache."""

import socket
from http.server import SimpleHTTPRequestHandler
from typing import IO

from ..settings import Settings
from .server import serve_in_background

__all__ = ["ROOT", "serve"]

PORT = 80
ROOT = "/var/www/html"
LOG = "/var/log/httpd/access_log"
LONGEST = 30.0
"""Seconds that a client may take."""


class Handler(SimpleHTTPRequestHandler):
    """Answers HEAD and GET from the document root.

    Args:
        code: status of every answer, where it is given.
    """

    server_version = "Apache (stand-in of clprun)"
    timeout = LONGEST

    def __init__(self, link: socket.socket, client: tuple[str, int], code: int | None) -> None:
        self._code = code
        super().__init__(link, client, None, directory=ROOT)  # type: ignore[arg-type]  # it needs no server object

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]  # narrower than the base class's own type
        """The file asked for, or the status that the lab wants."""
        if self._code is not None:
            self.send_error(self._code)
            return None
        return super().send_head()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name of the base class
        """One line per request, as a web server writes them."""
        with open(LOG, "a", encoding="utf-8") as stream:  # noqa: PTH123 - a path of the node
            stream.write(f"{self.address_string()} - - [{self.log_date_time_string()}] {format % arguments}\n")


def serve(_settings: Settings) -> int:
    """Start the web server in the background; returns the exit code of that start."""
    return serve_in_background("httpd", PORT, "/usr/sbin/httpd -DFOREGROUND", _answer)


def _answer(link: socket.socket, word: str) -> None:
    Handler(link, link.getpeername(), int(word) if word.isdigit() else None)

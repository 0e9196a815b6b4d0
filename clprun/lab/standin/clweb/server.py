"""The service ``jcclweb``: a master ``clweb_serv`` below PID 1, its workers, and a real HTTPS server. Not the product.

It listens on port 443 of ``$bind`` of ``clweb.conf``, read through whatever ``config`` is (products.md 3). It refuses
to start where that address is not on the node, and where ``config`` leads nowhere.
"""

import os
import signal
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import FileIO
from pathlib import Path
from socketserver import TCPServer
from threading import Thread
from urllib.parse import unquote

from ..settings import Settings
from ..title import rename, spawn
from .conf import Mistake, bind_address
from .config import LOG, make_fresh, write_my_page
from .names import CERTIFICATE, KEY, PID_FILE, SETTINGS, VERSION

__all__ = ["Unable", "listening", "serve", "version"]

PORT = 443
WORKERS = 2
PAGE = b"<!DOCTYPE html>\n<title>JobCenter CL/Web</title>\n<p>A stand-in, not the product.</p>\n"
MOST = 1 << 20
"""Bytes of a page that a user may send."""

TITLE = "clweb_serv: "
"""What every process of the service begins with (CLWEB (11))."""


class Unable(Exception):
    """The service can't start; carries why."""


def serve(settings: Settings) -> int:
    """Start in the background; the exit code says whether it listens.

    The unit is one that forks: ``systemctl start`` and ``service jcclweb start`` hear of a failure.
    """
    up, told = os.pipe()
    if os.fork():
        os.close(told)
        return 0 if os.read(up, 1) else settings.code("jcclweb start")
    os.close(up)
    os.setsid()
    try:
        server = listening(settings)
        log = Path(LOG).open("ab", buffering=0)  # noqa: SIM115 - held, and with it the disk, until the service ends
    except (Unable, OSError) as failure:
        sys.stderr.write(f"jcclweb: {failure}\n")
        return 1
    with log:
        _lead(server, log, told)
    return 0


def listening(settings: Settings) -> "HttpsServer":
    """The server, bound to the address of ``$bind``.

    Raises:
        Unable: it can't be.
        OSError: ``config`` leads nowhere, or a file of it is missing.
    """
    make_fresh(settings)
    try:
        address = bind_address(Path(SETTINGS).read_bytes())
    except Mistake as mistake:
        raise Unable(f"{SETTINGS}:{mistake}: syntax error") from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    try:
        return HttpsServer(address, context)
    except OSError as failure:
        raise Unable(f"{address}:{PORT}: {failure.strerror}") from None


def _lead(server: "HttpsServer", log: FileIO, told: int) -> None:
    """Be the master until a signal ends the service."""
    _close_streams()
    rename(f"{TITLE}master process", "clweb_serv")
    workers = [spawn(f"{TITLE}worker process {number}", "clweb_serv") for number in range(1, WORKERS + 1)]
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: _stop(server, number, stopping))
    Path(PID_FILE).write_text(f"{os.getpid()}\n")
    log.write(f"CL/Web {version()} started on {server.address}\n".encode())
    os.write(told, b"\n")
    os.close(told)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    log.write(b"CL/Web stopped\n")
    Path(PID_FILE).unlink(missing_ok=True)


def version() -> str:
    """The version that is installed."""
    return Path(VERSION).read_text(encoding="ascii").strip()


def _stop(server: "HttpsServer", number: int, stopping: list[int]) -> None:
    """Let the loop end; from another thread, since it waits for the loop."""
    if not stopping:
        stopping.append(number)
        Thread(target=server.shutdown, daemon=True).start()


def _close_streams() -> None:
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)


class HttpsServer(ThreadingHTTPServer):
    """HTTPS on one address; a connection's handshake is its own thread's work."""

    daemon_threads = True

    def __init__(self, address: str, context: ssl.SSLContext) -> None:
        self.address = address
        super().__init__((address, PORT), _Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self) -> None:
        """Without the look-up of the host's name, which may take long."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "jcclweb", PORT

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not speak TLS, or goes away: nothing to say."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        """The sign-in page, whatever is asked for."""
        self._answer(200, PAGE)

    def do_HEAD(self) -> None:
        """The same without its body."""
        self._answer(200, b"")

    def do_PUT(self) -> None:
        """``/mypage/USER``: a user's edited page."""
        folder, _, user = self.path.removeprefix("/").partition("/")
        size = int(self.headers.get("Content-Length") or 0)
        if folder != "mypage" or size > MOST:
            self._answer(404, b"")
            return
        try:
            write_my_page(unquote(user), self.rfile.read(size))
        except (OSError, ValueError):
            self._answer(500, b"")
        else:
            self._answer(204, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """One line a request, into the log below ``config``."""
        with Path(LOG).open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{self.client_address[0]} {format % args}\n")

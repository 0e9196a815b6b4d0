"""Certificates of WinRM servers: checked unless somebody says otherwise, and refused ones are explained."""

import http.server
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from clprun.errors import InputError, NodeUnreachable
from clprun.lab.windows.endpoint.certificate import Authority
from clprun.model.cluster import WinrmLogin
from tests.transport.windesk import AUTHORITY, Windows, reached, windows


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    with windows(tmp_path_factory.mktemp("windows")) as running:
        yield running


def works(login: WinrmLogin) -> bool:
    with reached(login) as connection:
        return connection.run("exit 0", deadline=20).exit_code == 0


def refusal(login: WinrmLogin) -> NodeUnreachable:
    with pytest.raises(NodeUnreachable) as caught, reached(login):
        pass
    return caught.value


def test_the_own_authority_is_trusted_and_the_address_stands_in_the_certificate(node: Windows) -> None:
    assert works(node.login())


@pytest.mark.parametrize("colons", [":", ""])
def test_a_refused_certificate_shows_the_fingerprint_to_pin(node: Windows, colons: str) -> None:
    failure = refusal(node.login(ca_file=None))

    assert failure.problem.code == "node.winrm_certificate_not_trusted"
    shown = str(failure.problem.values["fingerprint"])
    assert shown.replace(":", "").lower() == node.certificate.fingerprint
    assert works(node.login(ca_file=None, fingerprint=shown.replace(":", colons)))


def test_another_authority_is_not_trusted(node: Windows, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(Authority().pem)

    assert refusal(node.login(ca_file=str(other))).problem.code == "node.winrm_certificate_not_trusted"


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    with windows(tmp_path, certificate=AUTHORITY.issue("win1", ["192.0.2.1"])) as other:
        failure = refusal(other.login())

        assert failure.problem.code == "node.winrm_certificate_for_other"
        assert works(other.login(ca_file=None, fingerprint=failure.problem.values["fingerprint"]))


def test_another_certificate_than_the_pinned_one_is_refused(node: Windows) -> None:
    failure = refusal(node.login(ca_file=None, fingerprint="ab" * 32))

    assert failure.problem.code == "node.winrm_fingerprint_differs"
    assert failure.problem.values["expected"] == "ab" * 32
    assert str(failure.problem.values["fingerprint"]).replace(":", "").lower() == node.certificate.fingerprint


def test_nothing_is_sent_to_a_server_that_is_not_trusted(node: Windows) -> None:
    before = node.endpoint.requests
    refusal(node.login(ca_file=None, transport="basic"))

    assert node.endpoint.requests == before


def test_checks_end_only_where_somebody_says_so(node: Windows) -> None:
    assert works(node.login(ca_file=None, verify=False))


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_that_is_no_certificate_is_bad_input(node: Windows, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(InputError) as caught, reached(node.login(ca_file=str(file))):
        pass

    assert caught.value.problem.code == "node.winrm_certificate_file"
    assert caught.value.problem.values["file"] == str(file)


def test_a_client_certificate_is_shown(tmp_path: Path) -> None:
    client, key = pair(tmp_path, "engineer")
    with mutual_tls(tmp_path, trusting=client) as server:
        values = {"user": None, "password": None, "port": server.port, "verify": False}
        login = WinrmLogin(transport="certificate", certificate=str(client), certificate_key=str(key), **values)
        assert refusal(login).problem.code == "node.winrm_login_refused"

        assert server.seen == [("engineer", "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual")]


def test_a_client_key_with_a_passphrase_is_bad_input_and_nobody_is_asked(tmp_path: Path) -> None:
    client, key = pair(tmp_path, "engineer", "-passout", "pass:secret")
    login = WinrmLogin(transport="certificate", certificate=str(client), certificate_key=str(key))
    with pytest.raises(InputError) as caught, reached(login):
        pass

    assert caught.value.problem.code == "node.winrm_certificate_file"


@pytest.mark.parametrize("reply", ["endless", "elsewhere", "nonsense"])
def test_what_is_no_winrm_server_is_told_so(node: Windows, reply: str) -> None:
    with web(reply) as server:
        failure = refusal(node.login("http", port=server.port, transport="basic"))

        assert failure.problem.code == "node.winrm_no_reply"
        assert server.seen == ["/wsman"]


class Web(http.server.ThreadingHTTPServer):
    """A web server on a port of its own.

    Args:
        handler: answers the requests, and notes in ``seen`` what came.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.port = int(self.server_address[1])
        self.seen: list[Any] = []

    @contextmanager
    def serving(self) -> "Iterator[Web]":
        thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            thread.join()
            self.server_close()


@contextmanager
def web(reply: str) -> Iterator[Web]:
    """A server that is none of WinRM's."""

    class Handler(BaseHTTPRequestHandler):
        server: Web
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.server.seen.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307 if reply == "elsewhere" else 200)
            if reply == "elsewhere":
                self.send_header("Location", f"http://127.0.0.1:{self.server.port}/other")
            if reply == "endless":
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                while True:
                    self.wfile.write(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"<html")

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with Web(Handler).serving() as server:
        yield server


@contextmanager
def mutual_tls(folder: Path, trusting: Path) -> Iterator[Web]:
    """A server that wants a client certificate, notes whose it was, and grants nothing."""

    class Handler(BaseHTTPRequestHandler):
        server: Web
        connection: ssl.SSLSocket

        def do_POST(self) -> None:
            certificate: Any = self.connection.getpeercert()
            names = dict(pair for entry in certificate["subject"] for pair in entry)
            self.server.seen.append((names["commonName"], self.headers["Authorization"]))
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair(folder, "server"))
    context.load_verify_locations(trusting)
    context.verify_mode = ssl.CERT_REQUIRED
    server = Web(Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with server.serving():
        yield server


def pair(folder: Path, name: str, *options: str) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", "-subj", f"/CN={name}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*words, *(options or ("-nodes",)), *files], check=True, capture_output=True)
    return certificate, key

"""Whether a web server answers, with each of the programs a node may have for asking."""

import datetime as dt
import os
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import HttpAnswer, HttpOutcome
from clprun.node.reader import Reader
from tests.node.helpers import OneShot, shown

CLIENTS = ("curl", "wget", "openssl")
TOOLS = ("timeout", "head", "cat", "bash")


class Handler(BaseHTTPRequestHandler):
    """Asks for a login, or sends elsewhere, or sends much."""

    def do_GET(self) -> None:
        code = {"/moved": 302, "/much": 200}.get(self.path, 401)
        self.send_response(code)
        self.send_header("Location", "http://nowhere.invalid/")
        self.end_headers()
        if self.path == "/much":
            self.wfile.write(b"x" * 1_000_000)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed one with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "cluv")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = (
        builder.not_valid_before(now - dt.timedelta(1))
        .not_valid_after(now + dt.timedelta(1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    kept = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, kept, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def ports(certificate: Path) -> Iterator[dict[str, int]]:
    """Where what listens: http, https, one that is silent, and one where nobody does."""
    servers = {name: ThreadingHTTPServer(("127.0.0.1", 0), Handler) for name in ("http", "https")}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    servers["https"].socket = context.wrap_socket(servers["https"].socket, server_side=True)
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        bare = {"silent": silent.getsockname()[1], "unused": unused.getsockname()[1]}
        yield {**{name: server.server_port for name, server in servers.items()}, **bare}
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(params=CLIENTS)
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> Reader:
    """A node that has one of the programs."""
    for tool in (*TOOLS, request.param):
        found = shutil.which(tool)
        if found is None:
            pytest.skip(f"there is no {tool} here")
        (tmp_path / tool).symlink_to(found)
    return Reader(OneShot("env", f"PATH={tmp_path}", "/bin/sh"), Platform.LINUX, "clu1")


def url(ports: dict[str, int], scheme: str, server: str, path: str = "/") -> str:
    return f"{scheme}://127.0.0.1:{ports[server]}{path}"


@pytest.mark.parametrize(
    ("path", "status"), [("/", 401), ("", 401), ("/moved", 302), ("/much", 200), ("/a?b=%20", 401)]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_any_status_is_an_answer(reader: Reader, ports: dict[str, int], scheme: str, path: str, status: int) -> None:
    reply = reader.ask_one(HttpAnswer(url(ports, scheme, scheme, path)))

    assert (reply.outcome, reply.status) == (HttpOutcome.ANSWERED, status)
    assert len(reply.output) < 5000


def test_a_certificate_nobody_trusts_counts_only_when_asked_for(reader: Reader, ports: dict[str, int]) -> None:
    reply = reader.ask_one(HttpAnswer(url(ports, "https", "https"), verify_certificate=True))

    assert reply.outcome is HttpOutcome.TLS_FAILED, reply.output


@pytest.mark.parametrize(
    ("scheme", "server", "outcome"),
    [
        ("http", "unused", HttpOutcome.REFUSED),
        ("https", "unused", HttpOutcome.REFUSED),
        ("http", "silent", HttpOutcome.TIMED_OUT),
        ("https", "http", HttpOutcome.TLS_FAILED),
    ],
)
def test_why_there_is_no_answer_is_told_apart(
    reader: Reader, ports: dict[str, int], scheme: str, server: str, outcome: HttpOutcome
) -> None:
    reply = reader.ask_one(HttpAnswer(url(ports, scheme, server), seconds=2))

    assert (reply.outcome, reply.status) == (outcome, None), reply.output


def test_a_server_that_never_ends_the_handshake(reader: Reader, ports: dict[str, int]) -> None:
    """The one client calls it a time-out, the other a failure of TLS."""
    reply = reader.ask_one(HttpAnswer(url(ports, "https", "silent"), seconds=2))

    assert reply.outcome in {HttpOutcome.TIMED_OUT, HttpOutcome.TLS_FAILED}, reply.output


def test_a_node_without_any_program_says_so(tmp_path: Path) -> None:
    reader = Reader(OneShot("env", f"PATH={tmp_path}", "/bin/sh"), Platform.LINUX, "clu1")

    for scheme in ("http", "https"):
        with pytest.raises(Unanswerable) as refusal:
            reader.ask_one(HttpAnswer(f"{scheme}://127.0.0.1/"))
        assert "curl" in shown(refusal.value.problem)


def test_a_proxy_and_a_file_of_settings_are_passed_by(ports: dict[str, int], tmp_path: Path) -> None:
    for name in (".curlrc", ".wgetrc"):
        (tmp_path / name).write_text("fail = 1\nuser_agent = x\n")
    proxies = [f"{name}=http://127.0.0.1:{ports['unused']}" for name in ("http_proxy", "https_proxy", "ALL_PROXY")]
    environment = ["env", f"HOME={tmp_path}", f"PATH={os.environ['PATH']}", *proxies]
    reader = Reader(OneShot(*environment, "sh"), Platform.LINUX, "clu1")

    assert reader.ask_one(HttpAnswer(url(ports, "http", "http"))).status == 401


@pytest.mark.parametrize(
    ("printed", "outcome", "status"),
    [
        (b"curl 200 0\n", HttpOutcome.ANSWERED, 200),
        (b"curl 503 0\n", HttpOutcome.ANSWERED, 503),
        (b"curl 200 28\n", HttpOutcome.ANSWERED, 200),
        (b"curl 000 6\n", HttpOutcome.UNRESOLVED, None),
        (b"curl 000 52\n", HttpOutcome.NO_ANSWER, None),
        (b"curl 000 60\n", HttpOutcome.TLS_FAILED, None),
        (b"  HTTP/1.1 200 OK\n  Server: x\n", HttpOutcome.ANSWERED, 200),
        (b"HTTP/1.1 2000 OK\n", HttpOutcome.NO_ANSWER, None),
        (b"wget: unable to resolve host address 'x'\n", HttpOutcome.UNRESOLVED, None),
        (b"\xff\x00", HttpOutcome.NO_ANSWER, None),
        (b"", HttpOutcome.NO_ANSWER, None),
    ],
)
def test_what_programs_print_is_read(printed: bytes, outcome: HttpOutcome, status: int | None) -> None:
    reply = HttpAnswer("http://x/").answer(Raw(0, printed, b""))

    assert (reply.outcome, reply.status) == (outcome, status)

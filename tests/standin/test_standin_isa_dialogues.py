"""The checks of the monitor commands against real sockets: what each kind of server is found to be."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from clprun.lab.standin.isa.dialogues import Trouble, ask_http, ask_smtp

PATIENCE = 5.0


@contextmanager
def server(*answers: bytes, hold: bool = False) -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback for one connection: says each answer after it has read something.

    An empty first answer means that it speaks only when spoken to. ``hold`` keeps the connection open at the end.
    """
    heard: list[bytes] = []
    over = threading.Event()

    def serve(listener: socket.socket) -> None:
        link, _ = listener.accept()
        with link:
            link.settimeout(PATIENCE)
            for number, answer in enumerate(answers):
                if number:
                    heard.append(link.recv(4096))
                link.sendall(answer)
            if hold:
                over.wait(PATIENCE)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        yield listener.getsockname()[1], heard
        over.set()
        thread.join(PATIENCE)


def found(ask: Callable[[], None]) -> tuple[int, int] | None:
    """Event and detail of the trouble, none when all is well."""
    try:
        ask()
    except Trouble as trouble:
        return trouble.event, trouble.detail
    return None


@pytest.mark.parametrize(
    ("answer", "uri", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", "/", None),
        (b"HTTP/1.0 503 Busy\r\n\r\n", "/", None),  # without a Request-URI the status does not count
        (b"HTTP/1.1 302 Found\r\n\r\n", "/a", None),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", "/a", (83, 404)),
        (b"HTTP/1.1 500 Error\r\n\r\n", "/a", (83, 500)),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\n", "/a", (83, 401)),  # a URI with authentication cannot be watched
        (b"HTTP/1.1 what\r\n\r\n", "/a", (83, 0)),
        (b"/HTTP 200\r\n", "/", (82, 0)),  # ERRATA G4-01: the guide says the opposite
        (b"220 mail ESMTP\r\n", "/", (82, 0)),
        (b"", "/", (75, 104)),
    ],
)
def test_an_http_server_is_judged_by_its_answer(answer: bytes, uri: str, expected: tuple[int, int] | None) -> None:
    with server(b"", answer) as (port, heard):
        assert found(lambda: ask_http("localhost", port, PATIENCE, uri)) == expected
    assert heard[0].startswith(f"HEAD {uri} HTTP/1.1\r\nHost: localhost\r\n".encode())


def test_the_request_can_be_another_one() -> None:
    with server(b"", b"HTTP/1.0 200 OK\r\n") as (port, heard):
        ask_http("localhost", port, PATIENCE, method="GET", version="1.0", login="me:secret")
    assert heard[0].startswith(b"GET / HTTP/1.0\r\n")
    assert b"Authorization: Basic bWU6c2VjcmV0\r\n" in heard[0]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((b"220 mail\r\n", b"250 Ok\r\n"), None),
        ((b"220-mail\r\n220 ready\r\n", b"250 Ok\r\n"), None),
        ((b"421 busy\r\n",), (83, 421)),
        ((b"220 mail\r\n", b"500 what?\r\n"), (83, 500)),
        ((b"hello\r\n",), (83, 0)),
        ((b"220 mail\r\n", b""), (75, 104)),
    ],
)
def test_an_smtp_server_is_judged_by_its_answers(answers: tuple[bytes, ...], expected: tuple[int, int] | None) -> None:
    with server(*answers) as (port, heard):
        assert found(lambda: ask_smtp("127.0.0.1", port, PATIENCE)) == expected
    assert heard[:1] in ([], [b"NOOP\r\n"])


def test_a_server_that_does_not_answer_in_time_is_at_fault() -> None:
    with server(hold=True) as (port, _):
        assert found(lambda: ask_smtp("127.0.0.1", port, 0.2)) == (74, 110)


def test_a_server_that_drips_is_at_fault_too() -> None:
    """The whole dialogue has to be over in time, not each of its words."""
    over = threading.Event()

    def drip(listener: socket.socket) -> None:
        link, _ = listener.accept()
        with link:
            while not over.wait(0.02):
                try:
                    link.sendall(b"2")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        assert found(lambda: ask_smtp("127.0.0.1", port, 0.4)) == (74, 110)
        over.set()
        thread.join(PATIENCE)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert found(lambda: ask_http("127.0.0.1", port, PATIENCE)) == (72, 111)


def test_a_name_without_an_address() -> None:
    assert found(lambda: ask_http("n" * 64, 80, PATIENCE)) == (81, 0)  # too long a label to be looked up at all


def test_no_tls_where_tls_is_asked_for() -> None:
    with server(b"", b"HTTP/1.0 400 Bad Request\r\n\r\n") as (port, _):
        trouble = found(lambda: ask_http("localhost", port, PATIENCE, https=True))

    assert trouble is not None
    assert trouble[0] == 72

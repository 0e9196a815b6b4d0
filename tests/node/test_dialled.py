"""Whether a web server answers when this computer asks, over the way to a node."""

import socket

import pytest

from clprun.errors import NodeUnreachable, Problem
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.dialled import HttpFromController
from clprun.node.http import HttpAnswer, HttpOutcome
from clprun.node.reader import Reader
from tests.node.helpers import OneShot
from tests.node.test_http import certificate, ports  # noqa: F401  # fixtures
from tests.node.windows_double import Answering, printed


class Way(OneShot):
    """A connection that reaches every host in one place."""

    def __init__(self) -> None:
        super().__init__()
        self.dialled: list[tuple[str, int]] = []

    def dial(self, host: str, port: int) -> socket.socket:
        self.dialled.append((host, port))
        return socket.create_connection(("127.0.0.1", port), 10)


class NoWay(OneShot):
    """A connection whose jump host is away."""

    def dial(self, host: str, port: int) -> socket.socket:
        raise NodeUnreachable(Problem("node.no_answer", {"host": host, "port": port, "seconds": 1}))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(("path", "status"), [("/", 401), ("", 401), ("/moved", 302), ("/much?a=b%20", 401)])
def test_any_status_is_an_answer(ports: dict[str, int], scheme: str, path: str, status: int) -> None:  # noqa: F811  # the fixture
    way = Way()
    question = HttpFromController(f"{scheme}://cluv:{ports[scheme]}{path}")

    reply = Reader(way, Platform.LINUX, "clu1").ask_one(question)

    assert (reply.outcome, reply.status) == (HttpOutcome.ANSWERED, status)
    assert way.dialled == [("cluv", ports[scheme])]
    assert way.meter.round_trips == 0


@pytest.mark.parametrize(
    ("scheme", "server", "outcome"),
    [
        ("http", "unused", HttpOutcome.REFUSED),
        ("http", "silent", HttpOutcome.TIMED_OUT),
        ("https", "silent", HttpOutcome.TIMED_OUT),
        ("https", "http", HttpOutcome.TLS_FAILED),
        ("http", "https", HttpOutcome.NO_ANSWER),
    ],
)
def test_why_there_is_no_answer_is_told_apart(
    ports: dict[str, int],  # noqa: F811  # the fixture
    scheme: str,
    server: str,
    outcome: HttpOutcome,
) -> None:
    question = HttpFromController(f"{scheme}://127.0.0.1:{ports[server]}/", seconds=1)

    reply = Reader(OneShot(), Platform.LINUX, "clu1").ask_one(question)

    assert (reply.outcome, reply.status) == (outcome, None), reply.output
    assert reply.output


def test_a_name_that_nobody_knows() -> None:
    question = HttpFromController("http://nobody.invalid/")

    assert Reader(OneShot(), Platform.LINUX, "clu1").ask_one(question).outcome is HttpOutcome.UNRESOLVED


def test_a_certificate_nobody_trusts_counts_only_when_asked_for(ports: dict[str, int]) -> None:  # noqa: F811  # the fixture
    question = HttpFromController(f"https://127.0.0.1:{ports['https']}/", verify_certificate=True)

    assert Reader(OneShot(), Platform.LINUX, "clu1").ask_one(question).outcome is HttpOutcome.TLS_FAILED


def test_a_jump_host_that_is_away_is_no_answer_of_the_server() -> None:
    with pytest.raises(NodeUnreachable):
        Reader(NoWay(), Platform.LINUX, "clu1").ask_one(HttpFromController("http://cluv/"))


def test_a_windows_node_without_curl_is_asked_for(ports: dict[str, int]) -> None:  # noqa: F811  # the fixture
    node = Answering([printed("clprun-no-curl"), Raw(0, b"curl 200 0\r\n")])
    reader = Reader(node, Platform.WINDOWS, "win1")

    assert reader.ask_one(HttpAnswer(f"https://127.0.0.1:{ports['https']}/")).status == 401
    assert reader.ask_one(HttpAnswer("https://cluv/")).status == 200

"""Requests to a Windows node over WinRM, before the lab's endpoint: logins, bytes, limits, cost."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from clprun.errors import InputError, LinkLost, NodeUnreachable, StepFailed
from clprun.lab.windows.endpoint.faults import Fault
from clprun.model.cluster import Node, Role, WinrmLogin
from clprun.model.question import Raw
from clprun.model.secret import SecretReference
from clprun.transport import winrm_reach, winrm_shell
from clprun.transport.base import Connection, Dialler
from clprun.transport.codec import decode
from clprun.transport.winrm import WinrmConnection, connect, require_credentials
from tests.support.sshd import free_port
from tests.transport.desk import Keys, Vault
from tests.transport.windesk import USER, Windows, reached, windows


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    with windows(tmp_path_factory.mktemp("windows"), allow_unencrypted=True) as running:
        yield running


@pytest.fixture(scope="module")
def connection(node: Windows) -> Iterator[WinrmConnection]:
    with reached(node.login()) as shared:
        yield shared


@pytest.mark.parametrize(
    ("scheme", "values"),
    [
        ("https", {}),
        ("http", {}),
        ("https", {"transport": "basic"}),
        ("http", {"transport": "basic", "allow_unencrypted": True}),
    ],
)
def test_every_login_runs_commands(node: Windows, scheme: str, values: dict[str, Any]) -> None:
    with reached(node.login(scheme, **values)) as connection:
        assert connection.run("echo 日本", deadline=20) == Raw(0, "日本\r\n".encode(), b"said aside")
        assert connection.run("more", data=b"in", deadline=20).out == b"in"

    assert node.endpoint.operations[-1] == "Delete"


def test_messages_over_http_are_encrypted(tmp_path: Path) -> None:
    with windows(tmp_path, allow_unencrypted=False) as strict, reached(strict.login("http")) as connection:
        assert connection.run("echo x", deadline=20).out == b"x\r\n"


def test_it_is_what_the_rest_of_clprun_expects(connection: WinrmConnection) -> None:
    as_expected: Connection = connection

    assert as_expected.run("exit 0", deadline=20) == Raw(0, b"")
    assert isinstance(connection, Dialler)


@given(data=st.binary(min_size=1, max_size=5000))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_pass_both_ways(connection: WinrmConnection, data: bytes) -> None:
    raw = connection.run("more", data=data, deadline=20)

    assert (raw.exit_code, raw.out) == (0, data)


def test_input_of_many_pieces_arrives_whole(connection: WinrmConnection) -> None:
    data = bytes(range(256)) * 1024

    assert connection.run("more", data=data, deadline=30).out == data


@pytest.mark.parametrize(
    ("left", "code"),
    [("42", 42), ("2147942402", -2147024894), ("-1", -1), ("4294967295", -1), ("2147483647", 2**31 - 1)],
)
def test_exit_codes_are_signed_and_whole(connection: WinrmConnection, left: str, code: int) -> None:
    assert connection.run(f"exit {left}", deadline=20).exit_code == code


def test_http_requests_are_counted(node: Windows, connection: WinrmConnection) -> None:
    connection.run("exit 0", deadline=20)
    before, served = connection.meter.round_trips, node.endpoint.requests
    sent, received = connection.meter.bytes_sent, connection.meter.bytes_received
    for _ in range(3):
        connection.run("echo x", deadline=20)

    assert connection.meter.round_trips - before == node.endpoint.requests - served
    assert connection.meter.round_trips - before <= 12
    assert connection.meter.bytes_sent > sent + 3000
    assert connection.meter.bytes_received > received + 1000
    assert connection.meter.seconds > 0


def test_all_runs_go_through_one_shell(node: Windows) -> None:
    with reached(node.login()) as connection:
        made = node.endpoint.operations.count("Create")
        for _ in range(5):
            connection.run("exit 0", deadline=20)

        assert node.endpoint.operations.count("Create") == made


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_shell_is_renewed_before_it_has_had_its_share(
    node: Windows, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(winrm_shell, "_COMMANDS_PER_SHELL", 3)
    with reached(node.login(scheme)) as connection:
        made = node.endpoint.operations.count("Create")
        for number in range(7):
            assert connection.run(f"exit {number}", deadline=20).exit_code == number

        assert node.endpoint.operations.count("Create") == made + 2


@pytest.mark.parametrize("name", ["_SHORT_PAUSE", "_LONG_PAUSE"])
def test_after_a_pause_connection_and_shell_are_made_again(
    node: Windows, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with reached(node.login("http")) as connection:
        made, requests = node.endpoint.operations.count("Create"), connection.meter.round_trips
        monkeypatch.setattr(winrm_shell, name, -1)

        assert connection.run("exit 7", deadline=20).exit_code == 7
        assert node.endpoint.operations.count("Create") == made + (name == "_LONG_PAUSE")
        assert connection.meter.round_trips > requests + 4


def test_what_nobody_may_wait_for_is_ended_at_the_deadline(tmp_path: Path) -> None:
    with windows(tmp_path) as own, reached(own.login()) as connection:
        started = time.monotonic()
        with pytest.raises(LinkLost) as caught:
            connection.run("hang", deadline=0.5)

        assert caught.value.problem.code == "node.deadline_passed"
        assert own.ended.wait(20)
        assert time.monotonic() - started < 20
        assert connection.run("echo back", deadline=20).out == b"back\r\n"


def test_a_server_that_hangs_is_noticed_by_deadline(tmp_path: Path) -> None:
    with windows(tmp_path) as own, reached(own.login()) as connection:
        own.endpoint.faults.arm(Fault.SLOW, operation="Receive", seconds=30)
        with pytest.raises(LinkLost) as caught:
            connection.run("exit 0", deadline=0.5)

        assert caught.value.problem.code == "node.deadline_passed"
        assert connection.run("echo back", deadline=20).out == b"back\r\n"


def test_output_beyond_the_limit_is_given_up(node: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winrm_shell, "MAX_OUTPUT", 10_000)
    with reached(node.login()) as connection:
        assert len(connection.run("print 10000", deadline=20).out) == 10_000
        with pytest.raises(StepFailed) as caught:
            connection.run("print 10001", deadline=20)

        assert caught.value.problem.code == "node.output_too_long"
        assert connection.run("echo back", deadline=20).out == b"back\r\n"


def test_long_output_comes_whole(connection: WinrmConnection) -> None:
    assert connection.run("print 3000000", deadline=60).out == b"x" * 3_000_000


@pytest.mark.parametrize(("version", "code_page"), [("10.0.17763.107", 65001), ("6.1.7601", 65001), ("5.2.3790", 932)])
def test_the_code_page_is_probed(tmp_path: Path, version: str, code_page: int) -> None:
    with windows(tmp_path, version=version) as own, reached(own.login(code_page=None)) as connection:
        raw = connection.run("echo 運用系 フェイルオーバ", deadline=20)

        assert decode(raw.out) == "運用系 フェイルオーバ\r\n"
        assert own.code_pages == [code_page]
        assert own.ran == ["echo 運用系 フェイルオーバ"]


@pytest.mark.parametrize("code_page", [65001, 932])
@given(text=st.text(alphabet="運用系待機系フェイルオーバ表ソ能ー、。abc 123-", min_size=1, max_size=60))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_japanese_output_is_decoded_whatever_the_code_page(
    shells: dict[int, WinrmConnection], code_page: int, text: str
) -> None:
    raw = shells[code_page].run(f"echo {text}", deadline=20)

    assert decode(raw.out) == f"{text}\r\n"


@pytest.fixture(scope="module")
def shells(node: Windows) -> Iterator[dict[int, WinrmConnection]]:
    with reached(node.login()) as utf_8, reached(node.login(code_page=932)) as shift_jis:
        yield {65001: utf_8, 932: shift_jis}


def test_nodes_are_asked_side_by_side(node: Windows) -> None:
    """The engine asks both nodes at once, each by a thread of its own; encryption is bound to one connection each."""
    with reached(node.login("http")) as first, reached(node.login("http")) as second:
        answers: list[list[bytes]] = [[], []]

        def ask(number: int, connection: WinrmConnection) -> None:
            answers[number] += [connection.run(f"echo {number}{turn}", deadline=30).out for turn in range(10)]

        threads = [threading.Thread(target=ask, args=it) for it in enumerate((first, second))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert answers == [[f"{number}{turn}\r\n".encode() for turn in range(10)] for number in range(2)]


def test_a_script_of_several_lines_is_refused_before_anything_is_sent(
    node: Windows, connection: WinrmConnection
) -> None:
    before = connection.meter.round_trips
    for script in ("echo 1\necho 2", "x" * 8001):
        with pytest.raises(ValueError, match="command line"):
            connection.run(script, deadline=20)

    assert connection.meter.round_trips == before


def test_the_environment_is_left_alone(node: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, "/nowhere/ca.pem")
    for scheme in ("https", "http"):
        with reached(node.login(scheme)) as connection:
            assert connection.run("exit 0", deadline=20).exit_code == 0


def test_a_password_is_asked_for_once(node: Windows) -> None:
    vault = Vault({"right": "Pä ss;word"})
    node_of = Node(name="win1", role=Role.PRIMARY, address="127.0.0.1", winrm=node.login())
    connection = connect(node_of, secrets=vault, host_keys=Keys(Path("unused")))
    connection.close()
    connection.run("exit 0", deadline=20)
    connection.close()

    assert vault.given == ["right"]


def refusal(login: WinrmLogin) -> NodeUnreachable:
    with pytest.raises(NodeUnreachable) as caught, reached(login):
        pass
    return caught.value


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("wrong", [{"password": SecretReference("prompt", "wrong")}, {"user": "nobody"}])
def test_a_wrong_password_is_offered_once(
    node: Windows, monkeypatch: pytest.MonkeyPatch, scheme: str, wrong: dict[str, Any]
) -> None:
    """Another try could lock the account."""
    sent: list[str] = []
    send = HTTPAdapter.send

    def counted(self: HTTPAdapter, request: PreparedRequest, *args: Any, **more: Any) -> Response:  # noqa: ANN401
        sent.append(str(request.headers.get("Authorization", "")))
        return send(self, request, *args, **more)

    monkeypatch.setattr(HTTPAdapter, "send", counted)
    failure = refusal(node.login(scheme, **wrong))

    assert [text.partition(" ")[0] for text in sent] == ["", "Negotiate", "Negotiate"]
    assert failure.problem.code == "node.winrm_login_refused"
    assert "negotiate" in str(failure.problem.values["offered"])
    assert failure.problem.node == "win1"


def test_a_transport_the_server_does_not_allow_is_named(tmp_path: Path) -> None:
    with windows(tmp_path, basic=False) as own:
        failure = refusal(own.login(transport="basic"))

    assert failure.problem.code == "node.winrm_transport_not_offered"
    assert failure.problem.values["offered"] == "negotiate"


def test_nobody_listens(node: Windows) -> None:
    assert refusal(node.login(port=free_port())).problem.code == "node.winrm_connection_refused"


def test_https_and_http_taken_for_each_other(node: Windows) -> None:
    assert refusal(node.login(port=node.endpoint.http_port)).problem.code == "node.winrm_no_tls"
    assert refusal(node.login("http", port=node.endpoint.https_port)).problem.code == "node.winrm_no_reply"


def test_kerberos_without_its_library(node: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winrm_reach, "HAVE_KERBEROS", False)
    with pytest.raises(InputError) as caught, reached(node.login(transport="kerberos")):
        pass

    assert caught.value.problem.code == "node.winrm_no_kerberos"


def test_logins_without_what_they_need_are_told_together() -> None:
    lacking = [
        Node(name=name, role=Role.PRIMARY, address="192.0.2.1", winrm=login)
        for name, login in (("win1", None), ("win2", WinrmLogin(user=USER)), ("win3", WinrmLogin(transport="kerberos")))
    ]
    with pytest.raises(InputError) as caught:
        require_credentials(lacking)

    assert [(problem.node, problem.values["name"]) for problem in caught.value.problems] == [
        ("win1", "user"),
        ("win1", "password"),
        ("win2", "password"),
    ]


def test_the_libraries_are_imported_only_to_connect() -> None:
    program = "import sys, clprun.transport.winrm; print({'winrm', 'requests', 'paramiko'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout == "set()\n"

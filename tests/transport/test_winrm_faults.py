"""WinRM at its worst: replies, logins, shells and connections that get lost. A command is never started twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clprun.errors import LinkLost, NodeUnreachable
from clprun.lab.windows.endpoint import encryption
from clprun.lab.windows.endpoint.faults import Fault
from clprun.model.cluster import Platform
from clprun.model.question import Unanswerable
from clprun.node.questions import FreeSpace
from clprun.node.reader import Reader
from clprun.transport import winrm_shell
from clprun.transport.winrm import WinrmConnection
from tests.transport.windesk import Windows, reached, windows

SCHEMES = ["https", "http"]


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Windows]:
    with windows(tmp_path) as running:
        yield running


@pytest.fixture
def connection(node: Windows, scheme: str) -> Iterator[WinrmConnection]:
    with reached(node.login(scheme)) as own:
        yield own


def lost(connection: WinrmConnection, script: str = "echo once", **values: Any) -> LinkLost:  # noqa: ANN401  # as run's
    with pytest.raises(LinkLost) as caught:
        connection.run(script, deadline=20, **values)
    assert connection.run("echo back", deadline=20).out == b"back\r\n"
    return caught.value


def test_a_command_whose_reply_is_lost_may_have_run_and_is_not_repeated(
    node: Windows, connection: WinrmConnection
) -> None:
    node.endpoint.faults.arm(Fault.LOSE_REPLY)

    assert lost(connection).problem.code == "node.link_lost"
    assert node.ran == ["echo once", "echo back"]


def test_a_command_that_never_arrived_is_not_repeated_either(node: Windows, connection: WinrmConnection) -> None:
    node.endpoint.faults.arm(Fault.DROP_BEFORE, operation="Command")

    assert lost(connection).problem.code == "node.link_lost"
    assert node.ran == ["echo back"]


@pytest.mark.parametrize("fault", [Fault.DEAD_SHELL, Fault.OPERATIONS_LIMIT])
def test_a_command_that_a_lost_shell_refused_runs_in_a_new_one(
    node: Windows, connection: WinrmConnection, fault: Fault
) -> None:
    node.endpoint.faults.arm(fault)

    assert connection.run("echo once", deadline=20).out == b"once\r\n"
    assert node.ran == ["echo once"]
    assert node.endpoint.operations.count("Create") == 2


@pytest.mark.parametrize("operation", ["Command", "Receive", "Signal", "Send"])
def test_an_expired_login_is_made_again(node: Windows, connection: WinrmConnection, operation: str) -> None:
    node.endpoint.faults.arm(Fault.UNAUTHORIZED, operation=operation)
    data = b"in" if operation == "Send" else b""

    assert connection.run("more", deadline=20, data=data).out == data
    assert node.ran == ["more"]


@pytest.mark.parametrize("fault", [Fault.LOSE_REPLY, Fault.DROP_BEFORE, Fault.LOSE_OUTPUT])
def test_a_lost_piece_of_output_is_not_passed_over(node: Windows, connection: WinrmConnection, fault: Fault) -> None:
    """Nobody can tell whether there was output in the reply: the command is seen to its end, and no answer given."""
    node.endpoint.faults.arm(fault, operation="Receive")

    assert lost(connection).problem.code == "node.winrm_answer_incomplete"
    assert node.ran == ["echo once", "echo back"]


@pytest.mark.parametrize("fault", [Fault.LOSE_REPLY, Fault.DROP_BEFORE])
def test_input_whose_reply_is_lost_is_not_sent_twice(node: Windows, connection: WinrmConnection, fault: Fault) -> None:
    node.endpoint.faults.arm(fault, operation="Send")

    assert lost(connection, "more", data=b"in").problem.code == "node.link_lost"


@pytest.mark.parametrize("fault", [Fault.LOSE_REPLY, Fault.DROP_BEFORE, Fault.DEAD_SHELL])
def test_an_answer_is_whole_though_clearing_up_fails(node: Windows, connection: WinrmConnection, fault: Fault) -> None:
    node.endpoint.faults.arm(fault, operation="Signal")

    assert connection.run("echo once", deadline=20).out == b"once\r\n"
    assert connection.run("echo back", deadline=20).out == b"back\r\n"
    assert node.ran == ["echo once", "echo back"]


def test_a_shell_that_dies_under_a_command_is_a_lost_link(node: Windows, connection: WinrmConnection) -> None:
    node.endpoint.faults.arm(Fault.DEAD_SHELL, operation="Receive")

    assert lost(connection).problem.code == "node.link_lost"
    assert node.ran == ["echo once", "echo back"]


def test_a_node_that_reboots_is_reached_again(node: Windows, connection: WinrmConnection) -> None:
    node.endpoint.faults.arm(Fault.REBOOT)

    assert lost(connection).problem.code == "node.link_lost"
    assert node.ran == ["echo once", "echo back"]


def test_a_connection_lost_between_runs_is_made_again(node: Windows, connection: WinrmConnection) -> None:
    before = connection.meter.round_trips
    for server in node.endpoint._servers:
        server.drop_connections()

    assert connection.run("echo back", deadline=20).out == b"back\r\n"
    assert node.ran == ["echo back"]
    login = 3  # refused, negotiated, granted
    assert connection.meter.round_trips - before <= 4 + login


def test_shells_left_behind_are_deleted(node: Windows, connection: WinrmConnection) -> None:
    for _ in range(3):
        node.endpoint.faults.arm(Fault.LOSE_REPLY)
        lost(connection)

    operations = node.endpoint.operations
    assert operations.count("Create") - operations.count("Delete") == 1
    connection.close()
    assert operations.count("Create") == operations.count("Delete")


def test_the_small_quotas_of_old_servers_are_enough(tmp_path: Path, scheme: str) -> None:
    with windows(tmp_path, flavour="2008r2") as old, reached(old.login(scheme)) as connection:
        for number in range(40):
            assert connection.run(f"exit {number}", deadline=20).exit_code == number
        connection.run("x" * 8000, deadline=20)
        data = bytes(300_000)
        assert connection.run("more", data=data, deadline=30).out == data

        assert old.ran[:40] == [f"exit {number}" for number in range(40)]


@pytest.mark.parametrize(
    ("fault", "times", "code"),
    [
        (Fault.SHELLS_LIMIT, 16, "node.winrm_too_many_shells"),
        (Fault.LOSE_REPLY, 3, "node.winrm_broken_off"),
        (Fault.DROP_BEFORE, 3, "node.winrm_broken_off"),
        (Fault.TOO_LARGE, 1, "node.winrm_too_large"),
    ],
)
def test_a_shell_that_is_not_to_be_had(
    node: Windows, scheme: str, fault: Fault, times: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(winrm_shell, "_PAUSE", 0)
    node.endpoint.faults.arm(fault, times, operation="Create")
    with pytest.raises(NodeUnreachable) as caught, reached(node.login(scheme)):
        pass

    assert caught.value.problem.code == code


@pytest.mark.parametrize("fault", [Fault.LOSE_REPLY, Fault.DROP_BEFORE])
def test_a_shell_whose_reply_was_lost_is_made_again(node: Windows, scheme: str, fault: Fault) -> None:
    node.endpoint.faults.arm(fault, 2, operation="Create")

    with reached(node.login(scheme)) as connection:
        assert connection.run("echo once", deadline=20).out == b"once\r\n"
    assert node.ran == ["echo once"]


@pytest.mark.parametrize("fault", [Fault.DEAD_SHELL, Fault.OPERATIONS_LIMIT])
def test_a_shell_that_is_ended_again_and_again_is_told_as_such(
    node: Windows, connection: WinrmConnection, fault: Fault
) -> None:
    node.endpoint.faults.arm(fault, 2)
    assert connection.run("echo once", deadline=20).out == b"once\r\n"

    node.endpoint.faults.arm(fault, 3)
    with pytest.raises(NodeUnreachable) as caught:
        connection.run("echo never", deadline=20)

    told = {Fault.DEAD_SHELL: "node.winrm_shell_ended", Fault.OPERATIONS_LIMIT: "node.winrm_too_many_shells"}
    assert caught.value.problem.code == told[fault]
    assert node.ran == ["echo once"]


@pytest.mark.parametrize("operation", ["Command", "Receive"])
def test_a_question_whose_answer_is_lost_is_asked_again(
    node: Windows, connection: WinrmConnection, operation: str
) -> None:
    """A question changes nothing; a command that may change something is never repeated (above)."""
    node.endpoint.faults.arm(Fault.LOSE_REPLY, 2, operation=operation)
    reader = Reader(connection, Platform.WINDOWS, "win1")

    assert isinstance(reader.ask([FreeSpace("C:\\")])[0], Unanswerable)  # said by nothing that asks like cmd.exe
    assert 1 <= len(node.ran) <= 3

    node.endpoint.faults.arm(Fault.LOSE_REPLY, 20, operation=operation)
    with pytest.raises(LinkLost):
        reader.ask([FreeSpace("C:\\")])


def test_a_command_that_is_too_large_did_not_run(node: Windows, connection: WinrmConnection) -> None:
    node.endpoint.faults.arm(Fault.TOO_LARGE, operation="Command")
    with pytest.raises(NodeUnreachable) as caught:
        connection.run("echo once", deadline=20)

    assert caught.value.problem.code == "node.winrm_too_large"
    assert not isinstance(caught.value, LinkLost)
    assert node.ran == []


@pytest.mark.parametrize("fault", [Fault.LOSE_REPLY, Fault.DROP_BEFORE, Fault.UNAUTHORIZED, Fault.DEAD_SHELL])
def test_giving_back_never_fails(node: Windows, connection: WinrmConnection, fault: Fault) -> None:
    connection.run("exit 0", deadline=20)
    node.endpoint.faults.arm(fault, operation="Delete")

    connection.close()


def test_an_answer_in_the_clear_is_not_taken_where_messages_are_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody on the way could have made it up; the same goes for a fault, upon which a command would be repeated."""
    with windows(tmp_path) as node, reached(node.login("http")) as connection:
        with monkeypatch.context() as patched:
            patched.setattr(encryption, "seal", lambda envelope, _context: envelope)
            patched.setattr(encryption, "CONTENT_TYPE", "application/soap+xml;charset=UTF-8")
            for times in range(2):
                node.endpoint.faults.arm(Fault.DEAD_SHELL, times)
                with pytest.raises((LinkLost, NodeUnreachable)) as caught:
                    connection.run("echo once", deadline=20)
                assert caught.value.problem.output == "a reply is not encrypted"
        assert connection.run("echo back", deadline=20).out == b"back\r\n"

    assert node.ran == ["echo once", "echo back"]

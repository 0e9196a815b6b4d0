"""The endpoint's limits by release of Windows, and what it does wrong when told to."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
import requests
from winrm.exceptions import InvalidCredentialsError, WinRMTransportError, WSManFaultError

from clprun.lab.windows.endpoint.faults import ANY, Fault, FaultFolder, Strike
from clprun.lab.windows.endpoint.pythonshells import PythonShells
from tests.support.endpoint import Clients, authority_file, clients

__all__ = ["authority_file", "clients"]

Open = Callable[..., Clients]


@pytest.mark.parametrize(("flavour", "most"), [("2003", 5), ("2008r2", 5), ("2022", 30)])
def test_a_user_may_have_some_shells(clients: Open, flavour: str, most: int) -> None:
    with clients(flavour=flavour).pywinrm() as protocol:
        shells = [protocol.open_shell() for _ in range(most)]
        with pytest.raises(WSManFaultError) as caught:
            protocol.open_shell()
        protocol.close_shell(shells[0], close_session=False)

        assert caught.value.wsman_fault_code == 2150859173
        assert f"maximum number of {most} concurrent shells" in str(caught.value.response)
        assert protocol.open_shell()


def test_commands_count_until_their_shell_is_deleted(clients: Open) -> None:
    with clients(flavour="2008r2").pywinrm() as protocol:
        shell = protocol.open_shell()
        for _ in range(14):
            command = protocol.run_command(shell, "ver")
            protocol.cleanup_command(shell, command)
        with pytest.raises(WSManFaultError) as caught:
            protocol.run_command(shell, "ver")
        protocol.close_shell(shell, close_session=False)

        assert caught.value.wsman_fault_code == 0x803381A6
        assert protocol.run_command(protocol.open_shell(), "ver")


@pytest.mark.parametrize(("flavour", "refused"), [("2003", True), ("2008r2", True), ("2022", False)])
@pytest.mark.parametrize("https", [False, True])
def test_an_envelope_may_have_some_size(clients: Open, flavour: str, *, refused: bool, https: bool) -> None:
    with clients(flavour=flavour).pywinrm(https=https) as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, "stdin")
        if refused:
            with pytest.raises(WinRMTransportError) as caught:
                protocol.send_command_input(shell, command, bytes(160_000), end=True)
            assert caught.value.code == 413
            protocol.transport.close_session()  # the seal's sequence is broken: nobody has read it
        else:
            protocol.send_command_input(shell, command, bytes(160_000), end=True)
        protocol.send_command_input(shell, command, b"", end=True)

        assert len(protocol.get_command_output(shell, command)[0]) == (2 if refused else 160_002)


def test_a_shell_nobody_uses_is_deleted(clients: Open) -> None:
    with clients().pywinrm() as protocol:
        idle = protocol.open_shell(idle_timeout="PT0S")
        protocol.open_shell()
        with pytest.raises(WSManFaultError) as caught:
            protocol.run_command(idle, "ver")

    assert caught.value.wsman_fault_code == 2150858843


def test_a_shell_belongs_to_nobody_else(clients: Open) -> None:
    with clients().pywinrm() as protocol, pytest.raises(WSManFaultError) as caught:
        protocol.run_command("11111111-1111-1111-1111-111111111111", "ver")

    assert caught.value.wsman_fault_code == 2150858843
    assert "ShellId 11111111-1111-1111-1111-111111111111" in str(caught.value.response)


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.DEAD_SHELL, 2150858843), (Fault.OPERATIONS_LIMIT, 2150859174)],
)
def test_a_command_is_refused_and_not_run(clients: Open, ran: "Ran", fault: Fault, code: int) -> None:
    opened = clients(PythonShells(ran))
    with opened.pywinrm() as protocol:
        shell = protocol.open_shell()
        opened.endpoint.faults.arm(fault)
        with pytest.raises(WSManFaultError) as caught:
            protocol.run_command(shell, "ver")

    assert caught.value.wsman_fault_code == code
    assert ran.lines == []


def test_a_shell_is_refused(clients: Open) -> None:
    opened = clients()
    opened.endpoint.faults.arm(Fault.SHELLS_LIMIT, 2)
    with opened.pywinrm() as protocol:
        for _ in range(2):
            with pytest.raises(WSManFaultError) as caught:
                protocol.open_shell()
            assert caught.value.wsman_fault_code == 2150859173

        assert protocol.open_shell()


def test_a_dead_shell_is_dead_for_good(clients: Open) -> None:
    opened = clients()
    with opened.pywinrm() as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, "stdin")
        opened.endpoint.faults.arm(Fault.DEAD_SHELL, operation="Receive")
        for _ in range(2):
            with pytest.raises(WSManFaultError) as caught:
                protocol.get_command_output_raw(shell, command)
            assert caught.value.wsman_fault_code == 2150858843


@pytest.mark.parametrize("https", [False, True])
def test_the_reply_to_a_command_is_lost_and_the_command_ran(clients: Open, ran: "Ran", *, https: bool) -> None:
    opened = clients(PythonShells(ran))
    with opened.pywinrm(https=https) as protocol:
        shell = protocol.open_shell()
        opened.endpoint.faults.arm(Fault.LOSE_REPLY)
        with pytest.raises(requests.exceptions.ConnectionError):
            protocol.run_command(shell, "echo once")
        protocol.transport.close_session()
        command = protocol.run_command(shell, "echo twice")
        protocol.get_command_output(shell, command)

    assert ran.lines == ['cmd.exe /C "echo once"', 'cmd.exe /C "echo twice"']


def test_a_connection_dropped_before_anything(clients: Open, ran: "Ran") -> None:
    opened = clients(PythonShells(ran))
    with opened.pywinrm("basic", https=True) as protocol:
        shell = protocol.open_shell()
        opened.endpoint.faults.arm(Fault.DROP_BEFORE)
        with pytest.raises(requests.exceptions.ConnectionError):
            protocol.run_command(shell, "echo once")
        protocol.get_command_output(shell, protocol.run_command(shell, "echo twice"))

    assert ran.lines == ['cmd.exe /C "echo twice"']


@pytest.mark.parametrize(
    ("fault", "expected"), [(Fault.LOSE_REPLY, (b"out", b"err", 0)), (Fault.LOSE_OUTPUT, (b"", b"", 0))]
)
def test_the_reply_to_a_receive_is_lost(
    clients: Open, ran: "Ran", fault: Fault, expected: tuple[bytes, bytes, int]
) -> None:
    opened = clients(PythonShells(ran))
    with opened.pywinrm(https=True) as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, "ver")
        opened.endpoint.faults.arm(fault, operation="Receive")
        with pytest.raises(requests.exceptions.ConnectionError):
            protocol.get_command_output_raw(shell, command)

        assert protocol.get_command_output(shell, command) == expected


def test_a_sealed_request_of_a_login_that_is_gone_is_refused(clients: Open) -> None:
    """What pywinrm does after its connection broke: it logs in again, and seals with the old keys."""
    opened = clients()
    with opened.pywinrm() as protocol:
        shell = protocol.open_shell()
        opened.endpoint.faults.arm(Fault.DROP_BEFORE)
        with pytest.raises(requests.exceptions.ConnectionError):
            protocol.run_command(shell, "ver")
        with pytest.raises(WinRMTransportError) as caught:
            protocol.run_command(shell, "ver")
        assert caught.value.code == 400
        protocol.transport.close_session()

        assert protocol.run_command(shell, "ver")


def test_unauthorized_once(clients: Open, ran: "Ran") -> None:
    opened = clients(PythonShells(ran))
    opened.endpoint.faults.arm(Fault.UNAUTHORIZED)
    with opened.pywinrm("basic", https=True) as protocol:
        with pytest.raises(InvalidCredentialsError):
            protocol.open_shell()

        assert protocol.open_shell()


def test_too_large_once(clients: Open) -> None:
    opened = clients()
    with opened.pywinrm() as protocol:
        shell = protocol.open_shell()
        opened.endpoint.faults.arm(Fault.TOO_LARGE, operation="Command")
        with pytest.raises(WinRMTransportError) as caught:
            protocol.run_command(shell, "ver")
        assert caught.value.code == 413

        assert protocol.run_command(shell, "ver")


def test_a_slow_reply_is_late_and_right(clients: Open) -> None:
    opened = clients()
    opened.endpoint.faults.arm(Fault.SLOW, seconds=3, operation="Create")
    with opened.pywinrm(https=True, operation_timeout_sec=1, read_timeout_sec=2) as protocol:
        with pytest.raises(requests.exceptions.ReadTimeout):
            protocol.open_shell()
        protocol.transport.close_session()
        opened.endpoint.faults.arm(Fault.SLOW, seconds=0.01, operation="Create")

        assert protocol.open_shell()


def test_a_reboot_in_the_middle(clients: Open, ran: "Ran") -> None:
    rebooted: list[bool] = []
    opened = clients(PythonShells(ran), reboot=lambda: rebooted.append(True))
    with opened.pywinrm() as protocol:
        shell = protocol.open_shell()
        opened.endpoint.faults.arm(Fault.REBOOT)
        with pytest.raises(requests.exceptions.ConnectionError):
            protocol.run_command(shell, "ver")
        protocol.transport.close_session()
        with pytest.raises(WSManFaultError) as caught:
            protocol.run_command(shell, "ver")

    assert caught.value.wsman_fault_code == 2150858843
    assert rebooted == [True]


def test_faults_can_be_cleared(clients: Open) -> None:
    opened = clients()
    opened.endpoint.faults.arm(Fault.DROP_BEFORE, 5)
    opened.endpoint.faults.clear()
    with opened.pywinrm() as protocol:
        assert protocol.open_shell()


def test_faults_of_a_lab_lie_in_a_folder(tmp_path: Path, clients: Open) -> None:
    folder = FaultFolder(tmp_path / "winrm-win1")
    assert folder.take("Command") is None
    folder.arm(Fault.SHELLS_LIMIT, 2)
    folder.arm(Fault.SLOW, operation="Delete", seconds=0.5)
    with clients(faults=FaultFolder(tmp_path / "winrm-win1")).pywinrm() as protocol, pytest.raises(WSManFaultError):
        protocol.open_shell()

    assert folder.armed() == [Strike(Fault.SHELLS_LIMIT, "Create", 1.0), Strike(Fault.SLOW, "Delete", 0.5)]
    folder.clear()
    assert folder.armed() == []


def test_what_is_no_fault_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    folder = FaultFolder(tmp_path)
    folder.arm(Fault.DROP_BEFORE)
    for number, text in enumerate(["", "{}", '{"fault": "melt"}', "[]"]):
        (tmp_path / f"{number + 100}").write_text(text)

    assert folder.take("Identify") is None
    assert folder.take("Send") == Strike(Fault.DROP_BEFORE, ANY, 1.0)
    assert folder.take("Send") is None


@pytest.mark.parametrize("https", [False, True])
def test_a_client_that_went_away_gets_the_output_later(clients: Open, *, https: bool) -> None:
    """The first Receive waits at the endpoint when its client gives up; what comes then is for the second."""
    going = threading.Event()

    def wait(line: str, stdin: BinaryIO, code_page: int) -> tuple[int, bytes, bytes]:
        return int(not going.wait(30)), b"out", b""

    opened = clients(PythonShells(wait))
    with (
        opened.pywinrm(https=https, operation_timeout_sec=30, read_timeout_sec=31) as leaving,
        opened.pywinrm(https=https) as staying,
    ):
        shell = staying.open_shell()
        command = staying.run_command(shell, "wait")
        leaving.read_timeout_sec = leaving.transport.read_timeout_sec = 1
        with pytest.raises(requests.exceptions.ReadTimeout):
            leaving.get_command_output_raw(shell, command)
        leaving.transport.close_session()
        going.set()

        assert staying.get_command_output(shell, command) == (b"out", b"", 0)


def test_a_request_must_say_its_length(clients: Open) -> None:
    answer = requests.post(clients().endpoint.http, data=iter([b"x"]), timeout=10)

    assert answer.status_code == 411


class Ran:
    """Remembers the command lines it was given."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str, stdin: BinaryIO, code_page: int) -> tuple[int, bytes, bytes]:
        self.lines.append(line)
        return 0, b"out", b"err"


@pytest.fixture
def ran() -> Ran:
    return Ran()

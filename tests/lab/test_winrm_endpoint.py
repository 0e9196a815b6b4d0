"""Unmodified pywinrm and pypsrp work against the lab's endpoint as they do against Windows."""

import threading
import uuid
from collections.abc import Callable
from typing import BinaryIO, Literal

import certifi
import pytest
import requests
from pypsrp.exceptions import AuthenticationError, WSManFaultError
from pypsrp.shell import Process, SignalCode, WinRS
from winrm.exceptions import (
    InvalidCredentialsError,
    WinRMOperationTimeoutError,
    WinRMTransportError,
)
from winrm.exceptions import (
    WSManFaultError as PywinrmFault,
)

from clprun.lab.windows.endpoint.pythonshells import PythonShells
from tests.support.endpoint import AUTHORITY, USER, Clients, authority_file, clients
from tests.support.lab import eventually

__all__ = ["authority_file", "clients"]

Open = Callable[..., Clients]

LINE = b'cmd.exe /C "ver & echo 1"'


@pytest.mark.parametrize(
    ("transport", "https", "unencrypted"),
    [
        ("ntlm", False, False),
        ("ntlm", True, False),
        ("basic", True, False),
        ("basic", False, True),
    ],
)
@pytest.mark.parametrize("user", [USER, USER.upper(), rf"winnode\{USER}", rf".\{USER}"])
def test_pywinrm(
    clients: Open, transport: Literal["ntlm", "basic"], user: str, *, https: bool, unencrypted: bool
) -> None:
    with clients(allow_unencrypted=unencrypted).pywinrm(transport, https=https, user=user) as protocol:
        shell = protocol.open_shell(codepage=65001)
        command = protocol.run_command(shell, "ver", ["&", "echo", "1"])
        found = protocol.get_command_output(shell, command)
        protocol.cleanup_command(shell, command)
        protocol.close_shell(shell)

    assert found == (LINE, b"said on the error stream", 0)


@pytest.mark.parametrize("https", [False, True])
@pytest.mark.parametrize("auth", ["negotiate", "ntlm", "basic"])
def test_pypsrp(clients: Open, auth: str, *, https: bool) -> None:
    plain = auth == "basic" and not https
    options = {"encryption": "never"} if plain else {}
    wsman = clients(allow_unencrypted=plain).pypsrp(auth, https=https, **options)
    with wsman, WinRS(wsman, codepage=932) as shell:
        process = Process(shell, "ver", ["& echo 1"])
        process.invoke()

    assert (process.stdout, process.stderr, process.rc) == (LINE, b"said on the error stream", 0)


def test_a_command_line_is_run_as_given_where_the_client_wants_no_shell(clients: Open) -> None:
    with clients().pywinrm() as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, 'ver "a  b"', skip_cmd_shell=True)

        assert protocol.get_command_output(shell, command)[0] == b'ver "a  b"'


@pytest.mark.parametrize(("transport", "https"), [("ntlm", False), ("ntlm", True), ("basic", True)])
@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"user": "nobody"}, {"user": rf"ELSEWHERE\{USER}"}])
def test_a_wrong_password_is_refused(
    clients: Open, transport: Literal["ntlm", "basic"], wrong: dict[str, str], *, https: bool
) -> None:
    with (
        clients().pywinrm(transport, https=https, **wrong) as protocol,
        pytest.raises(InvalidCredentialsError),
    ):
        protocol.open_shell()


def test_basic_needs_https_or_allow_unencrypted(clients: Open) -> None:
    with clients().pywinrm("basic") as protocol, pytest.raises(InvalidCredentialsError):
        protocol.open_shell()


def test_basic_can_be_switched_off(clients: Open) -> None:
    with clients(basic=False).pywinrm("basic", https=True) as protocol, pytest.raises(InvalidCredentialsError):
        protocol.open_shell()


def test_an_envelope_in_the_clear_is_refused_over_http(clients: Open) -> None:
    with clients().pywinrm(message_encryption="never") as protocol, pytest.raises(WinRMTransportError) as caught:
        protocol.open_shell()

    assert caught.value.code == 500


def test_a_certificate_of_another_authority_is_not_trusted(clients: Open) -> None:
    with (
        clients().pywinrm("basic", https=True, ca_trust_path=certifi.where()) as protocol,
        pytest.raises(requests.exceptions.SSLError),
    ):
        protocol.open_shell()


def test_a_certificate_for_another_address_is_not_trusted(clients: Open) -> None:
    certificate = AUTHORITY.issue("winnode", ["192.0.2.1"])
    with (
        clients(certificate=certificate).pywinrm("basic", https=True) as protocol,
        pytest.raises(requests.exceptions.SSLError),
    ):
        protocol.open_shell()


@pytest.mark.parametrize("exit_code", [0, 1, 300, 0x7FFFFFFF, -1, -1073741510])
def test_exit_codes_have_32_bits(clients: Open, exit_code: int) -> None:
    with clients().pywinrm() as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, f"exit {exit_code}")

        assert protocol.get_command_output(shell, command)[2] == exit_code & 0xFFFFFFFF


def test_standard_input_comes_in_pieces(clients: Open) -> None:
    with clients().pywinrm() as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, "stdin", console_mode_stdin=False)
        for piece in (b"\x00\xff", "日本".encode("cp932")):
            protocol.send_command_input(shell, command, piece)
        protocol.send_command_input(shell, command, b".", end=True)

        assert protocol.get_command_output(shell, command)[0] == b"<\x00\xff\x93\xfa\x96{.>"


@pytest.mark.parametrize(("given", "got"), [(65001, b"65001"), (932, b"932"), (None, b"437")])
def test_the_code_page_is_the_clients(clients: Open, given: int | None, got: bytes) -> None:
    wsman = clients().pypsrp()
    with wsman, WinRS(wsman, codepage=given) as shell:
        process = Process(shell, "page")
        process.invoke()

    assert process.stdout == got


def test_a_code_page_that_is_no_number_is_refused(clients: Open) -> None:
    wsman = clients().pypsrp()
    with wsman, pytest.raises(WSManFaultError), WinRS(wsman, codepage="x"):  # type: ignore[arg-type]  # on purpose
        pass


def test_a_long_poll_ends_at_the_operations_time_and_goes_on(clients: Open) -> None:
    going = threading.Event()

    def wait(line: str, stdin: BinaryIO, code_page: int) -> tuple[int, bytes, bytes]:
        return int(not going.wait(30)), b"late", b""

    with clients(PythonShells(wait)).pywinrm(operation_timeout_sec=1, read_timeout_sec=30) as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, "wait")
        with pytest.raises(WinRMOperationTimeoutError):
            protocol.get_command_output_raw(shell, command)
        going.set()

        assert protocol.get_command_output(shell, command) == (b"late", b"", 0)


def test_terminate_ends_a_waiting_receive(clients: Open) -> None:
    """The function waits for its standard input, which nobody sends."""
    opened = clients()
    endpoint = opened.endpoint
    with opened.pywinrm() as waiting, opened.pywinrm() as other:
        shell = other.open_shell()
        command = other.run_command(shell, "stdin")
        faults: list[PywinrmFault] = []

        def wait() -> None:
            try:
                waiting.get_command_output(shell, command)
            except PywinrmFault as fault:
                faults.append(fault)

        thread = threading.Thread(target=wait)
        thread.start()
        eventually(lambda: "Receive" in endpoint.operations, "the Receive has come")
        other.cleanup_command(shell, command)
        thread.join(30)
        with pytest.raises(PywinrmFault) as caught:
            other.get_command_output(shell, command)

    assert [fault.wsman_fault_code for fault in faults] in ([995], [2150858843])
    assert caught.value.wsman_fault_code == 2150858843
    assert "command identifier that does not exist" in caught.value.response


def test_the_client_may_choose_the_ids(clients: Open) -> None:
    shell_id, command_id = str(uuid.uuid4()).upper(), str(uuid.uuid4()).upper()
    wsman = clients().pypsrp()
    with wsman, WinRS(wsman, id=shell_id) as shell:
        assert shell.id == shell_id
        shell.command("ver", [], command_id=command_id)
        _, exit_code, buffers = shell.receive(command_id=command_id)
        with pytest.raises(WSManFaultError):
            shell.command("ver", [], command_id=command_id)
        shell.signal(SignalCode.TERMINATE, command_id)

    assert (exit_code, buffers["stdout"]) == (0, b'cmd.exe /C "ver"')


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x1b", "\x0c"])
def test_control_characters_are_refused(clients: Open, sign: str) -> None:
    opened = clients()
    with opened.pywinrm() as protocol:
        shell = protocol.open_shell()
        with pytest.raises(PywinrmFault) as caught:
            protocol.run_command(shell, f"echo {sign}")

        assert caught.value.wsman_fault_code == 2150858817
        assert protocol.run_command(shell, "echo \t")


def test_an_envelope_may_not_define_entities(clients: Open) -> None:
    text = (
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>&a;'
        "</s:Body></s:Envelope>"
    )
    with clients().pywinrm() as protocol, pytest.raises(PywinrmFault) as caught:
        protocol.send_message(text)

    assert caught.value.wsman_fault_code == 2150858817


def test_identify_says_which_windows(clients: Open) -> None:
    text = (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">'
        "<s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>"
    )
    with clients(flavour="2008r2").pywinrm() as protocol:
        said = protocol.send_message(text)

    assert b"OS: 6.1.7601 SP: 0.0 Stack: 2.0</wsmid:ProductVersion>" in said


def test_there_are_only_text_shells(clients: Open) -> None:
    wsman = clients().pypsrp()
    with wsman, pytest.raises(WSManFaultError) as caught, WinRS(wsman, resource_uri="http://example.com/powershell"):
        pass

    assert caught.value.code == 2150858752


@pytest.mark.parametrize("path", ["/", "/wsman/powershell", "/wsmanx"])
def test_elsewhere_there_is_nothing(clients: Open, path: str) -> None:
    url = clients().endpoint.http.removesuffix("/wsman") + path

    assert requests.post(url, timeout=10).status_code == 404


def test_pypsrp_tells_a_refused_login(clients: Open) -> None:
    wsman = clients().pypsrp(password="wrong")
    with wsman, pytest.raises(AuthenticationError), WinRS(wsman):
        pass


def test_large_outputs_come_in_envelopes_of_the_wanted_size(clients: Open) -> None:
    out = bytes(range(256)) * 4000

    def print_much(line: str, stdin: BinaryIO, code_page: int) -> tuple[int, bytes, bytes]:
        return 3, out, b""

    opened = clients(PythonShells(print_much))
    with opened.pywinrm() as protocol:
        shell = protocol.open_shell()
        command = protocol.run_command(shell, "much")

        assert protocol.get_command_output(shell, command) == (out, b"", 3)
        assert opened.endpoint.operations.count("Receive") == -(-len(out) // ((153600 - 4096) // 4 * 3))

"""The endpoint before real cmd.exe, consoles and processes: ``winrshost.exe`` under Wine."""

import subprocess
from collections.abc import Callable, Iterator

import pytest
from pypsrp.shell import Process, SignalCode, WinRS
from winrm.exceptions import WSManFaultError
from winrm.protocol import Protocol

from clprun.lab.windows.endpoint.wineshells import WineShells
from tests.support.endpoint import Clients, authority_file, clients
from tests.support.lab import eventually
from tests.support.wine import Wine, wine

__all__ = ["authority_file", "clients", "wine"]

Open = Callable[..., Clients]
Answer = tuple[bytes, bytes, int]

CMD = 'cmd.exe /d /v:on /s /c "{}"'


class Desk:
    """One kept shell.

    Args:
        protocol: logged in.
        settings: of the shell, as pywinrm has them.
    """

    def __init__(self, protocol: Protocol, **settings: object) -> None:
        self.protocol = protocol
        self.shell = protocol.open_shell(**{"codepage": 65001, **settings})  # type: ignore[arg-type]  # as they come

    def start(self, script: str) -> str:
        return self.protocol.run_command(self.shell, CMD.format(script), skip_cmd_shell=True)

    def run(self, script: str, data: bytes | None = None) -> Answer:
        command = self.start(script)
        if data is not None:
            self.protocol.send_command_input(self.shell, command, data, end=True)
        found = self.protocol.get_command_output(self.shell, command)
        self.protocol.cleanup_command(self.shell, command)
        return found


@pytest.fixture
def desk(clients: Open, wine: Wine) -> Iterator[Callable[..., Desk]]:
    with clients(WineShells(wine.command)).pywinrm() as protocol:
        yield lambda **settings: Desk(protocol, **settings)


def test_cmd_parses_the_line_as_it_was_given(desk: Callable[..., Desk]) -> None:
    out, err, code = desk().run(r'echo "a  b" C:\x\ ^& 100% & echo wrong>&2& exit -1294967296')

    assert out == b'"a  b" C:\\x\\ & 100% \r\n'
    assert err == b"wrong\r\n"
    assert code == 3000000000


def test_without_skip_cmd_runs_it_too(desk: Callable[..., Desk]) -> None:
    opened = desk()
    command = opened.protocol.run_command(opened.shell, 'echo "x" & exit 7')

    assert opened.protocol.get_command_output(opened.shell, command) == (b'"x" \r\n', b"", 7)


@pytest.mark.parametrize("code", [0, 1, 255, 256, 0x7FFFFFFF, -1])
def test_exit_codes(desk: Callable[..., Desk], code: int) -> None:
    assert desk().run(f"exit {code}") == (b"", b"", code & 0xFFFFFFFF)


@pytest.mark.parametrize(("page", "codec"), [(65001, "utf-8"), (932, "cp932")])
def test_code_pages(desk: Callable[..., Desk], page: int, codec: str) -> None:
    opened = desk(codepage=page)

    assert opened.run("chcp & echo 運用系")[0] == f"Active code page: {page}\r\n運用系\r\n".encode(codec)
    assert opened.run("chcp 932 >nul")[2] == 0
    assert opened.run("chcp")[0] == b"Active code page: 932\r\n"


def test_the_shells_environment_and_folder_serve_each_command(desk: Callable[..., Desk]) -> None:
    opened = desk(env_vars={"ONE": "a b", "TWO": "%SystemRoot%;x"}, working_directory=r"C:\windows\system32")

    assert opened.run(r"cd \lab & set ONE=changed")[2] == 0
    assert opened.run("cd & echo !ONE!& echo !TWO!")[0] == b"C:\\windows\\system32\r\na b\r\nC:\\windows;x\r\n"


def test_no_such_folder_or_code_page(desk: Callable[..., Desk]) -> None:
    for settings in ({"working_directory": r"C:\nowhere"}, {"codepage": 12345}):
        with pytest.raises(WSManFaultError):
            desk(**settings)


def test_no_such_program(desk: Callable[..., Desk]) -> None:
    opened = desk()
    with pytest.raises(WSManFaultError) as caught:
        opened.protocol.run_command(opened.shell, r"C:\nowhere.exe", skip_cmd_shell=True)

    assert caught.value.wsman_fault_code == 0x80070002
    assert opened.run("echo still here")[0] == b"still here\r\n"


def test_a_line_that_is_too_long_for_cmd(desk: Callable[..., Desk]) -> None:
    opened = desk()

    assert opened.run("echo " + "x" * 8000)[0] == b"x" * 8000 + b"\r\n"
    assert opened.run("echo " + "x" * 8200) == (b"", b"The command line is too long.\r\n", 1)
    with pytest.raises(WSManFaultError):
        opened.protocol.run_command(opened.shell, "program.exe " + "x" * 33000, skip_cmd_shell=True)


def test_standard_input_reaches_the_program(desk: Callable[..., Desk], wine: Wine) -> None:
    lines = [b"b\r\n", b"\x93\xfa\xff\r\n", b"a\r\n"]
    assert desk().run(r"sort >C:\lab\sorted", b"".join(lines))[2] == 0

    assert set((wine.drive_c / "lab/sorted").read_bytes().splitlines(keepends=True)) == set(lines)


def test_input_nobody_reads_stops_nothing(desk: Callable[..., Desk]) -> None:
    opened = desk()
    stuck = opened.start("ping -n 60 127.0.0.1 >nul")
    for _ in range(20):
        opened.protocol.send_command_input(opened.shell, stuck, bytes(50_000))

    assert opened.run("echo others go on")[0] == b"others go on\r\n"
    opened.protocol.cleanup_command(opened.shell, stuck)


def test_much_output_arrives_whole_and_in_order(desk: Callable[..., Desk]) -> None:
    out, err, code = desk().run("for /l %i in (1,1,1500) do @echo line %i")

    assert out.splitlines() == [f"line {number}".encode() for number in range(1, 1501)]
    assert (err, code) == (b"", 0)


def test_commands_run_side_by_side(desk: Callable[..., Desk], wine: Wine) -> None:
    opened = desk()
    waiting = opened.start(r"for /l %i in (1,0,2) do @if exist C:\lab\go (del C:\lab\go & echo went & exit 5)")
    assert opened.run(r"type nul >C:\lab\go")[2] == 0

    assert opened.protocol.get_command_output(opened.shell, waiting) == (b"went \r\n", b"", 5)
    assert not (wine.drive_c / "lab/go").exists()


BUSY = r"type nul >C:\lab\started & ping -n 60 127.0.0.1 >nul"


def is_busy(wine: Wine) -> bool:
    """Whether a ping of :data:`BUSY` runs; Wine's own list of processes says so."""
    listed = subprocess.run([*wine.command, "tasklist", "/fo", "csv"], capture_output=True, check=True).stdout
    return b"ping.exe" in listed.lower()


def start_busy(opened: Desk, wine: Wine) -> str:
    (wine.drive_c / "lab/started").unlink(missing_ok=True)
    command = opened.start(BUSY)
    eventually(lambda: is_busy(wine), "ping runs")
    return command


def test_terminate_kills_all_that_was_started(desk: Callable[..., Desk], wine: Wine) -> None:
    opened = desk()
    command = start_busy(opened, wine)
    opened.protocol.cleanup_command(opened.shell, command)

    eventually(lambda: not is_busy(wine), "ping has gone")
    assert opened.run("echo alive")[0] == b"alive\r\n"


def test_delete_kills_all_that_was_started(desk: Callable[..., Desk], wine: Wine) -> None:
    opened = desk()
    start_busy(opened, wine)
    opened.protocol.close_shell(opened.shell)

    eventually(lambda: not is_busy(wine), "ping has gone")


def test_ctrl_c_reaches_the_command(clients: Open, wine: Wine) -> None:
    wsman = clients(WineShells(wine.command)).pypsrp()
    with wsman, WinRS(wsman) as shell:
        process = Process(shell, CMD.format(BUSY), no_shell=True)
        process.begin_invoke()
        eventually(lambda: is_busy(wine), "ping runs")
        process.signal(SignalCode.CTRL_C)
        process.end_invoke()

    assert process.rc == 0xC000013A
    assert not is_busy(wine)


def test_a_shell_that_has_died_is_not_found(desk: Callable[..., Desk]) -> None:
    opened = desk()
    command = opened.start("taskkill /f /im winrshost.exe")
    with pytest.raises(WSManFaultError) as caught:
        opened.protocol.get_command_output(opened.shell, command)
    assert caught.value.wsman_fault_code == 995
    for _ in range(2):
        with pytest.raises(WSManFaultError) as caught:
            opened.start("ver")
        assert caught.value.wsman_fault_code == 2150858843

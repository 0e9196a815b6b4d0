"""The stand-ins of Windows' commands as a real cmd.exe finds them, over WinRM on a Japanese Windows node."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from clprun.lab.site import WindowsSite
from clprun.model.cluster import WinrmLogin
from clprun.transport.winrm import WinrmConnection
from tests.support.lab import eventually
from tests.support.windows import BARE_WINDOWS, WindowsLab, windows_lab

__all__ = ["windows_lab"]

SITE = replace(BARE_WINDOWS, language="ja", windows=WindowsSite("2008r2"))
ACCESS_VIOLATION = -0x3FFFFFFB
SERVICE = r"sc create labservice binPath= C:\service\svc.exe start= auto DisplayName= "


@dataclass(frozen=True)
class Asked:
    """A node asked over two kept connections.

    Args:
        lab: its lab.
        connections: by code page.
    """

    lab: WindowsLab
    connections: dict[int, WinrmConnection]

    def code(self, line: str, data: bytes = b"") -> int:
        """The exit code of a command line."""
        return self.connections[65001].run(line, deadline=60, data=data).exit_code

    def text(self, line: str, code_page: int = 65001) -> str:
        """What a command line prints, standard output first."""
        raw = self.connections[code_page].run(line, deadline=60)
        encoding = "cp932" if code_page == 932 else "utf-8"
        return (raw.out + raw.err).decode(encoding).replace("\r\n", "\n")


@pytest.fixture(scope="module")
def win1(windows_lab: WindowsLab) -> Iterator[Asked]:
    with (
        windows_lab.winrm("win1", WinrmLogin(code_page=65001)) as unicode,
        windows_lab.winrm("win1", WinrmLogin(code_page=932)) as japanese,
    ):
        yield Asked(windows_lab, {65001: unicode, 932: japanese})


def test_links_are_right_under_a_real_cmd(win1: Asked) -> None:
    made = r"mklink /D C:\設定 C:\lab\real>nul && (if exist C:\設定\a.txt echo THERE)&dir C:\* | findstr SYMLINKD"
    shown = win1.text(rf"md C:\lab\real&echo kept>C:\lab\real\a.txt&{made}")
    assert shown.startswith("THERE\n")
    assert shown.endswith("<SYMLINKD>     設定 [C:\\lab\\real]\n")
    assert win1.text(r"type C:\設定\A.TXT") == "kept\n"
    assert win1.text(r"rd /s /q C:\設定&(if not exist C:\設定 echo GONE)&type C:\lab\real\a.txt") == "GONE\nkept\n"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (r"certutil -encode C:\missing C:\x", -0x7FF8FFFE),
        (r"rmdir C:\missing", 2),
        (r"sc query missing", 1060),
        (r"net stop missing", 2),
        (r"robocopy C:\missing C:\x", 16),
        (r"icacls C:\missing || exit 7", 7),
        (r"certutil -hashfile C:\lab\svc.exe SHA256 >nul && exit 3", 3),
    ],
)
def test_exit_codes_pass_through_cmd(win1: Asked, line: str, code: int) -> None:
    assert win1.code(line) == code


@pytest.mark.parametrize(
    ("line", "japanese", "english"),
    [
        ("rmdir C:\\missing", "指定されたファイルが見つかりません。", "The system cannot find the file specified."),
        ("sc query missing", "サービスとして存在しません。", "does not exist as an installed service."),
        ("net start missing", "サービス名が無効です。", "The service name is invalid."),
    ],
    ids=["bridge", "sc", "net"],
)
def test_the_language_goes_by_the_code_page(win1: Asked, line: str, japanese: str, english: str) -> None:
    assert japanese in win1.text(line, 932)
    assert english in win1.text(line)


def test_standard_input_reaches_only_the_command_that_reads_it(win1: Asked) -> None:
    content = "一行目\r\nsecond\r\n".encode()
    assert win1.code(r'dir C:\ >nul&findstr "^" >C:\lab\in', data=content) == 0
    assert win1.text(r"type C:\lab\in") == content.decode().replace("\r\n", "\n")


def test_what_is_patched_in_cmd(win1: Asked) -> None:
    assert re.fullmatch(r" ?\d+:\d\d:\d\d\b.*\n", win1.text("echo %TIME%"))
    line = r"(echo 名前)>C:\lab\f&(for /f %i in (C:\lab\f) do @echo [%i])"
    assert win1.text(line) == "[名前]\n"


def test_a_service_from_its_birth_to_its_death(win1: Asked) -> None:
    assert win1.code(rf'md C:\service&copy C:\lab\svc.exe C:\service>nul&{SERVICE}"Lab service"') == 0
    assert "サービスは正常に開始されました" in win1.text('net start "Lab service"', 932)
    process = re.search(r"PID +: (\d+)", win1.text("sc queryex labservice"))
    assert process is not None
    assert win1.lab.unix("win1", "cat /run/windows-services/labservice") == process.group(1)
    assert win1.code("net start labservice") == 2
    assert win1.code(r"ren C:\service other") == 1  # while its program runs
    assert win1.code("sc start labservice") == 1056
    kill = f"taskkill /f /pid {process.group(1)} /fi "
    assert "No tasks" in win1.text(f'{kill}"services eq eventlog"')
    assert win1.code(f'{kill}"colour eq red"') == 1
    assert "terminated" in win1.text(f'{kill}"services eq LabService"')
    assert win1.code(f"taskkill /f /pid {process.group(1)}") == 128
    eventually(lambda: "1067" in win1.text("sc query labservice"), "the killed service is seen")
    assert win1.lab.unix("win1", "ls /run/windows-services") == ""
    assert win1.code("sc stop labservice") == 1062
    assert win1.code("sc start labservice") == 0
    eventually(lambda: "4  RUNNING" in win1.text("sc query labservice"), "the service runs")
    assert win1.code("net stop labservice&&sc config labservice start= demand type= own") == 0
    shown = win1.text("sc qc labservice")
    assert "START_TYPE         : 3   DEMAND_START" in shown
    assert win1.code("sc config labservice start=auto") == 1639
    assert win1.code("sc delete labservice") == 0


def test_a_task_runs_as_the_system_and_outlives_the_shell(win1: Asked) -> None:
    script = r"(echo @whoami /user^>C:\lab\who& echo @ping -n 3 127.0.0.1& echo @echo done^>C:\lab\late)>C:\lab\job.bat"
    create = r'schtasks /create /f /tn labtask /tr "cmd.exe /d /c \"C:\lab\job.bat\"" /sc once /ru SYSTEM /st 00:00'
    assert win1.code(f"{script}&{create}&&schtasks /run /tn labtask") == 0
    eventually(lambda: win1.code(r"type C:\lab\late") == 0, "the task ends")
    assert "s-1-5-18" in win1.text(r"type C:\lab\who", 932).lower()
    assert win1.code("schtasks /delete /tn labtask /f") == 0


def test_a_killed_command_looks_killed(win1: Asked) -> None:
    win1.lab.fault("command", name="mklink", effect="die")
    try:
        assert win1.code(r"mklink /D C:\never C:\lab") == ACCESS_VIOLATION
    finally:
        win1.lab.fault("clear")
    assert win1.code(r"dir /al C:\never*") == 1


def test_changes_are_in_the_record_of_calls(win1: Asked) -> None:
    win1.code(r"mklink /D C:\seen C:\lab&dir C:\seen&sc query&rd C:\seen")
    calls = [call for call in win1.lab.status()["calls"] if "C:\\seen" in call["argv"]]
    assert [(call["argv"][0], call["exit"], call["changes"]) for call in calls] == [
        ("mklink", 0, True),
        ("rd", 0, True),
    ]


def test_a_shutdown_is_a_reboot_of_the_node(win1: Asked) -> None:
    assert win1.code(f"{SERVICE}Automatic") == 0
    before = win1.lab.boot_id("win1")
    assert win1.code("shutdown /r /f /t 0") == 0
    eventually(lambda: win1.lab.boot_id("win1") not in {"", before}, "win1 boots again")
    win1.lab.wait_until_up("win1")
    eventually(lambda: "4  RUNNING" in win1.text("sc query labservice"), "the automatic service runs")

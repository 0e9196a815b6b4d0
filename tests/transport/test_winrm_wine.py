"""Command lines before a real parser: what the transport wraps around them changes nothing in them."""

from collections.abc import Iterator

import pytest

from clprun.errors import LinkLost
from clprun.model.cluster import WinrmLogin
from clprun.transport.codec import decode
from clprun.transport.winrm import WinrmConnection
from clprun.transport.winrm_line import LONGEST_LINE
from tests.support.lab import eventually
from tests.support.windows import WindowsLab, windows_lab

__all__ = ["windows_lab"]


@pytest.fixture(scope="module")
def connection(windows_lab: WindowsLab) -> Iterator[WinrmConnection]:
    with windows_lab.winrm("win1") as shared:
        yield shared


@pytest.mark.parametrize(
    ("line", "out", "err"),
    [
        ("echo x&echo y", "x\r\ny\r\n", ""),
        ('echo "a & b"&echo c', '"a & b"\r\nc\r\n', ""),
        ('(echo "x|y<z>^"&echo ^&)', '"x|y<z>^"\r\n&\r\n', ""),
        (r'if exist "C:\windows" (echo yes) else (echo no)', "yes\r\n", ""),
        (r"(cd C:\nowhere)>nul 2>nul&echo M !errorlevel!&echo E !errorlevel!>&2", "M 1\r\n", "E 1\r\n"),
        ("set a=1&echo !a! %a%", "1 %a%\r\n", ""),
        ("for %i in (a b) do @echo %i", "a\r\nb\r\n", ""),
        ("echo 100%&echo %nothing%", "100%\r\n%nothing%\r\n", ""),
        ('echo "an odd & quote', '"an odd & quote\r\n', ""),
        ("set /p x=&echo [!x!]", "[!x!]\r\n", ""),
        ("echo 運用系 表示", "運用系 表示\r\n", ""),
        ("echo " + "x" * (LONGEST_LINE - 5), "x" * (LONGEST_LINE - 5) + "\r\n", ""),
    ],
)
def test_a_line_means_what_it_says(connection: WinrmConnection, line: str, out: str, err: str) -> None:
    raw = connection.run(line, deadline=60)

    assert (decode(raw.out), decode(raw.err)) == (out, err)


@pytest.mark.parametrize(("line", "code"), [("exit 42", 42), ("exit -5", -5), ("ver&&exit 0", 0)])
def test_the_exit_code_is_that_of_the_line(connection: WinrmConnection, line: str, code: int) -> None:
    assert connection.run(line, deadline=60).exit_code == code


def test_standard_input_passes_through_both_shells(connection: WinrmConnection) -> None:
    assert connection.run("set /p x=&echo [!x!]", data=b"given\r\n", deadline=60).out == b"[given]\r\n"


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("code_page", [65001, 932])
def test_japanese_passes_in_both_code_pages(windows_lab: WindowsLab, scheme: str, code_page: int) -> None:
    login = WinrmLogin.model_validate({"scheme": scheme, "code_page": code_page})
    with windows_lab.winrm("win2", login) as connection:
        raw = connection.run("chcp&echo フェイルオーバ 表示", deadline=60)

    assert str(code_page).encode() in raw.out
    assert decode(raw.out).endswith("フェイルオーバ 表示\r\n")


def test_a_command_is_ended_with_all_it_started_at_the_deadline(connection: WinrmConnection) -> None:
    with pytest.raises(LinkLost) as caught:
        connection.run("ping -n 600 127.0.0.1 >nul&echo late", deadline=1)

    assert caught.value.problem.code == "node.deadline_passed"
    eventually(lambda: b"ping" not in connection.run("tasklist", deadline=60).out.lower(), "ping has ended")

"""Text tools, hashes and facts about a Windows node."""

import base64
import hashlib
import os
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.lab.standin.windows import sessions as sessions_module
from clprun.lab.standin.windows.words import argv, tail, words
from clprun.model.question import Raw
from clprun.node.questions import FreeSpace
from clprun.node.windows import jobscript
from clprun.node.windows.files import WindowsFreeSpace
from clprun.node.windows.sessions import Sessions
from tests.standin.windows_tools import Machine, machine


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return machine(tmp_path)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (r"p a b", ["p", "a", "b"]),
        (r'"C:\a b\p.exe" "x y"  z', [r"C:\a b\p.exe", "x y", "z"]),
        (r'p "C:\dir\\" end', ["p", "C:\\dir\\", "end"]),
        (r'p "C:\dir\" end', ["p", 'C:\\dir" end']),
        (r'p a\\b \\"x"', ["p", r"a\\b", "\\x"]),
        (r'p "a""b" ""', ["p", 'a"b', ""]),
        (r"p \"quoted\"", ["p", '"quoted"']),
        ("p\ta", ["p", "a"]),
        ("p", ["p"]),
    ],
)
def test_words_of_a_command_line(line: str, found: list[str]) -> None:
    assert argv(line) == found


def quoted(word: str) -> str:
    """A word as Windows' own rules quote it: backslashes before a quote are doubled."""
    return '"' + re.sub(r'(\\*)("|$)', lambda found: found[1] * 2 + (r"\"" if found[2] else ""), word) + '"'


@given(st.lists(st.text(alphabet=st.sampled_from('ab \t"\\/=日'), max_size=8), max_size=5))
def test_every_quoted_word_is_found_again(given_words: list[str]) -> None:
    line = " ".join(["p", *map(quoted, given_words)])
    assert argv(line) == ["p", *given_words]


@given(st.text(alphabet=st.sampled_from('ab "\\/=,日'), max_size=30))
def test_any_line_has_words(line: str) -> None:
    assert "\0" not in "".join(argv(line))
    switches, others = words(tail(line))
    assert all(switch.startswith("/") for switch in switches)
    assert '"' not in "".join(others)


@pytest.mark.parametrize(
    ("text", "switches", "others"),
    [
        (r'/s/Q "E:\"', ["/s", "/q"], ["E:\\"]),
        (r'"C:\a b" C:\c', [], [r"C:\a b", r"C:\c"]),
        ("a,b;c", [], ["a", "b", "c"]),
    ],
)
def test_words_of_a_built_in_command(text: str, switches: list[str], others: list[str]) -> None:
    assert words(text) == (switches, others)


@pytest.mark.parametrize("content", [b"x", b"line\r\n" * 400, bytes(range(256))])
def test_base64_there_and_back(here: Machine, content: bytes) -> None:
    (here.c / "f").write_bytes(content)
    assert here.run(r"certutil -f -encode C:\f C:\t").code == 0
    lines = (here.c / "t").read_bytes().split(b"\r\n")
    assert (lines[0], lines[-2]) == (b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----")
    assert base64.b64decode(b"".join(lines[1:-2])) == content
    assert here.run(r"certutil -decode C:\t C:\g").code == 0
    assert (here.c / "g").read_bytes() == content


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (r"certutil -decode C:\missing C:\x", 0x80070002),
        (r"certutil -encode C:\f C:\f2", 0x80070050),
        (r"certutil -decode C:\broken C:\x", 0x8007000D),
        (r"certutil -encode C:\empty C:\x", 0x800703EE),
        (r"certutil -hashfile C:\empty", 0x800703EE),
        (r"certutil -hashfile C:\f SHA7", 0x80070057),
        (r"certutil -nonsense", 0x80070057),
    ],
)
def test_a_failing_certutil_gives_an_hresult(here: Machine, line: str, code: int) -> None:
    for name, content in {"f": b"x", "f2": b"x", "broken": b"@@@", "empty": b""}.items():
        (here.c / name).write_bytes(content)
    result = here.run(line)
    assert result.code == code
    assert f"command FAILED: 0x{code:08x}" in result.text


@pytest.mark.parametrize(
    ("flavour", "algorithm", "shown"),
    [("2022", "SHA256", True), ("2008r2", "SHA256", True), ("2003", "SHA256", False), ("2003", "SHA1", True)],
)
def test_the_hash_of_a_file(tmp_path: Path, flavour: str, algorithm: str, shown: bool) -> None:
    here = machine(tmp_path, flavour)
    (here.c / "f").write_bytes(b"abc")
    result = here.run(rf"certutil -hashfile C:\f {algorithm}")
    assert (result.code == 0) is shown
    if shown:
        assert result.text.splitlines()[1].replace(" ", "") == hashlib.new(algorithm, b"abc").hexdigest()
        assert (" " in result.text.splitlines()[1]) == (flavour != "2022")


LINES = b"alpha\r\nBeta 12\r\n\r\nalphabet.txt\r\n  end"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ('"^"', LINES + b"\r\n"),
        ("alpha", b"alpha\r\nalphabet.txt\r\n"),
        ("/x alpha", b"alpha\r\n"),
        ("/i BETA", b"Beta 12\r\n"),
        ("/n /c:alpha", b"1:alpha\r\n4:alphabet.txt\r\n"),
        ("/v a", b"\r\n  end\r\n"),
        ("/r a.*[0-9]$", b"Beta 12\r\n"),
        (r"/r t\.txt$", b"alphabet.txt\r\n"),
        ("/l t.t", b"alphabet.txt\r\n"),
        (r"/r \<end", b"  end\r\n"),
        ('"12 end"', b"Beta 12\r\n  end\r\n"),
        ('/c:"12 end"', b""),
        ("/e txt", b"alphabet.txt\r\n"),
        ("/b al", b"alpha\r\nalphabet.txt\r\n"),
    ],
)
def test_findstr(here: Machine, arguments: str, found: bytes) -> None:
    result = here.run(f"findstr {arguments}", stdin=LINES)
    assert (result.code, result.out) == (0 if found else 1, found)


def test_findstr_names_the_files_of_several(here: Machine) -> None:
    for name in ("a.txt", "b.txt"):
        (here.c / name).write_bytes(f"in {name}\r\n".encode())
    assert here.run(r"findstr in C:\*.txt").text == "C:\\a.txt:in a.txt\nC:\\b.txt:in b.txt\n"
    assert here.run(r"findstr in C:\a.txt").text == "in a.txt\n"
    assert here.run(r"findstr /m b C:\*.txt").text == "C:\\b.txt\n"
    missing = here.run(r"findstr in C:\c.txt")
    assert (missing.code, missing.complaint) == (1, "FINDSTR: Cannot open C:\\c.txt\n")


@pytest.mark.parametrize(
    ("arguments", "found", "code"),
    [
        ('"alpha"', "alpha\nalphabet.txt\n", 0),
        ('/c /v ""', "5\n", 0),
        ('/v ""', LINES.decode().replace("\r\n", "\n") + "\n", 0),
        ('""', "", 1),
        ('/i /n "B"', "[2]Beta 12\n[4]alphabet.txt\n", 0),
        ("alpha", "", 2),
    ],
)
def test_find(here: Machine, arguments: str, found: str, code: int) -> None:
    result = here.run(f"find {arguments}", stdin=LINES)
    assert (result.text, result.code) == (found, code)


def test_find_in_a_file_says_which(here: Machine) -> None:
    (here.c / "f").write_bytes(LINES)
    assert here.run(r'find /c "a" C:\f').text == "\n---------- C:\\F: 3\n"


@pytest.mark.parametrize(
    ("second", "words", "code", "said"),
    [
        (b"one\r\ntwo\r\n", "", 0, "FC: no differences encountered"),
        (b"one\ntwo\n", "", 0, "FC: no differences encountered"),
        (b"one\ntwo\n", "/b ", 1, "00000003: 0D 0A"),
        (b"one\r\nTWO\r\n", "/c ", 0, "FC: no differences encountered"),
        (b"one\r\nthree\r\n", "", 1, "***** C:\\b"),
        (b"one\r\ntwo\r\nx", "/b ", 1, "longer than"),
    ],
)
def test_fc(here: Machine, second: bytes, words: str, code: int, said: str) -> None:
    (here.c / "a").write_bytes(b"one\r\ntwo\r\n")
    (here.c / "b").write_bytes(second)
    result = here.run(rf"fc {words}C:\a C:\b")
    assert result.code == code
    assert said.casefold() in result.text.casefold()


def test_fc_of_a_missing_file_gives_2(here: Machine) -> None:
    assert here.run(r"fc /b C:\a C:\b").code == 2


def test_more_gives_everything_at_once(here: Machine) -> None:
    assert here.run("more", stdin=b"a\r\n" * 200 + b"end").out == b"a\r\n" * 200 + b"end\r\n"


def test_the_rights_of_an_administrator(here: Machine) -> None:
    assert "S-1-16-12288" in here.run("whoami /groups").text
    rows = here.run("whoami /groups /fo csv /nh").text.splitlines()
    assert rows[0].startswith('"BUILTIN\\Administrators","Alias","S-1-5-32-544",')
    assert here.run("whoami").text == "win1\\administrator\n"
    assert here.run("net session").code == 0


def test_the_rights_of_the_system(here: Machine) -> None:
    here.environment = {"USERNAME": "SYSTEM"}
    assert here.run("whoami").text == "nt authority\\system\n"
    assert '"nt authority\\system","S-1-5-18"' in here.run("whoami /user /fo csv /nh").text


def test_a_windows_2003_has_no_mandatory_levels(tmp_path: Path) -> None:
    assert "S-1-16-" not in machine(tmp_path, "2003").run("whoami /groups").text


def test_a_share_comes_and_goes(here: Machine) -> None:
    assert here.run(r"net share data=C:\\").code == 0
    assert "C:\\" in here.run("net share data").text
    assert here.run(r"net share DATA=C:\\").code == 2
    assert here.run("net share data /delete").code == 0
    assert here.run("net share data /delete").code == 2
    assert here.run(r"net share data=C:\missing").code == 2


def test_volumes(here: Machine) -> None:
    assert here.run("vol E:").text.startswith(" Volume in drive E has no label.\n Volume Serial Number is ")
    assert here.run("vol Q:").code == 1
    assert here.run("fsutil fsinfo drives").text == "\nDrives: C:\\ E:\\\n"
    numbers = [int(line.rpartition(":")[2]) for line in here.run("fsutil volume diskfree E:").text.splitlines()]
    assert len(numbers) == 3
    assert numbers[0] <= numbers[1]


def test_a_newer_windows_tells_ten_numbers_of_a_volume_and_the_product_reads_the_third(tmp_path: Path) -> None:
    told = machine(tmp_path, "2022").run("fsutil volume diskfree E:")
    assert len(told.text.splitlines()) == 10
    assert WindowsFreeSpace(FreeSpace("E:\\")).answer(Raw(0, told.out)) > 0


@pytest.mark.parametrize(("option", "tag"), [("/D", "0xa000000c"), ("/J", "0xa0000003")])
def test_a_reparse_point_tells_where_it_leads(here: Machine, option: str, tag: str) -> None:
    here.run(rf"mklink {option} C:\link E:\日本")
    lines = here.run(r"fsutil reparsepoint query C:\link").text.splitlines()
    assert lines[0] == f"Reparse Tag Value : {tag}"
    data = bytes.fromhex("".join(line[7:55] for line in lines if line[4:7] == ":  "))
    assert int(next(line for line in lines if "Data Length" in line).rpartition(" ")[2], 16) == len(data)
    names = data[12 if option == "/D" else 8 :]
    start, length = (int.from_bytes(data[place : place + 2], "little") for place in (4, 6))
    assert names[start : start + length].decode("utf-16-le") == "E:\\日本"


def test_a_folder_is_no_reparse_point(here: Machine) -> None:
    (here.c / "x").mkdir()
    result = here.run(r"fsutil reparsepoint query C:\x")
    assert (result.code, result.complaint) == (1, "Error:  The file or directory is not a reparse point.\n")


def test_scheduled_tasks(tmp_path: Path) -> None:
    here = machine(tmp_path, "2008r2")
    (here.c / "Windows").mkdir()
    here.node.wine = ("true",)
    assert here.run('schtasks /create /f /tn t1 /tr "cmd /c x" /sc once /ru SYSTEM /st 00:00').code == 0
    assert here.run("schtasks /query /tn T1 /fo csv /nh").text == '"\\t1","N/A","Ready"\n'
    assert here.run("schtasks /run /tn t1").code == 0
    assert here.run("schtasks /create /tn t1 /tr y /sc once /st 00:00", stdin=b"N\r\n").code == 1
    assert here.run("schtasks /delete /tn t1 /f").code == 0
    missing = here.run("schtasks /run /tn t1")
    assert (missing.code, missing.complaint) == (1, "ERROR: The system cannot find the file specified.\n")


@pytest.mark.parametrize(
    ("flavour", "start", "code"), [("2003", "00:00", 1), ("2003", "00:00:00", 0), ("2022", "00:00", 0)]
)
def test_the_start_time_of_a_task(tmp_path: Path, flavour: str, start: str, code: int) -> None:
    here = machine(tmp_path, flavour)
    (here.c / "Windows").mkdir()
    assert here.run(f"schtasks /create /tn t /tr x /sc once /st {start}").code == code


def test_a_shutdown_can_be_called_off(here: Machine) -> None:
    assert here.run("shutdown /a").code == 1116
    assert here.run("shutdown /r /t 600000").code == 0
    assert here.run("shutdown -s -t 600000").code == 1190
    assert here.run("shutdown /a").code == 0
    assert here.node.power is None


def test_there_is_no_powershell(here: Machine) -> None:
    result = here.run("powershell -Command Get-Date")
    assert result.code == 9009
    assert "is not recognized" in result.complaint


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("-n 1 -w 1 shared", "\nPinging shared [192.0.2.7] with 32 bytes of data:\n"),
        ("-a -n 1 -w 1 192.0.2.7", "\nPinging shared [192.0.2.7] with 32 bytes of data:\n"),
        ("-n 1 -w 1 127.0.0.99", "\nPinging 127.0.0.99 with 32 bytes of data:\n"),
    ],
)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may send an ICMP echo request")
def test_ping_says_whom_it_asks(here: Machine, words: str, first: str) -> None:
    hosts = here.c / "Windows/System32/drivers/etc/hosts"
    hosts.parent.mkdir(parents=True)
    hosts.write_bytes("# 名前\r\n192.0.2.7\tSHARED other\r\n".encode("cp932"))
    assert here.run(f"ping {words}").text.startswith(first)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may send an ICMP echo request")
def test_a_ping_is_answered(here: Machine) -> None:
    result = here.run("ping -n 1 -w 5000 127.0.0.1")
    assert result.code == 0
    assert re.search(r"Reply from 127\.0\.0\.1: bytes=32 time(<1|=\d+)ms TTL=\d+\n", result.text)
    assert "Sent = 1, Received = 1, Lost = 0 (0% loss)" in result.text


def test_a_ping_of_an_unknown_name_gives_1(here: Machine) -> None:
    result = here.run("ping -n 1 nosuch.invalid")
    assert result.code == 1
    assert result.text.startswith("Ping request could not find host nosuch.invalid.")


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/page" else 404)
        self.end_headers()
        self.wfile.write(b"content")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("words", "code", "out"),
    [
        ('-s -m 5 -o NUL -w "%{http_code}" ADDRESS/page', 0, "200"),
        ('-s -m 5 -o NUL -w "%{http_code}" ADDRESS/other', 0, "404"),
        ('-q -sS -g -k --noproxy * -m 5 -o nul -w "curl %{http_code}" --url ADDRESS/page', 0, "curl 200"),
        ("-sf -o NUL ADDRESS/other", 22, ""),
        ("-s ADDRESS/page", 0, "content"),
        ('-s -o NUL -w "%{http_code}" http://127.0.0.1:1/', 7, "000"),
        ("-s", 2, ""),
    ],
)
def test_curl(tmp_path: Path, address: str, words: str, code: int, out: str) -> None:
    result = machine(tmp_path, "2022").run(f"curl {words.replace('ADDRESS', address)}")
    assert (result.code, result.text) == (code, out)


@pytest.mark.parametrize(("name", "code"), [("robocopy", 16), ("icacls", 0), ("mklink", 0), ("dir", 0)])
def test_a_command_that_is_there_answers_the_question_for_its_usage(here: Machine, name: str, code: int) -> None:
    assert here.run(f"{name} /?").code == code


@pytest.mark.parametrize(("flavour", "code"), [("2003", 1), ("2008r2", 0), ("2022", 0)])
def test_a_task_from_a_plan(tmp_path: Path, flavour: str, code: int) -> None:
    node = machine(tmp_path, flavour)
    lines = jobscript.begin(r"C:\runs\r\jobs\j", ("x",), "/", ())
    (plan,) = re.findall(r'\.plan" echo ([A-Za-z0-9+/=]+)\)', lines[-1])
    (node.c / "Windows").mkdir()
    (node.c / "plan.xml").write_bytes(base64.b64decode(plan))

    assert node.run(r"schtasks /create /f /tn t /xml C:\plan.xml").code == code
    (node.c / "plan.xml").write_bytes(b"<Task")
    assert node.run(r"schtasks /create /f /tn t /xml C:\plan.xml").code == 1


@pytest.mark.parametrize("language", ["en", "ja"])
def test_who_is_logged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    node = machine(tmp_path, "2022", language)
    monkeypatch.setattr(sessions_module, "USERS", tmp_path / "sessions")

    def users() -> tuple[str, ...] | None:
        told = node.run("query user")
        return Sessions().answer(Raw(told.code or 0, told.out, told.err))

    assert users() == ()
    (tmp_path / "sessions").write_text("engineer\nother\n", "utf-8")
    assert users() == ("engineer", "other")

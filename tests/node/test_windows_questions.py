"""What programs of Windows print, in English and in Japanese, and what is read out of it."""

import re
from contextlib import suppress
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.dialled import HttpFromController
from clprun.node.network import Addresses, AddressLookup, InterfaceAddress, Lookup, NameLookup, Ping
from clprun.node.questions import (
    CommandAnswer,
    FolderVolume,
    HttpAnswer,
    HttpOutcome,
    HttpReply,
    Probe,
    Process,
    ProcessesNow,
    ReadOnlyCommand,
    TreeDifference,
    TreeSize,
)
from clprun.node.windows.access import AccessAnswer, AccessRights, Right, grant
from clprun.node.windows.cmd import Unquotable
from clprun.node.windows.services import WindowsService, WindowsServiceAnswer
from clprun.node.windows.sessions import Sessions
from clprun.node.windows.twins import twin
from tests.node.helpers import shown
from tests.node.windows_double import asked, printed

A = TypeVar("A")


def answer(question: Question[A], reply: Raw) -> A:
    return twin(question).answer(reply)


QUERY = (
    "clprun-key JobCenterCLWeb",
    "",
    "SERVICE_NAME: JobCenterCLWeb",
    "        TYPE               : 110  WIN32_OWN_PROCESS (interactive)",
    "        STATE              : 4  RUNNING",
    "                                (STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)",
    "        WIN32_EXIT_CODE    : 0  (0x0)",
    "        PID                : 1234",
    "        FLAGS              :",
    "clprun-code 0",
    "[SC] QueryServiceConfig SUCCESS",
    "SERVICE_NAME: JobCenterCLWeb",
    "        TYPE               : 110  WIN32_OWN_PROCESS (interactive)",
    "        START_TYPE         : 2   AUTO_START  (DELAYED)",
    "        BINARY_PATH_NAME   : C:\\jcclweb\\bin\\svc.exe",
    "        DISPLAY_NAME       : JobCenter CL/Web サービス",
    "        SERVICE_START_NAME : LocalSystem",
)
RESTARTS = (
    "    FailureActions    REG_BINARY    80510100000000000000000003000000140000000000000000000000010000006000ea00"
)
RUNS_A_PROGRAM = "    FailureActions    REG_BINARY    8051010000000000000000000100000014000000030000000000000001000000"


def changed(*pairs: tuple[str, str]) -> tuple[str, ...]:
    text = "\n".join(QUERY)
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return tuple(text.split("\n"))


FULL = WindowsServiceAnswer(
    there=True,
    key="JobCenterCLWeb",
    display="JobCenter CL/Web サービス",
    state="running",
    start="auto",
    delayed=True,
    pid=1234,
    account="LocalSystem",
    interactive=True,
)


@pytest.mark.parametrize("code_page", ["utf-8", "cp932"])
def test_a_service_is_read_by_its_numbers(code_page: str) -> None:
    assert WindowsService("x").answer(printed(*QUERY, code_page=code_page)) == FULL


@pytest.mark.parametrize(("below", "triggered"), [(r"\TriggerInfo\0", True), (r"\TriggerInfo", False), ("", False)])
def test_a_service_may_have_a_trigger(below: str, triggered: bool) -> None:
    key = rf"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\x{below}"
    assert WindowsService("x").answer(printed(*QUERY, key, RESTARTS)).triggered is triggered


def test_a_stopped_service() -> None:
    reply = printed(
        *changed(
            ("4  RUNNING", "1  停止"), (": 1234", ": 0"), ("2   AUTO_START  (DELAYED)", "3   手動"), (": 110 ", ": 10 ")
        )
    )

    found = WindowsService("x").answer(reply)

    assert (found.state, found.is_stopped, found.pid) == ("stopped", True, None)
    assert (found.start, found.delayed, found.interactive) == ("demand", False, False)


@pytest.mark.parametrize(
    ("line", "restarts"), [(RESTARTS, True), (RUNS_A_PROGRAM, False), ("    x    REG_SZ    1", False)]
)
def test_what_happens_when_a_service_fails(line: str, restarts: bool) -> None:
    assert WindowsService("x").answer(printed(*QUERY, line)).restarts is restarts


def test_a_service_that_is_not_there() -> None:
    reply = printed("clprun-key x", "[SC] OpenService FAILED 1060:", "指定されたサービスは", "clprun-code 1060")

    assert WindowsService("x").answer(reply) == WindowsServiceAnswer(there=False)


@pytest.mark.parametrize(
    "lines", [(), ("clprun-key x", "clprun-code 5"), changed(("STATE   ", "STATUS  ")), changed((": 4 ", ": 9 "))]
)
def test_a_service_manager_that_does_not_tell(lines: tuple[str, ...]) -> None:
    with pytest.raises(Unanswerable):
        WindowsService("x").answer(printed(*lines))


def test_a_name_that_cmd_would_change_is_refused() -> None:
    with pytest.raises(Unquotable):
        asked(WindowsService('x" & shutdown'))


TOP, FILE = r"W:\NV WORK", r"W:\NV WORK\a b.txt"
GROUPS = ('"Jeder","Bekannte Gruppe","S-1-1-0","x"', '"VORDEFINIERT\\Administratoren","Alias","S-1-5-32-544","x"')


def rights(*blocks: str, tool: str = "icacls", paths: tuple[str, ...] = (TOP, FILE)) -> Raw:
    quoted = (f'"{paths[0]}"', *paths[1:]) if paths else ()
    return printed(*GROUPS, "clprun-paths", *quoted, f"clprun-tool {tool}", *blocks)


ICACLS = (
    rf"{TOP} VORDEFINIERT\Administratoren:(OI)(CI)(F)",
    r"           Jeder:(OI)(CI)(RX)",
    r"           NT AUTHORITY\SYSTEM:(I)(OI)(CI)(F)",
    r"           NEC\esmpro:(OI)(CI)(IO)(F)",
    "",
    rf"{FILE} VORDEFINIERT\Administratoren:(I)(F)",
    r"                   Jeder:(DENY)(W)",
    r"                   Jeder:(I)(RX)",
    "",
    "2 Dateien erfolgreich verarbeitet",
)


def test_rights_are_read_whatever_the_language() -> None:
    found: AccessAnswer = AccessRights(TOP).answer(rights(*ICACLS))

    assert found.tool == "icacls"
    assert [len(entries) for entries in found.lists.values()] == [4, 3]
    assert found.lacking("S-1-5-32-544", Right.FULL) == ()
    assert found.lacking("S-1-5-32-544", Right.READ_EXECUTE) == ()
    assert found.lacking("S-1-1-0", Right.READ_EXECUTE) == (FILE,)
    assert found.lacking("S-1-1-0", Right.FULL) == (TOP, FILE)
    assert found.lacking("S-1-5-18", Right.FULL) == (FILE,)
    assert found.lacking("nec\\ESMPRO", Right.FULL) == (TOP, FILE)


def test_a_folder_that_does_not_pass_its_rights_on_lacks_them() -> None:
    found = AccessRights(TOP).answer(rights(rf"{TOP} Jeder:(RX)", paths=(TOP,)))

    assert found.lacking("S-1-1-0", Right.READ_EXECUTE) == (TOP,)


def test_rights_as_older_releases_show_them() -> None:
    lines = (
        rf"{TOP} BUILTIN\Administrators:(OI)(CI)F ",
        "           Everyone:(OI)(CI)R ",
        "",
        rf"{FILE} Everyone:(ID)C ",
    )

    found = AccessRights(TOP).answer(rights(*lines, tool="cacls"))

    assert found.lacking("S-1-5-32-544", Right.FULL) == (FILE,)
    assert found.lacking("S-1-1-0", Right.READ_EXECUTE) == ()


def test_a_folder_without_rights_to_read_is_told() -> None:
    with pytest.raises(Unanswerable) as refusal:
        AccessRights(TOP).answer(rights(rf"{TOP} Jeder:(OI)(CI)(RX)", rf"{FILE}: Zugriff verweigert"))

    assert FILE in shown(refusal.value.problem)
    assert AccessRights(TOP).answer(rights(paths=())).lists == {}
    with pytest.raises(Unanswerable):
        AccessRights(TOP).answer(printed("nothing of this kind"))


def test_rights_are_granted_by_sid_or_by_name() -> None:
    wanted = {"S-1-1-0": Right.READ_EXECUTE, "NEC\\esmpro": Right.FULL}

    assert grant(TOP, wanted, "icacls") == (
        *("icacls", TOP, "/grant", "*S-1-1-0:(OI)(CI)RX", "/grant", "NEC\\esmpro:(OI)(CI)F", "/t", "/q"),
    )
    assert grant(TOP, wanted, "cacls", below=False) == ("cacls", TOP, "/e", "/c", "/g", "Everyone:R", "NEC\\esmpro:F")
    with pytest.raises(ValueError, match="no name"):
        grant(TOP, {"S-1-5-21-1-2-3-500": Right.FULL}, "cacls")


@given(st.text(max_size=200))
def test_whatever_icacls_prints_is_an_answer_or_none(text: str) -> None:
    with suppress(Unanswerable):
        AccessRights(TOP).answer(rights(text))


def test_processes_are_told_by_number_and_image() -> None:
    reply = printed('"System Idle Process","0","Services","0","24 K"', '"日本, 語.exe","1234","","1","1,024 K"')

    assert answer(ProcessesNow(), reply) == (
        Process(0, 0, "", "System Idle Process"),
        Process(1234, 0, "", "日本, 語.exe"),
    )


@pytest.mark.parametrize("lines", [(), ("INFO: No tasks",), ('"a","x","","1","1 K"',)])
def test_a_process_table_that_is_none(lines: tuple[str, ...]) -> None:
    with pytest.raises(Unanswerable):
        answer(ProcessesNow(), printed(*lines))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Pinging cluv.example.com [10.0.0.114] with 32 bytes of data:", Lookup("cluv.example.com", ("10.0.0.114",))),
        ("cluv [fe80::1%12]に ping を送信しています 32 バイトのデータ:", Lookup("cluv", ("fe80::1",))),
        ("Ping request could not find host cluv.", Lookup(None, ())),
    ],
)
def test_a_name_is_looked_up_by_ping(line: str, expected: Lookup) -> None:
    assert answer(NameLookup("cluv"), printed("", line, exit_code=1)) == expected
    assert answer(AddressLookup("10.0.0.114"), printed(line)) == ((expected.canonical,) if expected.canonical else ())


def test_where_a_name_has_addresses_of_both_kinds_the_ipv4_one_is_told() -> None:
    assert asked(twin(NameLookup("cluv"))).startswith('ping -4 -n 1 -w 1 "cluv"&ping ')
    both = printed("Pinging cluv [10.0.0.114] with", "Pinging cluv [2001:db8::1] with")
    assert answer(NameLookup("cluv"), both) == Lookup("cluv", ("10.0.0.114",))


def test_an_address_is_its_own_name() -> None:
    assert answer(NameLookup("10.0.0.9"), printed("Pinging 10.0.0.9 with")) == Lookup("10.0.0.9", ("10.0.0.9",))


@pytest.mark.parametrize(
    ("address", "reply", "answers"),
    [
        ("10.0.0.1", printed("Reply from 10.0.0.1: bytes=32 time<1ms TTL=64"), True),
        ("10.0.0.1", printed("10.0.0.1 からの応答: バイト数 =32 時間 <1ms TTL=128"), True),
        ("10.0.0.1", printed("Reply from 10.0.0.254: Destination host unreachable."), False),
        ("10.0.0.1", printed("Request timed out.", exit_code=1), False),
        ("fe80::1", printed("Reply from fe80::1: time<1ms"), True),
    ],
)
def test_an_echo_is_told_from_a_router_that_says_no(address: str, reply: Raw, answers: bool) -> None:
    assert answer(Ping(address), reply) is answers


@pytest.mark.parametrize("question", [Ping("a"), NameLookup("a"), AddressLookup("a")])
def test_a_node_without_ping(question: Question[Any]) -> None:
    with pytest.raises(Unanswerable):
        answer(question, Raw(9009, b""))


IPCONFIG = (
    "Windows IP Configuration",
    "",
    "Ethernet adapter Public LAN:",
    "",
    "   Connection-specific DNS Suffix  . : example.com",
    "   Link-local IPv6 Address . . . . . : fe80::5%11(Preferred)",
    "   IPv4 Address. . . . . . . . . . . : 10.0.0.111(Preferred)",
    "   Subnet Mask . . . . . . . . . . . : 255.255.255.0",
    "   IPv4 アドレス . . . . . . . . . . : 10.0.0.114",
    "   サブネット マスク . . . . . . . . : 255.255.255.255",
    "   Default Gateway . . . . . . . . . : fe80::1%11",
    "                                       10.0.0.1",
    "",
    "Tunnel adapter isatap:",
    "",
    "   Media State . . . . . . . . . . . : Media disconnected",
    "   Connection-specific DNS Suffix  . :",
)


@pytest.mark.parametrize("code_page", ["utf-8", "cp932"])
def test_addresses_are_told_from_masks_and_gateways(code_page: str) -> None:
    lan = "Ethernet adapter Public LAN"

    assert answer(Addresses(), printed(*IPCONFIG, code_page=code_page)) == tuple(
        InterfaceAddress(lan, ip) for ip in ("fe80::5", "10.0.0.111", "10.0.0.114")
    )
    with pytest.raises(Unanswerable):
        answer(Addresses(), Raw(9009, b""))


def test_curl_tells_what_it_tells_everywhere() -> None:
    question = HttpAnswer("https://10.0.0.114/", seconds=7)

    assert " --ssl-no-revoke " in asked(twin(HttpAnswer("https://10.0.0.114/", verify_certificate=True)))
    assert answer(question, printed("curl 302 0")) == HttpReply(HttpOutcome.ANSWERED, 302)
    assert answer(question, printed("curl 000 7")).outcome is HttpOutcome.REFUSED
    instead: object = answer(question, printed("clprun-no-curl"))
    assert instead == HttpFromController("https://10.0.0.114/", seconds=7)
    assert " -k " in asked(twin(question))
    assert " -k " not in asked(twin(HttpAnswer("https://10.0.0.114/", verify_certificate=True)))


def test_a_program_that_shows() -> None:
    assert asked(twin(ReadOnlyCommand(("clpstat", "-i", "--long name")))) == 'clpstat -i "--long name"'
    assert answer(Probe(("x",)), Raw(3, b"out", b"err")) == CommandAnswer(3, b"out", b"err")
    assert answer(Probe(("x",)), Raw(9009, b"")).exit_code == 127
    with pytest.raises(ValueError, match="read-only"):
        ReadOnlyCommand(("clpcfget", "-w"))


OURS, THEIRS = r"C:\設定", r"E:\config"


def compared(ours: str, theirs: str, same: str, real: int = 2) -> Raw:
    def files(path: str, names: str) -> tuple[str, ...]:
        return tuple(rf"{path}\{name}" for name in names.split())

    return printed(
        *("clprun-real", *["real"] * real, "clprun-our-folders", rf"{OURS}\a", "clprun-their-folders", rf"{THEIRS}\a"),
        *("clprun-our-files", *files(OURS, ours), "clprun-their-files", *files(THEIRS, theirs)),
        *("clprun-same", *files(OURS, same)),
    )


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (compared("x y", "y x", "x y"), ()),
        (compared("x y", "x y", "x"), (r"\y",)),
        (compared("x y", "x z", "x"), (r"\y", r"\z")),
        (compared("x", "x", "x", real=1), None),
        (compared("X", "x", "X"), (r"\X", r"\x")),
    ],
    ids=["same", "content", "names", "no folder", "case"],
)
def test_two_folders_are_compared(reply: Raw, expected: tuple[str, ...] | None) -> None:
    assert answer(TreeDifference(OURS, THEIRS), reply) == expected


def test_a_comparison_that_was_cut_is_none() -> None:
    with pytest.raises(Unanswerable):
        answer(TreeDifference(OURS, THEIRS), printed("clprun-real", "real", "real"))


@pytest.mark.parametrize(
    ("reply", "size"),
    [
        (printed("x", "       2 File(s)         1025 bytes", "       0 Dir(s)  1000 bytes free"), 2),
        (printed("x", "       2 個のファイル         1024 バイト", "       0 個のディレクトリ  1000 バイト"), 1),
        (printed(), 0),
        (printed("File Not Found", exit_code=1), 0),
    ],
)
def test_the_size_of_a_folder(reply: Raw, size: int) -> None:
    assert answer(TreeSize(OURS), reply) == size


@pytest.mark.parametrize(
    ("reply", "volume"),
    [
        (
            printed(" ドライブ E のボリューム ラベルがありません。", " ボリューム シリアル番号は 1A2B-3C4D です"),
            "1A2B-3C4D E:\\",
        ),
        (printed(), ""),
    ],
)
def test_the_volume_of_a_folder(reply: Raw, volume: str) -> None:
    assert answer(FolderVolume(r"e:\clwebconf"), reply) == volume


def test_a_size_that_is_not_told() -> None:
    with pytest.raises(Unanswerable):
        answer(TreeSize(OURS), printed("x", "y"))


EVERY = (
    *(
        ProcessesNow(),
        Ping("a"),
        NameLookup("a"),
        AddressLookup("a"),
        Addresses(),
        HttpAnswer("http://a/"),
        Probe(("a",)),
    ),
    *(TreeDifference(OURS, THEIRS), TreeSize(OURS), FolderVolume(OURS), WindowsService("a"), AccessRights(TOP)),
)


@pytest.mark.parametrize("question", EVERY, ids=lambda question: type(question).__name__)
def test_each_is_one_line_that_changes_nothing_and_does_not_end_the_shell(question: Question[Any]) -> None:
    line = asked(twin(question))

    assert line.isprintable()
    assert not re.search(r"\bexit\b|[^2]>(?!nul)", line)
    with pytest.raises(NotImplementedError):
        twin(question).script(Platform.LINUX)


QUERY_USER = (
    " USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME",
    ">administrator         console             1  Active      none   11/21/2026 9:00 AM",
    " 技術者                                    2  Disc         1:02  11/21/2026 9:00 AM",
)


@pytest.mark.parametrize(
    ("reply", "users"),
    [
        (printed(*QUERY_USER, exit_code=1), ("administrator", "技術者")),
        (printed(*QUERY_USER, code_page="cp932"), ("administrator", "技術者")),
        (Raw(1, b"", b"No User exists for *\r\n"), ()),
        (Raw(1, b"", "* のユーザーはいません\r\n".encode("cp932")), ()),
        (Raw(1, b"", b"Error 0x00000005 enumerating sessionnames\r\nError [5]:Access is denied.\r\n"), None),
        (Raw(9009, b"", b"'query' is not recognized\r\n"), None),
        (printed(QUERY_USER[0]), None),
    ],
)
def test_who_is_logged_in_is_told_by_rows_and_what_is_unclear_is_not_taken_for_nobody(
    reply: Raw, users: tuple[str, ...] | None
) -> None:
    assert answer(Sessions(), reply) == users

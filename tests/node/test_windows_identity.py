"""Who a Windows node is, from numbers alone."""

from datetime import UTC, datetime

import pytest

from clprun.model.cluster import Node, Platform, Role
from clprun.model.question import Unanswerable
from clprun.node.identity import is_expected_host, is_expected_system, is_root
from clprun.node.system import Identity, IdentityAnswer
from clprun.node.windows.twins import twin
from tests.node.helpers import shown
from tests.node.windows_double import asked, printed

NOON_UTC = datetime(2026, 11, 21, 3, 4, 5, 670000, tzinfo=UTC).timestamp()
NODE = Node(name="win1", role=Role.PRIMARY, address="10.0.0.1")


def identity(
    *,
    clock: str = "2026/11/21/12:04:05.67/2026/11/21",
    short_date: str = "yyyy/MM/dd",
    bias: str = "0xfffffde4",
    level: str | None = "12288",
    sessions: bool = False,
    version: str = "Microsoft Windows [Version 6.1.7601]",
    boot: str = "0x5 2026/11/20 09:00",
    leave_out: str = "never",
) -> IdentityAnswer:
    """The answer to what a Japanese node prints."""
    lines = [
        f"clprun-clock {clock}",
        "clprun-host WIN1",
        f"clprun-version {version}",
        "グループ情報",
        "BUILTIN\\Administrators  エイリアス S-1-5-32-544 有効なグループ",
        *([f"Mandatory Label\\High Mandatory Level  ラベル S-1-16-{level}"] if level else []),
        *(["clprun-sessions"] if sessions else []),
        f"clprun-boot {boot}",
        "",
        r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\TimeZoneInformation",
        f"    ActiveTimeBias    REG_DWORD    {bias}",
        "",
        r"HKEY_CURRENT_USER\Control Panel\International",
        f"    sShortDate    REG_SZ    {short_date}",
    ]
    return twin(Identity()).answer(printed(*(line for line in lines if leave_out not in line), code_page="cp932"))


def test_a_node_tells_who_it_is() -> None:
    assert identity() == IdentityAnswer(
        host_name="WIN1",
        user_id=0,
        os_id="windows",
        os_version="6.1.7601",
        kernel="Windows 6.1.7601",
        boot_id="0x5 2026/11/20 09:00",
        clock=NOON_UTC,
    )


def test_it_is_asked_by_one_line_that_changes_nothing() -> None:
    line = asked(twin(Identity()))
    assert line.startswith("echo clprun-clock !date!/!time!/!date!&")
    programs = {part.lstrip("(").split()[0] for part in line.split("&") if part}
    assert programs <= {"echo", "for", "if", "whoami", "net", "reg", "set"}


@pytest.mark.parametrize(
    ("clock", "short_date", "bias"),
    [
        ("Sat 11/21/2026/12:04:05.67/Sat 11/21/2026", "M/d/yyyy", "0xfffffde4"),
        ("21.11.2026/ 4:04:05,67/21.11.2026", "dd.MM.yyyy", "0xffffffc4"),
        ("26-11-21/03:04:05.67/26-11-21", "yy-MM-dd", "0x0"),
        ("11/20/2026/22:04:05.67/11/20/2026", "MM/dd/yyyy", "0x12c"),
        ("2026/11/20/ 0:04:05.67/2026/11/21", "yyyy/MM/dd", "0xb4"),
        ("2026/11/20/23:04:05.67/2026/11/21", "yyyy/MM/dd", "0xf0"),
    ],
    ids=["en-US", "de", "two digits", "west of Greenwich", "midnight before the time", "midnight after the time"],
)
def test_the_clock_is_understood_in_every_format(clock: str, short_date: str, bias: str) -> None:
    assert identity(clock=clock, short_date=short_date, bias=bias).clock == pytest.approx(NOON_UTC, abs=0.001)


def test_a_clock_without_hundredths_is_a_clock() -> None:
    assert identity(clock="2026/11/21/12:04:05/2026/11/21").clock == NOON_UTC - 0.67


@pytest.mark.parametrize(
    ("level", "sessions", "user_id"),
    [("12288", False, 0), ("16384", False, 0), ("8192", True, 1), (None, True, 0), (None, False, 1)],
    ids=["elevated", "system", "filtered", "2003 administrator", "2003 user"],
)
def test_only_all_rights_count_as_an_administrator_s(level: str | None, sessions: bool, user_id: int) -> None:
    answer = identity(level=level, sessions=sessions)

    assert answer.user_id == user_id
    problem = is_root(NODE, answer)
    assert (problem is None) == (user_id == 0)
    assert problem is None or "administrator" in shown(problem)


def test_it_is_compared_with_the_inventory() -> None:
    answer = identity()

    assert is_expected_host(NODE, answer) is None
    assert is_expected_system(NODE, answer, Platform.WINDOWS) is None
    assert is_expected_system(NODE, answer, Platform.LINUX) is not None


@pytest.mark.parametrize(("told", "boot_id"), [("- 2026/11/20 09:00", "- 2026/11/20 09:00"), ("-", ""), ("- ", "")])
def test_a_boot_that_nothing_tells_is_unknown(told: str, boot_id: str) -> None:
    assert identity(boot=told).boot_id == boot_id


@pytest.mark.parametrize("leave_out", ["clock", "host", "Version", "ActiveTimeBias", "sShortDate"])
def test_a_missing_fact_is_no_answer(leave_out: str) -> None:
    with pytest.raises(Unanswerable):
        identity(leave_out=leave_out)


@pytest.mark.parametrize("clock", ["2026/11/21/12:04 PM/2026/11/21", "2026/13/21/12:04:05.67/2026/13/21", "x"])
def test_a_clock_without_sense_is_no_answer(clock: str) -> None:
    with pytest.raises(Unanswerable):
        identity(clock=clock)

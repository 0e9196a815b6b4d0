"""start.bat and stop.bat of runbook clientmanager: under the lab's cmd, over real services."""

import re
from collections.abc import Iterator

import pytest

from clprun.steps.batch_text import stored
from tests.runbooks.manager_machine import (
    CASES,
    MODES,
    NAMES,
    NODE,
    SHARED,
    START_ORDER,
    STOP_ORDER,
    ManagerMachine,
    batch_text,
    manager_machine,
)

SERVICES = [service for _, service in START_ORDER]
STARTED = {("START", "SUCCESS"), ("FAILOVER", "SUCCESS")}
KNOWN = {"START", "FAILOVER", "RECOVER"}

NOT_OURS = "ClientManager: CLUSTERPRO から起動されていないため開始しません"
NO_DISK = "ClientManager: 切替パーティションが使用できないため開始しません"
NOT_OURS_TO_STOP = "ClientManager: CLUSTERPRO から起動されていないため終了しません"
BROKEN_DISK = "ClientManager: 切替パーティションの異常を検出しました。サービスを終了します"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ManagerMachine]:
    with manager_machine(tmp_path_factory.mktemp("manager")) as made:
        yield made


@pytest.fixture
def machine(lab: ManagerMachine) -> Iterator[ManagerMachine]:
    """The machine with nothing running and nothing shared, before and after."""
    yield lab
    lab.stop_services()
    lab.cmd(NODE, "ARMNSDEL esmprocm", "net share esmprocm /delete")


def loads() -> list[list[str]]:
    return [
        ["armload", watch, "/M", "/S", service] if watch else ["net", "start", service]
        for watch, service in START_ORDER
    ]


def kills() -> list[list[str]]:
    return [["armkill", watch] if watch else ["net", "stop", "ESMPRO/CM CMURELAY"] for watch in STOP_ORDER]


# -- start.bat ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_start_starts_nothing_in_any_other_case(lab: ManagerMachine, mode: str) -> None:
    for event, disk in sorted(set(CASES) - STARTED):
        code = lab.call("start.bat", event, disk, mode)
        if event == "RECOVER":
            assert (code, lab.called) == (0, []), (event, disk)
        else:
            told = NO_DISK if event in KNOWN else NOT_OURS
            assert (code, lab.called) == (1, [["armbcast", "/MSG", told, "/A"]]), (event, disk)
    assert lab.running == []


def test_start_starts_all_in_the_guides_order_and_stop_stops_them(machine: ManagerMachine) -> None:
    assert machine.call("start.bat", "START", "SUCCESS") == 0
    assert machine.called == [*loads(), ["armnsadd", "esmprocm", rf"{SHARED}\setup"]]
    assert machine.running == SERVICES
    assert machine.call("stop.bat", "START", "SUCCESS") == 0
    assert machine.called == [["armnsdel", "esmprocm"], ["splaunch"], *kills()]
    assert machine.running == []


def test_a_failover_does_the_same_and_a_service_that_runs_already_is_no_failure(machine: ManagerMachine) -> None:
    machine.start_services(SERVICES)
    assert machine.call("start.bat", "FAILOVER", "SUCCESS") == 0
    assert [call for call in machine.called if call[0] == "armload"] == [
        call for call in loads() if call[0] == "armload"
    ]
    assert ["net", "start", "ESMPRO/CM CMURELAY"] not in machine.called


def test_a_service_that_does_not_start_is_a_failure_that_names_it(machine: ManagerMachine) -> None:
    program = "/windows/prefix/drive_c/Program Files/ESMPRO/bin/EsmTimeServer.exe"
    machine.good(NODE, f"mv '{program}' '{program}.away'")
    try:
        assert machine.call("start.bat", start_limit=1) == 1
    finally:
        machine.good(NODE, f"mv '{program}.away' '{program}'")
    assert machine.told == ["ClientManager: サービスが起動しません: ESMPRO Time Server"]
    assert machine.running == SERVICES[:-1]


@pytest.mark.full
def test_start_with_service_resources_shares_the_folder_and_starts_none(machine: ManagerMachine) -> None:
    machine.start_services(SERVICES)
    machine.cmd(NODE, rf'net share esmprocm="{SHARED}\bin"')  # what a crash has left
    assert machine.call("start.bat", mode="resources") == 0
    assert machine.called[-1] == ["net", "share", rf"esmprocm={SHARED}\setup"]
    assert machine.call("stop.bat", mode="resources") == 0
    assert machine.called == [["net", "share", "esmprocm", "/delete"], ["splaunch"]]
    assert machine.running == SERVICES  # they are resources of their own
    assert machine.call("start.bat", mode="resources", shared_folder=r"W:\nowhere") == 1
    machine.cmd(NODE, 'net stop "ESM Alert Service"')
    assert machine.call("start.bat", mode="resources", start_limit=1) == 1
    assert machine.told == ["ClientManager: サービスが起動しません: ESM Alert Service"]


# -- stop.bat -------------------------------------------------------------------------------------------------------


@pytest.mark.full
def test_stop_stops_on_every_event_and_whatever_the_disk_says(lab: ManagerMachine) -> None:
    for event, disk in CASES:
        code = lab.call("stop.bat", event, disk, "resources")
        told = [] if disk == "SUCCESS" else [BROKEN_DISK]
        if event in KNOWN:
            assert (code, lab.told) == (0, told), (event, disk)
            assert lab.called[-1] == ["splaunch"]
        else:
            assert (code, lab.called) == (1, [["armbcast", "/MSG", NOT_OURS_TO_STOP, "/A"]]), (event, disk)


def test_both_kinds_of_stop_tell_events_apart_in_the_same_way() -> None:
    """So the cases above are those of ARMKILL, too."""
    heads = [batch_text("stop.bat", mode).partition("rem The order is")[0] for mode in MODES]
    assert heads[0] == heads[1]
    assert ":STOP" in heads[0]


def test_stop_on_a_broken_disk_after_a_recovery_kills_them_all(machine: ManagerMachine) -> None:
    machine.cmd(NODE, 'ARMLOAD ESMBASE /M /S "ESM Base Service"', 'ARMLOAD CMTIME /M /S "ESMPRO Time Server"')
    assert machine.call("stop.bat", "RECOVER", "FAILURE") == 0
    assert machine.told == [BROKEN_DISK]
    assert machine.running == []


@pytest.mark.full
def test_a_service_that_does_not_stop_is_a_failure_that_names_it(machine: ManagerMachine) -> None:
    machine.start_services(["ESMPRO/CM Manager"])
    assert machine.call("stop.bat", stop_limit=1) == 1
    assert machine.told == ["ClientManager: サービスが終了しません: ESMPRO/CM Manager"]


# -- both -----------------------------------------------------------------------------------------------------------


@pytest.mark.full
def test_where_nobody_can_look_it_is_a_failure(machine: ManagerMachine) -> None:
    """Without find nothing can be seen: not that a service runs, and not that none does."""
    find = "/windows/prefix/drive_c/windows/system32/find.exe"
    machine.good(NODE, f"mv {find} {find}.away")
    try:
        for name in NAMES:  # the code itself differs: Wine's cmd ends at such a pipe, Windows' goes on
            assert machine.call(name, mode="arm", start_limit=1, stop_limit=1) != 0
    finally:
        machine.good(NODE, f"mv {find}.away {find}")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_the_scripts_are_cp932_with_windows_line_ends(name: str, mode: str) -> None:
    content = stored(batch_text(name, mode))
    assert content.decode("cp932") == batch_text(name, mode).replace("\n", "\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    assert content.endswith(b"\r\n")
    assert content.startswith(b"@echo off\r\n")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_every_way_out_of_the_scripts_says_a_code(name: str, mode: str) -> None:
    lines = [line for line in batch_text(name, mode).splitlines() if line and not line.startswith("rem")]
    assert re.fullmatch(r"exit /b (\d|%RESULT%)", lines[-1])
    assert not [line for line in lines if re.search(r"\bexit\b(?! /b )", line)]
    assert "ARMS_" not in "\n".join(lines)
    assert "ARMBICAST" not in "\n".join(lines)


@pytest.mark.parametrize(("mode", "absent"), [("arm", "net share"), ("resources", "ARMLOAD")])
def test_each_mode_uses_its_own_commands_only(mode: str, absent: str) -> None:
    lines = [line for name in NAMES for line in batch_text(name, mode).splitlines() if not line.startswith("rem")]
    both = "\n".join(lines)
    assert absent not in both
    assert ("ARMKILL" in both) is (mode == "arm")

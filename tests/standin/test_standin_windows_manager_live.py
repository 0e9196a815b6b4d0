"""CLUSTERPRO X 3.1 and ClientManager on two Windows nodes: set-up, ARM commands, scripts, registry, the open GUI."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clprun.lab.site import WindowsSite, site_for
from clprun.lab.standin.esmpro.names import SERVICES
from tests.standin.windows_rehearsal import DRIVE_C, PRODUCT, WindowsRehearsal, windows_rehearsing
from tests.support.windows import needs_wine

pytestmark = [needs_wine, pytest.mark.full]

SETUP, UNINSTALL = (rf"C:\media\clientmanager\{name}.exe" for name in ("setup", "uninstall"))
SHARED = r"W:\Program Files\ESMPRO\ESMPROCM"
CM = r"HKLM\SOFTWARE\Wow6432Node\NEC\ESMPRO/CM"
NVBASE = r"HKLM\SOFTWARE\Wow6432Node\NEC\NVBASE"
STOP_SERVICES = [f"net stop {service.key}" for service in SERVICES if service.base]
SCRIPT = '<types name="script"/><script name="script1"/>'


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsRehearsal]:
    """A lab with ClientManager's media; the tests follow each other."""
    with windows_rehearsing(
        tmp_path_factory.mktemp("lab"), replace(site_for("clientmanager"), windows=WindowsSite("2003", "W:"))
    ) as found:
        yield found


def automatic(lab: WindowsRehearsal, node: str) -> list[str]:
    """Display names of the services that start at boot."""
    said = lab.done(node, *(f"sc qc {service.key}" for service in SERVICES))
    blocks = said.split("SERVICE_NAME: ")[1:]
    return [service.display for service, block in zip(SERVICES, blocks, strict=True) if "AUTO_START" in block]


def test_it_is_set_up_where_the_group_is_and_nowhere_else(lab: WindowsRehearsal) -> None:
    assert "not active" in lab.cmd("win2", SETUP).text

    lab.done("win1", SETUP)

    assert "already installed" in lab.cmd("win1", SETUP).text
    assert r"C:\Program Files\ESMPRO\NVWORK" in lab.done("win1", f"reg query {NVBASE} /v WorkDir")


def test_seven_services_start_at_boot(lab: WindowsRehearsal) -> None:
    found = automatic(lab, "win1")

    assert len(found) == 7
    assert {service.display for service in SERVICES if service.base} < set(found)
    assert all(lab.runs("win1", service.key) is (service.display in found) for service in SERVICES)
    odd = next(service for service in SERVICES if service.display in found and not service.base)
    lab.done(
        "win1", *STOP_SERVICES, f"net stop {odd.key}", *(f"sc config {each.key} start= demand" for each in SERVICES)
    )
    assert automatic(lab, "win1") == []


def test_the_connection_target_is_set_on_each_node(lab: WindowsRehearsal) -> None:
    lab.done("win1", f'"{SHARED}\\bin\\CMSetDst.exe" 10.0.0.114')

    assert "10.0.0.114" in lab.done("win1", f'reg query "{CM}" /v ManagerName')
    assert lab.cmd("win1", f'"{SHARED}\\bin\\CMSetDst.exe"').code != 0


def test_the_second_node_gets_its_own_part(lab: WindowsRehearsal) -> None:
    lab.done("win1", "clpgrp -m ESMPROCM")

    lab.done("win2", SETUP, f'"{SHARED}\\bin\\CMSetDst.exe" 10.0.0.114', *STOP_SERVICES)

    assert lab.run("win2", f"ls {DRIVE_C}/'Program Files/ESMPRO/NVWORK'").code == 0
    lab.done("win2", "clpgrp -m ESMPROCM")


def test_the_base_service_needs_its_work_folder(lab: WindowsRehearsal) -> None:
    lab.done("win1", f'reg add {NVBASE} /v WorkDir /d "W:\\nowhere" /f')

    assert lab.cmd("win1", "net start Nvbase").code == 2

    lab.done("win1", "mkdir W:\\NVWORK", f'reg add {NVBASE} /v WorkDir /d "W:\\NVWORK" /f', "net start Nvbase")


def test_arm_commands_refuse_what_runs_and_what_they_do_not_know(lab: WindowsRehearsal) -> None:
    load = 'ARMLOAD ESMBASE /M /S "ESM Base Service"'
    assert "already been started" in lab.cmd("win1", load).text

    lab.done("win1", "ARMLOAD ESMBASE /M /A /S Nvbase", "ARMKILL esmbase")

    assert not lab.runs("win1", "Nvbase")
    assert "does not exist" in lab.cmd("win1", "ARMKILL ESMBASE").text


def test_the_exit_code_of_a_script_counts_once_a_person_has_said_so(lab: WindowsRehearsal) -> None:
    lab.script("start.bat", "set >W:\\seen.txt", 'ARMLOAD ESMBASE /M /S "ESM Base Service"', "exit /b 3")
    lab.script("stop.bat", "ARMKILL ESMBASE")
    lab.push('<resource name="script@script1"/>', SCRIPT, objects=1)
    seen = lab.done("win1", "type W:\\seen.txt")
    assert "CLP_EVENT=START" in seen
    assert r"CLP_SCRIPT_PATH=C:\Program Files\CLUSTERPRO\scripts\ESMPROCM\script1" in seen
    assert "ARMS_" not in seen
    assert lab.runs("win1", "Nvbase")

    lab.done("win1", "clpgrp -t ESMPROCM", r"C:\lab\webui.exe normal-return-value script1")

    assert "script1" in lab.cmd("win1", "clpgrp -s ESMPROCM").text
    lab.wait(
        "the group is given up", lambda: not lab.runs("win1", "Nvbase") or "Failure" in lab.cmd("win1", "clpstat").text
    )


def test_keys_go_with_the_group(lab: WindowsRehearsal) -> None:
    lab.cmd("win2", "clpgrp -t ESMPROCM")
    lab.script("start.bat", 'ARMLOAD ESMBASE /M /S "ESM Base Service"', "exit /b 0")
    lab.script("stop.bat", "ARMKILL ESMBASE", "exit /b 0")
    lab.push('<resource name="script@script1"/>', SCRIPT, objects=1)
    lab.done("win1", "clpgrp -t ESMPROCM")
    lab.done("win1", f'C:\\lab\\webui.exe registry-synchronisation ESMPROCM regsync1 "{CM}" {NVBASE}')

    lab.done("win1", "clpgrp -s ESMPROCM", "clpgrp -m ESMPROCM")

    assert "W:\\NVWORK" in lab.done("win2", f"reg query {NVBASE} /v WorkDir")
    assert lab.runs("win2", "Nvbase")


def test_the_death_of_a_watched_service_fails_the_group_over(lab: WindowsRehearsal) -> None:
    lab.done("win2", "taskkill /f /im Nvbase.exe")

    lab.wait_for("win1", ESMPROCM="Online", current="win1")
    assert lab.runs("win1", "Nvbase")


def test_the_uninstaller_leaves_the_shared_part_to_the_last_node(lab: WindowsRehearsal) -> None:
    lab.push("", "")
    assert "group active" in lab.cmd("win2", UNINSTALL).text

    assert "win2" in lab.done("win1", UNINSTALL)
    lab.done("win1", f'if exist "{SHARED}" ver', "clpgrp -m ESMPROCM")
    lab.done("win2", UNINSTALL)

    assert lab.run("win2", "ls -d '/windows/drives/w/Program Files/ESMPRO/ESMPROCM'").code != 0
    assert lab.cmd("win2", "sc query CmManager").code != 0
    assert lab.cmd("win2", f'reg query "{CM}"').code != 0


def test_an_open_gui_shuts_the_node_down_when_the_group_moves(lab: WindowsRehearsal) -> None:
    gui = f"{DRIVE_C}/lab/CMGUI.exe"
    lab.good(
        "win2", f"cp {DRIVE_C}/lab/bridge.exe {gui}; /usr/lib/clprun-lab/wine wine C:/lab/CMGUI.exe >/dev/null 2>&1 &"
    )
    lab.wait("the GUI", lambda: "CMGUI.exe" in lab.cmd("win2", "tasklist").text)

    assert lab.cmd("win2", "clpgrp -m ESMPROCM").code != 0

    lab.wait("win2 is off", lambda: lab.is_off("win2"))
    lab.wait_for("win1", ESMPROCM="Online", current="win1")
    assert "in use by CMGUI.exe" not in lab.good("win1", f"cat '{PRODUCT}/alert/log/alert.log.cur'")

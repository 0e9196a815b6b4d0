"""CLUSTERPRO and CL/Web on two Windows nodes, each of the tests as a person would work there."""

from collections.abc import Iterator

import pytest

from clprun.lab import client
from clprun.lab.site import site_for
from tests.standin.windows_rehearsal import DRIVE_C, WindowsRehearsal, windows_rehearsing
from tests.support.windows import needs_wine

pytestmark = [needs_wine, pytest.mark.full]

SERVICE = (
    '<types name="service"/><service name="service1"><parameters><name>JobCenter CL/Web Service</name></parameters>'
    "</service>"
)
MONITOR = (
    '<types name="servicew"/><servicew name="servicew1"><target>service1</target><relation><type>grp</type>'
    "<name>failover</name></relation><polling><interval>5</interval></polling><emergency><threshold>"
    "<restart>0</restart><fo2>1</fo2></threshold></emergency></servicew>"
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsRehearsal]:
    """A lab with CL/Web installed on both nodes; the tests follow each other."""
    with windows_rehearsing(tmp_path_factory.mktemp("lab"), site_for("clweb", "windows")) as found:
        yield found


def test_the_drive_goes_with_the_group(lab: WindowsRehearsal) -> None:
    lab.done("win1", "echo kept>E:\\kept.txt", "clpgrp -m failover")

    lab.done("win2", "type E:\\kept.txt", "clpgrp -m failover")
    assert lab.cmd("win2", "if exist E:\\ exit /b 5").code == 0
    lab.done("win1", "if exist E:\\kept.txt ver")


def test_as_installed_it_runs_on_both_nodes(lab: WindowsRehearsal) -> None:
    for node in ("win1", "win2"):
        said = lab.done(node, "sc qc JobCenterCLWeb")
        assert "START_TYPE         : 2" in said
        assert "JobCenter CL/Web Service" in said
        assert lab.runs(node, "JobCenterCLWeb")
        lab.done(node, "net stop JobCenterCLWeb", "sc config JobCenterCLWeb start= demand")
        assert not lab.runs(node, "JobCenterCLWeb")


def test_it_starts_where_address_and_config_are(lab: WindowsRehearsal) -> None:
    lab.good("win1", f"cd {DRIVE_C}/jcclweb/config && sed -i 's/^# .bind.*/$bind = \"10.0.0.114\"\\r/' clweb.conf")
    lab.good("win1", f"mkdir /windows/drives/e/web && mv {DRIVE_C}/jcclweb/config /windows/drives/e/web/config")
    lab.done("win1", "mklink /D C:\\jcclweb\\config E:\\web\\config", "net start JobCenterCLWeb")
    assert lab.https("win2")

    lab.done("win1", "net stop JobCenterCLWeb")
    assert not lab.https("win2")


def test_it_does_not_start_on_a_dangling_link(lab: WindowsRehearsal) -> None:
    lab.good("win2", f"rm -r {DRIVE_C}/jcclweb/config")
    lab.done("win2", "mklink /D C:\\jcclweb\\config E:\\web\\config")

    assert lab.cmd("win2", "net start JobCenterCLWeb").code == 2
    assert not lab.runs("win2", "JobCenterCLWeb")


def test_a_service_resource_starts_it_wherever_the_group_is(lab: WindowsRehearsal) -> None:
    lab.push('<resource name="service@service1"/>', SERVICE, MONITOR, 2)
    assert lab.https("win2")

    lab.done("win1", "clpgrp -m failover")

    assert lab.https("win1")
    assert (lab.runs("win1", "JobCenterCLWeb"), lab.runs("win2", "JobCenterCLWeb")) == (False, True)


def test_the_death_of_its_process_fails_the_group_over(lab: WindowsRehearsal) -> None:
    lab.done("win2", "taskkill /f /im prunsrv.exe")

    lab.wait_for("win1", failover="Online", current="win1")
    assert lab.https("win2")
    assert not lab.runs("win2", "JobCenterCLWeb")


def test_the_updater_wants_it_stopped_and_a_config_of_its_own(lab: WindowsRehearsal) -> None:
    update = "C:\\media\\jcclweb\\update.exe"
    assert "stop CL/Web first" in lab.cmd("win1", update).text

    lab.done("win2", "rmdir C:\\jcclweb\\config", "mkdir C:\\jcclweb\\config", update)

    assert "R15.2.1" in lab.done("win2", "type C:\\jcclweb\\version")
    assert lab.https("win2")


def test_a_crash_moves_the_group(lab: WindowsRehearsal) -> None:
    lab.done("win2", "rmdir /s /q C:\\jcclweb\\config", "mklink /D C:\\jcclweb\\config E:\\web\\config")

    client.fault(lab.home, "crash", node="win1")

    lab.wait_for("win2", failover="Online", current="win2")
    assert lab.https("win2")


def test_after_its_crash_a_node_has_no_empty_drive(lab: WindowsRehearsal) -> None:
    client.fault(lab.home, "reboot", node="win1")

    lab.wait("win1 is back", lambda: lab.settled("win1"))

    assert lab.cmd("win1", "if exist E:\\ exit /b 5").code == 0

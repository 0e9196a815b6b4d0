"""Script and service resources of Windows, ARM commands and the services they watch, on a stand-in for Wine.

A shell script plays ``net start``, ``net stop`` and ``cmd /c``; the real ones are in the Windows lab.
"""

from pathlib import Path

import pytest

from clprun.lab.standin.calls import Call, Refusal
from clprun.lab.standin.clusterpro import alerts, scripts, wine
from clprun.lab.standin.clusterpro.activation import Occasion
from clprun.lab.standin.clusterpro.model import Cluster, Group, Monitor, Resource
from clprun.lab.standin.clusterpro.windows import arm, processes, services
from clprun.lab.standin.clusterpro.windows.batch import BatchFiles
from clprun.lab.standin.clusterpro.windows.computers import VirtualComputer
from clprun.lab.standin.clusterpro.windows.probes import is_healthy
from clprun.lab.standin.clusterpro.windows.services import ServiceResource
from clprun.lab.standin.settings import Settings

GROUP = Group("failover", "", ("fip1", "script1"), ("win1", "win2"))
START = Occasion(GROUP, "START", disk=True)
PLAYED = """\
#!/bin/sh
case "$1 $2" in
"net start") [ "$3" != Broken ] && touch "{running}/$(echo "$3" | tr A-Z a-z)" ;;
"net stop") rm "{running}/$(echo "$3" | tr A-Z a-z)" ;;
"sc GetKeyName") [ "$3" = "The Service" ] && echo "Name = Key" ;;
"cmd.exe /c") exec sh "$3" ;;
esac
"""


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the stand-ins find of a Windows node."""
    running = tmp_path / "running"
    running.mkdir()
    program = tmp_path / "wine"
    program.write_text(PLAYED.format(running=running), encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setattr(wine, "WINE", (str(program),))
    monkeypatch.setattr(scripts, "WINE", (str(program),))
    monkeypatch.setattr(scripts, "SCRIPTS", tmp_path / "scripts")
    monkeypatch.setattr(services, "RUNNING", running)
    monkeypatch.setattr(services, "_keys", {})
    monkeypatch.setattr(alerts, "LOG", tmp_path / "alert.log")
    monkeypatch.setattr(arm, "HOME", tmp_path)
    return tmp_path


def script(windows: Path, name: str, body: str) -> None:
    path = windows / "scripts/failover/script1" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{body}\n", encoding="ascii")


@pytest.mark.parametrize(
    ("code", "normal", "good"), [(0, "", True), (3, "", True), (0, "0", True), (3, "0", False), (0, "3", False)]
)
def test_an_exit_code_counts_only_where_a_normal_one_is_set(windows: Path, code: int, normal: str, good: bool) -> None:
    script(windows, "start.bat", f"exit {code}")
    parameters = {"act/normalval": normal} if normal else {}

    assert BatchFiles("win1").start(Resource("script", "script1", parameters=parameters), START) is good


def test_an_absent_script_is_a_failure(windows: Path) -> None:
    assert not BatchFiles("win1").stop(Resource("script", "script1"), START)
    assert "failed to execute" in (windows / "alert.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(("node", "server"), [("win1", "HOME"), ("win2", "OTHER")])
def test_a_script_sees_clp_and_no_arms_variables(windows: Path, node: str, server: str) -> None:
    script(windows, "start.bat", f"env > {windows}/seen")

    BatchFiles(node).start(Resource("script", "script1"), Occasion(GROUP, "FAILOVER", disk=False, previous="win2"))

    seen = dict(line.partition("=")[::2] for line in (windows / "seen").read_text(encoding="utf-8").splitlines())
    assert (seen["CLP_EVENT"], seen["CLP_DISK"], seen["CLP_SERVER"]) == ("FAILOVER", "FAILURE", server)
    assert not [name for name in seen if name.startswith("ARMS_")]


@pytest.mark.parametrize("name", ["Key", "The Service"])
def test_a_service_resource_takes_key_or_display_name(windows: Path, name: str) -> None:
    services.start("Key")
    resource = Resource("service", "service1", parameters={"name": name})

    assert services.is_running(name)
    assert ServiceResource().stop(resource, START) is (name == "Key")  # the play knows keys only
    assert services.is_running(name) is (name != "Key")


@pytest.mark.parametrize(("started", "good"), [("", False), ("0", False), ("1", True)])
def test_a_running_service_is_a_failure_unless_allowed(windows: Path, started: str, good: bool) -> None:
    services.start("Key")
    resource = Resource("service", "service1", parameters={"name": "Key", "started": started})

    assert ServiceResource().start(resource, START) is good


def test_a_service_that_does_not_start_is_a_failure(windows: Path) -> None:
    assert not ServiceResource().start(Resource("service", "s", parameters={"name": "Broken"}), START)


def test_a_service_monitor_looks_at_its_targets_service(windows: Path) -> None:
    cluster = _cluster(Resource("service", "service1", parameters={"name": "Key"}))
    monitor = Monitor("servicew", "servicew1", target="service1")

    before = is_healthy(monitor, cluster)
    services.start("Key")

    assert (before, is_healthy(monitor, cluster)) == (False, True)


@pytest.mark.parametrize(
    ("parameters", "good"),
    [
        ({"vcomname": "CLWEB"}, True),
        ({"vcomname": "CLWEB", "target": "fip1"}, True),
        ({"vcomname": "CLWEB", "target": "fip9"}, False),
        ({}, False),
    ],
)
def test_a_virtual_computer_needs_a_name_and_an_address_of_its_group(parameters: dict[str, str], good: bool) -> None:
    assert VirtualComputer().start(Resource("vcom", "vcom1", parameters=parameters), START) is good


@pytest.mark.parametrize(("image", "runs"), [("CMGUI.exe", True), ("cmgui.EXE", True), ("gui.exe", False)])
def test_a_windows_process_is_found_by_its_image(tmp_path: Path, image: str, runs: bool) -> None:
    for number, line in (("7", rb"W:\ESMPROCM\bin\CMGUI.exe"), ("8", b"/usr/bin/python3"), ("self", b"x")):
        (tmp_path / number).mkdir()
        (tmp_path / number / "cmdline").write_bytes(line + b"\0/open\0")
    (tmp_path / "9").mkdir()  # it ended while we looked

    assert processes.is_running(image, tmp_path) is runs


class Asked(Call):
    """A call whose paths lie in a folder of the test."""

    def __init__(self, folder: Path, line: str) -> None:
        super().__init__(Settings({"node": "win1"}), line.split("|"))
        self._folder = folder

    def path(self, text: str) -> Path:
        return self._folder / text


def test_a_share_is_there_once(windows: Path) -> None:
    (windows / "setup").mkdir()

    assert arm.armnsadd(Asked(windows, "ARMNSADD|esmprocm|setup")) == 0
    with pytest.raises(Refusal, match="there already"):
        arm.armnsadd(Asked(windows, "ARMNSADD|ESMPROCM|setup"))
    assert arm.armnsdel(Asked(windows, "Armnsdel|Esmprocm")) == 0
    with pytest.raises(Refusal, match="does not exist"):
        arm.armnsdel(Asked(windows, "ARMNSDEL|esmprocm"))
    with pytest.raises(Refusal, match="does not exist"):
        arm.armnsadd(Asked(windows, "ARMNSADD|esmprocm|nowhere"))


def test_a_broadcast_is_kept(windows: Path) -> None:
    assert arm.armbcast(Asked(windows, "ARMBCAST|/MSG|切替パーティション|/A")) == 0
    assert "切替パーティション" in (windows / "alert.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ARMLOAD|ESMBASE|/M|The Service", "services only"),
        ("ARMLOAD|/S|The Service", "wrong number"),
        ("ARMLOAD|ID|/S|/X|The Service", "Invalid parameter: /X"),
        ("ARMLOAD|ID|/S|/R|many|The Service", "/R many"),
        ("ARMLOAD|nec_own|/S|The Service", "Invalid watch ID"),
        ("ARMLOAD|" + "x" * 256 + "|/S|The Service", "Invalid watch ID"),
        ("ARMKILL", "wrong number"),
        ("ARMBCAST|/A", "no message"),
    ],
)
def test_a_mistaken_command_is_refused(windows: Path, line: str, said: str) -> None:
    call = Asked(windows, line)
    command = {"armload": arm.armload, "armkill": arm.armkill, "armbcast": arm.armbcast}[call.name.lower()]

    with pytest.raises(Refusal, match=said):
        command(call)


def _cluster(*resources: Resource) -> Cluster:
    return Cluster("cluster", (), (), (), resources, ())

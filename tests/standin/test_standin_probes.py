"""The monitors' checks and the scripts' environment, against real scripts and processes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.lab.standin.clusterpro import scripts
from clprun.lab.standin.clusterpro.activate import Activator
from clprun.lab.standin.clusterpro.activation import Occasion
from clprun.lab.standin.clusterpro.counters import Finding
from clprun.lab.standin.clusterpro.model import Cluster, Group, Monitor, Resource
from clprun.lab.standin.clusterpro.probes import check
from clprun.lab.standin.settings import Settings
from tests.support.lab import eventually

SETTINGS = Settings({"node": "clu1"})
NOTHING = Cluster("cluster", (), (), (), (), ())


def activator() -> Activator:
    return Activator(SETTINGS, "clu1", lambda _: True)


def good(monitor: Monitor, *, mirror: bool = True) -> bool:
    return check(monitor, NOTHING, activator(), SETTINGS, mirror) is Finding.NORMAL


@pytest.fixture
def titled() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits and shows a command line of its own."""
    process = subprocess.Popen(["standin-probe [1] --port 80"], executable="/bin/cat", stdin=subprocess.PIPE)
    with process:
        # Popen returns a moment before the new command line shows.
        eventually(lambda: Path(f"/proc/{process.pid}/cmdline").read_bytes() != b"", "the command line")
        yield process
        process.kill()


def script(folder: Path, body: str) -> Path:
    path = folder / "script.sh"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("body", "normal", "expected"),
    [
        ("exit 0", "", True),
        ("exit 3", "", False),
        ("exit 3", "3", True),
        ("exit 0", "3", False),
        ("exit 3", "0,2-4", True),
        ("exit 5", "0,2-4", False),
        ("kill -9 $$", "0-255", False),
    ],
)
def test_a_custom_monitor_judges_by_its_script(tmp_path: Path, body: str, normal: str, expected: bool) -> None:
    parameters = {"path": str(script(tmp_path, body)), "normalval": normal}

    assert good(Monitor("genw", "g", parameters=parameters)) is expected


def test_a_custom_monitor_without_its_script_is_at_fault(tmp_path: Path) -> None:
    assert not good(Monitor("genw", "g", parameters={"path": str(tmp_path / "none.sh")}))


def test_a_custom_monitor_whose_script_hangs_is_late(tmp_path: Path) -> None:
    monitor = Monitor("genw", "g", timeout=0.1, parameters={"path": str(script(tmp_path, "exec sleep 60"))})
    hurried = Settings({"node": "clu1", "time_factor": 600})

    assert check(monitor, NOTHING, activator(), hurried, mirror=True) is Finding.LATE


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("standin-probe [1] --port 80", "", True),
        ("standin-probe*", "", True),
        ("*--port 80", "", True),
        ("*probe [1]*", "1", True),
        ("standin-probe", "", False),  # without an asterisk the whole command line has to be the same
        ("probe*", "", False),
        ("standin-probe ?1]*", "", False),
        ("standin-probe*", "2", False),
    ],
)
def test_a_process_name_monitor_counts_by_pattern(
    titled: subprocess.Popen[bytes], name: str, number: str, expected: bool
) -> None:
    assert good(Monitor("psw", "p", parameters={"processname": name, "processnum": number})) is expected


def test_a_dead_process_is_not_counted(titled: subprocess.Popen[bytes]) -> None:
    titled.kill()
    eventually(lambda: not good(Monitor("psw", "p", parameters={"processname": "standin-probe*"})), "it is gone")


def test_a_link_monitor_reads_the_carrier() -> None:
    assert not good(Monitor("miiw", "m", parameters={"object": "nosuch0"}))


def test_a_disk_monitor_reads_a_sector(tmp_path: Path) -> None:
    (tmp_path / "full").write_bytes(bytes(512))
    (tmp_path / "short").write_bytes(bytes(5))

    assert good(Monitor("diskw", "d", parameters={"object": str(tmp_path / "full")}))
    assert not good(Monitor("diskw", "d", parameters={"object": str(tmp_path / "short")}))
    assert not good(Monitor("diskw", "d", parameters={"object": str(tmp_path / "none")}))


def test_a_pid_monitor_watches_what_the_start_script_left(tmp_path: Path) -> None:
    outcome = scripts.run(script(tmp_path, "read line"), {}, wait=False, timeout=0)
    watcher = activator()
    assert outcome.process is not None
    watcher.started["exec1"] = outcome.process
    monitor = Monitor("pidw", "pidw1", target="exec1")

    outcome.process.wait()

    for each in (monitor, Monitor("pidw", "pidw2", target="exec2")):
        assert check(each, NOTHING, watcher, SETTINGS, mirror=True) is Finding.FAULT


@pytest.mark.parametrize("in_sync", [True, False])
def test_a_mirror_monitor_tells_whether_both_sides_are_equal(in_sync: bool) -> None:
    assert good(Monitor("mdw", "m"), mirror=in_sync) is in_sync


def test_scripts_see_the_products_variables(tmp_path: Path) -> None:
    log = tmp_path / "log"
    occasion = Occasion(
        Group("failover", "", ("exec1",), ("clu1", "clu2")), "FAILOVER", disk=True, factor="GROUPMOVE", previous="clu1"
    )
    environment = scripts.variables(occasion, Resource("exec", "exec1"), "clu2", tmp_path)

    outcome = scripts.run(script(tmp_path, "env"), environment, wait=True, timeout=10, log=str(log))

    seen = dict(line.partition("=")[::2] for line in log.read_text(encoding="utf-8").splitlines())
    assert outcome.good
    assert seen["CLP_EVENT"] == "FAILOVER"
    assert seen["CLP_DISK"] == "SUCCESS"
    assert seen["CLP_SERVER"] == "OTHER"
    assert seen["CLP_FACTOR"] == "GROUPMOVE"
    assert seen["CLP_SERVER_PREV"] == "clu1"
    assert seen["CLP_RESOURCENAME"] == "exec1"
    assert seen["CLPRUN_LAB_BY"] == "cluster"
    assert "VIRTUAL_ENV" not in seen


@pytest.mark.parametrize(("body", "why"), [("exit 7", "ended with 7"), ("while :; do sleep 1; done", "timed out")])
def test_a_synchronous_script_fails_by_code_and_by_time(tmp_path: Path, body: str, why: str) -> None:
    outcome = scripts.run(script(tmp_path, body), {}, wait=True, timeout=0.3 if "while" in body else 10)

    assert not outcome.good
    assert why in outcome.failure


@pytest.mark.parametrize("content", [b"exit 0\n", b"#!/bin/sh\r\nexit 0\r\n"])
def test_what_execve_refuses_is_no_script(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "start.sh"
    path.write_bytes(content)
    path.chmod(0o755)

    assert "failed to execute" in scripts.run(path, {}, wait=True, timeout=10).failure


def test_a_script_that_may_not_be_executed_fails(tmp_path: Path) -> None:
    path = script(tmp_path, "exit 0")
    path.chmod(0o644)

    assert "failed to execute" in scripts.run(path, {}, wait=False, timeout=10).failure

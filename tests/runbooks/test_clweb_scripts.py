"""start.sh and stop.sh of runbook clweb: run by real shells, over a service manager of the tests' own."""

import shutil
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from tests.runbooks.clweb_machine import ClwebMachine, Manager
from tests.runbooks.machine import CASES, SHELLS

MANAGERS = get_args(Manager)
NAMES = ("start.sh", "stop.sh")
STARTED = {("START", "SUCCESS"), ("FAILOVER", "SUCCESS")}


@pytest.fixture(params=list(product(SHELLS, MANAGERS)), ids="-".join)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ClwebMachine]:
    shell, manager = request.param
    made = ClwebMachine(tmp_path, SHELLS[shell], manager)
    yield made
    made.clear()


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[ClwebMachine]:
    made = ClwebMachine(tmp_path, ("sh",))
    yield made
    made.clear()


# -- start.sh -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("event", "disk"), CASES)
def test_start_starts_on_start_and_failover_with_the_disk_up(
    plain: ClwebMachine, event: str | None, disk: str | None
) -> None:
    started = (event, disk) in STARTED
    assert plain.call("start.sh", event, disk) == (0 if started else 1)
    assert plain.serves is started
    assert plain.verbs == (["start"] if started else [])
    assert ("not started: " in plain.told) is not started


@pytest.mark.parametrize(("behaviour", "code"), [("succeeds", 0), ("comes late", 0), ("fails", 1)])
def test_start_tells_the_state_reached(machine: ClwebMachine, behaviour: str, code: int) -> None:
    machine.behave(behaviour)
    assert machine.call("start.sh") == code
    assert machine.serves is (code == 0)


def test_start_that_comes_to_nothing_is_a_failure(machine: ClwebMachine) -> None:
    machine.behave("lies")
    machine.render(start_limit=1)
    assert machine.call("start.sh") == 1
    assert ("has ended again" if machine.manager == "systemd" else "no process clweb_serv after 1 s") in machine.said


def test_start_without_the_manager_is_a_failure(machine: ClwebMachine) -> None:
    (machine.home / ("systemctl" if machine.manager == "systemd" else "service")).unlink()
    text = (machine.home / "start.sh").read_text().replace("/bin/systemctl", "/nowhere/systemctl")
    (machine.home / "start.sh").write_text(text)
    assert machine.call("start.sh") == 1


@pytest.mark.parametrize("found", ["nothing", "a local folder", "a dangling link", "a link elsewhere"])
def test_start_refuses_a_config_that_is_not_the_shared_one(plain: ClwebMachine, found: str) -> None:
    plain.config.unlink()
    if found == "a local folder":
        plain.config.mkdir()
    elif found == "a dangling link":
        plain.config.symlink_to(plain.shared)
        plain.shared.rmdir()
    elif found == "a link elsewhere":
        plain.config.symlink_to("/tmp")
    assert plain.call("start.sh") == 1
    assert plain.verbs == []


@pytest.mark.parametrize("target", ["{shared}/", "../export/config"])
def test_start_knows_the_link_however_it_is_written(plain: ClwebMachine, target: str) -> None:
    plain.config.unlink()
    plain.config.symlink_to(target.format(shared=plain.shared))
    assert plain.call("start.sh") == 0


# -- stop.sh --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("event", "disk"), CASES)
def test_stop_stops_on_every_event_and_whatever_the_disk_says(
    plain: ClwebMachine, event: str | None, disk: str | None
) -> None:
    assert plain.call("start.sh") == 0
    assert plain.call("stop.sh", event, disk) == 0
    assert not plain.serves


@pytest.mark.parametrize(
    ("behaviour", "obeys"),
    [("succeeds", True), ("is slow", True), ("ends with a code", True), ("fails", False), ("lies", False)],
)
def test_stop_stops_whatever_the_manager_does(machine: ClwebMachine, behaviour: str, *, obeys: bool) -> None:
    assert machine.call("start.sh") == 0
    machine.behave(behaviour)
    machine.render(stop_limit=500 if obeys else 0)
    assert machine.call("stop.sh") == 0
    assert not machine.serves
    assert ("TERM is sent" in machine.told) is not obeys
    assert "KILL" not in machine.told


def test_what_obeys_nobody_is_killed_and_nothing_else(machine: ClwebMachine) -> None:
    """A full path before the name is no disguise (fidelity of the guide's own pattern)."""
    others = [subprocess.Popen(["sleep", "60"]), machine.serve_stubbornly("other_serv")]
    stubborn = [machine.serve_stubbornly("clweb_serv"), machine.serve_stubbornly("/opt/x/clweb_serv: worker")]
    machine.behave("lies")
    machine.render(stop_limit=0, kill_after=1)
    assert machine.call("stop.sh") == 0
    assert [process.wait(60) for process in stubborn] == [-9, -9]
    assert [process.poll() for process in others] == [None, None]
    assert "KILL is sent" in machine.told
    for process in others:
        process.kill()
        process.wait()


def test_stop_does_not_wait_for_ever(plain: ClwebMachine) -> None:
    assert plain.call("start.sh") == 0
    plain.behave("hangs")
    plain.render(stop_limit=2)
    assert plain.call("stop.sh") == 0
    assert not plain.serves


def test_stop_where_nothing_runs_is_a_success(machine: ClwebMachine) -> None:
    assert machine.call("stop.sh") == 0


def test_stop_fails_when_nobody_can_tell(plain: ClwebMachine) -> None:
    (plain.home / "ps").write_text("#!/bin/sh\nexit 1\n")
    plain.render(stop_limit=0, kill_after=1)
    assert plain.call("stop.sh") == 1
    assert "not stopped; left: unknown" in plain.told


# -- both -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_scripts_parse_under_every_shell(machine: ClwebMachine, name: str) -> None:
    subprocess.run([*machine.shell, "-n", str(machine.home / name)], check=True)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
@pytest.mark.parametrize(("name", "manager"), list(product(NAMES, MANAGERS)))
def test_the_scripts_pass_shellcheck(tmp_path: Path, name: str, manager: Manager) -> None:
    made = ClwebMachine(tmp_path, ("sh",), manager)
    argv = ["shellcheck", "-s", "sh", str(made.home / name)]
    found = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert found.stdout == ""
    assert found.returncode == 0


@pytest.mark.parametrize(("name", "manager"), list(product(NAMES, MANAGERS)))
def test_the_scripts_are_ascii_with_the_shell_in_their_first_line(tmp_path: Path, name: str, manager: Manager) -> None:
    text = ClwebMachine(tmp_path, ("sh",), manager).text(name)
    assert text.isascii()
    assert text.startswith("#!/bin/sh\n")
    assert text.endswith("\n")
    assert "\r" not in text
    assert ("systemctl" in text) is (manager == "systemd")


def test_values_are_words_of_their_own_whatever_they_hold(plain: ClwebMachine) -> None:
    text = plain.text("start.sh", install_path="/a b;c", shared_directory="/d e")
    assert "config='/a b;c/config'" in text
    assert "shared='/d e/config'" in text

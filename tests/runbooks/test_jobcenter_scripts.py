"""start.sh and stop.sh of jobcenter-classic: every event, every disk state, every way the product may behave.

The product's commands are replaced through the templates' own parameter; the processes are real ones.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.runbooks.machine import CASES, SECONDS, SHELLS, Machine, until


@pytest.fixture(params=SHELLS)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path, SHELLS[request.param])
    yield made
    made.clear()


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path, ("sh",))
    yield made
    made.clear()


# -- start.sh -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["succeeds", "fails to start"])
def test_start_begins_nothing_and_says_so_unless_it_is_asked_to_with_its_disk(machine: Machine, behaviour: str) -> None:
    machine.behave(behaviour)
    for event, disk in CASES:
        if event in {"START", "FAILOVER"} and disk == "SUCCESS":
            continue
        assert machine.call("start.sh", event, disk) == 1, (event, disk)
    assert not machine.pids()


@pytest.mark.parametrize("event", ["START", "FAILOVER"])
def test_start_becomes_the_process_that_watches_jobcenter(machine: Machine, event: str) -> None:
    script = machine.popen("start.sh", event)
    until(machine.pids)
    assert machine.pids()[0] == script.pid
    shown = Path(f"/proc/{script.pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    assert shown == [str(machine.home / "cluster" / "cjcpw").encode(), b"cluv", str(machine.database).encode()]
    script.kill()
    assert script.wait(SECONDS) == -signal.SIGKILL


@pytest.mark.parametrize("event", ["START", "FAILOVER"])
def test_a_start_that_fails_has_the_exit_code_of_the_product(machine: Machine, event: str) -> None:
    machine.behave("fails to start")
    assert machine.call("start.sh", event) == 7


def test_a_start_without_the_product_fails(machine: Machine) -> None:
    (machine.home / "cluster" / "cjcpw").unlink()
    assert machine.call("start.sh") in {126, 127}


def test_a_start_without_process_monitoring_is_unwatched(machine: Machine) -> None:
    machine.render(process_monitoring=False)
    assert machine.call("start.sh") == 0
    until(machine.pids)


# -- stop.sh --------------------------------------------------------------------------------------------------------

TRUTH = {"succeeds": 0, "succeeds with a code": 0, "fails": 1, "lies": 1, "leaves": 1}
"""What the product does, and the exit code that is true."""


@pytest.mark.parametrize(("behaviour", "code"), TRUTH.items())
def test_stop_stops_on_every_event_and_its_exit_code_is_the_state_reached(
    machine: Machine, behaviour: str, code: int
) -> None:
    """All cases at once, each with a site of its own; other shells than ``sh`` see a few of them."""
    machine.behave(behaviour)
    chosen = CASES if machine.shell == ("sh",) else CASES[::5]
    cases = {f"site{index}": case for index, case in enumerate(chosen)}
    machine.start_all(cases)
    whole = len(machine.pids("site-site0"))
    for site in cases:
        machine.script(site).write_text(machine.text("stop.sh", virtual_host=site, stop_limit=0 if code else 15))
    stopping = {site: machine.popen(site, event, disk) for site, (event, disk) in cases.items()}
    codes = {cases[site]: process.wait(SECONDS) for site, process in stopping.items()}
    assert codes == dict.fromkeys(cases.values(), code)
    left = 0 if code == 0 else 1 if behaviour == "leaves" else whole
    assert {site: len(machine.pids(f"site-{site}")) for site in cases} == dict.fromkeys(cases, left)


def test_stop_waits_for_a_site_that_takes_its_time(machine: Machine) -> None:
    machine.behave("slow")
    machine.render(stop_limit=15)
    machine.start("cluv", str(machine.database))
    assert machine.call("stop.sh") == 0
    assert not machine.pids()


def test_stop_where_nothing_runs_is_a_success(machine: Machine) -> None:
    assert machine.call("stop.sh") == 0


def test_stop_of_an_unwatched_site(machine: Machine) -> None:
    machine.start("-c", "cluv", str(machine.database))
    machine.behave("lies")
    machine.render(stop_limit=0)
    assert machine.call("stop.sh") == 1
    machine.behave("succeeds")
    machine.render(stop_limit=15)
    assert machine.call("stop.sh") == 0
    assert not machine.pids()


def test_stop_sees_what_an_ended_watcher_left_in_the_database(machine: Machine) -> None:
    watcher = machine.start("cluv", str(machine.database))
    watcher.kill()
    watcher.wait(SECONDS)
    machine.behave("lies")
    assert machine.call("stop.sh") == 1


def test_stop_is_not_misled_by_the_local_site_nor_by_another_site(machine: Machine) -> None:
    machine.start("local")
    # Its path begins like this site's, and so does its name.
    machine.start("cluv2", str(machine.database.with_name("db2")))
    machine.start("cluv", str(machine.database))
    machine.render(stop_limit=15)
    assert machine.call("stop.sh") == 0
    assert not machine.pids()
    assert len(machine.pids("local")) == 5
    assert len(machine.pids("site-cluv2")) == 6


def test_stop_does_not_take_a_process_that_mentions_the_site_for_one(machine: Machine) -> None:
    line = f"{machine.home}/cluster/cjcpw cluv {machine.database}"
    (machine.database / "nqs" / "sleeps").symlink_to(shutil.which("sleep") or "")
    machine.run(["nqs/sleeps", "60"])
    machine.run(["tail", "-f", "/dev/null", line])
    assert machine.call("stop.sh") == 0


def test_stop_fails_when_nobody_can_tell(plain: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = plain.home.with_name("bin")
    tools.mkdir()
    (tools / "ps").write_text("#!/bin/sh\nexit 1\n")
    (tools / "ps").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    assert plain.call("stop.sh") == 1


# -- both -----------------------------------------------------------------------------------------------------------

TEXTS = list(product(("start.sh", "stop.sh"), (True, False)))


@pytest.mark.parametrize(("name", "monitoring"), TEXTS)
def test_the_scripts_parse_under_every_shell(machine: Machine, name: str, *, monitoring: bool) -> None:
    machine.render(process_monitoring=monitoring)
    subprocess.run([*machine.shell, "-n", str(machine.script(name))], check=True)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
@pytest.mark.parametrize(("name", "monitoring"), TEXTS)
def test_the_scripts_pass_shellcheck(plain: Machine, name: str, *, monitoring: bool) -> None:
    plain.render(process_monitoring=monitoring)
    found = subprocess.run(
        ["shellcheck", "-s", "sh", str(plain.script(name))], capture_output=True, text=True, check=False
    )
    assert found.stdout == ""
    assert found.returncode == 0


@pytest.mark.parametrize("name", ["start.sh", "stop.sh"])
def test_the_scripts_are_ascii_with_the_shell_in_their_first_line(plain: Machine, name: str) -> None:
    text = plain.text(name)
    assert text.isascii()
    assert text.startswith("#!/bin/sh\n")
    assert text.endswith("\n")
    assert "\r" not in text


def test_values_are_words_of_their_own_whatever_they_hold(plain: Machine) -> None:
    text = plain.text("start.sh", virtual_host="a b;c", database_path="/d e")
    assert "'a b;c' '/d e'" in text
    assert "site='a b;c'" in plain.text("stop.sh", virtual_host="a b;c")

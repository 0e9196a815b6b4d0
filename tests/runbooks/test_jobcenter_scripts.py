"""start.sh and stop.sh of jobcenter-classic: every event, every disk state, every way the product may behave.

The product's commands are replaced through the templates' own parameter; the processes are real ones.
"""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.runbooks.machine import CASES, OWN_SITE, SECONDS, SHELLS, Machine, until

OTHER = f"{OWN_SITE}2"


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
    assert shown == [
        str(machine.home / "cluster" / "cjcpw").encode(),
        OWN_SITE.encode(),
        str(machine.database).encode(),
    ]
    script.kill()
    assert script.wait(SECONDS) == -signal.SIGKILL


@pytest.mark.parametrize("event", ["START", "FAILOVER"])
def test_a_start_that_fails_has_the_exit_code_of_the_product(machine: Machine, event: str) -> None:
    machine.behave("fails to start")
    assert machine.call("start.sh", event) == 7


@pytest.mark.parametrize("lacking", ["nqs/cluster/cjcpw", "db/nqs"])
def test_a_start_without_the_product_or_its_database_fails_and_tells_the_cluster(
    machine: Machine, lacking: str
) -> None:
    place = machine.home.parent / lacking
    place.rename(place.parent / "elsewhere")
    assert machine.call("start.sh") == 1
    assert f"{OWN_SITE}: not started: " in machine.told
    assert str(place) in machine.told
    assert machine.told.endswith(" -l ERR\n")


def test_a_start_without_process_monitoring_is_unwatched(machine: Machine) -> None:
    machine.render(process_monitoring=False)
    assert machine.call("start.sh") == 0
    until(machine.pids)


# -- stop.sh --------------------------------------------------------------------------------------------------------

BEHAVIOURS = ("succeeds", "succeeds with a code", "fails", "lies", "leaves")


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_stop_stops_on_every_event_whatever_the_product_does(machine: Machine, behaviour: str) -> None:
    """All cases at once, each with a site of its own; other shells than ``sh`` see a few of them."""
    machine.behave(behaviour)
    chosen = CASES if machine.shell == ("sh",) else CASES[::5]
    cases = {f"{OWN_SITE}-{index}": case for index, case in enumerate(chosen)}
    machine.start_all(cases)
    obeys = behaviour.startswith("succeeds")
    for site in cases:
        machine.script(site).write_text(machine.text("stop.sh", virtual_host=site, stop_limit=15 if obeys else 0))
    stopping = {site: machine.popen(site, event, disk) for site, (event, disk) in cases.items()}
    codes = {cases[site]: process.wait(SECONDS) for site, process in stopping.items()}
    assert codes == dict.fromkeys(cases.values(), 0)
    assert {site: machine.pids(f"site-{site}") for site in cases} == {site: [] for site in cases}
    assert machine.told.count("TERM is sent") == (0 if obeys else len(cases))


@pytest.mark.parametrize("unwatched", [False, True])
def test_what_obeys_nobody_is_killed_and_nothing_else(machine: Machine, *, unwatched: bool) -> None:
    machine.start("local")
    machine.start(OTHER, str(machine.database.with_name("db2")))
    (machine.home / "stubborn").touch()
    machine.start(*(["-c"] if unwatched else []), OWN_SITE, str(machine.database))
    others = machine.run(["sleep", "60"])
    machine.behave("lies")
    machine.render(kill_after=2)
    assert machine.call("stop.sh") == 0
    assert not machine.pids()
    assert "TERM is sent" in machine.told
    assert "KILL is sent" in machine.told
    assert (len(machine.pids("local")), len(machine.pids(f"site-{OTHER}"))) == (5, 6)
    assert others.poll() is None, "it works in the database's folder, but it is none of JobCenter's"


def test_a_number_that_another_process_has_got_is_not_signalled(plain: Machine) -> None:
    """The list of what was identified names a living process with another start."""
    other = plain.run(["sleep", "60"])
    text = plain.text("stop.sh").partition("\nreal=")[0]
    script = plain.home.with_name("part")
    rest = f"real=$database\nstopper=99999999\nknown='{other.pid} 1'\nwait_for_end 1 KILL\necho \"<$left>\"\n"
    script.write_text(f"{text}\n{rest}")
    said = subprocess.run(["timeout", "30", "sh", str(script)], capture_output=True, text=True, check=True)
    assert said.stdout == "<>\n"
    assert other.poll() is None


def test_a_stop_command_that_hangs_does_not_hang_the_script(machine: Machine) -> None:
    machine.start(OWN_SITE, str(machine.database))
    machine.behave("hangs")
    machine.render(stop_limit=1, kill_after=1)
    assert machine.call("stop.sh") == 0
    assert not machine.pids()


def test_a_database_path_over_a_link_is_the_same_database(plain: Machine) -> None:
    """What an ended watcher has left is known by the database alone."""
    (plain.database.with_name("link")).symlink_to(plain.database)
    watcher = plain.start(OWN_SITE, str(plain.database))
    watcher.kill()
    watcher.wait(SECONDS)
    plain.behave("lies")
    plain.render(database_path=str(plain.database.with_name("link")))
    assert plain.call("stop.sh") == 0
    assert not plain.pids()


def test_without_the_clusters_log_syslog_is_told(plain: Machine) -> None:
    (plain.tools / "clplogcmd").unlink()
    plain.tool("logger", f'#!/bin/sh\nprintf "%s\\n" "$*" >>{plain.log}\n')
    assert plain.call("start.sh", "", "") == 1
    assert plain.told == f"-t clprun-jobcenter -p user.err JobCenter site {OWN_SITE}: not started: CLP_EVENT is ''\n"


def test_stop_waits_for_a_site_that_takes_its_time(machine: Machine) -> None:
    machine.behave("slow")
    machine.render(stop_limit=15)
    machine.start(OWN_SITE, str(machine.database))
    assert machine.call("stop.sh") == 0
    assert not machine.pids()


def test_stop_where_nothing_runs_is_a_success(machine: Machine) -> None:
    assert machine.call("stop.sh") == 0


def test_stop_of_an_unwatched_site(machine: Machine) -> None:
    machine.start("-c", OWN_SITE, str(machine.database))
    machine.render(stop_limit=15)
    assert machine.call("stop.sh") == 0
    assert not machine.pids()
    assert machine.told == ""


def test_stop_ends_what_an_ended_watcher_left_in_the_database(machine: Machine) -> None:
    watcher = machine.start(OWN_SITE, str(machine.database))
    watcher.kill()
    watcher.wait(SECONDS)
    machine.behave("lies")
    assert machine.call("stop.sh") == 0
    assert not machine.pids()


def test_stop_is_not_misled_by_the_local_site_nor_by_another_site(machine: Machine) -> None:
    machine.start("local")
    # Its path begins like this site's, and so does its name.
    machine.start(OTHER, str(machine.database.with_name("db2")))
    machine.start(OWN_SITE, str(machine.database))
    machine.render(stop_limit=15)
    assert machine.call("stop.sh") == 0
    assert not machine.pids()
    assert len(machine.pids("local")) == 5
    assert len(machine.pids(f"site-{OTHER}")) == 6


def test_stop_does_not_take_a_process_that_mentions_the_site_for_one(machine: Machine) -> None:
    line = f"{machine.home}/cluster/cjcpw {OWN_SITE} {machine.database}"
    (machine.database / "nqs" / "sleeps").symlink_to(shutil.which("sleep") or "")
    machine.run(["nqs/sleeps", "60"])
    machine.run(["tail", "-f", "/dev/null", line])
    assert machine.call("stop.sh") == 0


def test_stop_fails_when_nobody_can_tell(plain: Machine) -> None:
    plain.tool("ps", "#!/bin/sh\nexit 1\n")
    plain.render(kill_after=1)
    assert plain.call("stop.sh") == 1
    assert "not stopped; left: unknown, for ps has failed" in plain.told


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
    for name in ("start.sh", "stop.sh"):
        text = plain.text(name, virtual_host="a b;c", database_path="/d e")
        assert "site='a b;c'\ndatabase='/d e'" in text

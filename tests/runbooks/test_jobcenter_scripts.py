"""start.sh and stop.sh of jobcenter-classic: every event, every disk state, every way the product may behave.

The product's commands are replaced through the templates' own parameter; the processes are real ones.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest

from clprun.lang.expression import render_text

ROOT = Path(__file__).parents[2]
FILES = ROOT / "runbooks" / "jobcenter-classic" / "files"
SHELLS = {
    name: argv
    for name, argv in {"sh": ("sh",), "dash": ("dash",), "bash": ("bash",), "busybox": ("busybox", "sh")}.items()
    if shutil.which(argv[0])
}
if Path("/bin/sh").resolve().name in SHELLS:
    del SHELLS[Path("/bin/sh").resolve().name]
"""Those there are, each once."""

EVENTS = ("START", "FAILOVER", "RECOVER", "")
DISKS = ("SUCCESS", "FAILURE", "")
CASES: list[tuple[str | None, str | None]] = [*product(EVENTS, DISKS), (None, None)]
"""What the cluster may say; the last: nothing at all."""

SECONDS = 60.0


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


CJCPW = """\
#!/bin/sh
how=$(cat {home}/behaviour)
note={home}/site-$2
[ "$1" = -stop ] || [ "$how" = "fails to start" ] || exec {python} -I -S {program} {home} "$@"
case $how in
"fails to start") exit 7 ;;
fails) exit 3 ;;
lies) exit 0 ;;
slow) sleep 1 ;;
esac
[ -e "$note" ] || exit 3
read -r watcher daemon others <"$note"
if [ "$how" = leaves ]; then kill -9 $watcher $others; exit 0; fi
kill "$watcher"
while [ -e "/proc/$watcher/cwd" ]; do sleep 0.02; done
[ "$how" != "succeeds with a code" ] || exit 5
"""
"""The command: starting is product.py's part, stopping does what ``behaviour`` says. A zombie has no ``cwd``."""


class Machine:
    """A folder with JobCenter's commands, a database path, and the scripts rendered for them."""

    def __init__(self, folder: Path, shell: tuple[str, ...]) -> None:
        self.home, self.database, self.shell = folder / "nqs", folder / "db", shell
        self.started: list[subprocess.Popen[bytes]] = []
        (self.home / "cluster").mkdir(parents=True)
        (self.database / "nqs").mkdir(parents=True)
        (folder / "db2" / "nqs").mkdir(parents=True)
        cjcpw = self.home / "cluster" / "cjcpw"
        program = Path(__file__).with_name("product.py")
        cjcpw.write_text(CJCPW.format(home=self.home, python=sys.executable, program=program))
        cjcpw.chmod(0o755)
        self.behave("succeeds")
        self.render()

    def render(self, **values: object) -> None:
        for name in ("start.sh", "stop.sh"):
            self.script(name).write_text(self.text(name, **values))

    def text(self, name: str, **values: object) -> str:
        given = {
            "virtual_host": "cluv",
            "database_path": str(self.database),
            "process_monitoring": True,
            "jobcenter_folder": str(self.home),
            "stop_limit": 0,
            **values,
        }
        return render_text((FILES / f"{name}.j2").read_text(encoding="ascii"), given)

    def script(self, name: str) -> Path:
        return self.home.with_name(name)

    def behave(self, how: str) -> None:
        (self.home / "behaviour").write_text(how)

    def popen(self, script: str, event: str | None = "START", disk: str | None = "SUCCESS") -> subprocess.Popen[bytes]:
        given = {"CLP_EVENT": event, "CLP_DISK": disk, "CLP_SERVER": "HOME"}
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CLP_")}
        environment = kept | {key: value for key, value in given.items() if value is not None}
        return self.run([*self.shell, str(self.script(script))], environment)

    def run(self, argv: list[str], environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(argv, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, cwd=self.database)
        self.started.append(process)
        return process

    def call(self, script: str, event: str | None = "START", disk: str | None = "SUCCESS") -> int:
        return self.popen(script, event, disk).wait(SECONDS)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A site or the local one, up."""
        started = self.run([str(self.home / "cluster" / "cjcpw"), *arguments])
        until(lambda: self.pids("local" if arguments == ("local",) else f"site-{arguments[-2]}"))
        return started

    def start_all(self, sites: Iterable[str]) -> None:
        """Many sites, up."""
        self.run([str(self.home / "cluster" / "cjcpw"), "fleet", str(self.database), *sites])
        until(lambda: all(self.pids(f"site-{site}") for site in sites))

    def pids(self, note: str = "site-cluv") -> list[int]:
        """The living processes of a site that was started; its watcher or leader first."""
        try:
            noted = (self.home / note).read_text().split()
        except OSError:
            return []
        return [int(pid) for pid in noted if alive(int(pid))]

    def clear(self) -> None:
        for note in (*self.home.glob("site-*"), *self.home.glob("local")):
            for pid in self.pids(note.name):
                os.kill(pid, signal.SIGKILL)
        for process in self.started:
            process.kill()
            process.wait(SECONDS)


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
    machine.run(["sh", "-c", "sleep 60; :", line])
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

"""The scripts of jobcenter-standard-mg and -ag: every event, every disk state, every way systemd may behave."""

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from clprun.lang.expression import render_text
from tests.runbooks.machine import CASES, FILES, ROOT, SECONDS, SHELLS

MANAGER, AGENT = (ROOT / "runbooks" / f"jobcenter-standard-{kind}" / "files" for kind in ("mg", "ag"))
UNIT = "jcexecutor_agent_2565.service"
NAMES = ("start.sh", "stop.sh", "genw.sh")

SYSTEMCTL = """\
#!/bin/sh
home={home}
echo "$*" >>$home/calls
how=$(cat $home/behaviour)
case "$1 $how" in
"start fails") exit 1 ;;
"start hangs") exec sleep 60 ;;
"start lies" | "stop lies") exit 0 ;;
"start "*) echo active >$home/state ;;
"stop fails") exit 1 ;;
"stop hangs") exec sleep 60 ;;
"stop fails but stops") echo failed >$home/state; exit 1 ;;
"stop "*) echo inactive >$home/state ;;
"show silent" | "kill silent") exit 1 ;;
"show "*) [ "$2" != --property=ActiveState ] || echo "ActiveState=$(cat $home/state)" ;;
"kill obeys nobody") ;;
"kill lies") [ "$2" != --signal=KILL ] || echo failed >$home/state ;;
"kill "*) echo failed >$home/state ;;
esac
case $1 in -q) [ "$(cat $home/state)" = active ] || exit 3 ;; esac
"""
"""A systemctl that does what ``behaviour`` says, and keeps the service's state."""


@dataclass(frozen=True)
class Agent:
    """A folder with the scripts of jobcenter-standard-ag, and a systemctl whose behaviour a test chooses."""

    home: Path
    shell: tuple[str, ...]

    def __post_init__(self) -> None:
        systemctl = self.home / "systemctl"
        systemctl.write_text(SYSTEMCTL.format(home=self.home))
        systemctl.chmod(0o755)
        for name in NAMES:
            (self.home / name).write_text(self.text(name))
        alerts = self.home / "clplogcmd"
        alerts.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >>{self.home}/alerts\n')
        alerts.chmod(0o755)
        self.set("inactive")

    @property
    def told(self) -> str:
        """What the cluster's log was told."""
        alerts = self.home / "alerts"
        return alerts.read_text() if alerts.exists() else ""

    def text(self, name: str, **values: object) -> str:
        given = {
            "instance_name": "clusterinstance",
            "instance_id": "2565",
            "instance_path": str(self.home / "disk"),
            "systemctl": str(self.home / "systemctl"),
            "start_limit": 1,
            "stop_limit": 1,
            "kill_after": 1,
        }
        return render_text((AGENT / f"{name}.j2").read_text(encoding="ascii"), {**given, **values})

    def set(self, state: str, behaviour: str = "succeeds") -> None:
        (self.home / "state").write_text(f"{state}\n")
        (self.home / "behaviour").write_text(f"{behaviour}\n")
        (self.home / "calls").write_text("")

    @property
    def state(self) -> str:
        return (self.home / "state").read_text().strip()

    @property
    def calls(self) -> list[str]:
        return (self.home / "calls").read_text().splitlines()

    def run(self, script: str, event: str | None = "START", disk: str | None = "SUCCESS") -> int:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CLP_")}
        given = {"CLP_EVENT": event, "CLP_DISK": disk, "PATH": f"{self.home}:{os.environ['PATH']}"}
        environment = kept | {key: value for key, value in given.items() if value is not None}
        argv, quiet = [*self.shell, str(self.home / script)], subprocess.DEVNULL
        return subprocess.run(
            argv, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, timeout=SECONDS, check=False
        ).returncode


@pytest.fixture(params=SHELLS)
def agent(request: pytest.FixtureRequest, tmp_path: Path) -> Agent:
    return Agent(tmp_path, SHELLS[request.param])


# -- start.sh -------------------------------------------------------------------------------------------------------


def test_start_begins_nothing_and_says_so_unless_it_is_asked_to_with_its_disk(agent: Agent) -> None:
    for event, disk in CASES:
        if event in {"START", "FAILOVER"} and disk == "SUCCESS":
            continue
        assert agent.run("start.sh", event, disk) == 1, (event, disk)
    assert agent.calls == []


@pytest.mark.parametrize("event", ["START", "FAILOVER"])
@pytest.mark.parametrize(("behaviour", "code"), [("succeeds", 0), ("fails", 1), ("lies", 1), ("hangs", 1)])
def test_the_exit_code_of_start_is_the_state_reached(agent: Agent, event: str, behaviour: str, code: int) -> None:
    agent.set("inactive", behaviour)
    assert agent.run("start.sh", event) == code
    assert agent.state == ("active" if code == 0 else "inactive")
    assert agent.calls[0] == f"start {UNIT}"
    assert ("not started: " in agent.told) is (code == 1)


# -- stop.sh --------------------------------------------------------------------------------------------------------


def test_stop_stops_on_every_event_and_whatever_the_disk_says(agent: Agent) -> None:
    for event, disk in CASES:
        agent.set("active")
        assert agent.run("stop.sh", event, disk) == 0, (event, disk)
        assert agent.state == "inactive"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("succeeds", 0),
        ("fails but stops", 0),
        ("fails", 0),
        ("lies", 0),
        ("hangs", 0),
        ("obeys nobody", 1),
        ("silent", 1),
    ],
)
def test_the_exit_code_of_stop_is_the_state_reached(agent: Agent, behaviour: str, code: int) -> None:
    agent.set("active", behaviour)
    if behaviour == "obeys nobody":
        agent.set("deactivating", behaviour)
        (agent.home / "systemctl").write_text((agent.home / "systemctl").read_text().replace('"stop "*)', '"stop x")'))
    assert agent.run("stop.sh") == code
    kills = [call.split()[1] for call in agent.calls if call.startswith("kill ")]
    ended = {"lies": {"TERM", "KILL"}, "fails": {"TERM"}, "hangs": {"TERM"}}
    signals = {"TERM", "KILL"} if code else ended.get(behaviour, set())
    assert {kill.removeprefix("--signal=") for kill in kills} == signals
    assert all(f"{signal} is sent" in agent.told for signal in signals)
    assert ("not stopped: " in agent.told) is (code == 1)


@pytest.mark.parametrize("state", ["deactivating", "activating", "reloading", ""])
def test_a_service_that_is_on_its_way_is_not_stopped(agent: Agent, state: str) -> None:
    agent.set(state, "obeys nobody")
    text = (agent.home / "systemctl").read_text()
    (agent.home / "systemctl").write_text(text.replace('"stop "*)', '"stop x")'))
    assert agent.run("stop.sh") == 1


def test_what_systemd_left_on_the_disk_is_ended_and_nothing_else(agent: Agent) -> None:
    """Its main process has ended, so the service is down; the control group tells what else was its own."""
    text = (agent.home / "systemctl").read_text()
    told = f"ControlGroup=/system.slice/{UNIT}"
    text = text.replace("case $1 in -q)", f'[ "$2" != --property=ControlGroup ] || echo {told}\ncase $1 in -q)')
    (agent.home / "systemctl").write_text(text)
    processes = {name: subprocess.Popen(["sleep", "60"]) for name in ("ours", "elsewhere", "other")}
    proc = agent.home / "proc"
    for name, process in processes.items():
        place = proc / str(process.pid)
        (place / "fd").mkdir(parents=True)
        unit = "other.service" if name == "other" else UNIT
        (place / "cgroup").write_text(f"4:cpu:/\n1:name=systemd:/system.slice/{unit}\n")
        (place / "fd" / "3").symlink_to("/tmp" if name == "elsewhere" else agent.home / "disk" / "log")
    script = (agent.home / "stop.sh").read_text().replace("\nproc=/proc\n", f"\nproc={proc}\n")
    (agent.home / "stop.sh").write_text(script.replace("sleep 1", f"rm -r {proc}/{processes['ours'].pid}"))
    try:
        assert agent.run("stop.sh") == 0
        assert processes["ours"].wait(SECONDS) == -signal.SIGTERM
        assert (processes["elsewhere"].poll(), processes["other"].poll()) == (None, None)
    finally:
        for process in processes.values():
            process.kill()
            process.wait(SECONDS)


def test_stop_where_nothing_runs_is_a_success(agent: Agent) -> None:
    assert agent.run("stop.sh") == 0


# -- genw.sh --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "code"), [("active", 0), ("inactive", 3), ("failed", 3), ("activating", 3)])
def test_the_monitor_answers_with_the_exit_code_of_systemctl(agent: Agent, state: str, code: int) -> None:
    agent.set(state)
    assert agent.run("genw.sh", None, None) == code
    assert agent.calls == [f"-q is-active {UNIT}"]
    left = {"systemctl", "clplogcmd", "behaviour", "state", "calls", *NAMES}
    assert {path.name for path in agent.home.iterdir()} == left, "the guide's placeholder makes a file .service"


def test_a_monitor_without_systemctl_is_no_healthy_one(agent: Agent) -> None:
    (agent.home / "systemctl").unlink()
    assert agent.run("genw.sh") in {126, 127}


# -- all ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_scripts_parse_under_every_shell(agent: Agent, name: str) -> None:
    subprocess.run([*agent.shell, "-n", str(agent.home / name)], check=True)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_the_scripts_pass_shellcheck(agent: Agent, name: str) -> None:
    argv = ["shellcheck", "-s", "sh", str(agent.home / name)]
    found = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_the_scripts_are_ascii_with_the_shell_in_their_first_line(agent: Agent, name: str) -> None:
    text = agent.text(name)
    assert text.isascii()
    assert text.startswith("#!/bin/sh\n")
    assert text.endswith("\n")
    assert "\r" not in text


@pytest.mark.parametrize("name", NAMES)
def test_the_service_is_one_word_on_one_line(agent: Agent, name: str) -> None:
    text = agent.text(name, instance_id="a b;c")
    assert "'jcexecutor_agent_a b;c.service'" in text
    assert not re.search(r"<(?!/)", agent.text(name)), "the guide's placeholder is a redirection"


@pytest.mark.parametrize(("name", "monitoring"), list(product(NAMES[:2], (True, False))))
def test_the_scripts_of_the_manager_are_those_of_the_classic_mode(name: str, *, monitoring: bool) -> None:
    """Every test of theirs holds for these, too: both modes are started, watched and stopped by cjcpw."""
    given = {
        "virtual_host": "jcmgcluster",
        "database_path": "/mnt/jobmgdb",
        "process_monitoring": monitoring,
        "jobcenter_folder": "/usr/lib/nqs",
        "stop_limit": 600,
        "kill_after": 30,
    }
    texts = [render_text((files / f"{name}.j2").read_text(encoding="ascii"), given) for files in (MANAGER, FILES)]
    assert texts[0] == texts[1]

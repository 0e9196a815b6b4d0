"""The command that kills a process, in real shells on real processes: the right one, or none."""

import signal
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies

from clprun.model.change import Run
from clprun.model.question import Answers, Ask
from clprun.node.questions import Process, ProcessesNow
from clprun.steps.trial_faults import fault
from clprun.steps.trial_wants import FailoverTrialWant, matches
from tests.runbooks.machine import SHELLS
from tests.steps.given import CLU1, CLUSTER

EARLIER = "Thu Jan  1 00:00:00 1970"
TEXTS = strategies.text(strategies.characters(exclude_characters="*?", exclude_categories=["Cs"]), min_size=1)


@pytest.fixture(name="victim")
def _victim() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(["sleep", "600"]) as process:
        yield process
        process.kill()


@pytest.fixture(name="shell", params=SHELLS)
def _shell(request: pytest.FixtureRequest) -> list[str]:
    shell: list[str] = list(SHELLS[request.param])
    return shell


def began(pid: int) -> str:
    """The start of a process, padded as ``ps`` gives it."""
    printed = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=True, env={"LC_ALL": "C"}
    )
    return printed.stdout.rstrip("\n")


def kill(process: Process, shell: list[str]) -> "subprocess.CompletedProcess[bytes]":
    """Carry out the fault that kills a process, in another shell than the node's ``sh``."""
    want = FailoverTrialWant.model_validate({"group": "failover", "fault": "kill", "kill": {"process": "sleep"}})
    action = fault(want, CLUSTER, CLU1, Answers({Ask("clu1", ProcessesNow()): (process,)}), peer="clu2")
    assert isinstance(action, Run)
    assert action.argv[0] == "sh"
    return subprocess.run([*shell, *action.argv[1:]], capture_output=True, check=False)


def test_it_kills_the_process(victim: "subprocess.Popen[bytes]", shell: list[str]) -> None:
    assert kill(Process(victim.pid, 1, began(victim.pid), "sleep 600"), shell).returncode == 0
    assert victim.wait(10) == -signal.SIGKILL


def test_a_number_that_belongs_to_another_process_by_now_is_left_alone(
    victim: "subprocess.Popen[bytes]", shell: list[str]
) -> None:
    done = kill(Process(victim.pid, 1, EARLIER, "sleep 600"), shell)
    assert done.returncode == 1
    assert b"Thu Jan 1 00:00:00 1970" in done.stderr
    assert victim.poll() is None


def test_a_process_that_is_gone_is_no_success(victim: "subprocess.Popen[bytes]", shell: list[str]) -> None:
    start = began(victim.pid)
    victim.kill()
    victim.wait()
    done = kill(Process(victim.pid, 1, start, "sleep 600"), shell)
    assert done.returncode == 1
    assert b"gone" in done.stderr


@given(TEXTS, TEXTS)
def test_a_pattern_without_wildcards_stands_for_itself(pattern: str, other: str) -> None:
    assert matches(pattern, Process(5, 1, "now", pattern))
    words = other.split(maxsplit=1)
    own_name = words[0].rpartition("/")[2] if words else ""
    assert matches(pattern, Process(5, 1, "now", other)) == (pattern in {other, own_name})

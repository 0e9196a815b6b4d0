"""Long commands outlive the link and the controller: neither killed nor begun twice, and the run goes on."""

import signal
from typing import Any

import pytest

from clprun.errors import ClprunError
from tests.journeys.gates import CJCMKSITE, CJCPW, Gate, gate
from tests.journeys.stage import commands_of
from tests.support.bench import BUILT_BY, Bench, differences, finish_of
from tests.support.lab import eventually

UNTIL = ("--until", "site-shown")
APPLY = ("apply", BUILT_BY, "--lab", "--yes", *UNTIL)
SESSIONS = "sshd: root@"
_UP = "test -e /run/clusterpro/settled && pgrep -f '^NQS nqsdaemon' >/dev/null"


def cut(bench: Bench, node: str) -> None:
    """Take a node out of sight and let its end of every connection die, so that none comes to life again."""
    bench.fault("link", node=node, state="down")
    bench.sh(node, f"pkill -KILL -f '^{SESSIONS}' || :")


def ended(bench: Bench, program: str) -> bool:
    return any(call["exit"] is not None for call in bench.changing_calls(program))


@pytest.mark.parametrize("program", [CJCMKSITE, pytest.param(CJCPW, marks=pytest.mark.full)])
def test_a_cut_link_neither_kills_nor_repeats(fresh: Bench, program: str) -> None:
    with gate(fresh, "clu1", program) as door:
        verb = fresh.start(*APPLY)
        (pid,) = door.reached()
        cut(fresh, "clu1")
        fresh.sh("clu1", f"kill -0 {pid}")
        door.open()
        name = program.rpartition("/")[2]
        eventually(lambda: bool(fresh.changing_calls(name)), f"{name} went on without us")
        fresh.fault("link", node="clu1", state="up")
        finish = finish_of(verb)
        if finish.code == 4:
            finish = fresh.resume()

    assert finish.code == 0, finish
    assert door.waiting() == [pid], "it was begun once"


def test_a_killed_controller_is_taken_over(fresh: Bench) -> None:
    with gate(fresh, "clu1", CJCMKSITE) as door:
        verb = fresh.start(*APPLY)
        pid = door.reached()
        verb.kill()
        assert finish_of(verb).code == -signal.SIGKILL
        second = fresh.start("resume", "--yes")
        _attached(fresh, door)
        door.open()
        finish = finish_of(second)

    assert finish.code == 0, finish
    assert door.waiting() == pid
    assert len(commands_of(fresh.changing_calls("cjcmksite"))) == 1


def _attached(bench: Bench, door: Gate) -> None:
    """The second controller has written down that it goes on; what it waits for is still running."""
    (journal,) = (bench.home / "runs").glob("*/journal.jsonl")
    eventually(lambda: "run-resumed" in journal.read_text(), "resumed")
    bench.sh(door.node, f"kill -0 {door.waiting()[0]}")


def test_a_node_out_of_reach_stops_the_run_until_it_is_back(fresh: Bench) -> None:
    assert fresh.apply("acted:stop-local:clu1", *UNTIL).code == -signal.SIGKILL
    fresh.sh("clu1", "systemctl stop sshd")

    stopped = fresh.resume()

    assert stopped.code == 4, stopped
    assert "clu1" in stopped.err
    fresh.sh("clu1", "systemctl start sshd")
    finish = fresh.resume()
    assert finish.code == 0, finish


@pytest.mark.full
def test_a_node_that_restarts_in_the_middle(fresh: Bench, undisturbed: dict[str, Any]) -> None:
    killed = fresh.apply("done:stop-local:clu2")
    assert killed.code == -signal.SIGKILL
    boot = fresh.node("clu2", "cat", "/proc/sys/kernel/random/boot_id")
    fresh.fault("reboot", node="clu2")
    eventually(lambda: _booted(fresh, boot), "clu2 is back")

    stopped = fresh.resume()
    # The local JobCenter started with its node: what the run had stopped runs again.
    assert stopped.code == 1, stopped
    assert "The local JobCenter still runs: 7 processes" in stopped.err
    assert "node clu2, step stop-local" in stopped.err

    fresh.node("clu2", "/usr/lib/nqs/nqsstop")
    finish = fresh.resume()
    assert finish.code == 0, finish.err
    assert differences(undisturbed, fresh.state()) == {}


def _booted(bench: Bench, before: str) -> bool:
    try:
        return bench.sh("clu2", f"{_UP} && cat /proc/sys/kernel/random/boot_id") != before
    except (AssertionError, ClprunError):  # off, or not yet on
        return False

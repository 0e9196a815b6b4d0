"""Faults on a built cluster: each is made once a run, measured, proved, and the cluster is left as it was found."""

import signal
from typing import Any

import pytest

from clprun.lab import client
from tests.journeys.stage import group_on, reads_only_since, stands_on
from tests.support.bench import NODES, Bench
from tests.support.lab import eventually

pytestmark = pytest.mark.full

TRIALS = ["stop-group", "start-group", "move-to-standby", "move-back", "kill-process", "reboot-active"]
_RECOVERY = 60.0


@pytest.fixture(name="built", scope="module")
def _built(shared: Bench) -> Bench:
    """A cluster that jobcenter-classic has built."""
    finish = shared.apply()
    assert finish.code == 0, finish
    return shared


def boot(bench: Bench, node: str) -> str:
    """The id of a node's boot."""
    return bench.node(node, "cat", "/proc/sys/kernel/random/boot_id").strip()


def tried(bench: Bench, *more: str, fault: str | None = None) -> Any:  # noqa: ANN401  (a Finish)
    """The failover test, with its events."""
    return bench.clprun("apply", "failover-test", "--lab", "--yes", "--json", *more, fault=fault)


def recoveries(finish: Any) -> dict[str, float | None]:  # noqa: ANN401  (a Finish)
    """The time to recovery of each trial that ended."""
    return {event["step"]: event["recovered_after"] for event in finish.events("step-ended") if event["step"] in TRIALS}


def jobs_begun(bench: Bench, step: str) -> int:
    """How often a step's fault was begun, by the records on both nodes."""
    script = f"cat /var/lib/clprun/runs/*/jobs/{step}-*/pid 2>/dev/null | grep -vc fenced || :"
    return sum(int(bench.sh(node, script)) for node in NODES)


def offline(bench: Bench) -> bool:
    """Whether both nodes say that the group is stopped."""
    shown = [client.run(bench.home, node, ["clpstat"]) for node in NODES]
    return all(each.returncode == 0 and b"current        : None" in each.stdout for each in shown)


def stop(bench: Bench) -> None:
    """Stop the group, wherever it is."""
    if not offline(bench):
        bench.node(group_on(bench), "clpgrp", "-t", "failover")
        eventually(lambda: offline(bench), "the group stopped", _RECOVERY)


def test_all_faults_with_the_group_found_on_the_standby(built: Bench) -> None:
    built.node("clu1", "clpgrp", "-m", "failover", "-a", "clu2")
    eventually(stands_on(built, "clu2"), "the site on clu2", _RECOVERY)
    boots = {node: boot(built, node) for node in NODES}
    count, trees = len(built.calls()), built.trees()

    assert built.clprun("plan", "failover-test", "--lab").code == 0
    assert (reads_only_since(built, count), built.trees()) == (True, trees)
    finish = tried(built)

    assert finish.code == 0, finish
    times = recoveries(finish)
    assert list(times) == TRIALS
    assert all(seconds is not None and seconds > 0 for seconds in times.values()), times
    assert stands_on(built, "clu2")()
    assert boot(built, "clu1") != boots["clu1"]
    assert boot(built, "clu2") == boots["clu2"]
    assert built.clprun("verify", "failover-test", "--lab").code == 0
    status = built.clprun("status", "--lang", "en").out
    assert status.count("time to recovery: ") == len(TRIALS)


@pytest.mark.full
def test_tried_again_from_a_stopped_group_and_cut_after_the_kill_it_is_not_killed_twice(built: Bench) -> None:
    stop(built)
    before = {step: jobs_begun(built, step) for step in ("stop-group", "kill-process")}

    finish = tried(built, "-e", "reboot=false", fault="acted:kill-process:clu1")
    assert finish.code == -signal.SIGKILL, finish
    resumed = built.clprun("resume", "--yes", "--json")

    assert resumed.code == 0, resumed
    assert recoveries(resumed) == {"kill-process": None}
    assert {step: jobs_begun(built, step) for step in before} == {step: count + 1 for step, count in before.items()}
    assert offline(built)
    assert "unknown" in built.clprun("status", "--lang", "en").out
    assert "reboot-left-out" in {event["step"] for event in resumed.events("step-ended")}


@pytest.mark.full
def test_cut_while_the_node_reboots_a_resume_waits_for_it_and_reboots_it_no_second_time(built: Bench) -> None:
    stop(built)
    built.node("clu1", "clpgrp", "-s", "failover")
    eventually(stands_on(built, "clu1"), "the site on clu1", _RECOVERY)
    first, before = boot(built, "clu1"), jobs_begun(built, "reboot-active")
    limits = ("--from", "reboot-active", "--until", "rebooted-node-back")

    assert tried(built, *limits, fault="acted:reboot-active:clu1").code == -signal.SIGKILL
    resumed = built.clprun("resume", "--yes", "--json")

    assert resumed.code == 0, resumed
    assert recoveries(resumed) == {"reboot-active": None}
    assert boot(built, "clu1") != first
    assert jobs_begun(built, "reboot-active") == before + 1
    assert stands_on(built, "clu2")()

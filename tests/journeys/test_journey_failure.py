"""A product command that fails: what the message holds, how things stand, and what a person would type instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.journeys.stage import lab_of, stands_on
from tests.support.bench import BUILT_BY, Bench, Finish
from tests.support.lab import eventually

PUSH = r"/usr/sbin/clpcfctrl --push -l -x /var/lib/clprun/runs/RUN/push/exec-and-monitor-1"


@dataclass(frozen=True)
class Failure:
    """A run that stopped because the push of the configuration failed."""

    bench: Bench
    stopped: Finish
    run: str


@pytest.fixture(scope="module")
def failure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Failure]:
    with lab_of(tmp_path_factory.mktemp("failure")) as bench:
        bench.fault("command", name="clpcfctrl", effect="fail")
        stopped = bench.apply()
        bench.fault("clear")
        yield Failure(bench, stopped, stopped.run())


def test_the_message_names_step_node_command_exit_code_and_last_lines(failure: Failure) -> None:
    said = failure.stopped.err

    assert failure.stopped.code == 1
    assert "node clu1, step exec-and-monitor" in said
    assert PUSH.replace("RUN", failure.run) in said
    call = next(call for call in failure.bench.calls() if "--push" in call["argv"] and call["exit"])
    assert re.search(rf"\b{call['exit']}\b", said), "the exit code"
    assert "| clpcfctrl: failed (fault of the lab)" in said


def test_it_tells_what_was_left_in_which_state_and_how_to_go_on(failure: Failure) -> None:
    said = failure.stopped.err

    assert re.search(r"Steps done: \d+", said)
    assert re.search(r"exec-and-monitor\s+clu1  failed", said)
    assert f"\n    clprun resume {failure.run}\n" in said
    assert f"\n    clprun show {BUILT_BY} --remaining {failure.run}\n" in said
    assert f"\n    clprun abandon {failure.run}\n" in said


def test_the_remaining_steps_are_commands_for_a_person(failure: Failure) -> None:
    calls = len(failure.bench.calls())

    shown = failure.bench.clprun("show", BUILT_BY, "--remaining", failure.run)

    assert shown.code == 0, shown
    assert len(failure.bench.calls()) == calls, "no node was asked"
    steps = re.findall(r"^# (\S+)\s+clu[12]  ", shown.out, flags=re.MULTILINE)
    assert steps[:2] == ["exec-and-monitor", "start-group"]
    assert "create-site" not in steps
    for command in (
        "clu1# /usr/sbin/clpgrp -s failover",
        "clu1# /usr/sbin/clpgrp -t failover",
        "clu1# /usr/sbin/clpgrp -m failover -a clu2",
        "clu2# /usr/sbin/clpgrp -m failover -a clu1",
        "clu1# /usr/lib/nqs/nqsstart",
        "clu2# /usr/lib/nqs/nqsstart",
    ):
        assert command in shown.out


def test_status_tells_the_same_later(failure: Failure) -> None:
    shown = failure.bench.clprun("status", failure.run)

    assert shown.code == 0, shown
    assert re.search(r"exec-and-monitor\s+clu1  failed", shown.out)
    assert "clpcfctrl: failed (fault of the lab)" in shown.out


def test_the_run_goes_on_once_the_cause_is_gone(failure: Failure) -> None:
    finish = failure.bench.resume()

    assert finish.code == 0, finish
    eventually(stands_on(failure.bench, "clu1"), "the site in the group")

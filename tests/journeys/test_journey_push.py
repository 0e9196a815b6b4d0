"""A push of the cluster configuration that is disturbed anywhere: the backup comes back, or a person is asked.

The lab's clpcfctrl writes clp.conf anew on its way, so that no proof here can rest on equal bytes.
"""

import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Final

import pytest

from clprun.engine.machine import RunState, fold
from clprun.lab import client
from clprun.model.change import Run
from clprun.model.cluster import Cluster, Node, Platform, Role
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.base import Target
from clprun.steps.configuration_meaning import same_meaning
from clprun.steps.push import Push, Script
from clprun.store.reading import read_journal
from tests.journeys.gates import gate, put_before
from tests.journeys.stage import SITE, commands_of, group_on, lab_of
from tests.journeys.test_journey_cut import SESSIONS
from tests.support.bench import NODES, Bench, Finish, finish_of
from tests.support.lab import eventually

WATCHED: Final = str(Path(__file__).parent / "watched")
BOTH_MONITORS: Final = ("-e", "watched_by=pid-and-custom")
PEER: Final = "clu2"
OF_EXEC: Final = ("failover/exec1/start.sh", "failover/exec1/stop.sh")
OF_BOTH: Final = (*OF_EXEC, "monitor.s/genw1/genw.sh")
FULL: Final = pytest.mark.full
KILLED: Final = -signal.SIGKILL

CLUSTERPRO: Final = INSTALLATIONS[Platform.LINUX]
CONFIGURATION, SCRIPTS = CLUSTERPRO.configuration, CLUSTERPRO.scripts
CLPCFCTRL, CLPCL = (f"{CLUSTERPRO.commands}{name}" for name in ("clpcfctrl", "clpcl"))

_KEEP = f"cp -a {CONFIGURATION} /root/clp.conf.old && cp -a {SCRIPTS} /root/scripts.old"
_BRING_BACK = f"cp -a /root/clp.conf.old {CONFIGURATION} && rm -rf {SCRIPTS} && cp -a /root/scripts.old {SCRIPTS}"

_OF_OURS = "*--push*/push/*"
_FAIL = "echo 'it failed' >&2; exit 7"
_DELIVER_HERE = f'for folder; do :; done; cp "$folder/clp.conf" {CONFIGURATION}; cp -r "$folder/scripts/." {SCRIPTS}'
_DELIVER_THERE = f'cp -a {CONFIGURATION} /root/mine; {CLPCFCTRL}.own "$@" >/dev/null; cp -a /root/mine {CONFIGURATION}'


def when(called: str, then: str) -> str:
    """Lines that do something when a command is called with arguments of that pattern."""
    return f'case "$*" in {called}) {then} ;; esac\n'


@pytest.fixture(scope="module", params=["refuse", pytest.param("answer", marks=FULL)])
def lab(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Nobody knows for sure what clpstat does while the cluster is suspended: both are tried."""
    site = replace(SITE, software=(), rewrites_configuration=True, while_suspended=request.param)
    with lab_of(tmp_path_factory.mktemp("push"), site) as bench:
        for node in NODES:
            bench.sh(node, _KEEP)
        yield replace(bench, runbook=WATCHED)


@pytest.fixture
def old(lab: Bench) -> Bench:
    """The lab before any push: no exec resource, the group stopped, nothing suspended, no run unfinished."""
    if (last := newest(lab)).blocks_others:
        assert lab.clprun("abandon", last.run, "--yes").code == 0
    lab.sh("clu1", f"{CLPCL} --resume -a; clpgrp -t failover; {CLPCL} --suspend -a || :")
    for node in NODES:
        lab.sh(node, _BRING_BACK)
    lab.sh("clu1", f"{CLPCL} --resume -a; rm -f /root/mine /root/failed")
    return lab


def installed(bench: Bench, node: str) -> Configuration:
    return Configuration.parse(bench.node(node, "cat", CONFIGURATION).encode("euc-jp"))


def has_exec(bench: Bench) -> list[bool]:
    return [installed(bench, node).resource("exec1") is not None for node in NODES]


def is_suspended(bench: Bench) -> bool:
    """Whether clpstat says so, or refuses to say anything else."""
    told = client.run(bench.home, "clu1", ["clpstat"])
    return b"uspend" in told.stdout + told.stderr


def newest(bench: Bench) -> RunState:
    """All that the newest run knows about itself."""
    journals = sorted((bench.home / "runs").glob("*/journal.jsonl"), key=lambda path: path.parent.name)
    return reduce(fold, read_journal(journals[-1]).events if journals else [], RunState())


def is_put_back(bench: Bench) -> None:
    """Both nodes have the old configuration, by meaning; the cluster runs on; nothing was started."""
    for node in NODES:
        before = Configuration.parse(bench.node(node, "cat", "/root/clp.conf.old").encode("euc-jp"))
        assert same_meaning(before, installed(bench, node)), node
    assert not is_suspended(bench)
    assert group_on(bench) == "None"
    assert not newest(bench).debts


def ends_well(bench: Bench, finish: Finish) -> None:
    assert finish.code == 0, finish
    assert has_exec(bench) == [True, True]
    assert same_meaning(*(installed(bench, node) for node in NODES))
    for node in NODES:
        assert bench.sh(node, f"cd {SCRIPTS}/failover/exec1 && ls -l start.sh stop.sh | cut -c1-10").split() == [
            "-rwxr-xr-x",
            "-rwxr-xr-x",
        ]
    assert not is_suspended(bench)
    assert not newest(bench).debts


def place_of(label: str, *scripts: str) -> int:
    """Where an action stands in a push, counted through what puts things back.

    Args:
        label: of the action.
        scripts: that are pushed.
    """
    node, peer = (Node(name=name, role=role, address="::1") for name, role in zip(NODES, Role, strict=True))
    cluster = Cluster(name="lab", platform=Platform.LINUX, group="failover", nodes=(node, peer))
    files = tuple(Script(path, b"", None) for path in scripts or OF_EXEC)
    push = Push(Target(cluster, node, "add-exec", "run"), b"", b"", files, checked="noted")
    actions = (*push.actions, *push.rescues[-1].actions)
    return next(index for index, action in enumerate(actions) if isinstance(action, Run) and action.label == label)


@pytest.mark.parametrize(
    ("program", "lines"),
    [
        pytest.param(CLPCFCTRL, when(_OF_OURS, _FAIL), id="refused"),
        pytest.param(
            CLPCFCTRL, when(_OF_OURS, f"{_DELIVER_HERE}; kill -KILL $$"), id="died-before-the-peer-had-it", marks=FULL
        ),
        pytest.param(
            CLPCFCTRL, when(_OF_OURS, f"{_DELIVER_THERE}; kill -KILL $$"), id="died-after-the-peer-had-it", marks=FULL
        ),
        pytest.param(CLPCFCTRL, when(_OF_OURS, "exit 0"), id="said-yes-and-did-nothing", marks=FULL),
        pytest.param(CLPCFCTRL, when("*--push*", _FAIL), id="refused-again-and-again", marks=FULL),
        pytest.param(
            CLPCL,
            when("*--resume*", f"[ -e /root/failed ] || {{ : >/root/failed; {_FAIL}; }}"),
            id="resume",
            marks=FULL,
        ),
    ],
)
def test_what_was_there_is_put_back(old: Bench, program: str, lines: str) -> None:
    with put_before(old, "clu1", program, lines):
        finish = old.apply()

    assert finish.code == 1, finish
    assert "What was there before was put back." in finish.err
    is_put_back(old)
    ends_well(old, old.resume())


@pytest.mark.full
def test_a_push_that_hangs_until_somebody_kills_it(old: Bench) -> None:
    with put_before(old, "clu1", CLPCFCTRL, when(_OF_OURS, "echo $$ >/root/failed; exec sleep 100000")):
        verb = old.start("apply", WATCHED, "--lab", "--yes")
        eventually(lambda: bool(old.sh("clu1", "cat /root/failed 2>/dev/null || :")), "the push hangs")
        old.sh("clu1", "kill -KILL $(cat /root/failed)")
        finish = finish_of(verb)

    assert finish.code == 1, finish
    is_put_back(old)
    ends_well(old, old.resume())


@pytest.mark.full
@pytest.mark.parametrize(
    ("deliver", "newer"), [(_DELIVER_HERE, "clu1"), (_DELIVER_THERE, PEER)], ids=["here-only", "peer-only"]
)
def test_nodes_that_differ_and_stay_so_are_a_persons_matter(old: Bench, deliver: str, newer: str) -> None:
    broken = when(_OF_OURS, f"{deliver}; kill -KILL $$") + when("*--push*/before/*", _FAIL)
    with put_before(old, "clu1", CLPCFCTRL, broken):
        finish = old.apply()

    assert finish.code == 3, finish
    versions = dict(re.findall(r"(clu[12]) SHA-256 ([0-9a-f]{12})", finish.err))
    assert versions == {node: old.node(node, "sha256sum", CONFIGURATION)[:12] for node in NODES}
    assert f"What this step wants is on: {newer} " in finish.err
    assert has_exec(old) == [node == newer for node in NODES]
    assert is_suspended(old), "nothing is resumed on different configurations"
    assert newest(old).debts
    calls = len(old.calls())
    assert old.resume().code == 3
    assert not [call for call in old.calls()[calls:] if call["changes"]]
    ends_well(old, old.resume(None, "--in-doubt", "add-exec=redo"))


@pytest.mark.full
def test_a_peer_that_is_tampered_with_before_the_proof(old: Bench) -> None:
    waiting = f'{CLPCFCTRL}.own "$@"; : >/root/failed; while [ -e /root/failed ]; do sleep 0.05; done; exit 0'
    with put_before(old, "clu1", CLPCFCTRL, when(_OF_OURS, waiting)):
        verb = old.start("apply", WATCHED, "--lab", "--yes")
        eventually(lambda: bool(old.sh("clu1", "ls /root/failed 2>/dev/null || :")), "the push is made")
        old.sh(PEER, f"sed -i 's/10.0.0.114/10.0.0.115/' {CONFIGURATION}")
        old.sh("clu1", "rm /root/failed")
        finish = finish_of(verb)

    assert finish.code == 1, finish
    assert f"node {PEER}" in finish.err
    is_put_back(old)
    ends_well(old, old.resume())


@pytest.mark.full
def test_nothing_is_touched_when_the_backup_cannot_be_made(old: Bench) -> None:
    old.sh("clu1", f"mkdir -p {SCRIPTS}/failover && head -c 2M /dev/urandom >{SCRIPTS}/failover/big")
    old.sh("clu1", "mkdir -p /var/lib/clprun && mount -t tmpfs -o size=1m none /var/lib/clprun")
    calls = len(old.calls())
    try:
        finish = old.apply()
        assert finish.code == 1, finish
        assert "put back" not in finish.err
        assert not [call for call in old.calls()[calls:] if call["changes"]]
        is_put_back(old)
        old.sh("clu1", "mount -o remount,size=64m /var/lib/clprun")
        ends_well(old, old.resume())
    finally:
        old.sh("clu1", "umount -l /var/lib/clprun")


@pytest.mark.full
def test_nothing_is_pushed_when_the_cluster_cannot_be_suspended(old: Bench) -> None:
    calls = len(old.calls())
    with put_before(old, "clu1", CLPCL, when("*--suspend*", _FAIL)):
        finish = old.apply()

    assert finish.code == 1, finish
    assert not [line for _, line in commands_of(old.calls()[calls:]) if "clpcfctrl --push" in line]
    is_put_back(old)
    ends_well(old, old.resume())


def test_a_cluster_that_cannot_be_resumed_is_owed_until_the_nodes_show_that_it_was(old: Bench) -> None:
    with put_before(old, "clu1", CLPCL, when("*--resume*", _FAIL)):
        finish = old.apply()

    assert finish.code == 1, finish
    assert "Putting back what was there before failed, too." in finish.err
    assert has_exec(old) == [False, False]
    assert is_suspended(old)
    run, owed = newest(old).run, f"clu1# {CLPCL} --resume"
    told = [old.clprun("abandon", run, "--yes"), old.clprun("plan", WATCHED, "--lab"), old.clprun("status")]
    assert all(owed in each.text for each in told), told
    assert f"run {run} on lab" in told[1].text, told

    old.sh("clu1", f"{CLPCL} --resume -a")
    told = [old.clprun("plan", WATCHED, "--lab"), old.clprun("status")]
    assert not any("Owed back" in each.text for each in told), told
    ends_well(old, old.apply())


def test_a_link_that_is_cut_during_the_push(old: Bench) -> None:
    calls = len(old.changing_calls("clpcfctrl"))
    with gate(old, "clu1", CLPCFCTRL, _OF_OURS) as door:
        verb = old.start("apply", WATCHED, "--lab", "--yes")
        door.reached()
        old.sh("clu1", f"systemctl stop sshd; pkill -KILL -f '^{SESSIONS}' || :")
        door.open()
        eventually(lambda: len(old.changing_calls("clpcfctrl")) > calls, "the push went on without us")
        old.sh("clu1", "systemctl start sshd")
        finish = finish_of(verb)

    ends_well(old, old.resume() if finish.code == 4 else finish)
    assert len(old.changing_calls("clpcfctrl")) == calls + 1, "it was pushed once"


def test_a_controller_that_is_killed_while_it_puts_things_back(old: Bench) -> None:
    with put_before(old, "clu1", CLPCFCTRL, when(_OF_OURS, _FAIL)):
        finish = old.apply(f"acted:add-exec:clu1:{place_of('put-back')}")

    assert finish.code == KILLED, finish
    ends_well(old, old.resume())


@pytest.mark.full
def test_a_monitor_joins_while_the_group_runs_and_a_second_apply_changes_nothing(old: Bench) -> None:
    ends_well(old, old.apply())
    old.node("clu1", "clpgrp", "-s", "failover")
    pid = old.node("clu1", "pgrep", "-f", "^sleep 100000$")

    joined = old.apply(None, *BOTH_MONITORS)
    calls = len(old.calls())
    again = old.apply(None, *BOTH_MONITORS)

    ends_well(old, joined)
    assert "no group of the whole cluster fails over" in joined.out
    assert "Stops or moves" not in joined.out
    assert old.node("clu1", "pgrep", "-f", "^sleep 100000$") == pid
    eventually(lambda: bool(re.search(r"genw1 +: Normal", old.node(PEER, "clpstat"))), "genw1 watches")
    assert again.code == 0, again
    assert "Nothing was changed." in again.out
    assert not [call for call in old.calls()[calls:] if call["changes"]]


@pytest.mark.full
def test_what_a_running_resource_is_made_of_stays(old: Bench) -> None:
    ends_well(old, old.apply())
    old.node("clu1", "clpgrp", "-s", "failover")
    calls = len(old.calls())

    finish = old.apply(None, "-e", "greeting=second")

    assert finish.code == 1, finish
    assert "it must be stopped before its resources are changed" in finish.err
    assert not [call for call in old.calls()[calls:] if call["changes"]]


# -- between suspend and resume ---------------------------------------------------------------------------------------

WITHIN: Final = range(place_of("suspend"), place_of("resume"))
"""Places of the first push between its suspension and its resume."""

PLACES: Final = [pytest.param(place, marks=() if place == WITHIN[1] else FULL) for place in WITHIN]


def test_nothing_of_the_cluster_is_asked_while_it_is_suspended(old: Bench) -> None:
    before = len(old.calls())
    finish = old.apply()

    ends_well(old, finish)
    lines = [line for _, line in commands_of(old.calls()[before:])]
    first, last = (
        next(i for i, line in enumerate(lines) if line.endswith(f"--{verb} -a")) for verb in ("suspend", "resume")
    )
    assert [line for line in lines[first + 1 : last] if "clpcfctrl --push" not in line] == []
    assert lines[first - 1].startswith(f"{CLPCFCTRL} --compcheck -l -x ")


def killed_at(bench: Bench, place: int) -> str:
    """The id of a run whose controller was killed after this action of its push."""
    finish = bench.apply(f"acted:add-exec:clu1:{place}")
    assert finish.code == KILLED, finish
    assert is_suspended(bench)
    return newest(bench).run


@pytest.mark.parametrize("place", PLACES)
def test_a_run_that_was_killed_meanwhile_resumes_the_cluster(old: Bench, place: int) -> None:
    killed_at(old, place)
    ends_well(old, old.resume())


@pytest.mark.full
@pytest.mark.parametrize("place", PLACES)
def test_a_run_that_is_given_up_meanwhile_says_how_to_resume_the_cluster(old: Bench, place: int) -> None:
    run, owed = killed_at(old, place), f"clu1# {CLPCL} --resume -a"

    told = [old.clprun("abandon", run, "--yes"), old.clprun("status"), old.apply()]

    assert [each.code for each in told] == [0, 0, 1], told
    assert all(owed in each.text for each in told), told
    assert is_suspended(old), "nobody but a person resumes what a given-up run has suspended"
    old.sh("clu1", f"{CLPCL} --resume -a")
    ends_well(old, old.apply())
    assert "Owed back" not in old.clprun("status").text


@pytest.mark.full
@pytest.mark.parametrize("place", WITHIN)
def test_a_run_that_is_killed_again_on_its_way_back(old: Bench, place: int) -> None:
    killed_at(old, place)
    again = old.resume("acted:add-exec:clu1:0")
    assert again.code == KILLED, again
    ends_well(old, old.resume())


@pytest.mark.parametrize("label", ["push", pytest.param("suspend", marks=FULL)])
def test_what_an_earlier_step_left_is_no_drift_while_it_cannot_be_seen(old: Bench, label: str) -> None:
    ends_well(old, old.apply())
    finish = old.apply(f"acted:add-custom:clu1:{place_of(label, *OF_BOTH)}", *BOTH_MONITORS)
    assert finish.code == KILLED, finish
    assert is_suspended(old)

    ends_well(old, old.resume())
    assert installed(old, PEER).monitor("genw1") is not None


def test_a_cluster_that_somebody_else_suspended_is_told_with_what_to_do(old: Bench) -> None:
    old.sh("clu1", f"{CLPCL} --suspend -a")
    calls = len(old.calls())

    finish = old.apply()

    assert finish.code == 1, finish
    assert "clpcl --resume -a" in finish.err
    assert "Owed back" not in finish.text
    assert not [call for call in old.calls()[calls:] if call["changes"]]
    old.sh("clu1", f"{CLPCL} --resume -a")
    ends_well(old, old.apply())

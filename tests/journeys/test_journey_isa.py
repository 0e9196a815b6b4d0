"""Internet Server Agent with monitor commands: previewed, licensed by prompt, built, tested, maintained, used."""

import hashlib
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from clprun.lab import client
from clprun.lab.site import site_for
from tests.journeys.gates import put_before
from tests.journeys.stage import changes_since, commands_of, group_on, lab_of, reads_only_since
from tests.support.bench import NODES, Bench, Finish, finish_of
from tests.support.lab import eventually

RUNBOOK: Final = "internet-server-agent"
MAINTENANCE: Final = "internet-server-agent-maintenance"
SITE: Final = replace(site_for(RUNBOOK), time_factor=600.0)
KEYS: Final = [hashlib.sha256(f"{node}\n".encode()).hexdigest().upper()[:32] for node in NODES]
"""What the commands in the lab's inventory print; worth nothing outside the lab."""
REGISTERING: Final = "/usr/sbin/clplcnsc -i"
WATCHING: Final = "/usr/sbin/clp_httpmon httpwatch"

WAIT: Final = """\
if [ "$1" = -i ]; then
  echo $$ >>/run/gate.waiting
  while [ ! -e /run/gate.open ]; do sleep 0.05; done
fi
"""


def without_keys(bench: Bench) -> Bench:
    """The same lab, with a controller that can't get at a key: the inventory's command for it is not found."""
    return replace(bench, environment={"PATH": "/nowhere"})


def kept_on(bench: Bench, node: str, text: str) -> list[str]:
    """Files of the node that hold a text, the product's own store of licences left aside."""
    found = bench.sh(node, f"grep -rlaF -e {text} /var /root /tmp /etc /opt /run 2>/dev/null || :")
    return [path for path in found.split() if not path.endswith("/license-ISAG10.json")]


def watches(bench: Bench, node: str) -> bool:
    """Whether the monitor command runs on a node."""
    return f"\n{WATCHING} " in bench.node(node, "ps", "-eww", "-o", "args=")


@dataclass(frozen=True)
class Story:
    """One build from its dry run to its second run; the controller is killed while clplcnsc asks, and once more."""

    bench: Bench
    new: dict[str, dict[str, str]]
    dry: Finish
    refused: list[Finish]
    previewed: dict[str, dict[str, str]]
    calls_before: int
    licensed: Finish
    cut: Finish
    built: Finish
    calls: list[dict[str, Any]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with lab_of(tmp_path_factory.mktemp("isa"), SITE) as empty:
        bench = replace(empty, runbook=RUNBOOK)
        new = {node: client.tree_digest(bench.home, node) for node in NODES}
        dry = without_keys(bench).clprun("apply", RUNBOOK, "--lab", "--dry-run", "--detailed-exitcode")
        refused = [without_keys(bench).clprun("apply", RUNBOOK, "--lab", "--yes")]
        previewed = {node: client.tree_digest(bench.home, node) for node in NODES}
        count = len(bench.calls())
        licensed = licensed_by_two_controllers(bench, refused)
        cut = bench.resume("done:http-application:clu1")
        built = without_keys(bench).resume(None, "--json")
        yield Story(bench, new, dry, refused, previewed, count, licensed, cut, built, bench.calls()[count:])


def licensed_by_two_controllers(bench: Bench, refused: list[Finish]) -> Finish:
    """The first is killed while clplcnsc on clu1 has not asked yet; the second is stopped once clu1 is licensed."""
    with put_before(bench, "clu1", "/usr/sbin/clplcnsc", WAIT):
        first = bench.start("apply", RUNBOOK, "--lab", "--yes")
        eventually(lambda: bool(bench.sh("clu1", "cat /run/gate.waiting 2>/dev/null || :")), "clplcnsc was begun")
        first.kill()
        assert finish_of(first).code == -signal.SIGKILL
        refused.append(without_keys(bench).resume())
        second = bench.start("resume", "--yes", fault="done:product-licence:clu1")
        bench.sh("clu1", ": >/run/gate.open")
        return finish_of(second)


def test_a_dry_run_changes_nothing_and_asks_for_no_key(story: Story) -> None:
    assert story.dry.code == 7, story.dry
    assert story.previewed == story.new
    assert not [call for call in story.bench.calls()[: story.calls_before] if call["changes"]]


def test_a_run_without_its_keys_stops_before_it_does_anything_and_goes_on_with_them(story: Story) -> None:
    """Neither a new run nor one whose clplcnsc waits for its answers; once both are licensed, no key is needed."""
    assert [finish.code for finish in story.refused] == [2, 2], story.refused
    for finish in story.refused:
        assert "can't be had from command" in finish.err


def test_the_key_is_typed_in_once_though_the_controller_was_killed(story: Story) -> None:
    assert story.licensed.code == -signal.SIGKILL
    registered = [node for node, line in commands_of(story.calls) if line == REGISTERING]

    assert sorted(registered) == ["clu1", "clu2"]
    for node, key in zip(NODES, KEYS, strict=True):
        assert key in story.bench.sh(node, "cat /opt/nec/clusterpro/etc/license-ISAG10.json")


def test_no_key_is_kept_anywhere_but_in_the_product(story: Story) -> None:
    folder = story.bench.home / "runs" / story.built.events("run-resumed")[0]["run"]
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) >= 2
    for key in KEYS:
        assert [kept_on(story.bench, node, key) for node in NODES] == [[], []]
        assert [path for path in kept if key.encode() in path.read_bytes()] == []
        assert key not in story.built.text + story.dry.text


def test_the_build_reaches_its_end_after_two_cuts(story: Story) -> None:
    assert story.cut.code == -signal.SIGKILL
    assert story.built.code == 0, story.built.err
    assert group_on(story.bench) == "clu1"


def test_exec2_came_after_exec1_was_tested_on_both_nodes_and_by_a_reboot(story: Story) -> None:
    lines = commands_of(story.calls)
    pushes = [index for index, (_, line) in enumerate(lines) if "clpcfctrl --push" in line]
    tests = [(node, line.removeprefix("/usr/sbin/")) for node, line in lines[pushes[0] : pushes[1]] if "clpgrp" in line]

    assert len(pushes) == 2
    assert tests == [
        *(("clu1", "clpgrp -s failover"), ("clu1", "clpgrp -t failover")),
        *(("clu2", "clpgrp -s failover"), ("clu2", "clpgrp -t failover")),
        *(("clu1", "clpgrp -s failover"), ("clu1", "clpgrp -m failover -a clu2")),
        ("clu2", "clpgrp -m failover -a clu1"),
        ("clu2", "clpgrp -m failover -a clu1"),
        ("clu1", "clpgrp -t failover"),
    ]
    reboots = [index for index, (_, line) in enumerate(lines) if "clpdown -r" in line]
    assert len(reboots) == 2
    assert pushes[0] < reboots[0] < pushes[1] < reboots[1]


def test_the_monitor_ends_by_its_own_order_never_by_a_signal(story: Story) -> None:
    stops = [
        call["argv"][1:3]
        for call in story.calls
        if call["argv"][0].endswith("clp_httpmon") and "--stop" in call["argv"]
    ]

    assert len(stops) >= 4
    assert {tuple(words) for words in stops} == {("httpwatch", "--stop")}
    assert not [call for call in story.calls if "--del" in call["argv"]]


def test_a_second_run_only_reads_and_needs_no_key(story: Story) -> None:
    before, count = story.bench.trees(), len(story.bench.calls())

    finish = without_keys(story.bench).apply()

    assert finish.code == 0, finish
    assert "Nothing was changed." in finish.out
    assert story.bench.trees() == before
    assert reads_only_since(story.bench, count)


def test_verify_proves_the_result(story: Story) -> None:
    finish = story.bench.clprun("verify", RUNBOOK, "--lab", "--json")

    assert finish.code == 0, finish
    names = {each["name"].partition("[")[0] for each in finish.events("verified")}
    assert names >= {"product-licence", "http-watched", "test_monitor_commands_run_where_the_group_is_and_nowhere_else"}


@pytest.mark.full
def test_the_monitor_is_paused_while_the_server_is_worked_on(story: Story) -> None:
    count = len(story.bench.calls())

    finish = story.bench.clprun("apply", MAINTENANCE, "--lab", "--yes")
    again = story.bench.clprun("apply", MAINTENANCE, "--lab", "--yes")

    assert (finish.code, again.code) == (0, 0), finish
    orders = [line for _, line in commands_of(changes_since(story.bench, count)) if "clp_httpmon" in line]
    assert orders == [f"{WATCHING} --pause", f"{WATCHING} --resume"]
    assert "Nothing was changed." in again.out
    assert story.bench.clprun("verify", MAINTENANCE, "--lab").code == 0


@pytest.mark.full
def test_a_dead_server_makes_the_group_fail_over_and_stay_there(story: Story) -> None:
    """The recommended recovery: the cluster service of the node stops, so the group can't come back by itself."""
    story.bench.sh("clu1", "echo hang >/var/lib/clprun-lab/httpd")

    eventually(lambda: group_on(story.bench) == "clu2", "failed over", 60)

    assert "<event: 6>" in story.bench.sh("clu1", "cat /var/log/messages")
    eventually(lambda: watches(story.bench, "clu2"), "watched on clu2")


@pytest.mark.full
def test_a_killed_monitor_leaves_a_record_that_is_cleared(story: Story) -> None:
    """Run after the failover: the monitor on clu2 is the one that lives."""
    story.bench.sh("clu1", "rm -f /var/lib/clprun-lab/httpd; clpcl -s")
    eventually(
        lambda: "Offline" not in client.run(story.bench.home, "clu2", ["clpstat"]).stdout.decode(), "both online"
    )
    story.bench.sh("clu2", f"pkill -KILL -f '^{WATCHING}'")
    eventually(lambda: group_on(story.bench) != "clu2", "failed over again", 60)
    count = len(story.bench.calls())

    finish = story.bench.clprun("apply", MAINTENANCE, "--lab", "--yes", "--until", "http-cleared")

    assert finish.code == 0, finish
    cleared = [(node, line) for node, line in commands_of(changes_since(story.bench, count)) if "clp_httpmon" in line]
    assert cleared == [("clu2", f"{WATCHING} --del")]

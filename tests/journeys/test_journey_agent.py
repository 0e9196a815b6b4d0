"""jobcenter-standard-ag: an instance made by hand whose id nobody knew, a cut build, a service that is watched."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from clprun.lab import client
from clprun.lab.site import site_for
from tests.journeys.hands import leave_out
from tests.journeys.stage import commands_of, group_on, lab_of, reads_only_since
from tests.support.bench import NODES, Bench, Finish
from tests.support.lab import eventually

BOOK = "jobcenter-standard-ag"
SITE = replace(site_for(BOOK), time_factor=600.0, jobcenter="media", seed=2)
"""With this seed the instance's service comes enabled at boot: what the product does is not public."""

MEDIA = "/media/jobcenter-standard-ag"
MAKE = f"{MEDIA}/create-instance.sh jcagcluster clusterinstance /mnt/jobagdb"
SCRIPTS = "/opt/nec/clusterpro/scripts"
CUTS = (
    "done:join-instance-by-hand:clu2",
    "done:no-autostart:clu1",
    "done:start-group:clu1",
    "done:move-to-standby:clu1",
)
"""Where the build is killed after the instance is there, one after the other."""


@dataclass(frozen=True)
class Story:
    """One build."""

    bench: Bench
    dry: Finish
    harmless: bool
    first: Finish
    asked: Finish
    right_id: Finish
    moved: Finish
    unit: str
    enabled: str
    by_hand: Finish
    cut: list[Finish]
    built: Finish
    calls: list[dict[str, Any]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with lab_of(tmp_path_factory.mktemp("agent"), SITE, "A") as lab:
        bench = replace(lab, runbook=BOOK)
        leave_out(bench, "instance_command", "instance_id")
        trees, count = bench.trees(), len(bench.calls())
        dry = bench.clprun("plan", BOOK, "--lab")
        harmless = bench.trees() == trees and reads_only_since(bench, count)
        first = bench.apply()
        bench.sh("clu1", MAKE)
        asked = bench.resume()
        unit = bench.sh("clu1", "cd /etc/systemd/system && ls | grep ^jcexecutor_agent_").strip()
        identifier = unit.removeprefix("jcexecutor_agent_").removesuffix(".service")
        leave_out(bench, "instance_command", instance_id=f'"{identifier}"')
        right_id = bench.resume()
        moved = bench.resume(None, "--accept", "input")
        bench.sh("clu2", MAKE)
        enabled = _is_enabled(bench, "clu1", unit)
        cut = [bench.resume(CUTS[0])]
        bench.node("clu2", "systemctl", "start", unit)
        by_hand = bench.resume()
        bench.node("clu2", "systemctl", "stop", unit)
        cut += [bench.resume(fault) for fault in CUTS[1:]]
        built = bench.resume()
        calls = bench.calls()[count:]
        yield Story(bench, dry, harmless, first, asked, right_id, moved, unit, enabled, by_hand, cut, built, calls)


def _is_enabled(bench: Bench, node: str, unit: str) -> str:
    return client.run(bench.home, node, ["systemctl", "is-enabled", unit]).stdout.decode().strip()


def _is_active(bench: Bench, node: str, unit: str) -> bool:
    return client.run(bench.home, node, ["systemctl", "-q", "is-active", unit]).returncode == 0


def test_a_plan_changes_nothing_and_tells_the_work_of_a_person(story: Story) -> None:
    assert story.dry.code == 0, story.dry
    assert story.harmless
    assert "Instance name: clusterinstance" in story.dry.out
    assert "Do not start the service, and do not use systemctl enable." in story.dry.out


def test_the_agent_is_registered_before_the_instance_is_asked_for(story: Story) -> None:
    assert story.first.code == 3, story.first
    assert "make-instance-by-hand" in story.first.err
    lines = [line for _, line in commands_of(story.calls) if "register-agent" in line or "create-instance" in line]
    assert "register-agent.sh" in lines[0]


def test_the_id_is_asked_for_once_the_machine_tells_it(story: Story) -> None:
    assert story.asked.code == 3, story.asked
    assert "instance_id is not given yet." in story.asked.err


def test_the_id_is_changed_input_that_a_person_accepts(story: Story) -> None:
    assert story.right_id.code == 3, story.right_id
    assert "--accept input" in story.right_id.err
    assert story.moved.code == 3, story.moved
    assert "On clu2, as root" in story.moved.err
    assert story.unit.removesuffix(".service").rpartition("_")[2] in story.moved.err


def test_the_disk_is_not_taken_from_a_service_that_runs_by_hand(story: Story) -> None:
    assert story.by_hand.code == 1, story.by_hand
    assert f"{story.unit} runs here, and no resource of failover group failover has started it." in story.by_hand.err
    assert "where: node clu2, step move-back-after-instance" in story.by_hand.err


def test_the_build_reaches_its_end_though_it_is_killed_again_and_again(story: Story) -> None:
    assert [finish.code for finish in story.cut] == [-9] * len(CUTS), story.cut
    assert story.built.code == 0, story.built


def test_the_service_runs_where_the_group_is_and_starts_nowhere_at_boot(story: Story) -> None:
    assert group_on(story.bench) == "clu1"
    assert [_is_active(story.bench, node, story.unit) for node in NODES] == [True, False]
    assert story.enabled == "enabled", "the lab's product left it so"
    assert [_is_enabled(story.bench, node, story.unit) for node in NODES] == ["disabled", "disabled"]


def test_a_check_that_hangs_counts_as_a_fault_on_both_nodes(story: Story) -> None:
    for node in NODES:
        configuration = ET.fromstring(story.bench.node(node, "cat", "/opt/nec/clusterpro/etc/clp.conf"))
        monitor = configuration.find("monitor/genw[@name='genw-jc-ag']")
        assert monitor is not None
        assert monitor.findtext("emergency/timeout/notrecovery/use") == "0"
        assert monitor.findtext("target") == "exec-jc-ag"


def test_a_second_run_changes_nothing(story: Story) -> None:
    trees, count = story.bench.trees(), len(story.bench.calls())

    again = story.bench.clprun("apply", BOOK, "--lab")
    verified = story.bench.clprun("verify", BOOK, "--lab")

    assert (again.code, verified.code) == (0, 0), (again, verified)
    assert "test_the_monitor_finds_the_service_healthy" in verified.out
    assert "Nothing was changed." in again.out
    assert story.bench.trees() == trees
    assert reads_only_since(story.bench, count)


def test_a_dead_agent_makes_the_group_fail_over(story: Story) -> None:
    story.bench.sh("clu1", f"kill -9 $(systemctl show -p MainPID --value {story.unit})")

    def stands() -> bool:
        return group_on(story.bench) == "clu2" and _is_active(story.bench, "clu2", story.unit)

    eventually(stands, "failed over", 60)
    assert not _is_active(story.bench, "clu1", story.unit)
    shouted = [story.bench.sh(node, "cat /run/clprun-lab/warnings.jsonl 2>/dev/null || :") for node in NODES]
    assert shouted == ["", ""]

"""jobcenter-standard-mg from its media, by commands: harmless dry run, cut and resumed build, quiet second run."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from clprun.lab.site import site_for
from tests.journeys.stage import changes_since, commands_of, group_on, lab_of, reads_only_since, site_on
from tests.support.bench import NODES, Bench, Finish
from tests.support.lab import eventually

BOOK = "jobcenter-standard-mg"
SITE = replace(site_for(BOOK), time_factor=600.0, jobcenter="media", seed=5)
ELEVEN = {
    "cjcpw": 1,
    "jcexecutor_manager": 1,
    "jcexecutor_webserver": 1,
    "nats_start": 1,
    "jnwcaster": 2,
    "jnwengine": 1,
    "sclaunchd": 1,
    "comagent": 1,
    "jcdbs": 1,
    "jnwlauncher": 1,
    "jcwebserver": 1,
}
"""The eleven names of a cluster site and how many there are of each (reference/products.md 2.1)."""

CUTS = (
    "done:install-manager:clu1",
    "acted:create-site:clu1:0",
    "done:start-site:clu1",
    "done:start-site-on-standby:clu2",
    "done:move-back-after-site:clu1",
    "intended:exec-and-monitor:clu1",
    "done:stop-group-for-trial:clu1",
    "done:move-to-standby:clu1",
)
"""Where the build is killed, one after the other."""


@dataclass(frozen=True)
class Story:
    """One build."""

    bench: Bench
    dry: Finish
    harmless: bool
    cut: list[Finish]
    built: Finish
    calls: list[dict[str, Any]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with lab_of(tmp_path_factory.mktemp("manager"), SITE) as lab:
        bench = replace(lab, runbook=BOOK)
        trees, count = bench.trees(), len(bench.calls())
        dry = bench.clprun("apply", BOOK, "--lab", "--dry-run", "--detailed-exitcode")
        harmless = bench.trees() == trees and reads_only_since(bench, count)
        cut = [bench.apply(CUTS[0]), *(bench.resume(fault) for fault in CUTS[1:])]
        built = bench.resume()
        yield Story(bench, dry, harmless, cut, built, bench.calls()[count:])


def test_a_dry_run_changes_nothing(story: Story) -> None:
    assert story.dry.code == 7, story.dry
    assert story.harmless


def test_a_build_that_is_killed_again_and_again_reaches_its_end(story: Story) -> None:
    assert [finish.code for finish in story.cut] == [-9] * len(CUTS), story.cut
    assert story.built.code == 0, story.built


def test_the_site_is_made_once_and_starts_on_both_nodes_before_the_group_runs_it(story: Story) -> None:
    lines = [(node, line.rpartition("/")[2] if "jobmgdb" not in line else line) for node, line in _by_hand(story)]
    start, stop = "/usr/lib/nqs/cluster/cjcpw jcmgcluster /mnt/jobmgdb", "cjcpw -stop jcmgcluster"
    site = [line for line in lines if "cjcpw" in line[1] or "create-site" in line[1]]
    move = [node for node, line in lines if "clpgrp -m" in line]

    assert site == [
        ("clu1", "/media/jobcenter-standard-mg/create-site.sh jcmgcluster 100 /mnt/jobmgdb"),
        *[("clu1", start), ("clu1", stop), ("clu2", start), ("clu2", stop)],
    ]
    assert move == ["clu1", "clu2", "clu1", "clu2"]


def _by_hand(story: Story) -> list[tuple[str, str]]:
    begun = [call for call in story.calls if call["changes"] and not _is_end(call)]
    return commands_of(begun)


def _is_end(call: dict[str, Any]) -> bool:
    """Whether it is the second line of a command that is logged at its start, too."""
    return call["argv"][0].endswith("/create-site.sh") and call["exit"] is not None


def test_the_eleven_names_run_where_the_group_is(story: Story) -> None:
    assert group_on(story.bench) == "clu1"
    assert [site_on(story.bench, node) for node in NODES] == [ELEVEN, {}]
    pushes = [line for _, line in commands_of(story.calls) if "clpcfctrl --push" in line]
    assert len(pushes) == 1


def test_a_second_run_changes_nothing(story: Story) -> None:
    trees, count = story.bench.trees(), len(story.bench.calls())

    again = story.bench.clprun("apply", BOOK, "--lab")
    verified = story.bench.clprun("verify", BOOK, "--lab")

    assert (again.code, verified.code) == (0, 0), (again, verified)
    assert "test_the_site_has_its_eleven_processes" in verified.out
    assert story.bench.trees() == trees
    assert not changes_since(story.bench, count)


def test_a_killed_manager_makes_the_group_fail_over(story: Story) -> None:
    story.bench.sh("clu1", "pkill -9 -f ^/usr/lib/nqs/jcexecutor/jcexecutor_manager")

    eventually(lambda: group_on(story.bench) == "clu2" and site_on(story.bench, "clu2") == ELEVEN, "failed over", 60)
    assert site_on(story.bench, "clu1") == {}

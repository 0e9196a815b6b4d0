"""JobCenter, CL/Web and somebody's database in one failover group: each is built beside the others.

The database came first, made in Cluster WebUI: its exec resource and PID monitor bear the names that the WebUI gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from clprun.lab.standin.default_conf import default_configuration
from clprun.products.clpconf.configuration import Configuration
from tests.journeys.clweb import serving
from tests.journeys.stage import EIGHT, SITE, changes_since, lab_of, site_on
from tests.support.bench import NODES, Bench, Finish
from tests.support.lab import eventually

pytestmark = pytest.mark.full

CONFIGURATION = "/opt/nec/clusterpro/etc/clp.conf"
SCRIPTS = "/opt/nec/clusterpro/scripts/failover/exec1"
DATABASE = "sleep 86399"
START = f"#!/bin/sh\n# The database of the accounts.\nexec {DATABASE}\n"
STOP = f"#!/bin/sh\n# The database of the accounts.\npkill -fx '{DATABASE}'\nexit 0\n"
CLWEB = (
    *("-e", "mount_point=/mnt/sdb2", "-e", "shared_directory=/mnt/sdb2/clweb"),
    *("-e", "settings_file=/usr/local/jcclweb/config/clweb.conf"),
)
AS_THE_DATABASE = ("-e", "exec_resource=exec1", "-e", "pid_monitor=pidw1")


@dataclass(frozen=True)
class Story:
    """What was built, one after the other, and what is the database's."""

    bench: Bench
    before: tuple[str, ...]
    taking: list[Finish]
    changed_by_taking: list[object]
    jobcenter: Finish
    clweb: Finish
    again: list[Finish]


def theirs(bench: Bench) -> tuple[str, ...]:
    """The database's objects as they stand in both configurations, and its scripts on both nodes."""
    found = []
    for node in NODES:
        content = bench.node(node, "cat", CONFIGURATION)
        for kind, name in (("exec", "exec1"), ("pidw", "pidw1")):
            begin = content.index(f'<{kind} name="{name}">')
            found.append(content[begin : content.index(f"</{kind}>", begin)])
        found += [bench.sh(node, f"stat -c '%a %U' {SCRIPTS}/*; sha256sum {SCRIPTS}/*")]
    return tuple(found)


def runs_database(bench: Bench, node: str) -> bool:
    return DATABASE in bench.node(node, "ps", "-eo", "args=").splitlines()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("conf")
    site = replace(SITE, software=("jobcenter-classic", "clweb"), configuration=folder)
    (folder / "clp.conf").write_bytes(default_configuration(site, "all"))
    scripts = folder / "scripts" / "failover" / "exec1"
    scripts.mkdir(parents=True)
    for name, text in (("start.sh", START), ("stop.sh", STOP)):
        (scripts / name).write_text(text)
    with lab_of(tmp_path_factory.mktemp("home"), site) as bench:
        eventually(lambda: runs_database(bench, "clu1"), "the database runs")
        before, calls = theirs(bench), len(bench.calls())
        taking = [bench.clprun("plan", bench.runbook, "--lab", *AS_THE_DATABASE), bench.apply(None, *AS_THE_DATABASE)]
        changed: list[object] = [*changes_since(bench, calls)]
        abandoned = bench.clprun("abandon", taking[1].run(), "--yes")
        assert abandoned.code == 0, abandoned
        jobcenter = bench.apply()
        bench.sh("clu1", "mkdir /mnt/sdb2/clweb")
        clweb = bench.clprun("apply", "clweb", "--lab", "--yes", *CLWEB, seconds=300)
        again = [bench.apply(), bench.clprun("apply", "clweb", "--lab", "--yes", *CLWEB)]
        yield Story(bench, before, taking, changed, jobcenter, clweb, again)


def test_a_name_that_is_the_database_s_is_refused_before_anything_is_done(story: Story) -> None:
    plan, apply = story.taking
    assert plan.code == 0, plan
    assert "exec@exec1" in plan.out
    assert "The database of the accounts." in plan.out
    assert "pidw@pidw1" in plan.out
    assert apply.code == 3, apply
    assert "--accept takeover" in apply.err
    assert story.changed_by_taking == []


def test_each_is_built_beside_the_others(story: Story) -> None:
    assert story.jobcenter.code == 0, story.jobcenter
    assert story.clweb.code == 0, story.clweb
    assert runs_database(story.bench, "clu1")
    assert site_on(story.bench, "clu1") == EIGHT
    assert serving(story.bench, "clu1")
    installed = Configuration.parse(story.bench.node("clu2", "cat", CONFIGURATION).encode("euc-jp"))
    watched = {each.name: each.values["target"] for each in installed.monitors if each.kind in {"pidw", "psw"}}
    assert watched == {"pidw1": "exec1", "pidw-jobcenter": "exec-jobcenter", "psw-clweb": "exec-clweb"}


def test_what_is_the_database_s_did_not_change_by_a_byte(story: Story) -> None:
    assert theirs(story.bench) == story.before


def test_a_second_apply_of_each_finds_its_own(story: Story) -> None:
    assert [finish.code for finish in story.again] == [0, 0], story.again
    assert ["Nothing was changed." in finish.out for finish in story.again] == [True, True]

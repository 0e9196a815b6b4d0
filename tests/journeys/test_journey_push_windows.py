"""A push on Windows nodes whose clpstat refuses while the cluster is suspended: whole, refused, cut, given up."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from clprun.lab.site import windows_site
from clprun.model.change import Run
from clprun.model.cluster import Cluster, Node, Platform, Role
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.base import Target
from clprun.steps.push import Push, Script
from tests.journeys.test_journey_push import KILLED
from tests.support.bench import Finish
from tests.support.lab import eventually
from tests.support.windows import needs_wine
from tests.support.windows_bench import WINDOWS_NODES, WindowsBench, windows_bench_of

pytestmark = [needs_wine, pytest.mark.full]

SITE: Final = replace(windows_site(), time_factor=600.0)
SCRIPTS: Final = ("failover/script1/start.bat", "failover/script1/stop.bat")
_CLUSTERPRO: Final = "/windows/prefix/drive_c/Program Files/CLUSTERPRO"
_PATIENCE: Final = 600.0


@pytest.fixture(scope="module", name="lab")
def _lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsBench]:
    with windows_bench_of(tmp_path_factory.mktemp("push"), SITE) as bench:
        for node in WINDOWS_NODES:
            bench.sh(node, f"cp -a '{_CLUSTERPRO}/etc/clp.conf' /root/clp.conf.old")
        yield replace(bench, runbook=str(Path(__file__).parent / "watched_windows"))


@pytest.fixture
def old(lab: WindowsBench) -> WindowsBench:
    """The lab before any push: the group stopped, nothing suspended, no run unfinished."""
    for run in lab.runs():
        if run["state"] not in {"done", "abandoned"}:
            assert lab.clprun("abandon", run["run"], "--yes", seconds=_PATIENCE).code == 0
    for line in ("--resume -a", "--suspend -a"):
        lab.cmd("win1", "clpgrp", "-t", "failover")
        lab.cmd("win1", "clpcl", *line.split())
    for node in WINDOWS_NODES:
        lab.sh(node, f"cp -a /root/clp.conf.old '{_CLUSTERPRO}/etc/clp.conf'")
    lab.cmd("win1", "clpcl", "--resume", "-a")
    eventually(lambda: "Offline" in lab.cmd("win1", "clpstat"), "the group is stopped")
    return lab


def run(bench: WindowsBench, verb: str, fault: str | None = None) -> Finish:
    words = ("apply", bench.runbook, "--lab", "--yes") if verb == "apply" else ("resume", "--yes")
    return bench.clprun(*words, fault=fault, seconds=_PATIENCE)


def has_script(bench: WindowsBench) -> list[bool]:
    contents = (bench.sh(node, f"cat '{_CLUSTERPRO}/etc/clp.conf'") for node in WINDOWS_NODES)
    return [Configuration.parse(each.encode("cp932")).resource("script1") is not None for each in contents]


def is_suspended(bench: WindowsBench) -> bool:
    return not re.search(r": Online", bench.cmd("win1", "clpstat"))


def ends_well(bench: WindowsBench, finish: Finish) -> None:
    assert finish.code == 0, finish
    assert has_script(bench) == [True, True]
    assert not is_suspended(bench)
    assert bench.owed() == []


def place_of(label: str) -> int:
    """Where an action stands in the push."""
    node, peer = (Node(name=name, role=role, address="::1") for name, role in zip(WINDOWS_NODES, Role, strict=True))
    cluster = Cluster(name="lab", platform=Platform.WINDOWS, group="failover", nodes=(node, peer))
    push = Push(
        Target(cluster, node, "add-script", "run"), b"", b"", tuple(Script(each, b"", None) for each in SCRIPTS)
    )
    return next(index for index, each in enumerate(push.actions) if isinstance(each, Run) and each.label == label)


def test_a_push_whole(old: WindowsBench) -> None:
    ends_well(old, run(old, "apply"))


def test_a_push_that_is_refused_leaves_no_cluster_suspended(old: WindowsBench) -> None:
    old.fault("command", name="clpcfctrl", effect="fail")
    try:
        finish = run(old, "apply")
    finally:
        old.fault("clear")

    assert finish.code == 1, finish
    assert "What was there before was put back." in finish.err
    assert has_script(old) == [False, False]
    assert not is_suspended(old)
    assert old.owed() == []
    ends_well(old, run(old, "resume"))


@pytest.mark.parametrize("label", ["suspend", "push"])
def test_a_run_that_was_killed_meanwhile_resumes_the_cluster(old: WindowsBench, label: str) -> None:
    finish = run(old, "apply", f"acted:add-script:win1:{place_of(label)}")
    assert finish.code == KILLED, finish
    assert is_suspended(old)

    ends_well(old, run(old, "resume"))


def test_a_run_that_is_given_up_meanwhile_says_how_to_resume_the_cluster(old: WindowsBench) -> None:
    assert run(old, "apply", f"acted:add-script:win1:{place_of('suspend')}").code == KILLED
    (unfinished,) = (each["run"] for each in old.runs() if each["state"] not in {"done", "abandoned"})

    told = [
        old.clprun("abandon", unfinished, "--yes", seconds=_PATIENCE),
        old.clprun("status"),
        run(old, "apply"),
    ]

    assert [each.code for each in told] == [0, 0, 1], told
    assert all("clpcl --resume -a" in each.text for each in told), told
    old.cmd("win1", "clpcl", "--resume", "-a")
    ends_well(old, run(old, "apply"))

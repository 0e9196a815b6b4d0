"""Each fault of guide JC chapter 2 that destroys data, splits the cluster or hides a dead service (severity A).

The names are the entries of ERRATA.md. Each test shows that the runbook, its scripts and its kinds do the right thing.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.errors import InDoubt, Problem, StepFailed
from clprun.lang.load import load_runbook
from clprun.model.change import Change, Rename, Run, WriteFile
from clprun.model.runbook import On, Runbook
from clprun.node.edits import script as edit_script
from clprun.node.questions import FileKind
from clprun.products.clusterpro import Clpstat
from clprun.products.jobcenter import stop_site
from clprun.steps.exec_resource import ExecResource, ExecResourceWant
from clprun.steps.group import Group, GroupWant
from clprun.steps.jobcenter_local import JobCenterLocal, JobCenterLocalWant
from clprun.steps.jobcenter_site import JobCenterSite, JobCenterSiteWant
from clprun.steps.jobcenter_site_state import JobCenterSiteState, JobCenterSiteStateWant
from clprun.steps.registry import kinds
from tests.runbooks.machine import FILES, OWN_SITE, SHELLS, Machine, until
from tests.steps.given import PATH, SITE, Given, clpstat, local, site, target

SITE_IN_GROUP = {**SITE, "exec": "exec1"}
STOP_GROUP = GroupWant.model_validate({"group": "failover", "state": "offline", "site": SITE_IN_GROUP})
BY_CLUSTER = clpstat(resources=("fip1", "disk1", "exec1"))


@pytest.fixture(scope="module")
def runbook() -> Runbook:
    return load_runbook("jobcenter-classic", kinds()).runbook


@pytest.fixture(params=SHELLS)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path, SHELLS[request.param])
    yield made
    made.clear()


def exec_change() -> Change:
    kind = ExecResource()
    monitor = {"type": "pidw", "name": "pidw1", "reactivations": 0, "failovers": 1, "final_action": "none"}
    script = "#!/bin/sh\nexit 0\n"
    want = ExecResourceWant.model_validate(
        {"group": "failover", "name": "exec1", "start": script, "stop": script, "monitors": [monitor]}
    )
    given = Given().both(Clpstat(), clpstat("Offline", "None"))
    change = kind.plan(want, target(), given.answers(kind, want, target()))
    assert change is not None
    return change


def test_g2_01_the_scripts_run_to_their_end_in_every_shell(machine: Machine) -> None:
    """A comment alone in a branch is a syntax error: the guide's scripts neither start nor stop JobCenter."""
    for name in ("start.sh", "stop.sh"):
        subprocess.run([*machine.shell, "-n", str(machine.script(name))], check=True)
    machine.popen("start.sh")
    until(machine.pids)
    machine.render(stop_limit=15)
    assert machine.call("stop.sh") == 0
    assert not machine.pids()


def test_g2_03_the_hyphen_of_stop_is_a_hyphen() -> None:
    """An en dash is data: two words after cjcpw have the shape of a start, and nothing is stopped."""
    assert stop_site("cluv")[1:] == ("-stop", "cluv")
    for file in FILES.iterdir():
        assert file.read_bytes().isascii()
    assert b'/cluster/cjcpw" -stop "$site"' in (FILES / "stop.sh.j2").read_bytes()


def test_g2_09_the_group_is_not_stopped_over_a_site_that_runs_by_hand(runbook: Runbook) -> None:
    """The guide starts the site by hand last, then stops the group: the disk goes from under a live JobCenter."""
    group = Group()
    for stop in (STOP_GROUP, STOP_GROUP.model_copy(update={"site": None})):
        given = Given().processes("clu1", *site())
        with pytest.raises(StepFailed) as failure:
            group.plan(stop, target(), given.answers(group, stop, target()))
        assert failure.value.problem.code == "group.site_by_hand"
    steps = [step for step in runbook.steps if step.kind in {"jobcenter-site-state", "group"}]
    by_hand = [index for index, step in enumerate(steps) if step.kind == "jobcenter-site-state"]
    assert steps[by_hand[-1]].with_["state"] == "stopped"
    assert steps[by_hand[-1] + 1].with_["state"] == "offline"


def test_g2_10_nothing_is_tried_by_hand_under_a_pid_monitor(runbook: Runbook) -> None:
    """The watched cjcpw would end, the group fail over, and the start by hand run beside it."""
    kind = JobCenterSiteState()
    for state, table in (("stopped", site()), ("running", ())):
        want = JobCenterSiteStateWant.model_validate({**SITE_IN_GROUP, "group": "failover", "state": state})
        given = Given().processes("clu1", *table).both(Clpstat(), BY_CLUSTER).exec_starts_the_site()
        with pytest.raises(StepFailed) as failure:
            kind.plan(want, target(), given.answers(kind, want, target()))
        assert failure.value.problem.code == "jobcenter.cluster_runs_site"
    used = [step.kind for step in runbook.steps]
    assert "jobcenter-site-state" not in used[used.index("exec-resource") :]


@pytest.mark.parametrize("node", ["clu1", "clu2"])
def test_g2_11_stopping_the_group_stops_the_group(node: str) -> None:
    """Stopping the server's service, as the guide does, may move the group to the standby instead."""
    group = Group()
    given = Given().both(Clpstat(), clpstat(current=node))
    change = group.plan(STOP_GROUP, target(), given.answers(group, STOP_GROUP, target()))
    assert change is not None
    assert [(action.node, action.command_line()) for action in change.actions] == [
        (node, "/usr/sbin/clpgrp -t failover")
    ]


def test_g2_13_the_monitor_comes_with_the_scripts(runbook: Runbook) -> None:
    """A PID monitor over a script that ends at once reacts during the build."""
    change = exec_change()
    pushes = [action for action in change.actions if isinstance(action, Run) and "--push" in action.argv]
    assert len(pushes) == 1
    written = [action for action in change.actions if isinstance(action, WriteFile)]
    assert [change.actions.index(action) < change.actions.index(pushes[0]) for action in written] == [True] * len(
        written
    )
    conf = next(action.content for action in written if action.path.endswith("/clp.conf"))
    assert b'<exec name="exec1">' in conf
    assert b'<pidw name="pidw1">' in conf
    assert {Path(action.path).name for action in written} >= {"start.sh", "stop.sh"}
    monitors = [step.id for step in runbook.steps if "monitor" in step.with_ or "pid_monitor" in str(step.with_)]
    assert monitors == [step.id for step in runbook.steps if step.kind == "exec-resource"]


@pytest.mark.parametrize(
    ("event", "disk"),
    [("START", "FAILURE"), ("FAILOVER", "FAILURE"), ("RECOVER", "SUCCESS"), ("", "SUCCESS"), (None, None)],
)
def test_g2_18_a_start_that_starts_nothing_is_a_failure(machine: Machine, event: str | None, disk: str | None) -> None:
    """The guide's scripts say 0 to a failed disk, to a failed start and to no cluster at all."""
    assert machine.call("start.sh", event, disk) == 1
    assert not machine.pids()


@pytest.mark.parametrize("behaviour", ["fails", "lies", "leaves"])
def test_g2_19_a_stop_leaves_no_processes(machine: Machine, behaviour: str) -> None:
    """With a synchronous stop, the next thing the cluster does is take the disk away."""
    machine.behave(behaviour)
    machine.start(OWN_SITE, str(machine.database))
    assert machine.call("stop.sh") == 0
    assert not machine.pids()


def test_g2_19_a_stop_of_which_nobody_knows_the_end_is_a_failure(machine: Machine) -> None:
    machine.tool("ps", "#!/bin/sh\nexit 1\n")
    machine.render(kill_after=1)
    assert machine.call("stop.sh") == 1


def test_g2_25_the_local_daemon_is_set_and_stopped_on_both_nodes(runbook: Runbook) -> None:
    """One that is left on the standby takes the cluster's packets after a failover."""
    (setting,) = (step for step in runbook.steps if step.kind == "file-setting")
    stops = [step for step in runbook.steps if step.kind == "jobcenter-local" and step.with_["state"] == "stopped"]
    assert setting.on is On.BOTH
    assert [step.on for step in stops] == [On.BOTH]
    kind, want = JobCenterLocal(), JobCenterLocalWant(state="stopped")
    given = Given().processes("clu1", local()[3])
    left = kind.missing(want, target(), given.answers(kind, want, target()))
    assert left is not None
    assert left.code == "jobcenter.local_runs"


@pytest.mark.parametrize("found", [FileKind.FOLDER, FileKind.LINK, FileKind.FILE])
def test_g2_27_cjcmksite_never_runs_over_a_database(found: FileKind) -> None:
    """What it does the second time is unknown; it may overwrite a live database."""
    kind = JobCenterSite()
    want = JobCenterSiteWant.model_validate({**SITE, "machine_id": 114})
    with pytest.raises(InDoubt):
        kind.plan(want, target(), Given().database(found).answers(kind, want, target()))
    running = Given().database(found).processes("clu1", *site())
    assert kind.plan(want, target(), running.answers(kind, want, target())) is None


def test_g1_03_a_database_set_aside_never_nests_in_an_older_one(tmp_path: Path) -> None:
    """mv onto a folder that is there moves into it and says 0."""
    for name in ("nqs", "nqs.clprun-run1"):
        (tmp_path / name).mkdir()
    script = edit_script(Rename("clu1", str(tmp_path / "nqs"), str(tmp_path / "nqs.clprun-run1")))
    assert subprocess.run(["sh", "-c", script], capture_output=True, check=False).returncode != 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["nqs", "nqs.clprun-run1"]
    assert list((tmp_path / "nqs.clprun-run1").iterdir()) == []


def test_g4_27_that_a_group_may_go_back_and_forth_is_shown() -> None:
    """A fault that both nodes share lets a group with failovers bounce between them."""
    codes = {detail.code for detail in exec_change().details if isinstance(detail, Problem)}
    assert "configuration.ping_pong" in codes


def test_the_site_of_these_tests_is_the_runbooks(runbook: Runbook) -> None:
    assert runbook.parameters["database_path"].example == PATH

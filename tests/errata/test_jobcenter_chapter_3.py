"""Each fault of guide JC chapter 3 that destroys data, splits the cluster or hides a dead service (severity A).

The names are the entries of ERRATA.md. Each test shows that the runbooks, their scripts and their kinds do the right
thing; what both chapters share and is no matter of a runbook is in test_jobcenter_chapter_2.py.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from clprun.errors import InDoubt, NeedsAcceptance, StepFailed
from clprun.lang.load import load_runbook
from clprun.model.change import Run, WriteFile
from clprun.model.runbook import Nature, On, Runbook, Step
from clprun.node.questions import CommandAnswer, FileKind, Service, ServiceAnswer
from clprun.products.clusterpro import Clpstat
from clprun.products.jobcenter import NQSSTOP
from clprun.products.jobcenter_agent import AGENTS
from clprun.steps.exec_resource import ExecResource, ExecResourceWant
from clprun.steps.group import Group, GroupWant
from clprun.steps.jobcenter_agent import JobCenterAgent, JobCenterAgentWant
from clprun.steps.jobcenter_local import JobCenterLocal, JobCenterLocalWant
from clprun.steps.jobcenter_site import JobCenterSite, JobCenterSiteWant
from clprun.steps.jobcenter_site_state import JobCenterSiteState, JobCenterSiteStateWant
from clprun.steps.manual import Manual, ManualWant
from clprun.steps.registry import kinds
from tests.runbooks.machine import ROOT, SHELLS
from tests.runbooks.test_jobcenter_standard_scripts import NAMES, UNIT, Agent
from tests.steps.given import CLU1, CLU2, SITE, Given, clpstat, local, standard_site, target

STANDARD = {**SITE, "mode": "standard"}
SITE_IN_GROUP = {**STANDARD, "exec": "exec1"}
STOP_GROUP = GroupWant.model_validate({"group": "failover", "state": "offline", "site": SITE_IN_GROUP})
BY_CLUSTER = clpstat(resources=("fip1", "disk1", "exec1"))
BOOKS = ("jobcenter-standard-mg", "jobcenter-standard-ag")
SCRIPTS = [path for book in BOOKS for path in sorted((ROOT / "runbooks" / book / "files").iterdir())]


def book(name: str) -> Runbook:
    return load_runbook(name, kinds()).runbook


@pytest.fixture
def manager() -> Runbook:
    return book(BOOKS[0])


@pytest.fixture
def agents() -> Runbook:
    return book(BOOKS[1])


@pytest.fixture(params=SHELLS)
def agent(request: pytest.FixtureRequest, tmp_path: Path) -> Agent:
    return Agent(tmp_path, SHELLS[request.param])


def before(runbook: Runbook, kind: str) -> list[Step]:
    """The steps before the first one of a kind."""
    used = [step.kind for step in runbook.steps]
    return list(runbook.steps[: used.index(kind)])


def test_g2_01_and_06_the_scripts_run_to_their_end_in_every_shell(agent: Agent) -> None:
    """A comment alone in a branch is a syntax error, and the placeholder's angle brackets are redirections."""
    assert agent.run("start.sh") == 0
    assert agent.state == "active"
    assert agent.run("stop.sh") == 0
    assert agent.state == "inactive"
    assert not list(agent.home.glob(".*")), "run as printed, the guide's scripts make a file .service"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_g2_03_the_hyphens_are_hyphens(path: Path) -> None:
    """An en dash is data: two words after cjcpw have the shape of a start, and nothing is stopped."""
    assert path.read_bytes().isascii()


@pytest.mark.parametrize(("state", "code"), [("active", 0), ("inactive", 3), ("failed", 3)])
def test_g2_05_a_dead_agent_is_not_healthy(agent: Agent, state: str, code: int) -> None:
    """Run as printed, genw.sh ends with the exit code of a redirection: always 0."""
    agent.set(state)
    assert agent.run("genw.sh") == code
    lines = [line for line in agent.text("genw.sh").splitlines() if "is-active" in line]
    assert len(lines) == 1
    assert lines[0].endswith(f"-q is-active {UNIT}")


def test_g2_09_the_group_is_not_stopped_or_moved_over_a_site_that_runs_by_hand(manager: Runbook) -> None:
    """The start check of guide JC 3.3 runs the site by hand on both nodes: the disk must not go from under it."""
    group = Group()
    given = Given().processes("clu1", *standard_site())
    with pytest.raises(StepFailed) as failure:
        group.plan(STOP_GROUP, target(), given.answers(group, STOP_GROUP, target()))
    assert failure.value.problem.code == "group.site_by_hand"
    steps = [step for step in manager.steps if step.kind in {"jobcenter-site-state", "group"}]
    by_hand = [step.with_["state"] for step in steps if step.kind == "jobcenter-site-state"]
    assert by_hand == ["running", "stopped", "running", "stopped"]
    for index, step in enumerate(steps):
        if step.kind == "group" and index and steps[index - 1].kind == "jobcenter-site-state":
            assert steps[index - 1].with_["state"] == "stopped"


def test_g2_09_nor_over_an_agent_that_runs_by_hand(agents: Runbook) -> None:
    """An agent that was started to try it loses its disk in the same way."""
    carried = {"service": UNIT, "exec": "exec1"}
    group, stop = Group(), GroupWant.model_validate({"group": "failover", "state": "offline", "service": carried})
    given = Given().both(Service(UNIT), ServiceAnswer("loaded", "disabled", "active", 7))
    with pytest.raises(StepFailed) as failure:
        group.plan(stop, target(), given.answers(group, stop, target()))
    assert {problem.code for problem in failure.value.problems} == {"group.service_by_hand"}
    assert all("service" in step.with_ for step in agents.steps if step.kind == "group")


def test_g2_10_nothing_is_tried_by_hand_under_a_pid_monitor(manager: Runbook) -> None:
    """The watched cjcpw would end, the group fail over, and the start by hand run beside it."""
    kind = JobCenterSiteState()
    for state, table in (("stopped", standard_site()), ("running", ())):
        want = JobCenterSiteStateWant.model_validate({**SITE_IN_GROUP, "group": "failover", "state": state})
        given = Given().processes("clu1", *table).both(Clpstat(), BY_CLUSTER).exec_starts_the_site()
        with pytest.raises(StepFailed) as failure:
            kind.plan(want, target(), given.answers(kind, want, target()))
        assert failure.value.problem.code == "jobcenter.cluster_runs_site"
    used = [step.kind for step in manager.steps]
    assert "jobcenter-site-state" not in used[used.index("exec-resource") :]


@pytest.mark.parametrize("name", BOOKS)
def test_g2_11_and_13_the_group_is_stopped_and_all_comes_in_one_push(name: str) -> None:
    """A monitor over a script that is not there yet reacts during the build."""
    runbook = book(name)
    last = before(runbook, "exec-resource")[-1]
    assert (last.kind, last.with_["state"]) == ("group", "offline")
    (step,) = (step for step in runbook.steps if step.kind == "exec-resource")
    assert {"start", "stop", "monitors"} <= set(step.with_)


def test_g2_13_the_custom_monitor_comes_with_its_script() -> None:
    """One push holds exec resource, monitor, start.sh, stop.sh and genw.sh."""
    script = "#!/bin/sh\nexit 0\n"
    monitor = {"type": "genw", "name": "genw1", "script": script, "reactivations": 0, "failovers": 1}
    resource = {"group": "failover", "name": "exec1", "start": script, "stop": script, "starts": "synchronous"}
    kind, want = ExecResource(), ExecResourceWant.model_validate({**resource, "monitors": [monitor]})
    given = Given().both(Clpstat(), clpstat("Offline", "None"))
    change = kind.plan(want, target(), given.answers(kind, want, target()))
    assert change is not None
    pushes = [action for action in change.actions if isinstance(action, Run) and "--push" in action.argv]
    assert len(pushes) == 1
    first = change.actions.index(pushes[0])
    names = {Path(action.path).name for action in change.actions[:first] if isinstance(action, WriteFile)}
    assert names >= {"start.sh", "stop.sh", "genw.sh", "clp.conf"}


@pytest.mark.parametrize(
    ("event", "disk"),
    [("START", "FAILURE"), ("FAILOVER", "FAILURE"), ("RECOVER", "SUCCESS"), ("", "SUCCESS"), (None, None)],
)
def test_g2_18_a_start_that_starts_nothing_is_a_failure(agent: Agent, event: str | None, disk: str | None) -> None:
    """The guide's scripts say 0 to a failed disk, to a failed start and to no cluster at all."""
    assert agent.run("start.sh", event, disk) == 1
    assert agent.calls == []
    agent.set("inactive", "fails")
    assert agent.run("start.sh") == 1


@pytest.mark.parametrize(("behaviour", "code"), [("fails", 0), ("lies", 0), ("hangs", 0), ("silent", 1)])
def test_g2_19_a_stop_leaves_no_service_up(agent: Agent, behaviour: str, code: int) -> None:
    """With a synchronous stop, the next thing the cluster does is take the disk away."""
    agent.set("active", behaviour)
    assert agent.run("stop.sh") == code
    assert (agent.state == "failed") is (code == 0)


def test_g2_25_no_local_site_takes_the_packets_of_the_clusters(manager: Runbook) -> None:
    """On both nodes: it is stopped before the site is started, and looked for again at the end and by verify."""
    identifiers = [step.id for step in manager.steps]
    (stop,) = (step for step in manager.steps if step.kind == "jobcenter-local")
    assert (stop.on, stop.nature, stop.with_["state"]) == (On.BOTH, Nature.LASTING, "stopped")
    assert identifiers.index(stop.id) < identifiers.index("create-site") < identifiers.index("start-site")
    assert stop.id in {hold.step for hold in manager.phases[-1].checkpoint}
    assert manager.parameters["local_site"].default == "stopped", "what lives beside the cluster's is asked for"
    kind, want = JobCenterLocal(), JobCenterLocalWant.model_validate({"state": "stopped", "site": STANDARD})
    for node in (CLU1, CLU2):
        given = Given().processes(node.name, *local(), *standard_site(800))
        change = kind.plan(want, target(node), given.answers(kind, want, target(node)))
        assert change is not None
        assert [action.argv for action in change.actions if isinstance(action, Run)] == [(NQSSTOP,)]
        later = given.after(dict(change.predicts))
        assert kind.missing(want, target(node), later.answers(kind, want, target(node))) is None


def test_g2_25_what_the_other_guide_wants_of_each_node_is_put_on_record(manager: Runbook) -> None:
    """The standby's part and the local daemon's setting: proved by a command, or a person's word for each node."""
    identifiers = [step.id for step in manager.steps]
    (prepared,) = (step for step in manager.steps if step.id == "nodes-prepared")
    assert (prepared.on, prepared.when) == (On.BOTH, None), "whatever command makes the site"
    assert identifiers.index("nodes-prepared") < identifiers.index("create-site")
    want = ManualWant.model_validate({**prepared.with_, "probe": None})
    for node in (CLU1, CLU2):
        with pytest.raises(NeedsAcceptance) as needed:
            Manual().plan(want, target(node), Given().answers(Manual(), want, target(node)))
        assert (needed.value.what, needed.value.problem.node) == ("word", node.name)


def test_g2_27_a_site_is_made_once_and_never_over_a_database(manager: Runbook) -> None:
    """What making it a second time does is unknown; it may overwrite a live database."""
    kind = JobCenterSite()
    want = JobCenterSiteWant.model_validate({**STANDARD, "machine_id": 100, "command": ["/opt/make-site"]})
    for found in (FileKind.FOLDER, FileKind.LINK, FileKind.FILE):
        with pytest.raises(InDoubt):
            kind.plan(want, target(), Given().database(found).answers(kind, want, target()))
    (made,) = (step for step in manager.steps if step.kind == "jobcenter-site")
    (by_hand,) = (step for step in manager.steps if step.id == "create-site-by-hand")
    assert (made.on, by_hand.on) == (On.PRIMARY, On.PRIMARY)
    for text in (by_hand.with_["instructions"]["ja"], by_hand.with_["instructions"]["en"]):
        assert "{{ database_path }}/nqs" in text, "a person is told not to make it again"


def test_g2_30_the_service_never_starts_at_boot(agents: Runbook) -> None:
    """An agent that starts on both nodes at boot runs twice; ENABLE is no reason for it."""
    (autostart,) = (step for step in agents.steps if step.kind == "service-autostart")
    assert (autostart.on, autostart.with_["enabled"]) == (On.BOTH, False)
    for path in SCRIPTS:
        assert b"enable" not in path.read_bytes()
    kind = JobCenterAgent()
    want = JobCenterAgentWant.model_validate(
        {"group": "failover", "instance": "clusterinstance", "instance_id": "2565"}
    )
    listing = CommandAnswer(0, b"INSTANCE ACTIVE ENABLE\nclusterinstance true false\n", b"")
    down = ServiceAnswer("loaded", "disabled", "inactive", None)
    up = replace(down, active="active")
    given = Given().both(AGENTS, listing).says("clu1", want.service, up).says("clu2", want.service, down)
    answers = given.answers(kind, want, target())
    assert kind.missing(want, target(), answers) is None, "ENABLE may be the start at boot, which must be off"
    with pytest.raises(NeedsAcceptance) as needed:
        kind.plan(want, target(), answers)
    assert needed.value.what == "not-enabled"
    assert kind.plan(want, target(accepted=needed.value.problems), answers) is None


def test_g2_32_33_40_an_agent_needs_no_address_but_its_registration_and_time(agents: Runbook) -> None:
    """No floating IP by habit; registered before its service; the first check waits until it is up."""
    (resources,) = (step for step in agents.steps if step.kind == "cluster-resources")
    assert "floating_ip" not in resources.with_
    identifiers = [step.id for step in agents.steps]
    assert identifiers.index("register-agent-by-hand") < identifiers.index("make-instance-by-hand")
    (step,) = (step for step in agents.steps if step.kind == "exec-resource")
    (monitor,) = step.with_["monitors"]
    assert (step.with_["starts"], monitor["type"], monitor["reactivations"]) == ("synchronous", "genw", 0)
    assert monitor["recover_on_timeout"] is True, "a check that hangs would hide a dead service"
    assert agents.parameters["first_check_after"].default > 0


def test_the_scripts_of_these_tests_are_all_there_are() -> None:
    assert sorted(path.name.removesuffix(".j2") for path in SCRIPTS) == sorted(["start.sh", "stop.sh", *NAMES])

"""The local site and a cluster site, started and stopped; the record that a site was shown; where it runs."""

import pytest

from clprun.errors import StepFailed
from clprun.model.change import Change, Launch, Run, WriteFile
from clprun.model.question import Ask
from clprun.node.questions import MountTable, Process, ProcessTable
from clprun.products.clusterpro import Clpstat
from clprun.products.jobcenter_sites import DatabaseUsers
from clprun.steps.jobcenter_local import JobCenterLocal, JobCenterLocalWant
from clprun.steps.jobcenter_site import JobCenterSiteWant
from clprun.steps.jobcenter_site_shown import JobCenterSiteShown
from clprun.steps.jobcenter_site_state import JobCenterSiteState, JobCenterSiteStateWant
from clprun.steps.site_processes import SiteProcesses, SiteProcessesWant
from clprun.steps.site_record import SiteRecord, record_file
from tests.steps.given import CLU2, PATH, SITE, Given, clpstat, local, site, target

LOCAL, STATE, SHOWN, WHERE = JobCenterLocal(), JobCenterSiteState(), JobCenterSiteShown(), SiteProcesses()
NQS = "/usr/lib/nqs"


def local_want(state: str) -> JobCenterLocalWant:
    return JobCenterLocalWant.model_validate({"state": state, "site": SITE})


def plan_local(given: Given, state: str) -> Change | None:
    return LOCAL.plan(local_want(state), target(), given.answers(LOCAL, local_want(state), target()))


@pytest.mark.parametrize(
    ("table", "state", "program"),
    [
        ((), "stopped", None),
        (site(), "stopped", None),
        (local(), "stopped", "nqsstop"),
        ((*local(), *site()), "stopped", "nqsstop"),
        (local()[:1], "stopped", "nqsstop"),
        (local(), "running", None),
        ((*local(), *site()), "running", None),
        ((), "running", "nqsstart"),
        (site(), "running", "nqsstart"),
    ],
)
def test_the_local_site(table: tuple[Process, ...], state: str, program: str | None) -> None:
    given = Given().processes("clu1", *table)
    change = plan_local(given, state)
    if program is None:
        assert change is None
        return
    assert change is not None
    assert change.actions == (Run("clu1", (f"{NQS}/{program}",), within=600, judged=False),)
    assert change.disrupts == (state == "stopped")
    later = given.after(dict(change.predicts))
    assert plan_local(later, state) is None
    left = later.table[Ask("clu1", ProcessTable())]
    assert isinstance(left, tuple)
    assert set(site()) & set(table) == set(site()) & set(left)


def test_a_part_of_the_local_site_is_not_started_over() -> None:
    with pytest.raises(StepFailed) as failure:
        plan_local(Given().processes("clu1", *local()[:4]), "running")
    assert failure.value.problem.code == "jobcenter.local_incomplete"


def test_an_unwatched_cluster_site_is_not_taken_for_the_local_one() -> None:
    given = Given().processes("clu1", *local(700, casters=2)).says("clu1", DatabaseUsers(PATH), frozenset({703}))
    assert plan_local(given, "stopped") is None


# -- a cluster site by hand -----------------------------------------------------------------------------------------


def state_want(state: str) -> JobCenterSiteStateWant:
    return JobCenterSiteStateWant.model_validate({**SITE, "exec": "exec1", "group": "failover", "state": state})


def plan_state(given: Given, state: str) -> Change | None:
    return STATE.plan(state_want(state), target(), given.answers(STATE, state_want(state), target()))


def missing_state(given: Given, state: str) -> str | None:
    problem = STATE.missing(state_want(state), target(), given.answers(STATE, state_want(state), target()))
    return None if problem is None else problem.code


def test_a_site_is_started_detached() -> None:
    change = plan_state(Given(), "running")
    assert change is not None
    assert change.actions == (Launch("clu1", (f"{NQS}/cluster/cjcpw", "cluv", PATH)),)
    assert plan_state(Given().after(dict(change.predicts)), "running") is None


def test_a_site_is_stopped_by_name_and_its_exit_code_is_not_judged() -> None:
    other = site(300, "other", "/mnt/sdc1")
    given = Given().processes("clu1", *site(), *other, *local())
    change = plan_state(given, "stopped")
    assert change is not None
    assert change.actions == (Run("clu1", (f"{NQS}/cluster/cjcpw", "-stop", "cluv"), within=600, judged=False),)
    assert change.disrupts
    left = dict(change.predicts)[Ask("clu1", ProcessTable())]
    assert isinstance(left, tuple)
    assert set(left) >= {*other, *local()}
    assert plan_state(given.after(dict(change.predicts)), "stopped") is None


@pytest.mark.parametrize(("table", "state"), [((*site(), *local()), "running"), (local(), "stopped"), ((), "stopped")])
def test_nothing_to_do(table: tuple[Process, ...], state: str) -> None:
    given = Given().processes("clu1", *table)
    assert plan_state(given, state) is None
    assert missing_state(given, state) is None


def test_a_site_that_comes_up_is_waited_for_not_started_again() -> None:
    given = Given().processes("clu1", *site(without=["jcdbs"]))
    change = plan_state(given, "running")
    assert change is not None
    assert change.actions == ()
    assert missing_state(given, "running") == "jobcenter.site_lacks"


def test_what_a_stop_left_behind_is_seen() -> None:
    orphans = local(60)
    given = Given().processes("clu1", *orphans).says("clu1", DatabaseUsers(PATH), frozenset({61}))
    assert missing_state(given, "stopped") == "jobcenter.site_runs"


BY_CLUSTER = clpstat(resources=("fip1", "disk1", "exec1"))


def test_an_exec_resource_without_its_scripts_runs_nothing() -> None:
    given = Given().both(Clpstat(), BY_CLUSTER)

    assert plan_state(given, "running") is not None


@pytest.mark.parametrize(
    ("given", "state", "code"),
    [
        (Given().both(Clpstat(), BY_CLUSTER).exec_starts_the_site(), "running", "jobcenter.cluster_runs_site"),
        (
            Given().both(Clpstat(), BY_CLUSTER).exec_starts_the_site().processes("clu1", *site()),
            "stopped",
            "jobcenter.cluster_runs_site",
        ),
        (Given().processes("clu2", *site()), "running", "jobcenter.site_on_other_node"),
        (Given().says("clu1", MountTable(), ()), "running", "jobcenter.not_mounted"),
        (Given().both(Clpstat(), None), "running", "cluster.busy"),
    ],
)
def test_by_hand_only_where_the_cluster_does_not_do_it(given: Given, state: str, code: str) -> None:
    with pytest.raises(StepFailed) as failure:
        plan_state(given, state)
    assert failure.value.problem.code == code


def test_a_site_that_ran_without_its_disk_can_still_be_stopped() -> None:
    given = Given().processes("clu1", *site()).says("clu1", MountTable(), ())
    assert plan_state(given, "stopped") is not None


# -- the record -----------------------------------------------------------------------------------------------------

MADE = JobCenterSiteWant.model_validate({**SITE, "machine_id": 114})


def plan_shown(given: Given) -> Change | None:
    return SHOWN.plan(MADE, target(), given.answers(SHOWN, MADE, target()))


def test_a_site_that_runs_whole_is_written_down_once() -> None:
    given = Given().processes("clu1", *site())
    change = plan_shown(given)
    assert change is not None
    written = change.actions[-1]
    assert isinstance(written, WriteFile)
    later = Given().file("clu1", written.path, written.content)
    assert SiteRecord.read(later.answers(SHOWN, MADE, target())("clu1", record_file("cluv"))) == SiteRecord(
        "run1", "cluv", 114, PATH, shown=True
    )
    assert plan_shown(later) is None
    assert plan_shown(given.after(dict(change.predicts))) is None


def test_a_kept_or_foreign_record_is_replaced_by_that_of_a_site_shown() -> None:
    kept = SiteRecord("run0", "cluv", 114, PATH, shown=False).as_bytes()
    given = Given().processes("clu1", *site()).file("clu1", record_file("cluv").path, kept)
    change = plan_shown(given)
    assert change is not None
    written = change.actions[-1]
    assert isinstance(written, WriteFile)
    assert written.before == kept


@pytest.mark.parametrize("table", [(), site(without=["jcdbs"]), site(casters=1), local(), site(name="other")])
def test_nothing_is_written_down_that_was_not_seen(table: tuple[Process, ...]) -> None:
    given = Given().processes("clu1", *table)
    with pytest.raises(StepFailed) as failure:
        plan_shown(given)
    assert failure.value.problem.code == "jobcenter.site_lacks"
    problem = SHOWN.missing(MADE, target(), given.answers(SHOWN, MADE, target()))
    assert problem is not None
    assert problem.code == "jobcenter.no_record"


# -- where it runs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "rest", "code"),
    [
        (Given().processes("clu1", *site()), {}, None),
        (Given().processes("clu2", *site()).both(Clpstat(), clpstat(current="clu2")), {}, None),
        (Given().processes("clu2", *site()), {"role": "standby"}, None),
        (Given(), {"nowhere": True}, None),
        (Given().processes("clu2", *local()), {"nowhere": True}, None),
        (Given(), {}, "jobcenter.site_lacks"),
        (Given().processes("clu1", *site(without=["sclaunchd"])), {}, "jobcenter.site_lacks"),
        (Given().processes("clu2", *site()), {}, "jobcenter.site_lacks"),
        (Given().processes("clu1", *site()).processes("clu2", *site()), {}, "jobcenter.site_runs"),
        (Given().processes("clu1", *site()), {"nowhere": True}, "jobcenter.site_runs"),
        (Given().both(Clpstat(), clpstat("Offline", "None")), {}, "jobcenter.group_nowhere"),
    ],
)
def test_where_a_site_runs(given: Given, rest: dict[str, object], code: str | None) -> None:
    want = SiteProcessesWant.model_validate({**SITE, "group": "failover", **rest})
    answers = given.answers(WHERE, want, target(CLU2))
    problem = WHERE.missing(want, target(CLU2), answers)
    assert (None if problem is None else problem.code) == code
    if code is None:
        assert WHERE.plan(want, target(CLU2), answers) is None
    else:
        with pytest.raises(StepFailed):
            WHERE.plan(want, target(CLU2), answers)

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from clprun.errors import InDoubt, StepFailed
from clprun.model.change import Change, Rename, Run, WriteFile
from clprun.model.question import Ask
from clprun.node.questions import FileAnswer, FileFacts, FileKind, JobAnswer, JobFacts, JobState, MountTable
from clprun.products.jobcenter_sites import DatabaseFolder, DatabaseUsers
from clprun.steps.base import Decision, job_name
from clprun.steps.jobcenter_site import JobCenterSite, JobCenterSiteWant
from clprun.steps.site_record import SiteRecord, record_file
from tests.steps.given import DISK, PATH, SITE, Given, local, process, site, standard_site, target

KIND = JobCenterSite()
WANT = JobCenterSiteWant.model_validate({**SITE, "machine_id": 114})
MAKE = Run("clu1", ("/usr/lib/nqs/cluster/cjcmksite", "cluv", "114", PATH), within=1800, judged=False)
ASIDE = f"{PATH}/nqs.clprun-run1"


def record(*, shown: bool = True, run: str = "run0", machine_id: int = 114, path: str = PATH) -> bytes:
    return SiteRecord(run, "cluv", machine_id, path, shown).as_bytes()


def recorded(given: Given, content: bytes) -> Given:
    return given.file("clu1", record_file("cluv").path, content)


def job(given: Given, state: JobState, code: int | None = None, *, attempt: int = 1, index: int = 0) -> Given:
    name = job_name("step", "clu1", attempt, index)
    return given.says("clu1", JobFacts("run1", name), JobAnswer(state, code, b"what it said\n"))


def plan(given: Given, decision: Decision | None = None, attempt: int = 1) -> Change | None:
    to = target(attempt=attempt, decision=decision)
    return KIND.plan(WANT, to, given.answers(KIND, WANT, to))


def missing(given: Given, attempt: int = 2) -> str | None:
    to = target(attempt=attempt)
    problem = KIND.missing(WANT, to, given.answers(KIND, WANT, to))
    return None if problem is None else problem.code


EXISTS = FileKind.FOLDER


def test_a_site_that_is_not_there_is_made() -> None:
    change = plan(Given())
    assert change is not None
    assert change.actions == (MAKE,)
    later = Given().after(dict(change.predicts))
    assert missing(job(later, JobState.ENDED, 0)) is None


def test_a_database_below_a_mount_point_is_made_while_that_is_mounted() -> None:
    below = f"{PATH}/jc1"
    want = JobCenterSiteWant.model_validate({**SITE, "machine_id": 114, "database_path": below, "mount_point": PATH})
    given = Given().both(DatabaseUsers(below), frozenset[int]())
    for folder in ("nqs", "nqs.clprun-run1"):
        given.says("clu1", DatabaseFolder(f"{below}/{folder}"), FileAnswer(FileKind.ABSENT))
    change = KIND.plan(want, target(), given.answers(KIND, want, target()))
    assert change is not None
    assert [action.argv[-1] for action in change.actions if isinstance(action, Run)] == [below]
    given.says("clu1", MountTable(), (replace(DISK, point="/mnt"),))  # another one, above it
    with pytest.raises(StepFailed) as refused:
        KIND.plan(want, target(), given.answers(KIND, want, target()))
    assert refused.value.problem.code == "jobcenter.not_mounted"


@pytest.mark.parametrize("point", ["/mnt/sdb", "/mnt/sdb2/jc1"])
def test_a_database_beside_the_disk_is_refused(point: str) -> None:
    with pytest.raises(ValidationError):
        JobCenterSiteWant.model_validate({**SITE, "machine_id": 114, "mount_point": point})


def test_a_database_that_our_own_cjcmksite_made_is_whole() -> None:
    given = job(Given().database(EXISTS), JobState.ENDED, 0)
    assert plan(given, attempt=2) is None
    assert missing(given) is None


@pytest.mark.parametrize("code", [1, 3, 127, 137, 200, 255])
def test_another_exit_code_of_our_own_cjcmksite_proves_nothing_and_a_person_is_asked(code: int) -> None:
    with pytest.raises(InDoubt):
        plan(job(Given().database(EXISTS), JobState.ENDED, code), attempt=2)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(recorded(Given(), record()), id="it was shown"),
        pytest.param(recorded(Given(), record(shown=False)), id="a person keeps it"),
        pytest.param(Given().processes("clu1", *site()), id="it runs"),
        pytest.param(Given().processes("clu1", *site(without=["jcdbs"])), id="it is coming up"),
        pytest.param(Given().processes("clu2", *site()), id="it runs on the other node"),
    ],
)
def test_a_site_known_whole_is_left_alone(given: Given) -> None:
    given.database(EXISTS)
    assert plan(given) is None
    assert missing(given) is None


UNKNOWN = [
    pytest.param(Given(), id="nothing vouches"),
    pytest.param(job(Given(), JobState.LOST), id="our cjcmksite was lost"),
    pytest.param(job(Given(), JobState.ENDED, 137), id="our cjcmksite was killed"),
    pytest.param(job(job(Given(), JobState.ENDED, 0), JobState.LOST, attempt=2, index=1), id="the newer one was lost"),
    pytest.param(recorded(Given(), record(machine_id=115)), id="the record is of another machine id"),
    pytest.param(recorded(Given(), record(path="/mnt/other")), id="the record is of another path"),
    pytest.param(recorded(Given(), b"{"), id="the record is torn"),
    pytest.param(recorded(Given(), b"[1]"), id="the record is no record"),
    pytest.param(recorded(Given(), json.dumps({"format": 2, "run": "x"}).encode()), id="the record is of another time"),
    pytest.param(Given().processes("clu1", *site(name="other", path="/mnt/other")), id="another site runs"),
]


@pytest.mark.parametrize("given", UNKNOWN)
@pytest.mark.parametrize("kind", [FileKind.FOLDER, FileKind.LINK, FileKind.FILE])
def test_a_database_that_nothing_vouches_for_is_in_doubt(given: Given, kind: FileKind) -> None:
    given.database(kind)
    with pytest.raises(InDoubt) as doubt:
        plan(given, attempt=3)
    assert doubt.value.problem.code == "jobcenter.site_unknown"
    assert doubt.value.problem.values["aside"] == ASIDE
    assert missing(given, attempt=3) == "jobcenter.site_unknown"
    with pytest.raises(InDoubt):
        plan(given, Decision.STOP, attempt=3)


def test_redo_sets_the_half_aside_and_makes_it_again() -> None:
    change = plan(Given().database(EXISTS), Decision.REDO)
    assert change is not None
    assert change.actions == (Rename("clu1", f"{PATH}/nqs", ASIDE), MAKE)


def test_several_halves_set_aside_do_not_collide() -> None:
    given = Given().database(EXISTS)
    taken = given.table[Ask("clu1", DatabaseFolder(f"{PATH}/nqs"))]
    change = plan(given.says("clu1", DatabaseFolder(ASIDE), taken), Decision.REDO, attempt=3)
    assert change is not None
    assert change.actions[0] == Rename("clu1", f"{PATH}/nqs", f"{ASIDE}-3")


def test_a_second_job_after_a_half_was_set_aside_is_looked_for_behind_the_rename() -> None:
    change = plan(Given().database(EXISTS), Decision.REDO, attempt=2)
    assert change is not None
    index = change.actions.index(MAKE)
    given = job(job(Given().database(EXISTS), JobState.LOST), JobState.ENDED, 0, attempt=2, index=index)
    assert plan(given, attempt=3) is None


def test_done_keeps_it_and_writes_that_down() -> None:
    given = Given().database(EXISTS)
    change = plan(given, Decision.DONE)
    assert change is not None
    written = change.actions[-1]
    assert isinstance(written, WriteFile)
    assert (written.path, written.before) == ("/var/lib/clprun/records/jobcenter-site-cluv.json", None)
    assert plan(recorded(given, written.content)) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given().says("clu1", MountTable(), ()), "jobcenter.not_mounted"),
        (recorded(Given(), record()).says("clu1", MountTable(), ()), "jobcenter.not_mounted"),
        (Given().processes("clu1", *local()), "jobcenter.local_runs_still"),
        (job(Given(), JobState.RUNNING), "jobcenter.site_being_made"),
        (job(Given().database(EXISTS), JobState.RUNNING), "jobcenter.site_being_made"),
        (recorded(Given(), record()), "jobcenter.site_gone"),
        (Given().processes("clu1", *site(path="/mnt/other")), "jobcenter.site_other_path"),
    ],
)
def test_refused_before_anything_is_done(given: Given, code: str) -> None:
    with pytest.raises(StepFailed) as failure:
        plan(given)
    assert failure.value.problem.code == code


def test_the_local_site_on_the_other_node_does_not_matter() -> None:
    assert plan(Given().processes("clu2", *local())) is not None


def test_a_site_that_a_person_kept_and_then_took_away_is_made() -> None:
    change = plan(recorded(Given(), record(shown=False)))
    assert change is not None
    assert change.actions == (MAKE,)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (recorded(Given(), record()), None),
        (job(Given(), JobState.ENDED, 0), None),
        (Given(), "jobcenter.not_mounted"),
        (recorded(Given(), record(machine_id=7)), "jobcenter.not_mounted"),
    ],
)
def test_while_the_disk_is_elsewhere_what_is_written_down_must_do(given: Given, code: str | None) -> None:
    assert missing(given.says("clu1", MountTable(), ())) == code


def test_a_cjcmksite_that_leaves_nothing_is_told_with_what_it_said() -> None:
    given = job(Given(), JobState.ENDED, 3)
    to = target(attempt=2)
    problem = KIND.missing(WANT, to, given.answers(KIND, WANT, to))
    assert problem is not None
    assert (problem.code, problem.values["exit"], problem.output) == ("jobcenter.site_not_made", 3, "what it said")


def test_an_unwatched_site_counts_as_running() -> None:
    given = Given().processes("clu1", process(50, "NQS nqsdaemon")).says("clu1", DatabaseUsers(PATH), frozenset({50}))
    assert plan(given.database(EXISTS)) is None


def test_only_read_only_files_are_asked_for() -> None:
    asked = {ask.question.path for ask in KIND.asks(WANT, target()) if isinstance(ask.question, FileFacts)}
    assert asked == {f"{PATH}/nqs", ASIDE, "/var/lib/clprun/records/jobcenter-site-cluv.json"}


STANDARD = {**SITE, "machine_id": 100, "mode": "standard", "command": ["/opt/make-site", "cluv", "100"]}


def test_a_command_given_in_its_place_is_run_once_and_never_over_a_database() -> None:
    want = JobCenterSiteWant.model_validate(STANDARD)
    change = KIND.plan(want, target(), Given().answers(KIND, want, target()))
    assert change is not None
    assert change.actions == (Run("clu1", ("/opt/make-site", "cluv", "100"), within=1800, judged=False),)
    with pytest.raises(InDoubt) as doubt:
        KIND.plan(want, target(), Given().database(FileKind.FOLDER).answers(KIND, want, target()))
    assert doubt.value.problem.values["program"] == "make-site"
    running = Given().database(FileKind.FOLDER).processes("clu2", *standard_site())
    assert KIND.plan(want, target(), running.answers(KIND, want, target())) is None


def test_what_such_a_command_demands_of_the_local_site_is_its_own_affair() -> None:
    want = JobCenterSiteWant.model_validate(STANDARD)
    given = Given().processes("clu1", *local())
    assert KIND.plan(want, target(), given.answers(KIND, want, target())) is not None

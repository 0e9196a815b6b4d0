"""A push as a sequence: what it disturbs, what counts as pushed, what puts things back, what is owed."""

from dataclasses import replace
from itertools import product

import pytest

from clprun.errors import InDoubt, Problem, StepFailed
from clprun.messages.catalog import render
from clprun.model.change import Change, Run, Unsettled
from clprun.model.prove import Prove
from clprun.model.question import Ask
from clprun.model.text import Language
from clprun.node.questions import FileAnswer, FileFacts, JobAnswer, JobFacts, JobState
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clusterpro import Clpstat, Refused
from clprun.steps.base import Decision, job_name
from clprun.steps.configuration_meaning import same_meaning
from clprun.steps.exec_resource import ExecResource, ExecResourceWant
from clprun.steps.suspension import RESUME, RESUME_AS_BEFORE, RESUME_UNCHANGED, SUSPEND
from tests.steps.given import CONF, CONFIGURATION, SCRIPTS, Given, clpstat, target

EXEC = ExecResource()
START, STOP, CHECK = (f"#!/bin/sh\n# {name}\n" for name in ("start", "stop", "check"))
PID = {"type": "pidw", "name": "pidw1", "reactivations": 0, "failovers": 1}
CUSTOM = {"type": "genw", "name": "genw1", "reactivations": 0, "failovers": 1, "script": CHECK}
WANT = ExecResourceWant.model_validate(
    {"group": "failover", "name": "exec1", "start": START, "stop": STOP, "monitors": [PID]}
)
RUNNING = clpstat(resources=("fip1", "disk1", "exec1"), monitors=("userw : Normal", "pidw1 : Normal"))
START_SH, GENW_SH = f"{SCRIPTS}/failover/exec1/start.sh", f"{SCRIPTS}/monitor.s/genw1/genw.sh"


def want(**values: object) -> ExecResourceWant:
    return ExecResourceWant.model_validate({**WANT.model_dump(), **values})


def planned(given: Given, wish: ExecResourceWant = WANT) -> Change:
    change = EXEC.plan(wish, target(), given.answers(EXEC, wish, target()))
    assert change is not None
    return change


def stopped() -> Given:
    return Given().both(Clpstat(), clpstat("Offline", "None"))


def running(wish: ExecResourceWant = WANT) -> Given:
    """Both nodes after a push, the group started."""
    return stopped().after(dict(planned(stopped(), wish).predicts)).both(Clpstat(), RUNNING)


def told(change: Change) -> str:
    (disturbs,) = (d for d in change.details if isinstance(d, Problem) and d.code == "configuration.disturbs")
    return str(disturbs.values["en"])


# -- what it disturbs -------------------------------------------------------------------------------------------------


def test_a_resource_that_joins_stops_the_group() -> None:
    change = planned(stopped())
    assert change.disrupts
    assert told(change) == "these groups are stopped: failover"
    with pytest.raises(StepFailed) as refused:
        planned(Given())
    assert refused.value.problem.code == "configuration.group_must_stop"


@pytest.mark.parametrize(
    "wish",
    [want(start=CHECK), want(stop=CHECK), want(on_stop_failure={"final_action": "none"}), want(depends_on=["fip1"])],
)
def test_what_a_running_resource_is_made_of_stays(wish: ExecResourceWant) -> None:
    with pytest.raises(StepFailed) as refused:
        planned(running(), wish)
    assert refused.value.problem.code == "configuration.group_must_stop"
    assert planned(running().both(Clpstat(), clpstat("Offline", "None")), wish).disrupts


def test_monitors_join_and_change_while_the_group_runs() -> None:
    both = want(monitors=[PID, CUSTOM])
    change = planned(running(), both)
    assert not change.disrupts
    assert told(change) == "monitors only: services go on"
    status = change.predicts[Ask("clu1", Clpstat())]
    assert status.monitor("genw1").state.status == "normal"  # type: ignore[attr-defined]  # the answer to clpstat

    eager = want(monitors=[{**PID, "failovers": 2}])
    assert not planned(running(), eager).disrupts
    script = want(monitors=[PID, {**CUSTOM, "script": START}])
    assert not planned(running(both), script).disrupts


def test_nothing_is_pushed_while_a_server_is_away() -> None:
    given = stopped().both(Clpstat(), clpstat("Offline", "None", server="Offline"))
    with pytest.raises(StepFailed) as refused:
        planned(given)
    assert refused.value.problem.code == "cluster.server_not_online"


def test_a_group_on_its_way_is_left_alone() -> None:
    pending = clpstat("Online Pending", "clu1", resources=("fip1", "disk1", "exec1"))
    with pytest.raises(StepFailed) as refused:
        planned(running().both(Clpstat(), pending), want(monitors=[PID, CUSTOM]))
    assert refused.value.problem.code == "group.in_transition"
    late = running().both(Clpstat(), pending)
    with pytest.raises(StepFailed):
        EXEC.missing(WANT, target(), late.answers(EXEC, WANT, target()))


# -- what counts as pushed --------------------------------------------------------------------------------------------

LAYOUTS = [
    CONF.replace(b"<comment/>", b"<comment></comment>"),
    CONF.replace(b"  ", b"\t").replace(b"\n", b"\r\n"),
    CONF.replace(b'encoding="ASCII"', b'encoding="UTF-8"'),
    CONF.replace(b"</root>", b"<trekking><configid>7</configid></trekking></root>"),
    CONF.replace(b"<mount><point>", b"<mount><timeout>180</timeout><point>"),
]
OTHERS = [
    CONF.replace(b"10.0.0.114", b"10.0.0.115"),
    CONF.replace(b'<resource name="disk@disk1"/>', b""),
    CONF.replace(b"<priority>1</priority>", b"<priority>2</priority>"),
]


@pytest.mark.parametrize(("content", "same"), [*product(LAYOUTS, [True]), *product(OTHERS, [False])])
def test_layout_and_the_record_of_a_save_mean_nothing(content: bytes, same: bool) -> None:
    assert content != CONF
    assert same_meaning(Configuration.parse(CONF), Configuration.parse(content)) is same


def proof(given: Given, node: str) -> Problem | None:
    (found,) = (a for a in planned(stopped()).actions if isinstance(a, Prove) and a.node == node)
    return EXEC.unproven(WANT, target(), given.answers(EXEC, WANT, target()), found)


def rewritten(given: Given, old: bytes, new: bytes, *nodes: str) -> Given:
    """The installed configuration in other bytes on some nodes."""
    for node in nodes:
        answer = given.table[Ask(node, FileFacts(CONFIGURATION, content=True))]
        assert isinstance(answer, FileAnswer)
        assert answer.content is not None
        assert old in answer.content
        given.file(node, CONFIGURATION, answer.content.replace(old, new))
    return given


def test_a_push_that_was_written_anew_on_its_way_is_proven() -> None:
    given = rewritten(running(), b"</root>", b"<trekking><configid>7</configid></trekking>\n</root>", "clu1", "clu2")
    assert [proof(given, node) for node in ("clu1", "clu2")] == [None, None]
    assert EXEC.plan(WANT, target(), given.answers(EXEC, WANT, target())) is None
    one = rewritten(running(), b"<comment/>", b"<comment></comment>", "clu2")
    assert [proof(one, node) for node in ("clu1", "clu2")] == [None, None]


def test_a_push_that_reached_one_node_only_tells_which_holds_what() -> None:
    given = running().file("clu2", CONFIGURATION, CONF)
    assert proof(given, "clu1") is None
    lacking = proof(given, "clu2")
    assert lacking is not None
    assert (lacking.code, lacking.values["path"]) == ("configuration.nodes_differ", CONFIGURATION)
    assert lacking.values["holders"] == "clu1"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(stopped(), id="nothing came"),
        pytest.param(rewritten(running(), b"10.0.0.114", b"10.0.0.115", "clu1", "clu2"), id="something else came"),
    ],
)
def test_what_did_not_come_is_not_proven(given: Given) -> None:
    lacking = proof(given, "clu1")
    assert lacking is not None
    assert (lacking.code, lacking.node) == ("configuration.not_installed", "clu1")


@pytest.mark.parametrize("node", ["clu1", "clu2"])
def test_a_script_must_come_byte_by_byte(node: str) -> None:
    lacking = proof(running().file(node, START_SH, START.encode() + b"\n", 0o755), node)
    assert lacking is not None
    assert lacking.values["path"] == START_SH


def test_scripts_left_of_a_push_that_was_put_back_are_nobodys_doubt() -> None:
    given = stopped().file("clu1", START_SH, START.encode(), 0o755)
    assert planned(given).rescues
    put_back = Prove("clu1", {CONFIGURATION: CONF})
    assert EXEC.unproven(WANT, target(), given.answers(EXEC, WANT, target()), put_back) is None


# -- what puts things back --------------------------------------------------------------------------------------------


def commands(change: Change, failed: int) -> list[str]:
    return [" ".join(a.argv[:2]).rpartition("/")[2] for a in change.rescue(failed) if isinstance(a, Run)]


def test_what_puts_things_back_depends_on_how_far_it_came() -> None:
    change = planned(stopped())
    labels = [action.label if isinstance(action, Run) else None for action in change.actions]
    suspend, push, resume = (labels.index(label) for label in (SUSPEND, "push", RESUME))

    for failed in range(suspend):
        assert change.rescue(failed) == ()
    assert commands(change, suspend) == ["clpcl --resume"]
    for failed in range(push, resume + 1):
        assert commands(change, failed) == ["sha256sum --check", "clpcfctrl --push", "clpcl --resume"]
    assert resume == len(change.actions) - 1


def test_a_push_that_is_refused_both_ways_leaves_no_cluster_suspended_where_the_nodes_hold_what_was_there() -> None:
    *_, put_back, here, there, resume = planned(stopped()).rescues[-1].actions
    assert isinstance(put_back, Run)
    assert (put_back.label, put_back.judged) == ("put-back", False)
    answers = stopped().answers(EXEC, WANT, target())
    proofs = [each for each in (here, there) if isinstance(each, Prove)]
    assert [EXEC.unproven(WANT, target(), answers, each) for each in proofs] == [None, None]
    assert isinstance(resume, Run)
    assert resume.label == RESUME_AS_BEFORE


def test_what_was_there_is_proven_on_both_nodes_before_the_cluster_is_resumed() -> None:
    wish = want(start=CHECK)
    given = running().both(Clpstat(), clpstat("Offline", "None"))
    *_, here, there, resume = planned(given, wish).rescues[-1].actions
    old = {CONFIGURATION, START_SH, f"{SCRIPTS}/failover/exec1/stop.sh"}

    assert isinstance(here, Prove)
    assert isinstance(there, Prove)
    assert (here.node, there.node) == ("clu1", "clu2")
    assert set(here.files) == set(there.files) == old
    assert here.files[START_SH] == START.encode()
    assert isinstance(resume, Run)


def test_equal_changes_have_equal_fingerprints_and_others_have_not() -> None:
    first, second = planned(stopped()), planned(stopped())
    assert first.fingerprint == second.fingerprint
    assert first.fingerprint != planned(stopped(), want(start=CHECK)).fingerprint


# -- what is owed -----------------------------------------------------------------------------------------------------

GOOD, BAD, LOST = JobAnswer(JobState.ENDED, 0), JobAnswer(JobState.ENDED, 4), JobAnswer(JobState.LOST)


@pytest.mark.parametrize(
    ("jobs", "owed"),
    [
        ({}, False),
        ({(1, SUSPEND): GOOD}, True),
        ({(1, SUSPEND): LOST}, True),
        ({(1, SUSPEND): JobAnswer(JobState.RUNNING)}, True),
        ({(1, SUSPEND): GOOD, (1, RESUME): GOOD}, False),
        ({(1, SUSPEND): GOOD, (1, RESUME): BAD}, True),
        ({(1, SUSPEND): GOOD, (1, RESUME): BAD, (1, RESUME_AS_BEFORE): GOOD}, False),
        ({(1, SUSPEND): BAD, (1, RESUME_UNCHANGED): GOOD}, False),
        ({(1, SUSPEND): GOOD, (2, RESUME): GOOD}, False),
        ({(1, SUSPEND): GOOD, (1, RESUME): GOOD, (2, SUSPEND): GOOD}, True),
        ({(1, RESUME): GOOD, (2, SUSPEND): GOOD, (2, RESUME): LOST}, True),
    ],
)
@pytest.mark.parametrize("server", ["Online", "Suspend", "refused"])
def test_a_suspension_is_owed_until_a_resume_after_it_ended_well(
    jobs: dict[tuple[int, str], JobAnswer], owed: bool, server: str
) -> None:
    given, to = running().both(Clpstat(), clpstat("Offline", "None", server=server)), target(attempt=3)
    if server == "refused":
        given.both(Clpstat(), REFUSED)
    for (attempt, label), answer in jobs.items():
        given.says("clu1", JobFacts("run1", job_name("step", "clu1", attempt, label)), answer)
    answers = given.answers(EXEC, WANT, to)

    if owed or server == "Online":
        assert EXEC.owes(WANT, to, answers) is (owed and server != "Online")
        return
    with pytest.raises(StepFailed) as unexplained:
        EXEC.owes(WANT, to, answers)
    code = "cluster.status_refused" if server == "refused" else "cluster.suspended"
    assert [(each.code, each.node) for each in unexplained.value.problems] == [(code, "clu1"), (code, "clu2")]


# -- a clpstat that refuses while the cluster is suspended ------------------------------------------------------------

REFUSED = Refused(1, "The cluster is suspended.")
LEFT = target(attempt=2)
"""The attempt after one that was cut between its suspension and its resume."""


def refusing(given: Given, *jobs: str, there: object = REFUSED) -> Given:
    """The nodes after these jobs of the first attempt ended well, with a clpstat that tells nothing."""
    for label in jobs:
        given.says("clu1", JobFacts("run1", job_name("step", "clu1", 1, label)), GOOD)
    return given.says("clu1", Clpstat(), REFUSED).says("clu2", Clpstat(), there)


def planned_again(given: Given, decision: Decision | None = None) -> Change:
    to = replace(LEFT, decision=decision)
    change = EXEC.plan(WANT, to, given.answers(EXEC, WANT, to))
    assert change is not None
    return change


def test_a_proof_asks_files_alone() -> None:
    change = planned(stopped())
    proofs = [(each, running()) for each in change.actions if isinstance(each, Prove)]
    proofs += [(each, stopped()) for each in change.rescues[-1].actions if isinstance(each, Prove)]
    assert len(proofs) == 4
    for each, nodes in proofs:
        asks = EXEC.proof_asks(WANT, LEFT, each)
        assert {type(ask.question) for ask in asks} == {FileFacts}
        assert EXEC.unproven(WANT, LEFT, nodes.told(asks), each) is None


@pytest.mark.parametrize("there", [REFUSED, clpstat("Offline", "None", server="Suspend")])
def test_a_cluster_that_this_step_suspended_is_pushed_to_and_resumed_though_clpstat_refuses(there: object) -> None:
    change = planned_again(refusing(stopped(), SUSPEND, there=there))
    assert [deed.label for deed in change.actions if isinstance(deed, Run) and deed.label] == [SUSPEND, "push", RESUME]
    assert [deed.judged for deed in change.actions if isinstance(deed, Run) and deed.label == SUSPEND] == [False]
    assert change.unsettles == (Unsettled(("clu1", "clu2"), (Clpstat,)),)
    assert not any(isinstance(ask.question, Clpstat) for ask in change.predicts)


def test_what_was_pushed_before_it_was_cut_only_lacks_the_resume() -> None:
    given = refusing(running(), SUSPEND, "push")
    change = planned_again(given)
    assert [deed.argv[1:] for deed in change.actions if isinstance(deed, Run)] == [("--resume", "-a")]
    lacking = EXEC.missing(WANT, LEFT, given.answers(EXEC, WANT, LEFT))
    assert lacking is not None
    assert lacking.code == "configuration.still_suspended"


def test_nodes_that_differ_are_not_pushed_to_unless_a_person_says_so_though_clpstat_refuses() -> None:
    given = refusing(running(), SUSPEND, "push").file("clu2", CONFIGURATION, CONF)
    with pytest.raises(InDoubt):
        planned_again(given)
    assert [a.label for a in planned_again(given, Decision.REDO).actions if isinstance(a, Run) and a.label] == [
        SUSPEND,
        "push",
        RESUME,
    ]


def test_whatever_fails_on_a_cluster_left_suspended_it_is_resumed_if_the_nodes_hold_the_same() -> None:
    change = planned_again(refusing(stopped(), SUSPEND))
    here, there, resume = change.rescue(0)
    assert isinstance(here, Prove)
    assert isinstance(there, Prove)
    assert (here.node, there.node) == ("clu1", "clu2")
    assert here.files[CONFIGURATION] == CONF
    assert isinstance(resume, Run)
    assert resume.argv[1:] == ("--resume", "-a")


@pytest.mark.parametrize("jobs", [(), (SUSPEND, RESUME)])
def test_a_clpstat_that_refuses_because_of_anybody_else_is_told_with_what_to_do(jobs: tuple[str, ...]) -> None:
    for given in (stopped(), running()):
        with pytest.raises(StepFailed) as refusal:
            planned_again(refusing(given, *jobs))
        assert refusal.value.problem.code == "cluster.status_refused"
        assert refusal.value.problem.output == "The cluster is suspended."
    for language in Language:
        assert "clpcl --resume -a" in str(render(refusal.value.problem, language).next)


def test_a_suspension_explains_that_the_state_of_the_cluster_cannot_be_seen_and_nothing_else() -> None:
    codes = ("cluster.status_refused", "cluster.suspended", "cluster.server_not_online", "configuration.not_as_wanted")
    assert [EXEC.explains(Problem(code, {})) for code in codes] == [True, True, False, False]


def test_every_push_says_that_nothing_fails_over_meanwhile() -> None:
    joins = planned(running(), want(monitors=[PID, CUSTOM]))
    for told in (planned(stopped()).details, joins.details, EXEC.advice(WANT, target())):
        assert [each.code for each in told if isinstance(each, Problem)].count("configuration.without_failover") == 1

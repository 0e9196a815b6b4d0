"""Failover trials: which fault is made where, what is refused, and what proves the recovery."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import StepFailed
from clprun.model.change import Change, Reboot, Run
from clprun.node.boots import BootAnswer, BootFacts
from clprun.node.questions import (
    FileAnswer,
    FileFacts,
    FileKind,
    HttpAnswer,
    HttpOutcome,
    HttpReply,
    JobAnswer,
    JobFacts,
    JobState,
    Process,
    ProcessesNow,
    Service,
    ServiceAnswer,
)
from clprun.node.shell import STATE_FOLDER
from clprun.products.clusterpro import Clpstat
from clprun.steps.base import Kind, Target, Want
from clprun.steps.failover_trial import FailoverTrial
from clprun.steps.group_place import GroupPlace, GroupPlaceWant
from clprun.steps.node_back import NodeBack, NodeBackWant
from clprun.steps.trial_wants import FailoverTrialWant, matches
from tests.steps.given import Given, clpstat, process, target

TRIAL = FailoverTrial()
CLWEB = {"kill": {"service": "jcclweb"}}
CJCPW = {"kill": {"process": "/usr/lib/nqs/cluster/cjcpw *"}}
SERVES = {"proof": {"url": "https://10.0.0.114/", "processes": ["clweb_serv*", {"name": "clweb", "at_least": 2}]}}
RUNNING = ServiceAnswer("loaded", "disabled", "active", 4711, "no")
WANTED = [process(4711, "/usr/lib/clweb/clweb_serv -d"), process(4712, "/opt/clweb"), process(4713, "/opt/clweb x")]


def want(fault: str, **rest: object) -> FailoverTrialWant:
    return FailoverTrialWant.model_validate({"group": "failover", "fault": fault, **rest})


def nodes(
    group: str = "Online", current: str = "clu1", server: str = "Online", monitor: str = "userw : Normal"
) -> Given:
    """A cluster whose group is there, with processes and service on clu1."""
    given = Given().both(Clpstat(), clpstat(group, current, server=server, monitors=(monitor,)))
    given.both(ProcessesNow(), (process(1, "/sbin/init"),)).says("clu1", ProcessesNow(), tuple(WANTED))
    given.both(Service("jcclweb"), replace(RUNNING, main_pid=None, active="inactive"))
    given.says("clu1", Service("jcclweb"), RUNNING)
    return given.both(HttpAnswer("https://10.0.0.114/"), HttpReply(HttpOutcome.ANSWERED, 200))


def made(given: Given, node: str = "clu1", state: JobState = JobState.ENDED, code: int | None = 0) -> Given:
    """The fault was made by the first attempt."""
    return given.says(node, JobFacts("run1", "step-clu1-1-0"), JobAnswer(state, code))


def plan(kind: Kind[Any], wish: Want, given: Given, to: Target | None = None) -> Change | None:
    where = to or target()
    change: Change | None = kind.plan(wish, where, given.answers(kind, wish, where))
    return change


def missing(kind: Kind[Any], wish: Want, given: Given, to: Target | None = None) -> str | None:
    """The code of what lacks after the first attempt."""
    where = to or target(attempt=2)
    try:
        problem = kind.missing(wish, where, given.answers(kind, wish, where))
    except StepFailed as failure:
        problem = failure.problem
    return problem.code if problem else None


def refused(kind: Kind[Any], wish: Want, given: Given, to: Target | None = None) -> str:
    with pytest.raises(StepFailed) as failure:
        plan(kind, wish, given, to)
    return failure.value.problem.code


# -- the fault -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "given", "node", "argv"),
    [
        (want("stop"), nodes(current="clu2"), "clu2", ("/usr/sbin/clpgrp", "-t", "failover")),
        (want("start"), nodes("Offline", "None"), "clu1", ("/usr/sbin/clpgrp", "-s", "failover")),
        (want("move"), nodes(), "clu1", ("/usr/sbin/clpgrp", "-m", "failover", "-a", "clu2")),
        (want("move"), nodes(current="clu2"), "clu2", ("/usr/sbin/clpgrp", "-m", "failover", "-a", "clu1")),
        (want("reboot"), nodes(current="clu2"), "clu2", ("/usr/sbin/clpdown", "-r")),
        (want("reboot", reboot_by="os"), nodes(), "clu1", ("/sbin/reboot",)),
    ],
)
def test_the_fault_is_made_where_the_group_is(
    wish: FailoverTrialWant, given: Given, node: str, argv: tuple[str, ...]
) -> None:
    change = plan(TRIAL, wish, given)
    assert change is not None
    (action,) = change.actions
    assert isinstance(action, Reboot if wish.fault == "reboot" else Run)
    assert (action.node, action.argv) == (node, argv)
    assert change.measured
    assert change.disrupts == (wish.fault != "start")


@pytest.mark.parametrize(
    ("kill", "pid"),
    [
        ({"service": "jcclweb"}, 4711),
        ({"process": "clweb_serv*"}, 4711),
        ({"process": "/usr/lib/clweb/clweb_serv -d"}, 4711),
        ({"process": "clweb_serv", "parent": 1}, 4711),
        ({"process": "/opt/clweb"}, 4712),
    ],
)
def test_the_process_that_is_killed_is_named_by_its_number_and_its_start(kill: dict[str, Any], pid: int) -> None:
    change = plan(TRIAL, want("kill", kill=kill), nodes())
    assert change is not None
    (action,) = change.actions
    assert isinstance(action, Run)
    assert action.argv[-2:] == (str(pid), "Sat Nov 21 00:00:00 2026")


@pytest.mark.parametrize(
    ("wish", "given", "code"),
    [
        (want("start"), nodes(), "trial.group_online"),
        (want("stop"), nodes("Offline", "None"), "trial.group_offline"),
        (want("kill", **CLWEB), nodes("Offline", "None"), "trial.group_offline"),
        (want("move"), nodes("Online Pending"), "group.in_transition"),
        (want("move"), nodes(server="Offline"), "cluster.server_not_online"),
        (want("reboot"), nodes(server="Suspend"), "cluster.suspended"),
        (want("kill", **CLWEB), nodes(current="clu2"), "trial.service_not_running"),
        (want("kill", kill={"process": "clweb*"}), nodes(), "trial.not_one_process"),
        (want("kill", kill={"process": "nobody"}), nodes(), "trial.not_one_process"),
        (want("kill", kill={"process": "clweb_serv*", "parent": 7}), nodes(), "trial.not_one_process"),
    ],
)
def test_what_is_refused(wish: FailoverTrialWant, given: Given, code: str) -> None:
    assert refused(TRIAL, wish, given) == code


@pytest.mark.parametrize("restart", ["always", "on-failure", "on-abnormal", "on-abort", ""])
def test_a_service_that_systemd_starts_again_is_not_killed(restart: str) -> None:
    """ERRATA G1-23."""
    given = nodes().says("clu1", Service("jcclweb"), replace(RUNNING, restart=restart))
    assert refused(TRIAL, want("kill", **CLWEB), given) == "trial.restarts_itself"


@pytest.mark.parametrize(
    "fields",
    [
        {"fault": "kill"},
        {"fault": "stop", **CLWEB},
        {"fault": "kill", "kill": {}},
        {"fault": "kill", "kill": {"service": "a", "process": "b"}},
        {"fault": "kill", "kill": {"service": "a", "parent": 1}},
        {"fault": "kill", "kill": {"process": "**"}},
        {"fault": "kill", "kill": {"service": "-a"}},
        {"fault": "kill", **CLWEB, "expect": "same-node"},
        {"fault": "move", "expect": "same-node"},
        {"fault": "stop", **SERVES},
        {"fault": "start", "proof": {"url": "file:///etc/passwd"}},
    ],
)
def test_a_want_that_makes_no_sense(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FailoverTrialWant.model_validate({"group": "failover", **fields})


@pytest.mark.parametrize(
    ("pattern", "args", "fits"),
    [
        ("clweb_serv*", "/usr/lib/clweb/clweb_serv", True),
        ("clweb_serv", "/usr/lib/clweb/clweb_serv -d", True),
        ("NQS nqsdaemon", "NQS nqsdaemon", True),
        ("*cjcpw cluv*", "/usr/lib/nqs/cluster/cjcpw cluv /mnt/sdb2", True),
        ("clweb", "/usr/lib/clweb/clweb_serv", False),
        ("[kthreadd]", "[kthreadd]", True),
        ("[a-z]*", "b", False),
        ("CLWEB*", "clweb", False),
        ("?", "", False),
    ],
)
def test_a_pattern_fits_the_command_line_or_the_programs_own_name(pattern: str, args: str, fits: bool) -> None:
    assert matches(pattern, Process(5, 1, "now", args)) is fits


# -- after the fault -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "given", "lacking"),
    [
        (want("stop"), nodes("Offline", "None"), None),
        (want("stop"), nodes(), "trial.group_not_there"),
        (want("start"), nodes(), None),
        (want("move"), nodes(current="clu2"), None),
        (want("move"), nodes(), "trial.group_not_there"),
        (want("kill", **CLWEB), nodes("Online Failure"), "group.failed"),
        (want("kill", **CLWEB, expect="offline"), nodes("Offline", "None"), None),
        (want("kill", **CLWEB, expect="same-node", **SERVES), nodes(), None),
        (want("kill", **CLWEB, **SERVES), nodes(current="clu2"), "trial.too_few_processes"),
    ],
)
def test_what_the_recovery_lacks(wish: FailoverTrialWant, given: Given, lacking: str | None) -> None:
    assert missing(TRIAL, wish, made(given)) == lacking


def test_the_url_is_asked_where_the_group_is() -> None:
    given = made(nodes()).says("clu1", HttpAnswer("https://10.0.0.114/"), HttpReply(HttpOutcome.REFUSED))
    assert missing(TRIAL, want("start", **SERVES), given) == "trial.no_answer"


def test_a_fault_that_was_made_is_only_waited_for() -> None:
    change = plan(TRIAL, want("move"), made(nodes()), target(attempt=2))
    assert change is not None
    assert (change.actions, change.measured, change.disrupts) == ((), False, False)
    assert plan(TRIAL, want("move"), made(nodes(current="clu2")), target(attempt=2)) is None


@pytest.mark.parametrize(
    ("state", "code", "again"),
    [
        (JobState.ABSENT, None, True),
        (JobState.ENDED, 1, True),
        (JobState.ENDED, 0, False),
        (JobState.ENDED, 143, False),
        (JobState.RUNNING, None, False),
        (JobState.LOST, None, False),
    ],
)
def test_only_a_fault_that_was_certainly_not_made_is_made_again(state: JobState, code: int | None, again: bool) -> None:
    given = made(nodes(), state=state, code=code)
    change = plan(TRIAL, want("reboot"), given, target(attempt=2))
    assert change is not None
    assert bool(change.actions) is again
    assert (missing(TRIAL, want("reboot"), given) == "trial.not_made") is again


def test_of_a_node_that_was_rebooted_just_now_only_the_peer_is_asked() -> None:
    wish, away = want("reboot", **SERVES), replace(target(attempt=2), away="clu1")
    assert {ask.node for ask in TRIAL.asks(wish, away)} == {"clu2"}
    given = nodes(current="clu2").says("clu2", ProcessesNow(), tuple(WANTED))
    assert missing(TRIAL, wish, given, away) is None
    assert missing(TRIAL, wish, nodes(), away) == "trial.group_not_there"


# -- the node that comes back ----------------------------------------------------------------------------------------

BACK = NodeBackWant(group="failover", trial="reboot-active")
BOOTS = BootFacts("run1", "reboot-active-clu1-")


@pytest.mark.parametrize(
    ("boots", "told", "lacking"),
    [
        (("b2", {"b1"}), {}, None),
        (("b2", set[str]()), {}, None),
        (("b1", {"b1"}), {}, "trial.not_rebooted_yet"),
        (("b2", {"b1", "b2"}), {}, "trial.not_rebooted_yet"),
        (("b2", {"b1"}), {"server": "Offline"}, "trial.cluster_not_started"),
        (("b2", {"b1"}), {"monitor": "userw : Error"}, "cluster.monitor_not_normal"),
        (("b2", {"b1"}), {"group": "Online Pending"}, "group.in_transition"),
    ],
)
def test_a_rebooted_node_is_back(boots: tuple[str, set[str]], told: dict[str, str], lacking: str | None) -> None:
    given = nodes(current="clu2", **told).both(BOOTS, BootAnswer("x"))
    given.says("clu1", BOOTS, BootAnswer(boots[0], frozenset(boots[1])))
    assert missing(NodeBack(), BACK, given) == lacking


# -- where the group was ---------------------------------------------------------------------------------------------

NOTE = FileFacts(f"{STATE_FOLDER}/runs/run1/place-of-failover", content=True)
NOTING, RESTORING = GroupPlaceWant(group="failover", do="note"), GroupPlaceWant(group="failover", do="restore")


def noted(given: Given, place: str) -> Given:
    content = f"{place}\n".encode()
    return given.says("clu1", NOTE, FileAnswer(FileKind.FILE, content=content))


@pytest.mark.parametrize(("group", "current", "place"), [("Online", "clu2", "clu2"), ("Offline", "None", "-")])
def test_the_place_is_noted_once(group: str, current: str, place: str) -> None:
    given = nodes(group, current)
    change = plan(GroupPlace(), NOTING, given)
    assert change is not None
    later = given.after(dict(change.predicts))
    assert later.table[next(iter(change.predicts))].content == f"{place}\n".encode()  # type: ignore[attr-defined]  # a FileAnswer
    assert plan(GroupPlace(), NOTING, later) is None
    assert missing(GroupPlace(), NOTING, later) is None
    assert missing(GroupPlace(), NOTING, given) == "trial.place_not_noted"


@pytest.mark.parametrize(
    ("given", "place", "argv"),
    [
        (nodes(), "clu1", None),
        (nodes("Offline", "None"), "-", None),
        (nodes(current="clu2"), "clu1", ("-m", "failover", "-a", "clu1")),
        (nodes(), "clu2", ("-m", "failover", "-a", "clu2")),
        (nodes(), "-", ("-t", "failover")),
        (nodes("Offline", "None"), "clu2", ("-s", "failover")),
    ],
)
def test_the_group_is_put_back(given: Given, place: str, argv: tuple[str, ...] | None) -> None:
    change = plan(GroupPlace(), RESTORING, noted(given, place))
    assert missing(GroupPlace(), RESTORING, given) == (None if argv is None else "group.elsewhere")
    if argv is None:
        assert change is None
        return
    assert change is not None
    (action,) = change.actions
    assert isinstance(action, Run)
    assert action.argv[1:] == argv


@pytest.mark.parametrize("place", ["clu3", ""])
def test_without_a_note_nothing_is_put_anywhere(place: str) -> None:
    assert refused(GroupPlace(), RESTORING, noted(nodes(), place)) == "trial.place_not_noted"
    assert refused(GroupPlace(), RESTORING, nodes()) == "trial.place_not_noted"

"""Services kept from starting at boot, started and stopped: what is planned from what their manager says."""

from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import NeedsAcceptance, StepFailed
from clprun.model.change import Run
from clprun.model.question import Ask, Question
from clprun.node.dialled import HttpFromController
from clprun.node.questions import (
    HttpAnswer,
    HttpOutcome,
    HttpReply,
    InitScript,
    InitScriptAnswer,
    Probe,
    Process,
    ProcessesNow,
    Service,
    ServiceAnswer,
)
from clprun.products.clusterpro import Clpstat
from clprun.steps.base import Kind, Want
from clprun.steps.http_answer import HttpAnswerCheck, HttpAnswerWant
from clprun.steps.service_autostart import ServiceAutostart, ServiceAutostartWant
from clprun.steps.service_state import RunBy, ServiceState, ServiceStateWant
from tests.steps.given import Given, clpstat, target

AUTOSTART, STATE, HTTP = ServiceAutostart(), ServiceState(), HttpAnswerCheck()

OFF = ServiceAutostartWant(service="jcclweb", manager="systemd", enabled=False)
ON = OFF.model_copy(update={"enabled": True})
STOPPED = ServiceStateWant(service="jcclweb", manager="systemd", state="stopped")
RUNNING = STOPPED.model_copy(update={"state": "running"})
OLD = {"manager": "chkconfig"}

ALL_LEVELS = frozenset({2, 3, 4, 5})


def unit(load: str = "loaded", enabled: str = "disabled", active: str = "inactive") -> Given:
    return given(Service("jcclweb"), ServiceAnswer(load, enabled, active, None))


def init(*levels: int, there: bool = True, runs: bool = False) -> Given:
    return given(InitScript("jcclweb"), InitScriptAnswer(there, frozenset(levels), runs, 0 if runs else 3))


def given(question: Question[Any], answer: object) -> Given:
    return Given().says("clu1", question, answer)


def argv(kind: Kind[Any], want: Want, nodes: Given) -> tuple[str, ...]:
    """The one command of the plan; its exit code never decides."""
    change = kind.plan(want, target(), nodes.answers(kind, want, target()))
    if change is None:
        assert kind.missing(want, target(), nodes.answers(kind, want, target())) is None
        return ()
    (action,) = change.actions
    assert isinstance(action, Run)
    assert not action.judged
    assert change.actions == kind.intent(want, target())
    later = nodes.after(dict(change.predicts))
    assert kind.plan(want, target(), later.answers(kind, want, target())) is None
    assert kind.missing(want, target(), nodes.answers(kind, want, target())) is not None
    return action.argv


@pytest.mark.parametrize(
    ("want", "nodes", "expected"),
    [
        (OFF, unit(enabled="enabled"), ("systemctl", "disable", "jcclweb")),
        (OFF, unit(enabled="enabled-runtime"), ("systemctl", "disable", "jcclweb")),
        (OFF, unit(enabled="disabled"), ()),
        (OFF, unit(enabled="static"), ()),
        (OFF, unit(enabled="indirect"), ()),
        (ON, unit(enabled="disabled"), ("systemctl", "enable", "jcclweb")),
        (ON, unit(enabled="enabled"), ()),
        (OFF.model_copy(update=OLD), init(*ALL_LEVELS), ("chkconfig", "jcclweb", "off")),
        (OFF.model_copy(update=OLD), init(5), ("chkconfig", "jcclweb", "off")),
        (OFF.model_copy(update=OLD), init(), ()),
        (ON.model_copy(update=OLD), init(3), ("chkconfig", "jcclweb", "on")),
        (ON.model_copy(update=OLD), init(*ALL_LEVELS), ()),
    ],
)
def test_the_start_at_boot_is_switched_when_it_is_otherwise(
    want: ServiceAutostartWant, nodes: Given, expected: tuple[str, ...]
) -> None:
    assert argv(AUTOSTART, want, nodes) == expected


@pytest.mark.parametrize(
    ("want", "nodes", "expected"),
    [
        (RUNNING, unit(active="inactive"), ("systemctl", "start", "jcclweb")),
        (RUNNING, unit(active="failed"), ("systemctl", "start", "jcclweb")),
        (RUNNING, unit(active="activating"), ("systemctl", "start", "jcclweb")),
        (RUNNING, unit(active="active"), ()),
        (STOPPED, unit(active="active"), ("systemctl", "stop", "jcclweb")),
        (STOPPED, unit(active="activating"), ("systemctl", "stop", "jcclweb")),
        (STOPPED, unit(active="deactivating"), ("systemctl", "stop", "jcclweb")),
        (STOPPED, unit(active="inactive"), ()),
        (STOPPED, unit(active="failed"), ()),
        (STOPPED, unit(load="masked", enabled="masked"), ()),
        (RUNNING.model_copy(update=OLD), init(), ("service", "jcclweb", "start")),
        (RUNNING.model_copy(update=OLD), init(runs=True), ()),
        (STOPPED.model_copy(update=OLD), init(runs=True), ("service", "jcclweb", "stop")),
        (STOPPED.model_copy(update=OLD), init(), ()),
    ],
)
def test_a_service_is_started_or_stopped_when_it_is_otherwise(
    want: ServiceStateWant, nodes: Given, expected: tuple[str, ...]
) -> None:
    assert argv(STATE, want, nodes) == expected


@pytest.mark.parametrize(
    ("kind", "want", "nodes", "code"),
    [
        (AUTOSTART, OFF, unit(load="not-found", enabled=""), "service.unknown"),
        (AUTOSTART, OFF.model_copy(update=OLD), init(there=False), "service.unknown"),
        (AUTOSTART, OFF, unit(load="masked", enabled="masked"), "service.masked"),
        (AUTOSTART, ON, unit(enabled="static"), "service.not_switchable"),
        (STATE, RUNNING, unit(load="not-found", enabled=""), "service.unknown"),
        (STATE, STOPPED, unit(load="not-found", enabled=""), "service.unknown"),
        (STATE, STOPPED.model_copy(update=OLD), init(there=False), "service.unknown"),
        (STATE, RUNNING, unit(load="masked", enabled="masked"), "service.masked"),
        (STATE, RUNNING, unit(load="masked", enabled="masked-runtime"), "service.masked"),
    ],
)
def test_a_service_that_is_not_there_or_masked_is_told(kind: Kind[Any], want: Want, nodes: Given, code: str) -> None:
    answers = nodes.answers(kind, want, target())
    with pytest.raises(StepFailed) as failure:
        kind.plan(want, target(), answers)
    assert failure.value.problem.code == code
    assert kind.missing(want, target(), answers) is not None


@pytest.mark.parametrize(
    ("want", "nodes"),
    [
        (STOPPED, unit(active="activating")),
        (RUNNING, unit(active="maintenance")),
        (STOPPED.model_copy(update=OLD), given(InitScript("jcclweb"), InitScriptAnswer(True, ALL_LEVELS, None, 4))),
    ],
)
def test_a_service_that_stays_neither_running_nor_stopped_is_a_persons_to_accept(
    want: ServiceStateWant, nodes: Given
) -> None:
    """It is told once; then the run does not go round in circles."""
    assert STATE.plan(want, target(), nodes.answers(STATE, want, target())) is not None
    again = target(attempt=2)
    with pytest.raises(NeedsAcceptance) as needed:
        STATE.plan(want, again, nodes.answers(STATE, want, again))
    assert (needed.value.what, needed.value.problem.code) == ("services", "service.unclear")
    accepted = target(attempt=2, accepted=needed.value.problems)
    assert STATE.plan(want, accepted, nodes.answers(STATE, want, accepted)) is None
    assert STATE.missing(want, accepted, nodes.answers(STATE, want, accepted)) is None


def test_what_a_service_serves_is_not_foreseen() -> None:
    change = STATE.plan(RUNNING, target(), unit().answers(STATE, RUNNING, target()))
    assert change is not None

    def hidden(node: str, question: Question[Any]) -> bool:
        return any(unsettled.covers(Ask(node, question)) for unsettled in change.unsettles)

    assert hidden("clu2", HttpAnswer("https://10.0.0.114/"))
    assert hidden("clu1", Probe(("true",)))
    assert not hidden("clu2", Probe(("true",)))
    assert not change.disrupts


CLWEB = Process(700, 1, "Sat Nov 21 00:00:00 2026", "clweb_serv master")
OTHER = Process(701, 1, "Sat Nov 21 00:00:00 2026", "grep clweb_serv")
FOR_SURE = STOPPED.model_copy(update={"processes": "clweb_serv*"})


def test_stopped_for_sure_means_no_process_is_left() -> None:
    running = unit(active="active").says("clu1", ProcessesNow(), (CLWEB, OTHER))
    assert argv(STATE, FOR_SURE, running) == ("systemctl", "stop", "jcclweb")

    strays = unit(active="inactive").says("clu1", ProcessesNow(), (CLWEB, OTHER))
    answers = strays.answers(STATE, FOR_SURE, target())
    with pytest.raises(StepFailed) as failure:
        STATE.plan(FOR_SURE, target(), answers)
    assert failure.value.problem.code == "service.processes_left"
    assert STATE.missing(FOR_SURE, target(), answers) == failure.value.problem
    assert argv(STATE, FOR_SURE, unit(active="inactive").says("clu1", ProcessesNow(), (OTHER,))) == ()


RUN_BY = RunBy(group="failover", resource="exec1")


@pytest.mark.parametrize("state", ["stopped", "running"])
def test_what_the_cluster_runs_is_not_touched_by_hand(state: str) -> None:
    want = ServiceStateWant(service="jcclweb", manager="systemd", state=state, run_by=RUN_BY)
    nodes = unit(active="inactive" if state == "running" else "active")
    nodes.both(Clpstat(), clpstat(resources=("fip1", "exec1")))

    with pytest.raises(StepFailed) as failure:
        STATE.plan(want, target(), nodes.answers(STATE, want, target()))
    assert failure.value.problem.code == "service.run_by_cluster"

    for offline in (clpstat("Offline", "None", resources=("fip1", "exec1")), clpstat(resources=("fip1",))):
        nodes.both(Clpstat(), offline)
        assert argv(STATE, want, nodes)


def test_only_a_stop_disrupts() -> None:
    assert STATE.may_disrupt({"state": "stopped"})
    assert not STATE.may_disrupt({"state": "running"})


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (HttpOutcome.ANSWERED, None),
        (HttpOutcome.REFUSED, "check.http_refused"),
        (HttpOutcome.TIMED_OUT, "check.http_timed_out"),
        (HttpOutcome.UNRESOLVED, "check.http_unresolved"),
        (HttpOutcome.TLS_FAILED, "check.http_tls_failed"),
        (HttpOutcome.NO_ANSWER, "check.http_no_answer"),
    ],
)
def test_any_answer_will_do_and_none_says_why(outcome: HttpOutcome, code: str | None) -> None:
    want = HttpAnswerWant(url="https://10.0.0.114/")
    nodes = given(HttpAnswer(want.url), HttpReply(outcome, output="curl: (7)"))
    problem = HTTP.missing(want, target(), nodes.answers(HTTP, want, target()))

    assert (problem.code if problem else None) == code


def test_the_controller_asks_by_the_way_to_the_node() -> None:
    want = HttpAnswerWant(url="https://10.0.0.114/", asked_by="controller")
    (ask,) = HTTP.asks(want, target())
    assert ask == Ask("clu1", HttpFromController(want.url))
    nodes = given(ask.question, HttpReply(HttpOutcome.ANSWERED, 302))
    assert HTTP.missing(want, target(), nodes.answers(HTTP, want, target())) is None


@pytest.mark.parametrize(
    "url", ["http://h", "https://10.0.0.114/", "https://cluv:8443/a/b?c=d%20e", "http://[::1]:80/", "https://a.b-c.d:1"]
)
def test_a_url_that_may_be_asked(url: str) -> None:
    assert HttpAnswerWant(url=url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://h/",
        "https://",
        "https://user:secret@h/",
        "https://h:0/",
        "https://h:65536/",
        "https://h:x/",
        "https://h/#part",
        "https://h/a b",
        "https://h/\n",
        "https://h/$(id)",
        "https://-h/",
        "https://h/'",
        "file:///etc/passwd",
    ],
)
def test_a_url_that_may_not(url: str) -> None:
    with pytest.raises(ValidationError):
        HttpAnswerWant(url=url)


@pytest.mark.parametrize("name", ["", "-x", "a ", "a;b", "/a", "$x", "x\n"])
def test_a_name_that_no_service_has(name: str) -> None:
    with pytest.raises(ValidationError):
        ServiceStateWant(service=name, manager="systemd", state="running")

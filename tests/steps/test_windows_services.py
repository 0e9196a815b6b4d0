"""Services of Windows: by key or display name, several at once, their own process and no other's."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import StepFailed
from clprun.model.change import Change, Run
from clprun.node.questions import Identity, IdentityAnswer
from clprun.node.windows.services import WindowsService, WindowsServiceAnswer
from clprun.products.clusterpro import Clpstat
from clprun.steps.base import Kind, Want
from clprun.steps.failover_trial import FailoverTrial
from clprun.steps.service_autostart import ServiceAutostart, ServiceAutostartWant
from clprun.steps.service_interactive import ServiceInteractive, ServiceInteractiveWant
from clprun.steps.service_state import ServiceState, ServiceStateWant
from clprun.steps.services_in_group import ServicesInGroup, ServicesInGroupWant
from clprun.steps.trial_wants import FailoverTrialWant
from tests.steps.given import Given, clpstat
from tests.steps.given_windows import WindowsGiven, target

CLWEB = WindowsServiceAnswer(
    there=True,
    key="JobCenterCLWeb",
    display="JobCenter CL/Web Service",
    state="stopped",
    start="auto",
    account="LocalSystem",
)
RUNS = replace(CLWEB, state="running", pid=4711)
ALERT = replace(CLWEB, key="AlertManager", display="Alert Manager Socket(R) Service")
ABSENT = WindowsServiceAnswer(there=False)


def given(*services: WindowsServiceAnswer, node: str = "clu1") -> WindowsGiven:
    nodes = WindowsGiven()
    for service in services:
        for name in (service.key, service.display):
            nodes.says(node, WindowsService(name), service)
    return nodes


def planned(kind: Kind[Any], want: Want, nodes: Given) -> Change | None:
    """The plan; where there is one, something lacks, and nothing does once it is done."""
    change = kind.plan(want, target(), nodes.answers(kind, want, target()))
    lacking = kind.missing(want, target(), nodes.answers(kind, want, target()))
    assert (lacking is None) == (change is None)
    if change is not None:
        later = nodes.after(dict(change.predicts))
        assert kind.plan(want, target(), later.answers(kind, want, target())) is None
    return change


def commands(change: Change | None) -> list[tuple[str, ...]]:
    return [] if change is None else [action.argv for action in change.actions if isinstance(action, Run)]


def autostart(**values: object) -> ServiceAutostartWant:
    return ServiceAutostartWant.model_validate({"enabled": False, **values})


@pytest.mark.parametrize("name", ["JobCenterCLWeb", "JobCenter CL/Web Service"])
def test_a_service_is_set_to_manual_under_its_key_whatever_it_is_called(name: str) -> None:
    change = planned(ServiceAutostart(), autostart(service=name), given(CLWEB))
    assert commands(change) == [("sc", "config", "JobCenterCLWeb", "start=", "demand")]


@pytest.mark.parametrize("start", ["demand", "disabled"])
def test_a_service_that_does_not_start_by_itself_is_left_alone(start: str) -> None:
    assert planned(ServiceAutostart(), autostart(service="JobCenterCLWeb"), given(replace(CLWEB, start=start))) is None


@pytest.mark.parametrize(("start", "refused"), [("auto", True), ("demand", True), ("disabled", False)])
def test_a_service_that_windows_starts_by_a_trigger_is_a_persons_to_look_at(start: str, refused: bool) -> None:
    want, nodes = autostart(service="JobCenterCLWeb"), given(replace(CLWEB, start=start, triggered=True))
    lacking = ServiceAutostart().missing(want, target(), nodes.answers(ServiceAutostart(), want, target()))
    assert (lacking is not None) is refused
    if refused:
        with pytest.raises(StepFailed) as caught:
            planned(ServiceAutostart(), want, nodes)
        assert caught.value.problem.code == "service.starts_by_others"


def test_of_several_services_only_those_that_are_wrong_are_changed() -> None:
    nodes = given(replace(CLWEB, start="demand"), ALERT)
    change = planned(ServiceAutostart(), autostart(services=[CLWEB.display, ALERT.display]), nodes)
    assert commands(change) == [("sc", "config", "AlertManager", "start=", "demand")]


def test_all_services_that_are_not_there_are_told_at_once() -> None:
    want = autostart(services=["First", "Second"])
    nodes = WindowsGiven().says("clu1", WindowsService("First"), ABSENT).says("clu1", WindowsService("Second"), ABSENT)
    with pytest.raises(StepFailed) as refusal:
        ServiceAutostart().plan(want, target(), nodes.answers(ServiceAutostart(), want, target()))
    assert [problem.values["service"] for problem in refusal.value.problems] == ["First", "Second"]


def test_services_are_stopped_in_the_order_given() -> None:
    want = ServiceStateWant.model_validate({"services": [ALERT.display, CLWEB.display], "state": "stopped"})
    nodes = given(RUNS, replace(ALERT, state="running", pid=12))
    assert commands(planned(ServiceState(), want, nodes)) == [
        ("sc", "stop", "AlertManager"),
        ("sc", "stop", "JobCenterCLWeb"),
    ]


def test_a_service_on_its_way_counts_as_neither() -> None:
    want = ServiceStateWant.model_validate({"service": "JobCenterCLWeb", "state": "running"})
    change = planned(ServiceState(), want, given(replace(CLWEB, state="start-pending")))
    assert commands(change) == [("sc", "start", "JobCenterCLWeb")]


@pytest.mark.parametrize("values", [{}, {"service": "A", "services": ["B"]}])
def test_one_service_or_several(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        autostart(**values)


@pytest.mark.parametrize(
    ("here", "there", "code"),
    [(RUNS, CLWEB, None), (CLWEB, CLWEB, "check.service_runs_not"), (RUNS, RUNS, "check.service_runs_beside")],
)
def test_a_service_runs_beside_its_group_only(
    here: WindowsServiceAnswer, there: WindowsServiceAnswer, code: str | None
) -> None:
    want = ServicesInGroupWant.model_validate({"group": "failover", "services": ["JobCenterCLWeb"]})
    nodes = given(here).says("clu2", WindowsService("JobCenterCLWeb"), there)
    problem = ServicesInGroup().missing(want, target(), nodes.answers(ServicesInGroup(), want, target()))
    assert (problem.code if problem else None) == code


def windows(version: str) -> IdentityAnswer:
    return IdentityAnswer("clu1", 0, "windows", version, f"Windows {version}", "1", 0.0)


@pytest.mark.parametrize(
    ("version", "interactive", "expected"),
    [
        ("5.2.3790", False, [("sc", "config", "clpstartup", "type=", "own", "type=", "interact")]),
        ("5.2.3790", True, []),
        ("6.0.6001", False, []),
        ("10.0.20348", False, []),
    ],
)
def test_the_desktop_before_windows_server_2008_only(
    version: str, interactive: bool, expected: list[tuple[str, ...]]
) -> None:
    want = ServiceInteractiveWant(service="CLUSTERPRO Server")
    server = replace(CLWEB, key="clpstartup", display="CLUSTERPRO Server", interactive=interactive)
    nodes = given(server).says("clu1", Identity(), windows(version))
    assert commands(planned(ServiceInteractive(), want, nodes)) == expected


def test_only_a_service_of_the_system_can_have_the_desktop() -> None:
    want = ServiceInteractiveWant(service="JobCenterCLWeb")
    nodes = given(replace(CLWEB, account=".\\operator")).says("clu1", Identity(), windows("5.2.3790"))
    with pytest.raises(StepFailed) as refusal:
        ServiceInteractive().plan(want, target(), nodes.answers(ServiceInteractive(), want, target()))
    assert refusal.value.problem.code == "service.not_of_system"


def trial(**kill: object) -> FailoverTrialWant:
    return FailoverTrialWant.model_validate({"group": "failover", "fault": "kill", "kill": kill})


def test_the_trial_ends_the_process_of_the_service_and_of_no_other() -> None:
    want, nodes = trial(service="JobCenter CL/Web Service"), given(RUNS)
    nodes.says("clu2", WindowsService("JobCenter CL/Web Service"), CLWEB)
    change = FailoverTrial().plan(want, target(), nodes.answers(FailoverTrial(), want, target()))
    assert commands(change) == [("taskkill", "/f", "/pid", "4711", "/fi", "services eq JobCenterCLWeb")]


@pytest.mark.parametrize(
    ("kill", "found", "code"),
    [
        ({"service": "JobCenterCLWeb"}, CLWEB, "trial.service_not_running"),
        ({"service": "JobCenterCLWeb"}, replace(RUNS, restarts=True), "trial.scm_restarts_it"),
        ({"process": "prunsrv.exe"}, RUNS, "trial.only_services"),
    ],
)
def test_what_the_trial_does_not_end(kill: dict[str, object], found: WindowsServiceAnswer, code: str) -> None:
    want, nodes = trial(**kill), given(found)
    nodes.says("clu2", WindowsService("JobCenterCLWeb"), CLWEB)
    with pytest.raises(StepFailed) as refusal:
        FailoverTrial().plan(want, target(), nodes.answers(FailoverTrial(), want, target()))
    assert refusal.value.problem.code == code


def test_a_service_that_a_resource_runs_is_not_stopped_by_hand() -> None:
    values = {"service": "JobCenterCLWeb", "state": "stopped", "run_by": {"group": "failover", "resource": "service1"}}
    want = ServiceStateWant.model_validate(values)
    nodes = given(RUNS).both(Clpstat(), clpstat(resources=("service1",)))
    with pytest.raises(StepFailed) as refusal:
        ServiceState().plan(want, target(), nodes.answers(ServiceState(), want, target()))
    assert refusal.value.problem.code == "service.run_by_cluster"

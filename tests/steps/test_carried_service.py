"""A group that carries a service: who runs it, and what will hold once the group is elsewhere."""

import pytest

from clprun.errors import StepFailed
from clprun.model.change import Change
from clprun.model.question import Ask
from clprun.node.questions import Service, ServiceAnswer
from clprun.products.clusterpro import Clpstat
from clprun.steps.group import Group, GroupWant
from tests.steps.given import Given, clpstat, target

KIND = Group()
UNIT = "jcexecutor_agent_2565.service"
ONLINE = clpstat(resources=("disk1", "exec1"))
WITHOUT_EXEC = clpstat(resources=("disk1",))
OFFLINE = clpstat("Offline", "None", resources=("disk1", "exec1"))
SCRIPT = "/opt/nec/clusterpro/scripts/failover/exec1/start.sh"


def state(active: str) -> ServiceAnswer:
    return ServiceAnswer("loaded", "disabled", active, 7 if active == "active" else None)


def given(here: str, there: str, *, starts: bool = True) -> Given:
    """The service on both nodes, and an exec resource whose script starts it or was never written."""
    made = Given().both(Clpstat(), ONLINE).says("clu1", Service(UNIT), state(here))
    made.says("clu2", Service(UNIT), state(there))
    for node in ("clu1", "clu2") if starts else ():
        made.file(node, SCRIPT, f"#!/bin/sh\nsystemctl start {UNIT}\n".encode())
    return made


def plan(made: Given, wanted: str, role: str | None = None) -> Change | None:
    service = {"service": UNIT, "exec": "exec1"}
    want = GroupWant.model_validate({"group": "failover", "state": wanted, "role": role, "service": service})
    return KIND.plan(want, target(), made.answers(KIND, want, target()))


def test_what_the_group_runs_it_may_stop_and_move() -> None:
    change = plan(given("active", "inactive"), "online", "standby")
    assert change is not None
    later = given("active", "inactive").after(dict(change.predicts))
    assert plan(later, "online", "standby") is None
    back = plan(later, "online", "primary")
    assert back is not None
    assert plan(later.after(dict(back.predicts)), "offline") is not None


@pytest.mark.parametrize(("starts", "states"), [(True, ("active", "inactive")), (False, ("inactive", "inactive"))])
def test_what_will_run_where_is_foreseen(*, starts: bool, states: tuple[str, str]) -> None:
    stopped = given("inactive", "failed", starts=starts).both(Clpstat(), OFFLINE)
    change = plan(stopped, "online", "primary")
    assert change is not None
    for node, active in zip(("clu1", "clu2"), states, strict=True):
        foreseen = change.predicts[Ask(node, Service(UNIT))]
        assert isinstance(foreseen, ServiceAnswer)
        assert (foreseen.active, foreseen.main_pid) == (active, None)


@pytest.mark.parametrize(
    ("made", "node"),
    [
        (given("active", "inactive", starts=False), "clu1"),
        (given("active", "inactive").both(Clpstat(), WITHOUT_EXEC), "clu1"),
        (given("active", "inactive").both(Clpstat(), OFFLINE), "clu1"),
        (given("active", "active"), "clu2"),
        (given("active", "activating"), "clu2"),
        (given("active", "deactivating"), "clu2"),
    ],
)
def test_what_somebody_else_runs_keeps_the_group_where_it_is(made: Given, node: str) -> None:
    with pytest.raises(StepFailed) as failure:
        plan(made, "online", "standby")
    assert [(problem.code, problem.node) for problem in failure.value.problems] == [("group.service_by_hand", node)]


def test_a_group_that_is_where_it_should_be_is_left_alone() -> None:
    assert plan(given("active", "active"), "online", "primary") is None

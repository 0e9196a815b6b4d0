"""One resource started or stopped by clprsc, while its group stays where it is."""

from dataclasses import replace

import pytest

from clprun.errors import StepFailed
from clprun.model.change import Change, Run
from clprun.products.clusterpro import Clpstat
from clprun.steps.resource_state import ResourceState, ResourceStateWant
from tests.steps import given_windows
from tests.steps.given import Given, clpstat, target

KIND = ResourceState()


def want(state: str, resource: str = "exec1") -> ResourceStateWant:
    return ResourceStateWant.model_validate({"group": "failover", "resource": resource, "state": state})


def cluster(exec1: str = "Online", group: str = "Online", current: str = "clu2") -> Given:
    """Both nodes see the group, one of its resources perhaps in another state."""
    status = clpstat(group, current, resources=("fip1", "exec1"))
    shown = clpstat(exec1, current, resources=("exec1",)).groups[0].resources[0]
    groups = tuple(replace(each, resources=(each.resources[0], shown)) for each in status.groups)
    return Given().both(Clpstat(), replace(status, groups=groups))


def planned(wish: ResourceStateWant, nodes: Given) -> Change | None:
    return KIND.plan(wish, target(), nodes.answers(KIND, wish, target()))


@pytest.mark.parametrize(
    ("state", "found", "option"), [("offline", "Online", "-t"), ("online", "Offline", "-s"), ("online", "Online", None)]
)
def test_the_command_runs_where_the_group_is(state: str, found: str, option: str | None) -> None:
    nodes = cluster(found)
    change = planned(want(state), nodes)
    if option is None:
        assert change is None
        return
    assert change is not None
    assert change.actions == (Run("clu2", ("/usr/sbin/clprsc", option, "exec1"), within=3600),)
    assert change.disrupts is (state == "offline")
    assert planned(want(state), nodes.after(dict(change.predicts))) is None


def test_windows_knows_the_command_by_its_name() -> None:
    (action,) = KIND.intent(want("offline"), given_windows.target())
    assert isinstance(action, Run)
    assert action.argv == ("clprsc", "-t", "exec1")


@pytest.mark.parametrize(
    ("wish", "nodes", "code"),
    [
        (want("offline", "nothing"), cluster(), "group.no_resource"),
        (want("online"), cluster("Offline", "Offline", "None"), "group.not_online"),
    ],
)
def test_what_can_not_be_done(wish: ResourceStateWant, nodes: Given, code: str) -> None:
    with pytest.raises(StepFailed) as refusal:
        planned(wish, nodes)
    assert refusal.value.problem.code == code


def test_what_it_is_instead() -> None:
    nodes = cluster("Offline")
    problem = KIND.missing(want("online"), target(), nodes.answers(KIND, want("online"), target()))
    assert problem is not None
    assert problem.code == "group.resource_not_so"

"""Monitors are suspended for a while, which is owed, and watch again on whichever server they were suspended."""

import pytest

from clprun.errors import StepFailed
from clprun.lang.load import load_runbook
from clprun.model.change import Change, Run
from clprun.model.cluster import Node
from clprun.products.clusterpro import Clpstat
from clprun.steps.monitor_watch import MonitorWatch, MonitorWatchWant
from clprun.steps.registry import kinds
from tests.steps.given import CLU1, CLU2, Given, clpstat, target

KIND = MonitorWatch()
BOOK = "internet-server-agent-maintenance"


def want(state: str, *monitors: str) -> MonitorWatchWant:
    return MonitorWatchWant.model_validate({"monitors": monitors or ("httpw-isa",), "state": state})


def told(*lines: str) -> Given:
    return Given().both(Clpstat(), clpstat(monitors=("userw : Normal", *lines)))


def plan(given: Given, wish: MonitorWatchWant, node: Node = CLU1) -> Change | None:
    where = target(node)
    return KIND.plan(wish, where, given.answers(KIND, wish, where))


def command(node: str, verb: str, monitor: str) -> Run:
    argv = ("/usr/sbin/clpmonctrl", verb, "-h", node, "-m", monitor)
    return Run(node, argv, within=60, judged=False)


def test_a_pause_is_owed_until_a_later_step_lets_them_watch() -> None:
    given, wish = told("httpw-isa : Normal", "smtpw-isa : Suspend"), want("paused", "httpw-isa", "smtpw-isa")
    change = plan(given, wish)
    assert change is not None
    assert change.actions == (command("clu1", "-s", "httpw-isa"),)
    assert change.disrupts
    (debt,) = change.debts
    assert debt.lasting
    assert debt.actions == (command("clu1", "-r", "httpw-isa"),)
    assert debt.what in KIND.gives_back(want("watching", "httpw-isa", "smtpw-isa"), target())
    assert debt.what not in KIND.gives_back(want("watching", "pidw1"), target())
    later = given.after(dict(change.predicts))
    assert plan(later, wish) is None
    assert KIND.owes(wish, target(), later.answers(KIND, wish, target()))
    assert not KIND.owes(wish, target(), told("httpw-isa : Normal").answers(KIND, wish, target()))


@pytest.mark.parametrize("node", [CLU1, CLU2])
def test_they_watch_again_on_either_server(node: Node) -> None:
    """clpstat tells one state for both; the group may have moved meanwhile."""
    change = plan(told("httpw-isa : Suspend"), want("watching"), node)
    assert change is not None
    assert change.actions == (command(node.name, "-r", "httpw-isa"),)
    assert not change.debts


@pytest.mark.parametrize("state", ["Normal", "Caution", "Error", "Offline"])
def test_what_is_not_suspended_is_not_resumed(state: str) -> None:
    assert plan(told(f"httpw-isa : {state}"), want("watching")) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (told(), "cluster.monitor_absent"),
        (told("httpw-isa : Offline"), "cluster.monitor_does_not_watch"),
        (Given().both(Clpstat(), clpstat(server="Suspend", monitors=("httpw-isa : Normal",))), "cluster.suspended"),
    ],
)
def test_what_can_not_be_paused(given: Given, code: str) -> None:
    with pytest.raises(StepFailed) as refused:
        plan(given, want("paused"))
    assert refused.value.problem.code == code


def test_the_maintenance_of_our_own_default_pauses_what_it_builds() -> None:
    """internet-server-agent builds monitor resources unless it is told otherwise, and so says this one."""
    maintenance, build = (load_runbook(name, kinds()).runbook for name in (BOOK, "internet-server-agent"))
    assert maintenance.parameters["style"].default == build.parameters["style"].default == "resource"
    for name in ("httpw-isa", "smtpw-isa"):
        assert name in str(maintenance.parameters["monitors"].default)
        assert any(name in str(build.parameters[key].default) for key in ("http_monitor", "smtp_monitor"))
    pause, resume = (step for step in maintenance.steps if step.kind == "monitor-watch")
    assert (pause.on, pause.with_["state"], resume.on, resume.with_["state"]) == (
        "active",
        "paused",
        "both",
        "watching",
    )
    assert pause.with_["monitors"] == resume.with_["monitors"]

"""What the guides' failover tests get wrong (ERRATA severity A, and G1-23), and how failover-test does it instead."""

import pytest

from clprun.api import Request, prepare
from clprun.errors import StepFailed
from clprun.lang.load import data_folder, load_runbook
from clprun.model.change import Run
from clprun.model.runbook import Runbook
from clprun.node.questions import Process, ProcessesNow, Service, ServiceAnswer
from clprun.steps.failover_trial import FailoverTrial
from clprun.steps.registry import kinds
from clprun.steps.trial_wants import FailoverTrialWant, KilledWant
from tests.steps.given import Given, process, target

KIND = FailoverTrial()


@pytest.fixture(scope="module")
def runbook() -> Runbook:
    return load_runbook("failover-test", kinds()).runbook


def refused(given: Given, **kill: str) -> str:
    want = FailoverTrialWant.model_validate({"group": "failover", "fault": "kill", "kill": kill})
    with pytest.raises(StepFailed) as failure:
        KIND.plan(want, target(), given.answers(KIND, want, target()))
    return failure.value.problem.code


def running(*processes: Process) -> Given:
    return Given().both(ProcessesNow(), ()).says("clu1", ProcessesNow(), processes)


def test_g1_22_a_description_that_two_products_share_kills_neither() -> None:
    alike = (process(10, "/opt/tomcat/bin/jsvc -user tomcat"), process(11, "/opt/clweb/bin/jsvc -user clweb"))
    assert refused(running(*alike), process="jsvc") == "trial.not_one_process"


def test_g1_23_a_unit_that_restarts_itself_hides_the_test() -> None:
    given = running(process(10, "/opt/clweb/clweb_serv"))
    given.both(Service("jcclweb"), ServiceAnswer("loaded", "disabled", "active", 10, "on-failure"))
    assert refused(given, service="jcclweb") == "trial.restarts_itself"


def test_g2_10_nothing_is_stopped_or_started_by_hand_under_a_live_monitor(runbook: Runbook) -> None:
    """Stop and start go through the group; the one process that is killed is meant to be noticed."""
    assert {step.kind for step in runbook.steps} == {
        "node-ready",
        "cluster-ready",
        "group",
        "group-place",
        "failover-trial",
        "node-back",
    }


def test_g2_11_the_group_is_stopped_not_the_servers_service(runbook: Runbook) -> None:
    want = FailoverTrialWant.model_validate({"group": "failover", "fault": runbook.step("stop-group").with_["fault"]})
    change = KIND.plan(want, target(), Given().answers(KIND, want, target()))
    assert change is not None
    assert [action.argv for action in change.actions if isinstance(action, Run)] == [
        ("/usr/sbin/clpgrp", "-t", "failover")
    ]


def test_g4_25_nothing_waits_for_ever_for_a_node_that_was_rebooted(runbook: Runbook) -> None:
    waiting = [step for step in runbook.steps if step.kind in {"failover-trial", "node-back"}]
    assert all(step.within is not None and step.within <= 1800 for step in waiting)


def test_it_is_for_windows_too_where_only_a_service_says_what_is_killed() -> None:
    """G1-22: other products' processes have the same name, so a process is no parameter there."""
    inventory = data_folder() / "inventory" / "lab" / "windows.yaml"
    bound = prepare(Request(runbook="failover-test", inventory=(inventory,), cluster="winpair", lab=True)).bound

    (kill,) = (step for step in bound.steps if step.step.id == "kill-process")
    (instance,) = kill.instances
    assert FailoverTrialWant.model_validate(instance.want.model_dump()).kill == KilledWant(service="JobCenterCLWeb")
    assert [step.id for step in bound.steps if step.step.kind == "failover-trial" and not step.skipped] == [
        *("stop-group", "start-group", "move-to-standby", "move-back", "kill-process", "reboot-active"),
    ]

"""A push that changes nothing goes the way of every other one, once in a run, and is owed back until it is over."""

import pytest

from clprun.errors import InDoubt, StepFailed
from clprun.model.change import Change, Run
from clprun.node.questions import JobAnswer, JobState
from clprun.products.clusterpro import Clpstat, Refused
from clprun.steps.configuration_change import ConfigurationWant
from clprun.steps.own_jobs import own_job
from clprun.steps.suspension import RESUME, SUSPEND
from clprun.steps.unchanged_push import UnchangedPush
from tests.steps.given import CONF, CONFIGURATION, MANUAL, Given, target

KIND, WANT = UnchangedPush(), ConfigurationWant.model_validate({"group": "failover"})
ENDED = JobAnswer(JobState.ENDED, exit_code=0)


def planned(given: Given) -> Change | None:
    return KIND.plan(WANT, target(), given.answers(KIND, WANT, target()))


def ended(*labels: str) -> Given:
    given = Given()
    for label in labels:
        given.says("clu1", own_job(target(), 1, label), ENDED)
    return given


def test_what_is_installed_is_pushed_while_the_cluster_is_suspended() -> None:
    change = planned(Given())

    assert change is not None
    runs = [action for action in change.actions if isinstance(action, Run)]
    assert [run.label for run in runs if run.label][-4:] == [SUSPEND, "clpstat", "push", RESUME]
    assert [run.judged for run in runs if run.label == "clpstat"] == [False]
    assert change.debts


def test_what_fails_from_the_push_on_puts_back_what_was_there_and_before_it_only_resumes() -> None:
    change = planned(Given())

    assert change is not None
    labels = [getattr(action, "label", None) for action in change.actions]
    alone, back = change.rescues
    assert (labels[alone.since], labels[back.since]) == (SUSPEND, "push")


def test_it_is_made_once_in_a_run() -> None:
    given = ended(SUSPEND, RESUME)

    assert planned(given) is None
    assert KIND.missing(WANT, target(), given.answers(KIND, WANT, target())) is None


def test_it_lacks_until_it_was_made() -> None:
    given = Given()
    lacking = KIND.missing(WANT, target(), given.answers(KIND, WANT, target()))

    assert lacking is not None
    assert lacking.code == "configuration.unchanged_not_pushed"


def test_a_cluster_that_it_left_suspended_is_resumed_and_nothing_else() -> None:
    given = ended(SUSPEND).both(Clpstat(), Refused(1, "The cluster is suspended."))

    change = planned(given)

    assert change is not None
    assert [action.label for action in change.actions if isinstance(action, Run)] == [RESUME]


def test_nodes_that_differ_are_a_doubt() -> None:
    with pytest.raises(InDoubt):
        planned(Given().file("clu2", CONFIGURATION, CONF.replace(b"10.0.0.114", b"10.0.0.115")))


def test_it_is_refused_where_a_person_makes_every_push() -> None:
    by_hand = target(cluster=MANUAL)
    with pytest.raises(StepFailed) as failed:
        KIND.plan(WANT, by_hand, Given().answers(KIND, WANT, by_hand))

    assert failed.value.problem.code == "configuration.unchanged_by_hand"

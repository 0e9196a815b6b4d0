"""What holds of every runbook that comes with clprun."""

from collections.abc import Iterator

import pytest

from clprun.lang.lint import lint_runbook
from clprun.lang.load import load_runbook, shipped_runbooks
from clprun.lang.references import nature_of
from clprun.model.runbook import Nature, On, Runbook, Step
from clprun.steps.registry import kinds

GIVE_TO_THE_CLUSTER = {"exec-resource", "script-resource", "service-resources"}
"""Kinds after which the cluster starts and stops what the runbook started and stopped by hand."""

NEED_THE_DISK = {"clientmanager", "clientmanager-uninstall"}
"""Their set-up of the standby is a person's work on the shared disk, with the cluster's scripts or without."""


@pytest.mark.parametrize("name", shipped_runbooks())
def test_lint_finds_nothing(name: str) -> None:
    assert lint_runbook(name, kinds()) == []


@pytest.mark.parametrize("name", shipped_runbooks())
def test_a_resume_asks_who_the_nodes_are(name: str) -> None:
    first = load_runbook(name, kinds()).runbook.phases[0]

    ready = {step.id for step in first.steps if step.kind == "node-ready"}
    assert ready & {hold.step for hold in first.checkpoint if hold.until is None}


def given_to_the_cluster(runbook: Runbook) -> set[str]:
    return {step.id for step in runbook.steps if step.kind in GIVE_TO_THE_CLUSTER}


def by_hand(runbook: Runbook) -> Iterator[Step]:
    """Steps that start or stop by hand what the cluster starts and stops later, and refuse once it does."""
    for step in runbook.steps:
        if step.kind == "jobcenter-site-state" or (step.kind == "service-state" and "run_by" in step.with_):
            yield step


@pytest.mark.parametrize("name", shipped_runbooks())
def test_what_the_cluster_does_by_now_is_not_done_by_hand(name: str) -> None:
    runbook = load_runbook(name, kinds()).runbook
    given = given_to_the_cluster(runbook)

    assert [step.id for step in by_hand(runbook) if given and not given & {*step.superseded_by}] == []


@pytest.mark.parametrize("name", sorted({*shipped_runbooks()} - NEED_THE_DISK))
def test_a_group_with_its_application_is_not_moved_to_a_node_that_is_not_ready_for_it(name: str) -> None:
    runbook = load_runbook(name, kinds()).runbook
    given, steps = given_to_the_cluster(runbook), list(runbook.steps)
    unready = [
        step.id
        for index, step in enumerate(steps)
        if step.kind == "group" and step.with_.get("role") == "standby" and not given & {*step.superseded_by}
        for later in steps[index:]
        if given and later.id in step.serves and later.on in {On.STANDBY, On.BOTH}
    ]

    assert unready == []


@pytest.mark.parametrize("name", shipped_runbooks())
def test_a_step_that_is_superseded_comes_before_what_supersedes_it(name: str) -> None:
    steps = list(load_runbook(name, kinds()).runbook.steps)
    places = {step.id: index for index, step in enumerate(steps)}

    for step in steps:
        assert all(places[each] > places[step.id] for each in step.superseded_by), step.id
        assert not step.superseded_by or nature_of(step, kinds()) is Nature.PASSING

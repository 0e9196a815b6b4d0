"""Whatever a shipped runbook leaves, something says how it is broken; what has no way to be broken yet stands here."""

from typing import Final

import pytest

from clprun.lang.load import load_runbook, shipped_runbooks
from clprun.lang.references import nature_of
from clprun.model.runbook import Nature
from clprun.steps.registry import kinds
from tests.crash.__main__ import DRIFTING
from tests.crash.breaks import BY_KIND, BY_TEST, breaks_of, kept_by, proofs_of
from tests.crash.drift import bound_to_the_lab

NOT_BROKEN_YET: Final = {
    "access-rights": "Windows",
    "discard": "what another run left aside is a debt that status shows; what no journal knows, no dry run looks for",
    "failover-group": "people make groups and delete them; the lab's is there from the first",
    "isa-monitor": "only internet-server-agent-maintenance leaves it, which is not drifted yet",
    "licence": "the key that was typed on this server is not kept: only its owner registers it again",
    "local-directory": "only clweb-update leaves it, which is not drifted yet",
    "manual": "a person's work, by whatever means",
    "monitor-watch": "only internet-server-agent-maintenance leaves it, which is not drifted yet",
    "normal-return-value": "Windows",
    "registry-synchronisation": "Windows",
    "registry-value": "Windows",
    "resources-removed": "Windows",
    "script-resource": "Windows",
    "service-interactive": "Windows",
    "service-resources": "Windows",
    "services-in-group": "of what ends the cluster takes care",
    "set-aside": "Windows",
    "site-processes": "of what ends the cluster takes care",
    "target-vcom": "Windows",
}
"""Kinds of steps whose result is kept, and why nothing says how one breaks it."""


def test_what_a_kind_leaves_can_be_broken_or_says_why_not() -> None:
    known = kinds()
    runbooks = [load_runbook(name, known).runbook for name in shipped_runbooks()]
    held = {
        hold.step for runbook in runbooks for phase in runbook.phases for hold in phase.checkpoint if not hold.until
    }
    kept = {
        step.kind
        for runbook in runbooks
        for step in runbook.steps
        if step.id in held or nature_of(step, known) is Nature.LASTING
    }

    assert kept == {*BY_KIND, *NOT_BROKEN_YET}


@pytest.mark.parametrize("course", DRIFTING)
def test_what_a_drifting_course_leaves_can_be_broken_and_its_tests_see_it(course: str) -> None:
    bound = bound_to_the_lab(course)
    kept = {step.step.kind for step in kept_by(bound)}

    assert kept <= {*BY_KIND, *NOT_BROKEN_YET}
    assert proofs_of(bound)
    for test in proofs_of(bound):
        assert {*BY_TEST[test]} <= kept & {*BY_KIND}, test


@pytest.mark.parametrize("course", DRIFTING)
def test_a_break_has_a_name_of_its_own(course: str) -> None:
    names = [each.name for each in breaks_of(bound_to_the_lab(course))]

    assert len(names) == len({*names}) > len(DRIFTING)


def test_nothing_is_kept_for_tests_that_are_gone() -> None:
    assert {*BY_TEST} == {test for course in DRIFTING for test in proofs_of(bound_to_the_lab(course))}

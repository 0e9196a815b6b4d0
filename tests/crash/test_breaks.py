"""Whatever a shipped runbook leaves, something says how it is broken; what has no way to be broken yet stands here."""

from typing import Final

import pytest

from clprun.lang.load import load_runbook, shipped_runbooks
from clprun.lang.references import nature_of
from clprun.model.runbook import Nature
from clprun.steps.registry import kinds
from tests.crash.__main__ import DRIFTING
from tests.crash.breaks import BY_CHECK, BY_KIND, BY_TEST, breaks_of, proofs_of
from tests.crash.drift import bound_to_the_lab

NOT_BROKEN_YET: Final = {
    "access-rights": "Windows",
    "isa-monitor": "only internet-server-agent-maintenance leaves it, which is not drifted yet",
    "licence": "only internet-server-agent leaves it, which is not drifted yet",
    "local-directory": "only clweb-update leaves it, which is not drifted yet",
    "manual": "a person's work, by whatever means; the runbooks of it are not drifted yet",
    "normal-return-value": "Windows",
    "registry-synchronisation": "Windows",
    "registry-value": "Windows",
    "resources-removed": "Windows",
    "script-resource": "Windows",
    "service-interactive": "Windows",
    "service-resources": "Windows",
    "set-aside": "Windows",
    "target-vcom": "Windows",
}
"""Kinds of lasting steps, and why nothing says how one breaks what they leave."""


def test_what_a_kind_leaves_can_be_broken_or_says_why_not() -> None:
    known = kinds()
    lasting = {
        step.kind
        for name in shipped_runbooks()
        for step in load_runbook(name, known).runbook.steps
        if nature_of(step, known) is Nature.LASTING
    }

    assert lasting == {*BY_KIND, *NOT_BROKEN_YET}


@pytest.mark.parametrize("course", DRIFTING)
def test_each_lasting_step_checkpoint_and_test_of_a_drifting_course_can_be_broken(course: str) -> None:
    bound, known = bound_to_the_lab(course), kinds()
    steps = [step for step in bound.steps if not step.skipped]
    lasting = {step.step.kind for step in steps if nature_of(step.step, known) is Nature.LASTING}
    held = {hold.step for phase in bound.phases for hold in phase.checkpoint if hold.until is None}

    assert lasting <= {*BY_KIND}
    assert {step.step.kind for step in steps if step.id in held} <= {*BY_CHECK}
    assert proofs_of(bound), course
    assert {*proofs_of(bound)} <= {*BY_TEST}


@pytest.mark.parametrize("course", DRIFTING)
def test_a_break_has_a_name_of_its_own(course: str) -> None:
    names = [each.name for each in breaks_of(bound_to_the_lab(course))]

    assert len(names) == len({*names})
    assert len(names) > len(DRIFTING)


def test_nothing_is_kept_for_tests_that_are_gone() -> None:
    assert {*BY_TEST} == {test for course in DRIFTING for test in proofs_of(bound_to_the_lab(course))}

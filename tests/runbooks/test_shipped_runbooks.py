"""What holds of every runbook that comes with clprun."""

import pytest

from clprun.lang.lint import lint_runbook
from clprun.lang.load import load_runbook, shipped_runbooks
from clprun.steps.registry import kinds


@pytest.mark.parametrize("name", shipped_runbooks())
def test_lint_finds_nothing(name: str) -> None:
    assert lint_runbook(name, kinds()) == []


@pytest.mark.parametrize("name", shipped_runbooks())
def test_a_resume_asks_who_the_nodes_are(name: str) -> None:
    first = load_runbook(name, kinds()).runbook.phases[0]

    ready = {step.id for step in first.steps if step.kind == "node-ready"}
    assert ready & {hold.step for hold in first.checkpoint if hold.until is None}

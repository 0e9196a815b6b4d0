"""What holds of every runbook that comes with clprun."""

import pytest

from clprun.lang.lint import lint_runbook
from clprun.lang.load import shipped_runbooks
from clprun.steps.registry import kinds


@pytest.mark.parametrize("name", shipped_runbooks())
def test_lint_finds_nothing(name: str) -> None:
    assert lint_runbook(name, kinds()) == []

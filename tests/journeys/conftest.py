"""Labs for the journeys: a fresh one for a test that breaks it, shared ones for tests that only look."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.stage import lab_of
from tests.support.bench import Bench


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Bench]:
    """A lab of the test's own, as it comes up."""
    with lab_of(tmp_path) as bench:
        yield bench


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A lab for the tests of a module; each puts back what it broke, and none builds on it."""
    with lab_of(tmp_path_factory.mktemp("shared")) as bench:
        yield bench


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The state that a run leaves which nobody disturbed."""
    with lab_of(tmp_path_factory.mktemp("undisturbed")) as bench:
        finish = bench.apply()
        assert finish.code == 0, finish
        return bench.state()

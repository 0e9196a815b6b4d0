"""Labs for the crash tests, the state of an undisturbed run, and the options of the full matrix."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clprun.lab.site import site_for
from tests.crash.matrix import COURSES
from tests.journeys.stage import lab_of
from tests.support.bench import Bench, differences


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the whole crash matrix, not the sample of the suite")
    parser.addoption("--part", default="1/1", help="I/N: only the I-th of N parts of the matrix")


@contextmanager
def _lab(home: Path, runbook: str) -> Iterator[Bench]:
    """A lab on which a runbook is about to be applied."""
    course = COURSES[runbook]
    with lab_of(home, replace(site_for(runbook), time_factor=600.0)) as bench:
        for earlier in course.after:
            finish = replace(bench, runbook=earlier).apply()
            assert finish.code == 0, finish
        yield replace(bench, runbook=runbook, varying=course.varying)


@pytest.fixture(name="runbook")
def _runbook() -> str:
    """What is applied; tests that cut others say so by parameters."""
    return "jobcenter-classic"


@pytest.fixture(name="bench")
def _bench(tmp_path: Path, runbook: str) -> Iterator[Bench]:
    """A fresh lab."""
    with _lab(tmp_path, runbook) as bench:
        yield bench


@pytest.fixture(name="undisturbed", scope="session")
def _undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """What a run of a runbook leaves that nobody disturbed."""
    states: dict[str, dict[str, Any]] = {}

    def state(runbook: str) -> dict[str, Any]:
        if runbook not in states:
            with _lab(tmp_path_factory.mktemp("undisturbed"), runbook) as bench:
                finish = bench.apply()
                assert finish.code == 0, finish
                states[runbook] = bench.state()
        return states[runbook]

    return state


Same = Callable[[Bench], None]


@pytest.fixture(name="same_as_undisturbed")
def _same(undisturbed: Callable[[str], dict[str, Any]]) -> Same:
    """Proves that a lab ended as an undisturbed run ends, and that what may happen once happened once."""

    def prove(bench: Bench) -> None:
        assert differences(undisturbed(bench.runbook), bench.state()) == {}
        for program in COURSES[bench.runbook].once:
            assert len([call for call in bench.changing_calls(program) if call["exit"] is None]) == 1

    return prove

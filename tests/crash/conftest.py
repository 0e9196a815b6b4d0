"""Labs for the crash tests, and the state of an undisturbed run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clprun.lab.site import site_for
from tests.crash.matrix import COURSES, runbook_of
from tests.journeys.stage import lab_of
from tests.support.bench import Bench, differences
from tests.support.windows import skip_without_wine
from tests.support.windows_bench import windows_bench_of


@contextmanager
def _lab(home: Path, name: str) -> Iterator[Bench]:
    """A lab on which the runbook of a course is about to be applied."""
    course, runbook = COURSES[name], runbook_of(name)
    site = replace(site_for(runbook, course.platform), time_factor=600.0)
    if site.windows is not None:
        # Older ones count the operations of every controller that was killed, against 15, until its shell is gone.
        site = replace(site, windows=replace(site.windows, flavour="2022"))
    with (windows_bench_of if course.platform == "windows" else lab_of)(home, site) as bench:
        for earlier in course.after:
            finish = replace(bench, runbook=earlier).apply()
            assert finish.code == 0, finish
        yield replace(bench, runbook=runbook, varying=course.varying)


@pytest.fixture(name="course")
def _course() -> str:
    """What is applied; tests that cut others say so by parameters."""
    return "jobcenter-classic"


@pytest.fixture(name="bench")
def _bench(tmp_path: Path, course: str) -> Iterator[Bench]:
    """A fresh lab."""
    if COURSES[course].platform == "windows":
        skip_without_wine()
    with _lab(tmp_path, course) as bench:
        yield bench


@pytest.fixture(name="undisturbed", scope="session")
def _undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """What a run of a course leaves that nobody disturbed."""
    states: dict[str, dict[str, Any]] = {}

    def state(course: str) -> dict[str, Any]:
        if course not in states:
            with _lab(tmp_path_factory.mktemp("undisturbed"), course) as bench:
                finish = bench.apply()
                assert finish.code == 0, finish
                states[course] = bench.state()
        return states[course]

    return state


Same = Callable[[Bench], None]


@pytest.fixture(name="same_as_undisturbed")
def _same(undisturbed: Callable[[str], dict[str, Any]], course: str) -> Same:
    """Proves that a lab ended as an undisturbed run ends, and that what may happen once happened once."""

    def prove(bench: Bench) -> None:
        assert differences(undisturbed(course), bench.state()) == {}
        for program in COURSES[course].once:
            assert len([call for call in bench.changing_calls(program) if call["exit"] is None]) == 1

    return prove

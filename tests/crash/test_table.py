"""The pages hold what was measured of the commits that are asked for, and nothing else."""

from pathlib import Path

import pytest

from clprun.model.text import Language
from tests.crash.results import Result, Results
from tests.crash.table import page

KILLED = Result("everywhere", "clweb", "", {"places": 9, "kills": 8}, commit="c1")
FIRST = Result("moments", "clweb", "1", {"kills": 30, "clock": 30}, commit="c1")
SECOND = Result("moments", "clweb", "2", {"kills": 12, "append": 12}, twice=("clu1: clpgrp",), commit="c1")


@pytest.fixture(name="results")
def _results(tmp_path: Path) -> Results:
    results = Results(tmp_path / "results")
    for result in (KILLED, FIRST, SECOND):
        results.add(result)
    return results


def test_a_result_of_another_part_counts_and_one_of_another_commit_does_not(results: Results, tmp_path: Path) -> None:
    other = Results(tmp_path / "results", part="2-2")
    other.add(Result("moments", "clweb", "3", commit="c1"))
    other.add(Result("moments", "clweb", "4", commit="c2"))

    assert [result.variant for result in results.of("c1")] == ["", "1", "2", "3"]
    assert [result.variant for result in results.of("c1", "c2")] == ["", "1", "2", "3", "4"]


def test_what_was_measured_again_counts_once(results: Results) -> None:
    results.add(Result("everywhere", "clweb", "", {"places": 9, "kills": 9}, commit="c1"))

    (killed,) = (result for result in results.of("c1") if result.kind == "everywhere")
    assert killed.counts == {"places": 9, "kills": 9}


def test_lines_are_sums_and_sections_without_results_are_left_out(results: Results) -> None:
    text = page(results.of("c1"), Language.EN)

    day = results.of("c1")[0].date
    assert f"| clweb | 9 | 8 | 0 | 0 | 0 | 0 | {day} `c1` |" in text
    assert f"| clweb | 2 | 42 | 30 | 12 | 0 | 0 | 0 | 1 | 0 | 0 | {day} `c1` |" in text
    assert "## Faults" not in text


def test_a_line_counts_the_last_commit_of_each_build(results: Results) -> None:
    results.add(Result("everywhere", "clweb", "", {"places": 9, "kills": 7}, commit="c2"))

    day = results.of("c2")[0].date
    assert f"| clweb | 9 | 7 | 0 | 0 | 0 | 0 | {day} `c2` |" in page(results.of("c1", "c2"), Language.EN)
    assert f"| clweb | 9 | 8 | 0 | 0 | 0 | 0 | {day} `c1` |" in page(results.of("c2", "c1"), Language.EN)


def test_both_languages_have_the_same_lines(results: Results) -> None:
    english, japanese = (page(results.of("c1"), language).splitlines() for language in Language)
    assert [line for line in english if line.startswith("| clweb")] == [
        line for line in japanese if line.startswith("| clweb")
    ]
    assert len(english) == len(japanese)

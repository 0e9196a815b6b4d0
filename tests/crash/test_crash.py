"""A sample of what ``./dev crash`` does in full: a build killed inside its steps, one with faults, one broken later."""

import random
from pathlib import Path

import pytest

from tests.crash.breaks import breaks_of
from tests.crash.drift import bound_to_the_lab, drifted
from tests.crash.everywhere import killed_at
from tests.crash.faults import FAULTS
from tests.crash.phases import faulty_at_phases
from tests.crash.undisturbed import Undisturbed, undisturbed

SEED = 20261121
COURSE = "jobcenter-classic"
KILLS = 6
FAULTY = {"site": "command fails", "start": "link cut"}
BROKEN = ("failover: offline",)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return undisturbed(COURSE, tmp_path_factory.mktemp("undisturbed"))


def test_killed_at_some_places_it_ends_as_if_undisturbed(expected: Undisturbed, tmp_path: Path) -> None:
    places = random.Random(SEED).sample(sorted(expected.places), KILLS)

    result = killed_at(COURSE, "sample", places, expected, tmp_path)

    assert result.is_good, result
    assert result.counts["kills"] > KILLS / 2, "the others were done by then"


@pytest.mark.full
def test_with_faults_at_some_phases_it_ends_as_if_undisturbed(expected: Undisturbed, tmp_path: Path) -> None:
    faults = [(phase, FAULTS[name]) for phase, name in FAULTY.items()]

    result = faulty_at_phases(COURSE, "sample", faults, expected, tmp_path)

    assert result.is_good, result
    assert result.counts["stopped"] > 0, result


@pytest.mark.full
def test_single_things_that_are_broken_are_noticed_and_repaired(tmp_path: Path) -> None:
    breaks = {each.name: each for each in breaks_of(bound_to_the_lab(COURSE))}

    result = drifted(COURSE, "sample", [breaks[name] for name in BROKEN], tmp_path)

    assert result.is_good, result
    assert result.counts == {"breaks": 1, "repaired": 1, "by hand": 0}

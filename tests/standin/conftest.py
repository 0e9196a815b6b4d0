"""Labs for the tests of the stand-ins: one for a module, or one for a test that breaks it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.lab.site import default_site
from tests.standin.rehearsal import FACTOR, Rehearsal, rehearsing

SITE = replace(default_site(), time_factor=FACTOR)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """A lab for the tests of a module; each leaves the group online on clu1."""
    with rehearsing(tmp_path_factory.mktemp("lab"), SITE) as lab:
        yield lab


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Rehearsal]:
    """A lab of the test's own."""
    with rehearsing(tmp_path, SITE) as lab:
        yield lab


@pytest.fixture
def built(fresh: Rehearsal) -> Rehearsal:
    """A lab of the test's own with JobCenter in the group, up on clu1."""
    fresh.build()
    fresh.wait_for_site("clu1")
    return fresh

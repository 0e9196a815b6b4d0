"""Labs for the tests of the stand-ins: one for a module, or one for a test that breaks it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.lab import client
from clprun.lab.site import default_site
from tests.standin.rehearsal import Rehearsal

FACTOR = 600.0
"""The products' waits are divided by it: minutes become tenths of a second."""


def _lab(home: Path) -> Iterator[Rehearsal]:
    site = replace(default_site(), time_factor=FACTOR)
    client.up(home, site=site)
    try:
        rehearsal = Rehearsal(home, site)
        rehearsal.settle()
        yield rehearsal
    finally:
        client.down(home)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """A lab for the tests of a module; each leaves the group online on clu1."""
    yield from _lab(tmp_path_factory.mktemp("lab"))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Rehearsal]:
    """A lab of the test's own."""
    yield from _lab(tmp_path)


@pytest.fixture
def built(fresh: Rehearsal) -> Rehearsal:
    """A lab of the test's own with JobCenter in the group, up on clu1."""
    fresh.build()
    fresh.wait_for_site("clu1")
    return fresh

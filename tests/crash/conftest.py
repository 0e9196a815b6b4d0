"""Labs for the crash tests, the state of an undisturbed run, and the options of the full matrix."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clprun.lab import client
from clprun.lab.site import default_site
from tests.support.bench import Bench, differences

SITE = replace(default_site(), time_factor=600.0)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the whole crash matrix, not the sample of the suite")
    parser.addoption("--part", default="1/1", help="I/N: only the I-th of N parts of the matrix")


@pytest.fixture(name="bench")
def _bench(tmp_path: Path) -> Iterator[Bench]:
    """A fresh lab."""
    with_lab = Bench(tmp_path)
    client.up(tmp_path, site=SITE)
    try:
        yield with_lab
    finally:
        client.down(tmp_path)


@pytest.fixture(name="undisturbed", scope="session")
def _undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run leaves that nobody disturbed."""
    home = tmp_path_factory.mktemp("undisturbed")
    client.up(home, site=SITE)
    try:
        finish = Bench(home).apply()
        assert finish.code == 0, finish
        return Bench(home).state()
    finally:
        client.down(home)


Same = Callable[[Bench], None]


@pytest.fixture(name="same_as_undisturbed")
def _same(undisturbed: dict[str, Any]) -> Same:
    """Proves that a lab ended as an undisturbed run ends, and that cjcmksite began once."""

    def prove(bench: Bench) -> None:
        assert differences(undisturbed, bench.state()) == {}
        assert len([call for call in bench.changing_calls("cjcmksite") if call["exit"] is None]) == 1

    return prove

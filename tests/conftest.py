"""Order of the suite: what needs a lab for long comes first, so that short tests fill the end on all workers.

Slow proofs (what is marked ``full``) run with ``--full``, as ``./dev crash`` does, and nothing else does then but the
tests of properties: with other examples each time, and more of them, where the suite always has the same ones.
"""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", settings.get_profile("suite"), derandomize=False, max_examples=1000, print_blob=True
)
settings.load_profile("suite")

_LONG = ("crash", "docs", "journeys", "standin", "lab")
"""Folders beside this file, the longest files' first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the slow proofs, and nothing else")
    parser.addoption("--part", default="1/1", help="I/N: only the I-th of N parts of the files")


def pytest_configure(config: pytest.Config) -> None:
    # Whoever starts the suite in the background, or so that it outlives a terminal, has them ignored, and so would all
    # that is tested.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--full"):
        settings.load_profile("search")


def pytest_report_header(config: pytest.Config) -> str:
    """What decides about chance: the same seeds give the same tests, the same examples and the same order of sets."""
    seed = config.getoption("--hypothesis-seed")
    examples = f"examples by seed {seed}" if config.getoption("--full") else "the same examples each time"
    return f"chance: {examples}, PYTHONHASHSEED={os.environ.get('PYTHONHASHSEED', 'random')}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.path))
    wanted = [item for item in items if _is_wanted(item, full=config.getoption("--full"))]
    files = _part(config.getoption("--part"), list(dict.fromkeys(item.path for item in wanted)))
    chosen = {item for item in wanted if item.path in files}
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in wanted if item in chosen]


def _is_wanted(item: pytest.Item, *, full: bool) -> bool:
    return _is_slow(item) is full or (full and _is_searched(item))


def _is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("full") is not None


def _is_searched(item: pytest.Item) -> bool:
    """A property that is tried with examples."""
    return item.get_closest_marker("hypothesis") is not None


def _part(part: str, files: list[Path]) -> list[Path]:
    index, _, parts = part.partition("/")
    return files[int(index) - 1 :: int(parts)]


def _rank(path: Path) -> int:
    here = Path(__file__).parent
    folder = path.relative_to(here).parts[0] if path.is_relative_to(here) else ""
    return _LONG.index(folder) if folder in _LONG else len(_LONG)

"""Order of the suite: what needs a lab for long comes first, so that short tests fill the end on all workers.

Slow proofs (the whole crash matrix, and what is marked ``full``) run with ``--full``, and nothing else does then.
"""

from pathlib import Path

import pytest

_LONG = ("crash", "docs", "journeys", "standin", "lab")
"""Folders beside this file, the longest files' first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="slow proofs whole, not the sample of the suite")
    parser.addoption("--part", default="1/1", help="I/N: only the I-th of N parts of the crash matrix")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.path))
    left_out = [item for item in items if _is_slow(item) is not config.getoption("--full") and not _is_sampled(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("full") is not None


def _is_sampled(item: pytest.Item) -> bool:
    """The crash matrix chooses its own sample for the suite."""
    return item.path.parent.name == "crash"


def _rank(path: Path) -> int:
    here = Path(__file__).parent
    folder = path.relative_to(here).parts[0] if path.is_relative_to(here) else ""
    return _LONG.index(folder) if folder in _LONG else len(_LONG)

"""Order of the suite: what needs a lab for long comes first, so that short tests fill the end on all workers."""

from pathlib import Path

import pytest

_LONG = ("crash", "docs", "journeys", "standin", "lab")
"""Folders beside this file, the longest files' first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.path))


def _rank(path: Path) -> int:
    here = Path(__file__).parent
    folder = path.relative_to(here).parts[0] if path.is_relative_to(here) else ""
    return _LONG.index(folder) if folder in _LONG else len(_LONG)

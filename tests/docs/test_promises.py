"""What the pages promise is held by tests that exist."""

import ast
import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

_TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")
_PAGES = [ROOT / "docs" / language / "promises.md" for language in ("en", "ja")]


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.parent.name)
def test_every_promise_names_a_test_that_is_there(page: Path) -> None:
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ") and "`tests/" in line]
    assert len(rows) > 20
    assert [
        f"{file}::{name}"
        for row in rows
        for file, name in _TEST.findall(row)
        if not (ROOT / file).is_file() or name not in _tests_in(ROOT / file)
    ] == []
    assert all(_TEST.search(row) for row in rows)


def test_both_languages_name_the_same_tests() -> None:
    english, japanese = (_TEST.findall(page.read_text("utf-8")) for page in _PAGES)
    assert english == japanese

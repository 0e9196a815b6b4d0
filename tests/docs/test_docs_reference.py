"""The lists in the pages are those the program would give now, and nothing in them is left out."""

import pytest

from clprun.messages.catalog import entries
from clprun.model.text import Language
from clprun.steps.registry import kinds
from tests.docs.kind_texts import KEYS, KINDS
from tests.docs.pages import ROOT
from tests.docs.reference import PAGES, is_shown, page_with_lists
from tests.docs.schemas import rows

_LISTS = [ROOT / "docs" / language.value / name for language in Language for name in PAGES]


@pytest.mark.parametrize("path", _LISTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_lists_are_up_to_date(path: str) -> None:
    page = ROOT / path
    assert page.read_text("utf-8") == page_with_lists(page), "run ./dev docs"


def test_every_kind_and_no_other_has_a_text() -> None:
    assert set(KINDS) == set(kinds())


def test_every_key_and_no_other_has_a_text() -> None:
    told = {(owner, key) for owner, keys in KEYS.items() for key in keys}
    used = {(row.owner, row.name) for kind in kinds().values() for row in rows(kind.want, Language.EN)}
    assert told == used


def test_every_message_that_says_what_to_do_is_listed() -> None:
    page = (ROOT / "docs/en/messages.md").read_text("utf-8")
    left_out = [code for code, entry in entries().items() if entry.next and f"- `{code}` " not in page]
    assert [code for code in left_out if is_shown(code, entries()[code])] == []
    assert all(code.startswith(("labels.", "commands.help", "commands.option", "commands.word")) for code in left_out)

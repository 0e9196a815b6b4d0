"""The pages hold together: both languages say the same in the same order, and every link leads somewhere."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Page, pages, read_page

_PAIRS = [
    *((ROOT / "docs/en" / path.name, path) for path in sorted((ROOT / "docs/ja").glob("*.md"))),
    (ROOT / "README.md", ROOT / "README.ja.md"),
]
_NAMES = re.compile(r"^\.\.\.$|[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+", re.ASCII)
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_VERB = re.compile(r"^([a-z]+)\)", re.MULTILINE)

NOT_RUN = {
    "README": {"your own cluster"},
    "runbooks": {"your own package"},
    "inventory": {"your own cluster"},
    "first-contact": {"your own cluster"},
    "resume": {"your own cluster", "a terminal is needed"},
    "lab": {"a terminal is needed", "your own cluster", "Wine is needed"},
    "tutorial": {"a terminal is needed", "your own cluster"},
}
"""By page, the reasons for which some of its commands are shown and not run; nothing else is left out."""


def _name(path: Path) -> str:
    return path.name.partition(".")[0]


def _ids(pair: tuple[Path, Path]) -> str:
    return _name(pair[0])


@pytest.mark.parametrize("pair", _PAIRS, ids=_ids)
def test_both_languages_have_the_same_commands(pair: tuple[Path, Path]) -> None:
    english, japanese = map(read_page, pair)
    assert [(each.text, each.exit_code) for each in english.commands] == [
        (each.text, each.exit_code) for each in japanese.commands
    ]


@pytest.mark.parametrize("pair", _PAIRS, ids=_ids)
def test_both_languages_show_the_same_lines_of_output(pair: tuple[Path, Path]) -> None:
    english, japanese = map(read_page, pair)
    assert [_shape(each.output) for each in english.commands] == [_shape(each.output) for each in japanese.commands]


def _shape(output: Sequence[str]) -> list[tuple[int, frozenset[str]]]:
    """What is the same in every language: how far each line is indented, and the names in it."""
    return [(len(line) - len(line.lstrip()), frozenset(_NAMES.findall(line))) for line in output]


@pytest.mark.parametrize("pair", _PAIRS, ids=_ids)
def test_both_languages_have_the_same_blocks(pair: tuple[Path, Path]) -> None:
    english, japanese = map(read_page, pair)
    assert [(each.language, each.file, each.not_run) for each in english.blocks] == [
        (each.language, each.file, each.not_run) for each in japanese.blocks
    ]


@pytest.mark.parametrize("pair", _PAIRS, ids=_ids)
def test_both_languages_have_the_same_structure(pair: tuple[Path, Path]) -> None:
    english, japanese = map(read_page, pair)
    assert [level for level, _ in english.headings] == [level for level, _ in japanese.headings]


@pytest.mark.parametrize("pair", _PAIRS, ids=_ids)
def test_each_language_is_written_in_itself(pair: tuple[Path, Path]) -> None:
    english, japanese = map(read_page, pair)
    assert _JAPANESE.search("\n".join(japanese.prose))
    assert not _JAPANESE.search("\n".join(english.prose).replace("日本語", ""))


def test_every_page_exists_in_both_languages() -> None:
    english, japanese = ({path.name for path in (ROOT / "docs" / language).iterdir()} for language in ("en", "ja"))
    assert english == japanese
    assert {
        "tutorial.md",
        "runbooks.md",
        "inventory.md",
        "step-kinds.md",
        "messages.md",
        "resume.md",
        "lab.md",
        "own-runbook.md",
    } <= english


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Page) -> None:
    dead = [link for link in page.links if not _leads_somewhere(page, link)]
    assert dead == []


def _leads_somewhere(page: Page, link: str) -> bool:
    if link.startswith(("https://", "http://")):
        return True
    file, _, anchor = link.partition("#")
    target = (page.path.parent / file).resolve() if file else page.path
    if not target.exists():
        return False
    return not anchor or anchor in read_page(target).anchors


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_what_is_not_run_is_on_the_list(page: Page) -> None:
    marked = {block.not_run for block in page.blocks if block.not_run is not None}
    assert marked <= NOT_RUN.get(_name(page.path), set())


def test_commands_of_dev_are_verbs_of_dev() -> None:
    verbs = set(_VERB.findall((ROOT / "dev").read_text("utf-8")))
    used = {
        command.text.split()[1] for page in pages() for command in page.commands if command.text.startswith("./dev ")
    }
    assert used
    assert used <= verbs


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_commands_stand_in_console_blocks(page: Page) -> None:
    strays = [line for block in page.blocks if block.language != "console" for line in block.lines if line[:2] == "$ "]
    assert strays == []

"""All kinds together: their names, their wants, and that every text they use is in the catalogue."""

import re
from importlib.metadata import entry_points
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import clprun.steps
from clprun.messages.catalog import entries
from clprun.model.runbook import Nature
from clprun.steps.base import Kind, Want
from clprun.steps.registry import BUILT_IN, GROUP, kinds

KINDS = kinds()
AREAS = "check|cluster|command|configuration|file_setting|folder|group|jobcenter|manual|service|step"
CODE = re.compile(rf'"((?:{AREAS})\.[a-z_]+)"')
SOURCES = [
    *Path(clprun.steps.__path__[0]).glob("*.py"),
    Path(clprun.steps.__path__[0]).parent / "products/clusterpro.py",
]
USED = sorted({code for source in SOURCES for code in CODE.findall(source.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_kind_says_what_it_is(name: str) -> None:
    kind = KINDS[name]
    assert issubclass(kind, Kind)
    assert kind.name == name
    assert isinstance(kind.nature, Nature)
    assert issubclass(kind.want, Want)
    assert kind.__doc__
    assert kind().patience >= 0


def test_entry_points_and_the_built_in_table_agree() -> None:
    declared = {entry.name: entry.value for entry in entry_points(group=GROUP)}
    built_in = {name: f"clprun.steps.{place}" for name, place in BUILT_IN.items()}
    assert {name: built_in[name] for name in declared if name in built_in} == {
        name: value for name, value in declared.items() if name in built_in
    }


@pytest.mark.parametrize("name", BUILT_IN)
def test_an_unknown_key_is_refused_by_every_want(name: str) -> None:
    assert KINDS[name].want.model_config["extra"] == "forbid"


@pytest.mark.parametrize("code", USED)
def test_every_text_that_a_kind_uses_is_in_the_catalogue(code: str) -> None:
    assert code in entries()


@pytest.mark.parametrize("code", USED)
def test_both_languages_hold_the_same_values(code: str) -> None:
    entry = entries()[code]
    for text in filter(None, (entry.what, entry.why, entry.next)):
        english, japanese = _fields(text.en), _fields(text.ja)
        # What is composed in two languages is told in each.
        assert english - {"en"} == japanese - {"ja"}


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_kind_asks_before_it_plans() -> None:
    abstract: frozenset[str] = Kind.__abstractmethods__
    implemented: list[type[Kind[Any]]] = list(KINDS.values())
    assert abstract == {"asks", "plan"}
    assert all(not kind.__abstractmethods__ for kind in implemented)

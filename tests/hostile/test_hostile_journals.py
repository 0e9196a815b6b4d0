"""Whatever a journal holds, what is told of its run harms no terminal, and nothing ends in a traceback."""

import json
import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clprun.model.events import EVENTS, Event, RunEnded, RunStarted
from clprun.model.state import Outcome, StepState
from clprun.store.runs import RunStore
from tests.cli.conftest import Clprun, clprun, home
from tests.hostile.replies import damaged
from tests.hostile.screens import assert_harmless, hostile_text

__all__ = ["clprun", "home"]

RUN = "20260101-000000-small-0000"
TIME = "2026-01-01T00:00:00+00:00"


def field_of(hint: object, name: str) -> st.SearchStrategy[Any]:
    """Any value of a field's type; states and outcomes are those there are."""
    text = hostile_text().map(lambda value: value.encode("utf-8", "replace").decode())
    known: dict[str, st.SearchStrategy[Any]] = {
        "state": st.sampled_from([each.value for each in StepState]),
        "outcome": st.none() | st.sampled_from([each.value for each in Outcome]),
        "how": st.sampled_from(["done", "failed", "waiting", "unreachable", "interrupted", "abandoned", "in-doubt"]),
    }
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "str": text,
        "int": st.integers(0, 99),
        "float": st.floats(0, 1e6),
        "bool": st.booleans(),
        "tuple": st.lists(text, max_size=2).map(tuple),
        "dict": st.dictionaries(text, text, max_size=2),
        "Mapping": st.dictionaries(text, text | st.integers(), max_size=2),
    }
    written = str(hint)
    kind = next(kind for kind in ("tuple", "dict", "Mapping", "str", "int", "float", "bool") if kind in written)
    may_lack = st.none() if "None" in written or "Optional" in written else st.nothing()
    return known.get(name, may_lack | by_type[kind])


def of_kind(kind: type[Event]) -> st.SearchStrategy[Event]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: field_of(hints[each.name], each.name) for each in fields(kind)})


EVENT = st.one_of([of_kind(kind) for kind in EVENTS.values() if kind is not RunStarted])


def write(place: Path, events: list[Event]) -> Path:
    """A home with one run whose journal holds these."""
    shutil.rmtree(place / "runs", ignore_errors=True)
    folder = RunStore(place).create(RUN)
    journal = folder.journal()
    for event in events:
        journal.append(event)
    journal.close()
    return folder.path / "journal.jsonl"


quick = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@quick
@given(first=of_kind(RunStarted), events=st.lists(EVENT, max_size=6))
@pytest.mark.parametrize("command", ["runs", "status"])
def test_what_is_told_of_a_run_harms_nobody(
    home: Path, clprun: Clprun, command: str, first: Event, events: list[Event]
) -> None:
    write(home, [first, *events])

    for language in ("en", "ja"):
        told = clprun(command, "--lang", language)
        assert told.code == 0, told
        assert_harmless(told.out + told.err)
    document = clprun(command, "--json")
    assert document.out.isascii()
    json.loads(document.out)


@quick
@given(data=st.data())
def test_whatever_lies_where_a_journal_should_be_nothing_ends_in_a_traceback(
    home: Path, clprun: Clprun, data: st.DataObject
) -> None:
    journal = write(home, [RunStarted(RUN, "small", "here", "0.1.0", TIME), RunEnded("done", 0, TIME)])
    whole = journal.read_bytes()
    journal.write_bytes(data.draw(damaged(whole) | st.binary(max_size=40), label="journal"))
    for beside in journal.parent.glob("*.head"):
        beside.write_bytes(data.draw(st.just(beside.read_bytes()) | st.binary(max_size=80), label=beside.name))

    for words in (("runs",), ("runs", "--verify"), ("status",), ("clean", "--controller-only", "--dry-run")):
        told = clprun(*words)
        assert told.code in {0, 1, 2}, told
        assert_harmless(told.out + told.err)

"""The journal: what was appended is read again, a torn tail is cut off, a changed line is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import InternalFault
from clprun.model.events import Accepted, CheckpointPassed, Event, PlanMade, StepEnded, StepIntended
from clprun.store.journal import JournalFile, read_journal

texts = st.text(max_size=20)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(CheckpointPassed, phase=texts, time=texts),
    st.builds(Accepted, what=texts, codes=st.lists(texts, max_size=3).map(tuple)),
    st.builds(
        PlanMade,
        not_needed=st.lists(texts, max_size=3).map(tuple),
        fingerprints=st.dictionaries(texts, texts, max_size=3),
    ),
    st.builds(
        StepIntended,
        step=texts,
        node=texts,
        attempt=st.integers(1, 9),
        fingerprint=texts,
        summary=texts,
        images=st.dictionaries(texts, texts, max_size=2),
        jobs=st.dictionaries(texts, texts, max_size=2),
        time=texts,
    ),
    st.builds(
        StepEnded,
        step=texts,
        node=texts,
        state=texts,
        outcome=st.none() | texts,
        seconds=st.floats(0, 1e6),
        round_trips=st.integers(0, 99),
        time=texts,
        code=st.none() | texts,
        values=st.dictionaries(texts, texts | st.integers(), max_size=2),
    ),
)


def write(path: Path, written: list[Event]) -> None:
    journal = JournalFile(path)
    for event in written:
        journal.append(event)
    journal.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(events, max_size=4), second=st.lists(events, max_size=3))
def test_what_was_appended_is_read_again_across_two_writers(
    tmp_path: Path, first: list[Event], second: list[Event]
) -> None:
    path = tmp_path / "journal"
    path.unlink(missing_ok=True)

    write(path, first)
    write(path, second)

    assert read_journal(path) == first + second


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.lists(events, min_size=1, max_size=4), data=st.data())
def test_a_tail_torn_anywhere_loses_the_torn_event_only(
    tmp_path: Path, written: list[Event], data: st.DataObject
) -> None:
    path = tmp_path / "journal"
    path.unlink(missing_ok=True)
    write(path, written)
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    kept = whole[:cut].count(b"\n")

    assert read_journal(path) == written[:kept]

    write(path, written[kept:])

    assert path.read_bytes() == whole


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_line_is_refused_with_its_number(tmp_path: Path, line: int) -> None:
    path = tmp_path / "journal"
    write(path, [CheckpointPassed(str(n), "t") for n in range(3)])
    lines = path.read_text("utf-8").splitlines()
    record = json.loads(lines[line])
    record["entry"]["phase"] = "other"
    lines[line] = json.dumps(record)
    path.write_text("\n".join(lines) + "\n", "utf-8")

    with pytest.raises(InternalFault) as caught:
        read_journal(path)

    assert caught.value.problem.code == "run.journal_broken"
    assert caught.value.problem.values["line"] == line + 1


def test_a_removed_line_breaks_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    write(path, [CheckpointPassed(str(n), "t") for n in range(3)])
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[2], "utf-8")

    with pytest.raises(InternalFault):
        read_journal(path)

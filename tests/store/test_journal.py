"""The journal: what was appended is read again, a torn tail is cut off, every other change is found at its line."""

import json
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import DiskRefused, JournalDamaged
from clprun.model.events import (
    Accepted,
    CheckpointPassed,
    Event,
    PlanMade,
    RunEnded,
    StepEnded,
    StepIntended,
    Unknown,
    encode,
)
from clprun.store.chain import HEADER, Record, beginning
from clprun.store.journal import JournalFile
from clprun.store.reading import read_journal

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


def fresh(folder: Path) -> Path:
    """A journal that is not there yet, whatever the example before left."""
    for each in folder.iterdir():
        each.unlink()
    return folder / "journal"


def write(path: Path, written: list[Event]) -> None:
    journal = JournalFile(path)
    for event in written:
        journal.append(event)
    journal.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(events, max_size=4), second=st.lists(events, max_size=3))
def test_what_was_appended_is_read_again_across_two_writers(
    tmp_path: Path, first: list[Event], second: list[Event]
) -> None:
    path = fresh(tmp_path)

    write(path, first)
    write(path, second)

    assert read_journal(path).events == first + second


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.lists(events, min_size=1, max_size=4), data=st.data())
def test_a_tail_torn_anywhere_loses_the_torn_event_only(
    tmp_path: Path, written: list[Event], data: st.DataObject
) -> None:
    path = fresh(tmp_path)
    write(path, written)
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    path.with_suffix(".head").unlink()
    kept = max(whole[:cut].count(b"\n") - 1, 0)

    reading = read_journal(path)
    assert (reading.events, reading.damage) == (written[:kept], None)

    write(path, written[kept:])

    assert path.read_bytes() == whole


def test_half_a_surrogate_pair_can_be_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "journal"

    write(path, [CheckpointPassed("a\udc80b", "t")])

    assert read_journal(path).events == [CheckpointPassed("a?b", "t")]


# -- what was changed behind its back -------------------------------------------------------------------------------


def passed(count: int) -> list[Event]:
    return [CheckpointPassed(str(number), "t") for number in range(count)]


def damage(path: Path) -> tuple[str, int]:
    """What is wrong with a journal, at which line; whoever would go on from it is refused for the same reason."""
    problem = read_journal(path).damage
    assert problem is not None
    with pytest.raises(JournalDamaged) as caught:
        JournalFile(path)
    assert caught.value.problem == problem
    return problem.code, int(problem.values["line"])


def with_lines(path: Path, change: Callable[[list[bytes]], Sequence[bytes]]) -> Path:
    """A journal of five events, its lines (the first tells the format) changed."""
    write(path, passed(5))
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    return path


def test_a_bit_flipped_in_any_byte_is_found_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    write(path, passed(3))
    whole = path.read_bytes()

    for place in range(len(whole)):
        content = bytearray(whole)
        content[place] ^= 1 << place % 8
        path.write_bytes(content)
        code, line = damage(path)
        assert line == whole[:place].count(b"\n") + 1
        assert code in {"run.journal_altered", "run.journal_removed", "run.journal_newer"}


@pytest.mark.parametrize("line", [2, 3, 4, 5])
def test_a_line_removed_from_the_middle_is_missed(tmp_path: Path, line: int) -> None:
    path = with_lines(tmp_path / "journal", lambda lines: [*lines[: line - 1], *lines[line:]])

    assert damage(path) == ("run.journal_removed", line)


@pytest.mark.parametrize("left", [1, 2, 5])
def test_lines_removed_from_the_end_are_missed(tmp_path: Path, left: int) -> None:
    path = with_lines(tmp_path / "journal", lambda lines: lines[:left])

    assert damage(path) == ("run.journal_removed", left + 1)


def test_lines_in_another_order_are_found(tmp_path: Path) -> None:
    path = with_lines(tmp_path / "journal", lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]])

    assert damage(path) == ("run.journal_reordered", 3)


def test_a_journal_written_anew_with_right_hashes_is_not_the_one_that_was_noted(tmp_path: Path) -> None:
    other = tmp_path / "other"
    write(other, [*passed(4), CheckpointPassed("something else", "t")])
    path = with_lines(tmp_path / "journal", lambda lines: [other.read_bytes()])

    assert damage(path) == ("run.journal_altered", 6)


@pytest.mark.parametrize("note", [None, b"", b"\0" * 87, b"000000000002 " + b"0" * 64 + b" 00000000\n"])
def test_a_note_that_a_crash_took_or_tore_says_nothing(tmp_path: Path, note: bytes | None) -> None:
    path = tmp_path / "journal"
    write(path, passed(3))
    path.with_suffix(".head").unlink()
    if note is not None:
        path.with_suffix(".head").write_bytes(note)

    assert read_journal(path).damage is None
    write(path, passed(1))
    assert len(read_journal(path).events) == 4


def test_a_note_that_lags_behind_is_true(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    write(path, passed(2))
    earlier = path.with_suffix(".head").read_bytes()
    write(path, passed(2))
    path.with_suffix(".head").write_bytes(earlier)

    assert read_journal(path).damage is None


# -- other releases -------------------------------------------------------------------------------------------------


def chained(path: Path, *entries: Mapping[str, object], header: bytes | None = HEADER) -> Path:
    """A journal as another release, or a forger, may write it: with right hashes."""
    lines, last = ([] if header is None else [header + b"\n"]), beginning(header)
    for entry in entries:
        record = Record.after(last, json.dumps(entry).encode())
        lines.append(record.line)
        last = record.hash
    path.write_bytes(b"".join(lines))
    return path


ENDED = encode(RunEnded("failed", 1, "t"))


@pytest.mark.parametrize("header", [HEADER, None], ids=["this form", "0.1.0's"])
def test_fields_more_or_fewer_and_unknown_events_are_read_and_gone_on_from(
    tmp_path: Path, header: bytes | None
) -> None:
    fewer = {name: value for name, value in ENDED.items() if name not in {"code", "values"}}
    more = {**ENDED, "mood": {"calm": True}}
    strange = {"event": "moon-rose", "phase": ["full"]}
    path = chained(tmp_path / "journal", fewer, more, strange, header=header)
    before = path.read_bytes()

    write(path, passed(1))

    ended = RunEnded("failed", 1, "t")
    assert read_journal(path).events == [ended, ended, Unknown(strange), *passed(1)]
    assert path.read_bytes().startswith(before)


@pytest.mark.parametrize(
    "entry",
    [
        {name: value for name, value in ENDED.items() if name != "how"},
        {**ENDED, "exit_code": "much"},
        {**ENDED, "values": "none"},
        {**ENDED, "event": ["run-ended"]},
        {},
    ],
)
def test_an_entry_that_no_release_can_have_meant_is_damage(tmp_path: Path, entry: dict[str, object]) -> None:
    path = chained(tmp_path / "journal", ENDED, entry, ENDED)

    assert damage(path) == ("run.journal_not_understood", 3)
    assert len(read_journal(path).events) == 1


def test_a_journal_of_a_later_form_is_called_that(tmp_path: Path) -> None:
    path = chained(tmp_path / "journal", ENDED, header=b'{"format":3,"hash":"blake3"}')

    assert damage(path) == ("run.journal_newer", 1)


hostile = st.one_of(st.binary(max_size=60), st.text(max_size=40).map(str.encode))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(hostile, max_size=4), st.booleans())
def test_whatever_lies_there_is_read_or_called_damaged(tmp_path: Path, lines: list[bytes], header: bool) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"\n".join([*([HEADER] if header else []), *lines]))

    reading = read_journal(path)

    assert reading.damage is not None or not reading.events


nested = b'{"event":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def test_an_entry_nested_without_end_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(HEADER + b"\n" + Record.after(beginning(HEADER), nested).line)

    assert damage(path) == ("run.journal_not_understood", 2)


# -- a disk that refuses --------------------------------------------------------------------------------------------


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """The operating system takes a part of what would go beyond, then refuses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_append_that_was_refused_leaves_nothing_and_none_comes_after_it(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = JournalFile(path)
    journal.append(passed(1)[0])
    whole = path.read_bytes()

    with no_file_beyond(len(whole) + 20), pytest.raises(DiskRefused) as caught:
        journal.append(CheckpointPassed("lost", "t"))
    assert path.read_bytes() == whole
    with pytest.raises(DiskRefused) as again:  # though there is room by now
        journal.append(CheckpointPassed("lost as well", "t"))
    journal.close()

    assert path.read_bytes() == whole
    assert again.value.problem == caught.value.problem
    assert caught.value.problem.values["path"] == str(path)
    assert "MiB" in str(caught.value.problem.values["free"])
    write(path, passed(1))
    assert read_journal(path).events == passed(1) * 2


def test_an_append_cut_by_anything_else_leaves_nothing_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    journal = JournalFile(path)
    journal.append(passed(1)[0])
    whole = path.read_bytes()

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.append(CheckpointPassed("lost", "t"))
    with pytest.raises(KeyboardInterrupt):
        journal.append(CheckpointPassed("lost as well", "t"))
    journal.close()

    assert path.read_bytes() == whole
    assert read_journal(path).damage is None

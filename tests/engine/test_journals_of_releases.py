"""Journals that releases wrote, kept as they were: they are read and verified, and a cut run goes on from them."""

import shutil
from pathlib import Path

import pytest

from clprun.api import past_run, resume, state_of, unfinished
from clprun.errors import JournalDamaged
from clprun.model.events import RunStarted
from clprun.model.state import Outcome, StepState
from clprun.store.runs import RunFolder
from tests.engine.test_resume import BOOK, UNDISTURBED, work
from tests.engine.toys import Agreeable, toy_access, toy_around, toy_prepared

JOURNALS = Path(__file__).parents[1] / "store" / "journals"
RELEASES = ["0.1.0", "0.2.0"]

DONE_BEFORE_THE_CUT = {"counter": "x\n", "one.conf": "on one\n", "site": "whole", "two.conf": "on two\n"}


def kept(folder: Path, release: str, how: str) -> RunFolder:
    """A copy of a kept run, as a run of the home folder."""
    started = past_run(RunFolder(JOURNALS / f"{release}-{how}")).events[0]
    assert isinstance(started, RunStarted)
    path = folder / "home" / "runs" / started.run
    shutil.copytree(JOURNALS / f"{release}-{how}", path)
    (path / "images").mkdir()
    return RunFolder(path)


@pytest.mark.parametrize("release", RELEASES)
def test_a_finished_run_is_read_to_its_end(tmp_path: Path, release: str) -> None:
    state = state_of(kept(tmp_path, release, "finished"))

    assert (state.runbook, state.cluster, state.ended) == ("toys", "toys", "done")
    assert state.passed == ("first", "second", "third")
    assert {standing.state for standing in state.standings.values()} == {StepState.DONE}
    assert state.standing("site", "one").outcome is Outcome.CHANGED
    assert unfinished(tmp_path / "home") == []


@pytest.mark.parametrize("release", RELEASES)
def test_a_run_that_was_cut_goes_on_to_its_end(tmp_path: Path, release: str) -> None:
    run = kept(tmp_path, release, "cut")
    before = (run.path / "journal.jsonl").read_bytes()
    prepared = toy_prepared(tmp_path, BOOK)
    for name, text in DONE_BEFORE_THE_CUT.items():
        (tmp_path / "work" / name).write_text(text, "utf-8")

    elsewhere = Agreeable(accepts=frozenset({"input", "version"}))  # its inputs name another folder
    resume(run, prepared, toy_access(tmp_path), toy_around(tmp_path, elsewhere))

    assert work(tmp_path) == UNDISTURBED
    assert state_of(run).ended == "done"
    assert (run.path / "journal.jsonl").read_bytes().startswith(before)


@pytest.mark.parametrize("release", RELEASES)
def test_a_changed_line_is_found_in_each(tmp_path: Path, release: str) -> None:
    run = kept(tmp_path, release, "finished")
    journal = run.path / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:9], lines[9].replace(b"changed", b"already"), *lines[10:]]))
    assert lines[9] not in journal.read_bytes()

    with pytest.raises(JournalDamaged) as caught:
        state_of(run)

    assert (caught.value.problem.code, caught.value.problem.values["line"]) == ("run.journal_altered", 10)

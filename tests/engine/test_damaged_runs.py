"""A run whose journal can't be read blocks its own cluster only, and is given up from what is readable of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clprun.api import abandon_damaged, past_run, past_runs, unfinished
from clprun.api.pastruns import refuse_damaged
from clprun.errors import ClusterLocked, InputError
from clprun.model.events import DebtOwed, Event, RunStarted, StepEnded, StepIntended
from clprun.store.runs import RunFolder, RunStore
from tests.engine.toys import toy_around

STARTED = RunStarted("r1", "book", "pair", "0.1.0", "t")
OWED = DebtOwed("pause", "n1", "cluster.suspended", {})
STEP = StepIntended("make", "n1", 1, "f", "s", {}, {"n1/make-n1-1-0": "run"}, "t")
MADE = StepEnded("make", "n1", "done", "changed", 0.0, 1, "t")

Folder = Callable[..., RunFolder]


@pytest.fixture(name="run_of")
def _run_of(tmp_path: Path) -> Folder:
    """Makes a run of these events."""

    def made(*events: Event) -> RunFolder:
        folder = RunStore(tmp_path / "home").create("r1")
        journal = folder.journal()
        for event in events:
            journal.append(event)
        journal.close()
        return folder

    return made


def spoil(folder: RunFolder, line: int) -> bytes:
    """Change one line of a run's journal; gives the whole."""
    path = folder.path / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b'"event"', b'"EVENT"')
    path.write_bytes(b"".join(lines))
    return path.read_bytes()


def test_it_blocks_its_own_cluster_and_no_other(tmp_path: Path, run_of: Folder) -> None:
    spoil(run_of(STARTED, STEP, MADE), 4)

    with pytest.raises(ClusterLocked) as caught:
        refuse_damaged(past_runs(tmp_path / "home", "pair"), "pair")
    refuse_damaged(past_runs(tmp_path / "home", "other"), "other")

    assert [problem.code for problem in caught.value.problems] == ["run.damaged", "run.journal_altered"]
    assert unfinished(tmp_path / "home") == []
    assert [past.state.has_begun("make") for past in past_runs(tmp_path / "home", "pair")] == [True]


def test_its_cluster_is_known_by_what_it_was_started_with(tmp_path: Path, run_of: Folder) -> None:
    folder = run_of(STARTED, STEP)
    folder.write_inputs({"inputs": {"cluster": {"name": "pair"}}})
    spoil(folder, 2)

    assert [past.folder for past in past_runs(tmp_path / "home", "pair")] == [folder]
    (folder.path / "inputs.json").write_text(json.dumps(["nothing"]))
    assert past_runs(tmp_path / "home", "pair") == []
    assert len(past_runs(tmp_path / "home")) == 1


@pytest.mark.parametrize(
    "strange",
    [MADE, StepEnded("other", "n1", "half-way", None, 0.0, 0, "t"), StepEnded("o", "n1", "done", "?", 0.0, 0, "t")],
    ids=["a move that can't be", "a state of another release", "an outcome of another release"],
)
def test_what_can_not_have_happened_is_damage_at_its_line(run_of: Folder, strange: StepEnded) -> None:
    past = past_run(run_of(STARTED, STEP, MADE, strange, STEP))

    assert past.damage is not None
    assert (past.damage.code, past.damage.values["line"]) == ("run.journal_not_understood", 5)
    assert past.events == [STARTED, STEP, MADE]


def test_giving_it_up_keeps_what_is_readable_with_its_debts_and_the_damaged_file(
    tmp_path: Path, run_of: Folder
) -> None:
    folder = run_of(STARTED, STEP, OWED, MADE)
    readable = (folder.path / "journal.jsonl").read_bytes().splitlines(keepends=True)[:4]
    whole = spoil(folder, 5)

    state = abandon_damaged(folder, toy_around(tmp_path))

    past = past_run(folder).whole()
    assert past.state == state
    assert state.is_over
    assert list(state.debts.values()) == [OWED]
    assert state.standing("make", "n1").jobs == STEP.jobs
    assert (folder.path / "journal.jsonl").read_bytes().startswith(b"".join(readable))
    assert [path.read_bytes() for path in folder.path.glob("journal.damaged-*.jsonl")] == [whole]
    refuse_damaged(past_runs(tmp_path / "home", "pair"), "pair")
    folder.journal().close()  # what is owed can still be settled in it


def test_a_journal_of_which_nothing_is_left_can_be_given_up(tmp_path: Path, run_of: Folder) -> None:
    folder = run_of(STARTED)
    folder.write_inputs({"inputs": {"cluster": {"name": "pair"}}})
    (folder.path / "journal.jsonl").write_bytes(b"\x00" * 100 + b"\n")

    assert abandon_damaged(folder, toy_around(tmp_path)).is_over
    assert past_run(folder).whole().cluster == "pair"


def test_a_journal_that_was_removed_is_missed(tmp_path: Path, run_of: Folder) -> None:
    (run_of(STARTED, STEP).path / "journal.jsonl").unlink()

    (past,) = past_runs(tmp_path / "home")

    assert past.damage is not None
    assert past.damage.code == "run.journal_removed"
    assert abandon_damaged(past.folder, toy_around(tmp_path)).is_over


def test_a_whole_journal_is_not_given_up_so(tmp_path: Path, run_of: Folder) -> None:
    folder = run_of(STARTED, STEP)

    with pytest.raises(InputError) as caught:
        abandon_damaged(folder, toy_around(tmp_path))

    assert caught.value.problem.code == "run.not_damaged"


def test_a_run_a_node_tells_of_is_found_by_its_whole_id_only(tmp_path: Path, run_of: Folder) -> None:
    folder = run_of(STARTED)
    store = RunStore(tmp_path / "home")

    assert store.find("r1") == folder
    assert store.get("r") == folder
    assert [store.find(name) for name in ("r", "", ".", "../runs/r1")] == [None] * 4

"""Cleaning up: what goes, what stays and why; real files and processes, both nodes being this machine."""

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clprun.api import Access, Why
from clprun.api.clean import why_it_stays
from clprun.cli.session import Session
from clprun.engine.machine import RunState
from clprun.errors import NodeUnreachable, Problem
from clprun.model.cluster import Cluster, Node
from clprun.model.events import DebtOwed, RunEnded, RunStarted
from clprun.node.jobs import Jobs
from clprun.node.lock import LockAnswer
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunStore
from clprun.transport.local import LocalConnection
from tests.cli.books import write_book
from tests.cli.conftest import Clprun

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DEBT = DebtOwed("suspend", "clu1", "debt.cluster_suspended", {})


def state(ended: str | None, time: str = "2026-01-01T00:00:00+00:00", *debts: DebtOwed) -> RunState:
    """Of a run that ended so."""
    owed = {(debt.step, debt.node, debt.code): debt for debt in debts}
    return RunState(run="R", ended=ended, last=RunEnded(ended, 0, time) if ended else None, debts=owed)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (state("done"), None),
        (state("abandoned"), None),
        (state("done", "2026-11-20T23:59:59+00:00"), None),
        (state("done", "2026-11-21T00:00:00+00:00"), Why.YOUNG),
        (state("done", "2026-11-21T08:59:59+09:00"), None),
        (state("done", "2031-01-01T00:00:00+00:00"), Why.YOUNG),
        (state("done", "2026-01-01T00:00:00+00:00", DEBT), Why.OWES),
        (state("abandoned", "2026-01-01T00:00:00+00:00", DEBT), Why.OWES),
        *((state("done", time), Why.DAMAGED) for time in ("", "yesterday", "2026-01-01", "2026-01-01T00:00:00")),
        (state(None), Why.OPEN),
        *((state(how), Why.OPEN) for how in ("failed", "waiting", "unreachable", "interrupted", "in-doubt")),
    ],
)
def test_a_run_goes_only_when_it_is_long_over_and_owes_nothing(found: RunState, why: Why | None) -> None:
    assert why_it_stays(found, NOW) is why


@pytest.fixture
def on_node(tmp_path: Path) -> Path:
    """Where the nodes keep what runs leave."""
    return tmp_path / "state" / "runs"


@pytest.fixture
def done(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clprun: Clprun) -> str:
    """A run of the small runbook that came to its end on two nodes that are this machine."""

    def access(session: Session, cluster: Cluster, *, lab: bool) -> Access:
        return Access(lambda node: LocalConnection(node.name), state_folder=str(tmp_path / "state"))

    monkeypatch.setattr("clprun.cli.access.access", access)
    write_book(Path.cwd())
    Path("work/allowed").touch()
    assert clprun("apply", "small.yaml", "--yes").code == 0
    return runs(clprun)[0]


def runs(clprun: Clprun) -> list[str]:
    return [each["run"] for each in json.loads(clprun("runs", "--json").out)["runs"]]


def clean(clprun: Clprun, *more: str) -> tuple[int, str]:
    """Exit code and all that people see, of runs of any age."""
    result = clprun("clean", "--older-than", "0", *more)
    return result.code, result.out + result.err


def test_what_a_run_left_goes_from_the_nodes_and_this_computer(
    done: str, clprun: Clprun, home: Path, on_node: Path
) -> None:
    (on_node / "another-controllers").mkdir()

    code, shown = clean(clprun, "--yes")

    assert code == 0, shown
    assert [line.split()[:2] for line in shown.splitlines()[1:4]] == [[done, "here"]] * 3
    assert "1 runs were removed." in shown
    assert "one: 1 run folders stay that this computer has no record of." in shown
    assert runs(clprun) == []
    assert [path.name for path in on_node.iterdir()] == ["another-controllers"]
    assert not list((home / "runs").iterdir())
    assert not list((home / "removed").iterdir())


def test_nothing_goes_before_its_time_or_unless_agreed_to(done: str, clprun: Clprun, on_node: Path) -> None:
    young, looked, asked = clprun("clean", "--yes"), clean(clprun, "--dry-run"), clean(clprun)

    assert young.code == 0
    assert "no finished run is older than 90 days" in young.out
    assert looked[0] == 0
    assert asked[0] == 3
    assert "[commands.clean_not_agreed]" in asked[1]
    assert done in looked[1]
    assert done in asked[1]
    assert runs(clprun) == [done]
    assert (on_node / done).exists()


def test_a_document_for_programs_says_what_went_and_what_stays_why(done: str, clprun: Clprun, home: Path) -> None:
    Path("work/allowed").unlink()
    Path("work/made").unlink()
    assert clprun("apply", "small.yaml", "--yes").code == 1
    shutil.copytree(home / "runs" / done, home / "runs" / "a-copy")

    document = json.loads(clprun("clean", "--older-than", "0", "--yes", "--json").out)

    found = {each["run"]: (each["stays"], each["removed"]) for each in document["runs"]}
    assert found.pop(done) == (None, True)
    assert found.pop("a-copy") == ("damaged", False), "what lies on the nodes belongs to the run it was copied from"
    assert list(found.values()) == [("open", False)]
    assert done not in runs(clprun)
    assert clprun("resume", "--yes").code == 3, "what stayed can go on"


def test_a_damaged_record_stays_also_once_it_is_given_up(done: str, clprun: Clprun, home: Path, on_node: Path) -> None:
    journal = home / "runs" / done / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"small", b"smell"))

    damaged = clean(clprun, "--yes")
    assert clprun("abandon", done, "--damaged", "--yes").code == 0
    given_up = clean(clprun, "--yes")

    for code, shown in (damaged, given_up):
        assert code == 0, shown
        assert f"{done} stays: its record can't be read whole." in shown
    assert runs(clprun) == [done]
    assert (on_node / done).exists()


def test_a_run_whose_command_still_runs_on_a_node_stays(done: str, clprun: Clprun, on_node: Path) -> None:
    connection = LocalConnection("one")
    job = Jobs(connection, "one", done, state_folder=str(on_node.parent)).launch("served", ["sleep", "1000"])
    assert job.pid is not None
    try:
        code, shown = clean(clprun, "--yes")
    finally:
        os.killpg(job.pid, signal.SIGKILL)
        connection.close()

    assert code == 0, shown
    assert f"{done} stays: a command it started still runs on a node." in shown
    assert runs(clprun) == [done]
    assert (on_node / done / "jobs" / "served").exists()


def test_a_run_that_holds_a_node_stays(done: str, clprun: Clprun, on_node: Path) -> None:
    lock = on_node.parent / "lock"
    lock.mkdir()
    (lock / "owner").write_text(LockAnswer(done, "here", 7, "then", "then").to_text(), "utf-8")

    code, shown = clean(clprun, "--yes")

    assert code == 0, shown
    assert f"{done} stays: it holds the lock of a node." in shown
    assert runs(clprun) == [done]


def test_a_cluster_at_work_is_left_alone(done: str, clprun: Clprun, home: Path, on_node: Path) -> None:
    with hold_cluster(home, "here", "another"):
        code, shown = clean(clprun, "--yes")

    assert code == 5
    assert "is held by another clprun" in shown
    assert f"{done} stays" in shown
    assert (on_node / done).exists()


def test_runs_of_other_clusters_are_not_looked_at(done: str, clprun: Clprun) -> None:
    code, shown = clean(clprun, "--yes", "--cluster", "other")

    assert code == 0
    assert done not in shown
    assert runs(clprun) == [done]


@contextmanager
def out_of_reach(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def unreachable(node: Node) -> LocalConnection:
        raise NodeUnreachable(Problem("lab.gone", node=node.name))

    with monkeypatch.context() as patch:
        patch.setattr("clprun.cli.access.access", lambda session, cluster, lab: Access(unreachable))
        yield


def test_a_record_outlives_what_it_tells_of_unless_the_nodes_are_given_up(
    done: str, clprun: Clprun, on_node: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with out_of_reach(monkeypatch):
        code, shown = clean(clprun, "--yes")
        assert code == 4
        assert f"{done} stays: its nodes could not be looked at." in shown
        assert runs(clprun) == [done]

        code, shown = clean(clprun, "--yes", "--controller-only")
    assert code == 0, shown
    assert runs(clprun) == []
    assert (on_node / done).exists()


def test_an_inventory_that_is_gone_keeps_the_run(done: str, clprun: Clprun, on_node: Path) -> None:
    Path("inventory/site.yaml").unlink()

    code, _ = clean(clprun, "--yes")

    assert code == 2
    assert runs(clprun) == [done]
    assert (on_node / done).exists()


def test_what_can_t_be_removed_from_a_node_stays_on_the_list(done: str, clprun: Clprun, on_node: Path) -> None:
    """A file system mounted below is never gone into."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount")
    inner = on_node / done / "mounted"
    inner.mkdir()
    os.system(f"mount -t tmpfs none {inner} && touch {inner}/theirs")
    try:
        code, shown = clean(clprun, "--yes")
        assert (inner / "theirs").exists()
    finally:
        os.system(f"umount {inner}")

    assert code == 1, shown
    assert "[node.run_folders_stay]" in shown
    assert runs(clprun) == [done]
    assert clean(clprun, "--yes")[0] == 0, "the next try ends it"
    assert runs(clprun) == []


def test_a_removal_that_was_cut_is_finished_by_the_next(done: str, clprun: Clprun, home: Path) -> None:
    half = home / "removed" / "20250101-000000-small-0000"
    half.mkdir(parents=True)
    (half / "inputs.json").touch()

    assert clean(clprun, "--yes")[0] == 0

    assert not half.exists()


def test_age_counts_from_the_end_of_a_run(done: str, clprun: Clprun, home: Path) -> None:
    store = RunStore(home)
    ends = {"older": timedelta(days=91), "younger": timedelta(days=89)}
    for run, ago in ends.items():
        folder = store.create(run)
        folder.write_inputs(store.get(done).inputs())
        journal = folder.journal()
        journal.append(RunStarted(run, "small", "here", "0.1.0", "2020-01-01T00:00:00+00:00"))
        journal.append(RunEnded("done", 0, (datetime.now(UTC) - ago).isoformat()))
        journal.close()

    result = clprun("clean", "--yes")

    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[1].split()[:3] == ["older", "here", "91"]
    assert sorted(runs(clprun)) == [done, "younger"]

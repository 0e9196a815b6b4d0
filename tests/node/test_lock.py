"""The lock on a node: one run at a time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from clprun.errors import ClusterLocked, StepFailed
from clprun.node.lock import LockAnswer, NodeLock
from clprun.node.questions import LockFacts
from clprun.node.reader import Reader
from clprun.transport.local import LocalConnection
from tests.node.helpers import OneShot, names, shown


def owner(run: str, pid: int = 4711) -> LockAnswer:
    return LockAnswer(run, "運用 PC's", pid, "Fri Nov 20 23:38:23 2026", "2026-11-20T23:40:00+09:00")


@pytest.fixture
def lock(connection: LocalConnection, state_folder: Path) -> NodeLock:
    return NodeLock(connection, "clu1", state_folder=str(state_folder))


def test_a_taken_lock_names_its_owner(lock: NodeLock, reader: Reader, state_folder: Path) -> None:
    assert lock.inspect() is None

    lock.take(owner("run-1"))

    assert lock.inspect() == reader.ask_one(LockFacts(str(state_folder))) == owner("run-1")
    assert state_folder.stat().st_mode & 0o777 == 0o700


def test_another_run_is_kept_out_and_told_by_whom(lock: NodeLock, state_folder: Path) -> None:
    lock.take(owner("run-1"))

    with pytest.raises(ClusterLocked) as caught:
        lock.take(owner("run-2"))

    assert "run run-1 of 運用 PC's (pid 4711" in shown(caught.value.problem)
    assert lock.inspect() == owner("run-1")
    assert names(state_folder) == ["lock"]


def test_the_same_run_takes_its_lock_again_and_notes_its_new_controller(lock: NodeLock, state_folder: Path) -> None:
    lock.take(owner("run-1", pid=1))
    lock.take(owner("run-1", pid=2))

    assert lock.inspect() == owner("run-1", pid=2)
    assert names(state_folder) == ["lock"]


def test_a_released_lock_is_free_for_the_next_run(lock: NodeLock, state_folder: Path) -> None:
    lock.take(owner("run-1"))
    lock.release("run-1")
    lock.release("run-1")
    assert names(state_folder) == []

    lock.take(owner("run-2"))
    assert lock.inspect() == owner("run-2")


def test_nobody_releases_the_lock_of_another_run(lock: NodeLock) -> None:
    lock.take(owner("run-1"))

    with pytest.raises(ClusterLocked):
        lock.release("run-2")
    assert lock.inspect() == owner("run-1")


def test_a_lock_is_broken_only_as_it_was_shown(lock: NodeLock) -> None:
    lock.take(owner("run-1", pid=2))

    with pytest.raises(ClusterLocked):
        lock.break_(owner("run-1", pid=1))
    assert lock.inspect() == owner("run-1", pid=2)

    lock.break_(owner("run-1", pid=2))
    assert lock.inspect() is None


def test_of_many_takers_at_the_same_moment_one_wins(state_folder: Path) -> None:
    takers = 6
    barrier = Barrier(takers)

    def take(number: int) -> bool:
        lock = NodeLock(OneShot(), "clu1", state_folder=str(state_folder))
        barrier.wait()
        try:
            lock.take(owner(f"run-{number}"))
        except ClusterLocked:
            return False
        return True

    with ThreadPoolExecutor(takers) as pool:
        won = [number for number, taken in enumerate(pool.map(take, range(takers))) if taken]

    assert len(won) == 1
    assert NodeLock(OneShot(), "clu1", state_folder=str(state_folder)).inspect() == owner(f"run-{won[0]}")


@pytest.mark.parametrize("content", [None, "", "run-1\n", "run-1\n{}\n", "run-1\n[[[\n", "x" * 9000])
def test_what_is_no_lock_is_neither_taken_nor_removed(lock: NodeLock, state_folder: Path, content: str | None) -> None:
    (state_folder / "lock").mkdir(parents=True)
    (state_folder / "lock/note").write_text("somebody's")
    if content is not None:
        (state_folder / "lock/owner").write_text(content)

    for attempt in (lock.inspect, lambda: lock.take(owner("run-2")), lambda: lock.release("run-2")):
        with pytest.raises(StepFailed) as caught:
            attempt()
        assert f"{state_folder}/lock" in shown(caught.value.problem)
    assert (state_folder / "lock/note").exists()


def test_an_empty_folder_of_that_name_is_no_lock(lock: NodeLock, state_folder: Path) -> None:
    (state_folder / "lock").mkdir(parents=True)

    lock.take(owner("run-1"))

    assert lock.inspect() == owner("run-1")


def test_a_node_that_can_keep_no_lock_says_why(connection: LocalConnection, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StepFailed) as caught:
        NodeLock(connection, "clu1", state_folder=f"{tmp_path}/file/state").take(owner("run-1"))
    assert caught.value.problem.code == "node.lock_failed"
    assert "Not a directory" in (caught.value.problem.output or "")


@pytest.mark.parametrize("run", ["", "../x", "a b", "-x", "a;b"])
def test_a_run_s_id_is_a_plain_word(lock: NodeLock, run: str) -> None:
    with pytest.raises(ValueError, match="not the id of a run"):
        lock.take(owner(run))

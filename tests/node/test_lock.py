"""The lock on a node: one run at a time, and no change by whoever has lost it."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shlex import quote
from threading import Barrier

import pytest

from clprun.errors import ClusterLocked, StepFailed
from clprun.model.change import Action, Launch, MakeFolder, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.converse import Converse
from clprun.node.lock import LockAnswer, NodeLock
from clprun.node.questions import JobState, LockFacts
from clprun.node.reader import Reader
from clprun.node.writer import Writer
from clprun.transport.local import LocalConnection
from tests.node.helpers import OneShot, names, shown


def owner(run: str, pid: int = 4711, token: str = "a1b2") -> LockAnswer:
    return LockAnswer(run, "運用 PC's", pid, "2026-11-20T23:40:00+09:00", "c0ffee", token)


OF_THE_FIRST_RELEASE = (
    b'run-1\n{"host": "pc", "pid": 7, "run": "run-1", "started": "then", "time": "2026-11-20T23:40:00+09:00"}\n'
)


@pytest.fixture
def lock(connection: LocalConnection, state_folder: Path) -> NodeLock:
    return NodeLock(connection, "clu1", state_folder=str(state_folder))


@pytest.fixture
def another(state_folder: Path) -> NodeLock:
    """The same node's lock as somebody else reaches it."""
    return NodeLock(OneShot(), "clu1", state_folder=str(state_folder))


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


def test_a_lock_is_replaced_only_as_it_was_seen(lock: NodeLock, another: NodeLock, state_folder: Path) -> None:
    lock.take(owner("run-1", token="first"))
    with pytest.raises(ClusterLocked):
        lock.take(owner("run-1", token="second"))

    lock.take(owner("run-1", token="second"), owner("run-1", token="first"))
    with pytest.raises(ClusterLocked):
        another.take(owner("run-1", token="third"), owner("run-1", token="first"))

    assert lock.inspect() == owner("run-1", token="second")
    assert names(state_folder) == ["lock"]


def test_a_released_lock_is_free_for_the_next_run(lock: NodeLock, state_folder: Path) -> None:
    lock.release()
    lock.take(owner("run-1"))
    lock.release()
    lock.release()
    assert names(state_folder) == []

    lock.take(owner("run-2"))
    assert lock.inspect() == owner("run-2")


def test_nobody_releases_the_lock_of_another_taking(lock: NodeLock, another: NodeLock) -> None:
    lock.take(owner("run-1", token="first"))
    lock.remove(owner("run-1", token="first"))
    another.take(owner("run-1", token="second"))

    with pytest.raises(ClusterLocked):
        lock.release()
    assert lock.inspect() == owner("run-1", token="second")


def test_a_lock_of_the_first_release_is_read_and_goes_as_it_was_seen(lock: NodeLock, state_folder: Path) -> None:
    (state_folder / "lock").mkdir(parents=True)
    (state_folder / "lock/owner").write_bytes(OF_THE_FIRST_RELEASE)

    held = lock.inspect()
    assert held == LockAnswer("run-1", "pc", 7, "2026-11-20T23:40:00+09:00")
    lock.remove(held)

    assert lock.inspect() is None


def test_whoever_breaks_a_lock_while_another_takes_it_puts_that_one_back(
    tmp_path: Path, state_folder: Path, lock: NodeLock
) -> None:
    """The lock changes hands after it was looked at and before it is moved: a tool on the way sees to that."""
    lock.take(owner("run-1"))
    late = owner("run-2").to_text()
    place = state_folder / "lock/owner"
    _instead_of(
        tmp_path, "mv", f"[ -e {tmp_path}/once ] || {{ : >{tmp_path}/once; printf %s {quote(late)} >{place}; }}"
    )

    with pytest.raises(ClusterLocked) as caught:
        NodeLock(beside(tmp_path), "clu1", state_folder=str(state_folder)).remove(owner("run-1"))

    assert caught.value.problem.values["run"] == "run-2"
    assert lock.inspect() == owner("run-2")
    assert names(state_folder) == ["lock"]


def test_a_lock_that_is_broken_while_it_is_replaced_is_not_had(
    tmp_path: Path, state_folder: Path, lock: NodeLock, another: NodeLock
) -> None:
    lock.take(owner("run-1"))
    moved = f"mv -T {state_folder}/lock {state_folder}/lock.old.x"
    taken = f"mkdir {state_folder}/lock && printf %s {quote(owner('run-2').to_text())} >{state_folder}/lock/owner"
    _instead_of(tmp_path, "mv", f"[ -e {tmp_path}/once ] || {{ : >{tmp_path}/once; {moved} && {taken}; }}")

    with pytest.raises(ClusterLocked):
        NodeLock(beside(tmp_path), "clu1", state_folder=str(state_folder)).take(
            owner("run-1", token="second"), owner("run-1")
        )
    assert another.inspect() == owner("run-2")


def test_a_change_sees_first_that_the_lock_is_still_there(
    lock: NodeLock, another: NodeLock, connection: LocalConnection, state_folder: Path, tmp_path: Path
) -> None:
    writer = Writer(connection, Platform.LINUX, "clu1", run="run-1", state_folder=str(state_folder), guard=lock.guard)
    lock.take(owner("run-1"))
    writer.perform(WriteFile("clu1", f"{tmp_path}/one", b"1"), "job-0")
    assert writer.perform(Run("clu1", ("touch", f"{tmp_path}/two")), "job-1").exit_code == 0

    another.remove(owner("run-1"))
    another.take(owner("run-1", token="copy"))

    changes: list[Action] = [
        WriteFile("clu1", f"{tmp_path}/three", b"3"),
        MakeFolder("clu1", f"{tmp_path}/four"),
        Run("clu1", ("touch", f"{tmp_path}/five")),
        Launch("clu1", ("touch", f"{tmp_path}/six")),
        Converse("clu1", ("touch", f"{tmp_path}/seven"), ()),
    ]
    for number, action in enumerate(changes, start=2):
        with pytest.raises(ClusterLocked) as caught:
            writer.perform(action, f"job-{number}")
        assert caught.value.problem.code == "node.lock_lost"
    assert names(tmp_path) == ["one", "state", "two"]


def test_a_job_that_was_sent_off_in_time_and_begins_too_late_does_not_begin(
    lock: NodeLock, another: NodeLock, state_folder: Path, tmp_path: Path
) -> None:
    """Between the look before it is sent off and its beginning, the lock changes hands."""
    lock.take(owner("run-1"))
    writer = Writer(
        beside(tmp_path), Platform.LINUX, "clu1", run="run-1", state_folder=str(state_folder), guard=lock.guard
    )
    gone = f"mv -T {state_folder}/lock {state_folder}/lock.old.x"
    _instead_of(tmp_path, "setsid", gone)

    with pytest.raises(StepFailed):
        writer.perform(Run("clu1", ("touch", f"{tmp_path}/made")), "job")

    assert not (tmp_path / "made").exists()
    assert writer.fence("job").state is JobState.ABSENT
    assert another.inspect() is None


def _instead_of(folder: Path, tool: str, first: str) -> None:
    """Put a tool before that of the system, which does something else first."""
    real = shutil.which(tool)
    (folder / "bin").mkdir(exist_ok=True)
    stub = folder / "bin" / tool
    stub.write_text(f'#!/bin/sh\n( PATH={os.defpath}; {first} )\nexec {real} "$@"\n')
    stub.chmod(0o755)


def beside(folder: Path) -> OneShot:
    """A connection whose shells find the tools of a folder first."""
    return OneShot("env", f"PATH={folder}/bin:{os.environ['PATH']}", "sh")


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


def strange(**values: object) -> str:
    """An owner file with a value that clprun would not write."""
    first, second, _ = owner("run-1").to_text().split("\n")
    return f"{first}\n{json.dumps({**json.loads(second), **values})}\n"


STRANGE = [
    strange(run="../x"),
    strange(run="run 1"),
    strange(controller="a;b"),
    strange(token=["x"]),
    strange(pid=None),
    strange(pid=float("inf")),
    strange(run="run-2"),
    "run-1\n7\n",
]


@pytest.mark.parametrize("content", [None, "", "run-1\n", "run-1\n{}\n", "run-1\n[[[\n", "x" * 9000, *STRANGE])
def test_what_is_no_lock_is_neither_taken_nor_removed(lock: NodeLock, state_folder: Path, content: str | None) -> None:
    (state_folder / "lock").mkdir(parents=True)
    (state_folder / "lock/note").write_text("somebody's")
    if content is not None:
        (state_folder / "lock/owner").write_text(content)

    for attempt in (lock.inspect, lambda: lock.take(owner("run-2")), lambda: lock.remove(owner("run-2"))):
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
    with pytest.raises(ValueError, match="not a plain word"):
        lock.take(owner(run))

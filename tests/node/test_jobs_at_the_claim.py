"""What goes wrong at the moment a command begins: late, on a full disk, beside a fence. It begins once or never."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clprun.errors import StepFailed
from clprun.model.change import Run
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node import jobscript
from clprun.node.questions import JobAnswer, JobState
from clprun.node.writer import ActionResult, Writer
from clprun.transport.base import Connection, Meter
from clprun.transport.local import LocalConnection
from tests.node.conftest import RUN
from tests.node.helpers import eventually, shown

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk")

_LATE = """\
#!/bin/sh
until [ -e {folder}/gate ]; do sleep 0.01; done
/usr/bin/setsid -w "$@"
: >{folder}/over
"""
"""A ``setsid`` that takes as long as a test wants, as on a node with a stalled disk."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start is waited for a moment only; what comes later is late."""
    monkeypatch.setattr(jobscript, "_CLAIM_TURNS", 5)


def writer_over(connection: Connection, state_folder: Path) -> Writer:
    return Writer(connection, Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder))


def installer(tmp_path: Path) -> Run:
    """A command that notes each of its starts."""
    return Run("clu1", ("sh", "-c", f"echo began >>{tmp_path}/begun; exit 6"))


def begun(tmp_path: Path) -> int:
    notes = tmp_path / "begun"
    return notes.read_text().count("began") if notes.exists() else 0


@pytest.fixture
def late(tmp_path: Path) -> Iterator[LocalConnection]:
    """A node on which what is started begins once ``gate`` is there; ``over`` is there when it has ended."""
    programs = tmp_path / "late"
    programs.mkdir()
    (programs / "setsid").write_text(_LATE.format(folder=programs))
    (programs / "setsid").chmod(0o755)
    connection = LocalConnection("clu1", ("sh", "-c", f'PATH={programs}:"$PATH" exec sh'))
    yield connection
    connection.close()


def test_what_is_told_not_to_have_started_never_starts(
    late: LocalConnection, state_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(StepFailed) as caught:
        writer_over(late, state_folder).perform(installer(tmp_path), "job")
    (tmp_path / "late" / "gate").touch()
    eventually((tmp_path / "late" / "over").exists, "the late start came to its end")

    assert caught.value.problem.code == "node.job_not_started"
    assert not caught.value.left_running
    assert begun(tmp_path) == 0


class After:
    """Does something between the first reply and the second request."""

    def __init__(self, inner: Connection, then: Callable[[], None]) -> None:
        self._inner, self._then = inner, [then]

    @property
    def meter(self) -> Meter:
        return self._inner.meter

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        raw = self._inner.run(script, deadline=deadline, data=data)
        while self._then:
            self._then.pop()()
        return raw

    def close(self) -> None:
        self._inner.close()


def test_a_command_that_begins_before_its_fence_is_waited_for(
    late: LocalConnection, state_folder: Path, tmp_path: Path
) -> None:
    def begin_now() -> None:
        (tmp_path / "late" / "gate").touch()
        eventually(lambda: begun(tmp_path), "it began late")

    result = writer_over(After(late, begin_now), state_folder).perform(installer(tmp_path), "job")

    assert result == ActionResult(6)
    assert begun(tmp_path) == 1


def on_a_disk(options: str, state_folder: Path) -> LocalConnection:
    """A node that keeps its jobs on a disk of its own."""
    state_folder.mkdir()
    script = f"mount -t tmpfs -o {options} none {state_folder} && exec sh"
    return LocalConnection("clu1", ("unshare", "-m", "sh", "-c", script))


@needs_root
def test_a_disk_that_fills_up_at_the_claim_lets_nothing_begin(state_folder: Path, tmp_path: Path) -> None:
    """It has room for two files: the command and its script; the record of the process would be empty."""
    disk = on_a_disk("size=8k", state_folder)
    writer = writer_over(disk, state_folder)
    with pytest.raises(StepFailed) as caught:
        writer.perform(installer(tmp_path), "job-1")

    assert caught.value.problem.code == "node.job_unfenced"
    assert caught.value.left_running
    assert disk.run(f"mount -o remount,size=1m {state_folder}", deadline=30).exit_code == 0
    assert writer.fence("job-1") == JobAnswer(JobState.ABSENT)
    assert writer.perform(installer(tmp_path), "job-2") == ActionResult(6)
    assert begun(tmp_path) == 1
    disk.close()


@needs_root
def test_a_fence_that_can_not_take_the_place_says_so(state_folder: Path) -> None:
    """The disk has names for the folders and one file; a link needs one more."""
    disk = on_a_disk("nr_inodes=6", state_folder)

    with pytest.raises(StepFailed) as caught:
        writer_over(disk, state_folder).fence("job")

    assert caught.value.problem.code == "node.job_unfenced"
    assert caught.value.left_running
    assert "No space left" in (caught.value.problem.output or "")
    assert shown(caught.value.problem)
    disk.close()


def waiting(gate: Path) -> Run:
    return Run("clu1", ("sh", "-c", f"until [ -e {gate} ]; do sleep 0.01; done; exit 6"), within=0)


def test_a_command_that_was_left_running_is_attended_to_its_end_and_says_so(
    connection: LocalConnection, state_folder: Path, tmp_path: Path
) -> None:
    writer, told = writer_over(connection, state_folder), []

    def tell(seconds: int) -> None:
        told.append(seconds)
        (tmp_path / "gate").touch()

    with pytest.raises(StepFailed):
        writer.perform(waiting(tmp_path / "gate"), "job")
    with pytest.raises(StepFailed) as caught:
        writer.attend("job", writer.fence("job"), 0, tell)
    assert (caught.value.problem.code, caught.value.left_running, told) == ("node.job_too_long", True, [])

    ended = writer.attend("job", writer.fence("job"), None, tell)

    assert (ended.state, ended.exit_code, len(told)) == (JobState.ENDED, 6, 1)


@pytest.mark.parametrize(
    ("state", "code", "cut"),
    [
        (JobState.ENDED, 0, False),
        (JobState.ENDED, 1, False),
        (JobState.ENDED, 128, False),
        (JobState.ENDED, 137, True),
        (JobState.ENDED, 255, False),
        (JobState.ENDED, 1190, False),
        (JobState.ENDED, -1073741510, True),
        (JobState.LOST, None, False),
    ],
)
def test_an_end_by_a_signal_is_told_from_one_by_the_command_itself(
    state: JobState, code: int | None, cut: bool
) -> None:
    assert JobAnswer(state, code).was_cut is cut

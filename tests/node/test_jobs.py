"""Commands that outlive the connection: started once, watched to their end, found again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clprun.errors import InternalFault, LinkLost, NodeUnreachable, Problem, StepFailed
from clprun.model.change import Launch, Reboot, Run
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.questions import JobAnswer, JobFacts, JobState, LiveJob, LiveJobs, ProcessTable
from clprun.node.writer import ActionResult, Writer
from clprun.transport.base import Connection, Meter
from clprun.transport.local import LocalConnection
from tests.node.conftest import RUN
from tests.node.helpers import OneShot, eventually, shown


def shell(text: str, within: int = 60) -> Run:
    return Run("clu1", ("sh", "-c", text), within=within)


def waiting(gate: Path, before: str = ":", after: str = ":") -> Run:
    """A command that waits until ``gate`` exists."""
    return shell(f"{before}; until [ -e {gate} ]; do sleep 0.01; done; {after}")


class JobOnDisk:
    """What a job left in its folder, looked at from outside."""

    def __init__(self, state_folder: Path, job: str) -> None:
        self.folder = state_folder / "runs" / RUN / "jobs" / job
        self.question = JobFacts(RUN, job, str(state_folder))

    @property
    def pid(self) -> int:
        return int((self.folder / "pid").read_text().split()[0])

    def state(self) -> JobAnswer:
        return Writer(OneShot(), Platform.LINUX, "clu1", run=RUN).ask_one(self.question)

    def wait_for(self, state: JobState) -> None:
        eventually(lambda: self.state().state is state, f"{self.folder} {state}")


@pytest.fixture
def job(state_folder: Path) -> JobOnDisk:
    return JobOnDisk(state_folder, "job")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (shell("exit 0"), ActionResult(0, "")),
        (shell("echo out; echo err >&2; exit 3"), ActionResult(3, "out\nerr")),
        (shell("kill -9 $$"), ActionResult(137, "")),
        (shell("cat; pwd; umask; echo ${LC_ALL-unset}"), ActionResult(0, "/\n0022\nunset")),
        (Run("clu1", ("pwd",), folder="/usr/bin/.."), ActionResult(0, "/usr")),
        (Run("clu1", ("printf", "%s|", "a b", "'", "$x", "\n", "-n", "日本")), ActionResult(0, "a b|'|$x|\n|-n|日本|")),
    ],
    ids=["silent", "failing", "killed", "surroundings", "folder", "arguments"],
)
def test_a_command_runs_to_its_end_in_one_round_trip(
    writer: Writer, connection: LocalConnection, action: Run, expected: ActionResult
) -> None:
    connection.run(":", deadline=30)
    before = connection.meter.round_trips

    result = writer.perform(action, "job")

    assert (result.exit_code, result.output_tail.removesuffix("Killed").rstrip()) == (
        expected.exit_code,
        expected.output_tail,
    )
    assert connection.meter.round_trips == before + 1


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Run("clu1", ("/nowhere/program",)), "/nowhere/program"),
        (Run("clu1", ("true",), folder="/nowhere"), "/nowhere"),
    ],
)
def test_what_cannot_be_started_has_an_exit_code_and_says_why(writer: Writer, action: Run, words: str) -> None:
    result = writer.perform(action, "job")

    assert result.exit_code not in {0, None}
    assert words in result.output_tail


def test_a_job_asked_for_again_is_not_started_again(writer: Writer, tmp_path: Path) -> None:
    counting = shell(f"echo started >>{tmp_path}/count; exit 5")

    assert [writer.perform(counting, "job").exit_code for _ in range(3)] == [5, 5, 5]
    assert (tmp_path / "count").read_text() == "started\n"


def test_a_job_asked_for_by_many_at_once_is_started_once(state_folder: Path, tmp_path: Path) -> None:
    counting = shell(f"echo started >>{tmp_path}/count; echo said; exit 5")

    def perform(_: int) -> ActionResult:
        return Writer(OneShot(), Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder)).perform(
            counting, "job"
        )

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(perform, range(6)))

    assert results == [ActionResult(5, "said")] * 6
    assert (tmp_path / "count").read_text() == "started\n"


def test_a_start_cut_short_before_the_command_began_is_made_up_for(writer: Writer, job: JobOnDisk) -> None:
    job.folder.mkdir(parents=True)
    (job.folder / "argv.99").write_text("half of")
    assert job.state() == JobAnswer(JobState.ABSENT)

    assert writer.perform(shell("exit 4"), "job").exit_code == 4


def test_another_command_under_the_same_name_is_a_fault(writer: Writer) -> None:
    writer.perform(shell("exit 0"), "job")

    with pytest.raises(InternalFault) as caught:
        writer.perform(shell("exit 1"), "job")
    assert "another command" in shown(caught.value.problem)


CONTROLLER = """\
import sys
from clprun.model.change import Run
from clprun.model.cluster import Platform
from clprun.node.writer import Writer
from clprun.transport.local import LocalConnection
writer = Writer(LocalConnection("clu1"), Platform.LINUX, "clu1", run=sys.argv[1], state_folder=sys.argv[2])
writer.perform(Run("clu1", ("sh", "-c", sys.argv[3]), within=60), "job")
"""


def test_a_job_outlives_its_killed_controller_and_is_attached_to(
    writer: Writer, state_folder: Path, tmp_path: Path, job: JobOnDisk
) -> None:
    gate = tmp_path / "gate"
    action = waiting(gate, before=f"echo started >>{tmp_path}/count", after="echo done; exit 6")
    argv = [sys.executable, "-c", CONTROLLER, RUN, str(state_folder), action.argv[2]]
    with subprocess.Popen(argv, start_new_session=True) as controller:
        job.wait_for(JobState.RUNNING)
        controller.send_signal(signal.SIGKILL)
    gate.touch()

    assert writer.perform(action, "job") == ActionResult(6, "done")
    assert (tmp_path / "count").read_text() == "started\n"


def test_a_job_outlives_the_shell_that_started_it(
    writer: Writer, connection: LocalConnection, tmp_path: Path, job: JobOnDisk
) -> None:
    launched = Launch("clu1", waiting(tmp_path / "gate", after="exit 6").argv)
    assert writer.perform(launched, "job") == ActionResult(None)
    assert os.getsid(job.pid) == job.pid

    connection.close()
    assert job.state().state is JobState.RUNNING
    (tmp_path / "gate").touch()

    job.wait_for(JobState.ENDED)
    assert job.state().exit_code == 6


def test_a_job_that_runs_is_told_with_its_pid(
    writer: Writer, state_folder: Path, tmp_path: Path, job: JobOnDisk
) -> None:
    writer.perform(shell("exit 0"), "ended")
    writer.perform(Reboot("clu1", waiting(tmp_path / "gate").argv), "job")

    assert writer.ask_one(LiveJobs(str(state_folder))) == (LiveJob(RUN, "job", job.pid),)


def test_a_job_is_no_child_of_the_asking_shell_and_shows_no_arguments(
    writer: Writer, tmp_path: Path, job: JobOnDisk
) -> None:
    writer.perform(Launch("clu1", waiting(tmp_path / "gate").argv), "job")

    table = {process.pid: process for process in writer.ask_one(ProcessTable())}

    assert table[job.pid].args == f"sh {job.folder}/job"
    assert next(child.args for child in table.values() if child.parent == job.pid).startswith("sh -c :; until")


def test_a_launched_program_is_told_to_be_running(writer: Writer, state_folder: Path, tmp_path: Path) -> None:
    writer.perform(shell("exit 0"), "ended")

    assert writer.perform(Launch("clu1", waiting(tmp_path / "gate").argv), "job") == ActionResult(None)
    assert writer.ask_one(LiveJobs(str(state_folder))) == (), "it is not expected to end"


def test_a_launched_program_that_ends_at_once_is_told_with_its_words(writer: Writer) -> None:
    result = writer.perform(Launch("clu1", ("sh", "-c", "echo 'no licence'; exit 2")), "job")

    assert result == ActionResult(2, "no licence")


def test_a_job_killed_with_its_shell_is_lost(writer: Writer, tmp_path: Path, job: JobOnDisk) -> None:
    action = waiting(tmp_path / "gate", before="echo said")
    writer.perform(Launch("clu1", action.argv), "job")
    eventually(lambda: job.state().output_tail == b"said\n", "output")

    os.killpg(job.pid, signal.SIGKILL)

    job.wait_for(JobState.LOST)
    with pytest.raises(StepFailed) as caught:
        writer.perform(action, "job")
    assert not caught.value.left_running
    assert caught.value.problem.output == "said"
    assert f"left no exit code ({job.folder})" in shown(caught.value.problem)


def test_what_a_job_left_running_still_counts_as_the_job(writer: Writer, tmp_path: Path, job: JobOnDisk) -> None:
    writer.perform(Launch("clu1", waiting(tmp_path / "gate").argv), "job")

    os.kill(job.pid, signal.SIGKILL)
    eventually(lambda: not Path(f"/proc/{job.pid}").exists(), "death of the job's shell")
    assert job.state().state is JobState.RUNNING

    (tmp_path / "gate").touch()
    job.wait_for(JobState.LOST)


def rewrite_pid(job: JobOnDisk, change: Callable[[list[str]], None]) -> None:
    words = (job.folder / "pid").read_text().split()
    change(words)
    (job.folder / "pid").write_text(" ".join(words) + "\n")


def test_after_a_boot_a_running_process_of_that_number_is_not_the_job(
    writer: Writer, tmp_path: Path, job: JobOnDisk
) -> None:
    writer.perform(Launch("clu1", waiting(tmp_path / "gate").argv), "job")
    pid = job.pid

    rewrite_pid(job, lambda words: words.__setitem__(2, "00000000-0000-0000-0000-000000000000"))

    assert job.state().state is JobState.LOST
    os.killpg(pid, signal.SIGKILL)


def test_a_newer_process_of_that_number_is_not_the_job(writer: Writer, tmp_path: Path, job: JobOnDisk) -> None:
    writer.perform(Launch("clu1", waiting(tmp_path / "gate").argv), "job")
    pid = job.pid

    rewrite_pid(job, lambda words: words.__setitem__(1, "1"))

    assert job.state().state is JobState.LOST
    os.killpg(pid, signal.SIGKILL)


def test_a_fenced_job_never_begins(writer: Writer, tmp_path: Path, job: JobOnDisk) -> None:
    assert writer.fence("job") == writer.fence("job") == JobAnswer(JobState.ABSENT)

    with pytest.raises(StepFailed) as caught:
        writer.perform(shell(f"touch {tmp_path}/started"), "job")

    assert caught.value.problem.code == "node.job_not_started"
    assert job.state().state is JobState.ABSENT
    assert not (tmp_path / "started").exists()


def test_a_fence_around_a_job_that_began_leaves_it_alone(writer: Writer, tmp_path: Path, job: JobOnDisk) -> None:
    writer.perform(shell("exit 3"), "ended")
    assert (writer.fence("ended").state, writer.fence("ended").exit_code) == (JobState.ENDED, 3)

    action = waiting(tmp_path / "gate", after="exit 6")
    writer.perform(Launch("clu1", action.argv), "job")
    assert writer.fence("job").state is JobState.RUNNING
    (tmp_path / "gate").touch()
    assert writer.perform(action, "job").exit_code == 6


def test_of_a_start_and_a_fence_at_the_same_moment_one_wins(state_folder: Path, tmp_path: Path) -> None:
    def fresh() -> Writer:
        return Writer(OneShot(), Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder))

    def start(job: str) -> int | None:
        try:
            return fresh().perform(shell(f"touch {tmp_path}/{job}; exit 6"), job).exit_code
        except StepFailed:
            return None

    with ThreadPoolExecutor(2) as pool:
        for job in ("a", "b", "c", "d"):
            started, fenced = pool.submit(start, job), pool.submit(fresh().fence, job)
            began = fenced.result().state is not JobState.ABSENT
            assert (started.result() == 6) is began is (tmp_path / job).exists()


@pytest.mark.parametrize("content", ["", "garbage", "-1 2 3 4 5\n", "$(reboot) 1 2 3 4\n", "1 1 1 1 a[$(reboot)]\n"])
def test_a_torn_record_tells_nothing_and_nothing_is_started(
    writer: Writer, job: JobOnDisk, tmp_path: Path, content: str
) -> None:
    action = shell(f"touch {tmp_path}/started")
    writer.perform(action, "job")
    (tmp_path / "started").unlink()
    (job.folder / "exit").unlink()
    (job.folder / "pid").write_text(content)

    with pytest.raises(StepFailed) as caught:
        writer.perform(action, "job")

    assert caught.value.problem.code == "node.job_unknown"
    assert caught.value.left_running
    assert shown(caught.value.problem)
    assert job.state().state is JobState.UNKNOWN
    assert not (tmp_path / "started").exists()


def test_an_empty_exit_file_is_no_success(writer: Writer, job: JobOnDisk) -> None:
    writer.perform(shell("exit 0"), "job")
    (job.folder / "exit").write_text("")

    assert job.state().state is JobState.LOST


def test_a_job_that_takes_too_long_is_left_running(writer: Writer, tmp_path: Path, job: JobOnDisk) -> None:
    slow = waiting(tmp_path / "gate", before="echo busy", after="exit 0")

    with pytest.raises(StepFailed) as caught:
        writer.perform(Run("clu1", slow.argv, within=0), "job")

    assert caught.value.left_running
    assert caught.value.problem.output == "busy"
    assert f"pid {job.pid}, folder {job.folder}" in shown(caught.value.problem)
    assert job.state().state is JobState.RUNNING
    (tmp_path / "gate").touch()
    assert writer.perform(slow, "job") == ActionResult(0, "busy")


def test_only_the_end_of_long_output_is_shown(writer: Writer, job: JobOnDisk) -> None:
    result = writer.perform(shell("seq 100000; printf '\\377 end'"), "job")

    assert len(result.output_tail) < 5000
    assert result.output_tail.endswith("\n100000\n\\xff end")
    assert (job.folder / "output").stat().st_size > 500000


def test_what_is_told_of_long_output_begins_with_a_whole_line(writer: Writer, job: JobOnDisk) -> None:
    """The node cuts by bytes; the rest of a secret would be known to no filter."""
    secret = "TopSecret-Key-42"
    script = f"echo {secret}; echo {'あ' * 2661}; echo end"

    told = writer.perform(Run("clu1", ("sh", "-c", script)), "job").output_tail

    assert not [length for length in range(1, len(secret)) if secret[-length:] in told]
    assert told.endswith("end")


def test_started_and_elapsed_are_told(writer: Writer, tmp_path: Path, job: JobOnDisk) -> None:
    before = int(time.time())
    writer.perform(Launch("clu1", waiting(tmp_path / "gate").argv), "job")

    eventually(lambda: job.state().elapsed >= 1, "a second")
    answer = job.state()

    assert answer.pid == job.pid
    assert answer.started is not None
    assert before <= answer.started <= time.time()


class Cut:
    """A connection whose replies get lost at chosen requests, counted from 0; the script has run all the same.

    Args:
        inner: the real connection.
        lost: maps a request's number to the error it ends with.
    """

    def __init__(self, inner: Connection, lost: Callable[[int], NodeUnreachable | None]) -> None:
        self._inner, self._lost, self.requests = inner, lost, 0

    @property
    def meter(self) -> Meter:
        return self._inner.meter

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        raw = self._inner.run(script, deadline=deadline, data=data)
        self.requests += 1
        if error := self._lost(self.requests - 1):
            raise error
        return raw

    def close(self) -> None:
        self._inner.close()


LOST = LinkLost(Problem("node.link_lost", node="clu1"))
DOWN = NodeUnreachable(Problem("node.no_answer", {"host": "clu1", "port": 22, "seconds": 15}, node="clu1"))


@pytest.mark.parametrize(
    "errors",
    [{0: LOST}, {1: LOST}, {0: LOST, 1: DOWN, 2: DOWN}, {0: LOST, 2: LOST}],
    ids=lambda errors: str(list(errors)),
)
def test_a_lost_link_neither_kills_nor_repeats_a_command(
    state_folder: Path, tmp_path: Path, errors: dict[int, NodeUnreachable]
) -> None:
    connection = Cut(OneShot(), errors.get)
    writer = Writer(
        connection,
        Platform.LINUX,
        "clu1",
        run=RUN,
        state_folder=str(state_folder),
        sleep=lambda _: None if connection.requests < 3 else (tmp_path / "gate").touch(),
    )
    opening = f"(sleep 2; touch {tmp_path}/gate) &"
    action = waiting(
        tmp_path / "gate", before=f"echo started >>{tmp_path}/count; {opening} :", after="echo done; exit 6"
    )

    assert writer.perform(action, "job") == ActionResult(6, "done")
    assert (tmp_path / "count").read_text() == "started\n"


def test_a_link_that_stays_away_is_given_up_and_the_command_goes_on(
    state_folder: Path, tmp_path: Path, job: JobOnDisk
) -> None:
    connection = Cut(OneShot(), lambda request: DOWN if request else LOST)
    writer = Writer(connection, Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder), link_patience=0.1)

    with pytest.raises(LinkLost) as caught:
        writer.perform(Run("clu1", waiting(tmp_path / "gate").argv), "job")

    assert [problem.code for problem in caught.value.problems] == ["node.job_out_of_sight", "node.no_answer"]
    assert caught.value.left_running
    assert "does not start it a second time" in shown(caught.value.problem)
    assert job.state().state is JobState.RUNNING


def test_a_node_that_was_never_reached_is_not_waited_for(state_folder: Path) -> None:
    def never(_: float) -> None:
        raise AssertionError("nothing to wait for")

    connection = LocalConnection("clu1", ("/nowhere/sh",))
    writer = Writer(connection, Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder), sleep=never)

    with pytest.raises(NodeUnreachable):
        writer.perform(shell("exit 0"), "job")


def test_a_node_without_room_for_jobs_says_why(connection: LocalConnection, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    writer = Writer(connection, Platform.LINUX, "clu1", run=RUN, state_folder=f"{tmp_path}/file")

    with pytest.raises(StepFailed) as caught:
        writer.perform(shell("exit 0"), "job")
    assert caught.value.problem.code == "node.job_unfenced"
    assert caught.value.left_running
    assert "Not a directory" in (caught.value.problem.output or "")
    assert shown(caught.value.problem)


def test_nothing_of_a_job_is_for_other_users(writer: Writer, state_folder: Path, job: JobOnDisk) -> None:
    writer.perform(shell("exit 0"), "job")

    assert {path.stat().st_mode & 0o077 for path in (state_folder, job.folder, *job.folder.iterdir())} == {0}


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "a\nb"])
def test_names_of_jobs_stay_within_their_folder(writer: Writer, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        writer.perform(shell("exit 0"), name)


@pytest.mark.parametrize("folder", [None, "runs"])
def test_a_node_without_jobs_has_none_running(writer: Writer, state_folder: Path, folder: str | None) -> None:
    if folder:
        (state_folder / folder).mkdir(parents=True)

    assert writer.ask_one(LiveJobs(str(state_folder))) == ()

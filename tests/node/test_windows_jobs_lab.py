"""Jobs on a Windows node of the lab: over WinRM, by the Task Scheduler, under a real cmd.exe."""

import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from clprun.errors import InternalFault, LinkLost, NodeUnreachable, Problem, StepFailed
from clprun.model.change import Launch, Reboot, Run
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.boots import BootFacts
from clprun.node.questions import JobAnswer, JobFacts, JobState, LiveJob, LiveJobs
from clprun.node.windows.cmd import text
from clprun.node.writer import ActionResult, Writer
from clprun.transport.base import Connection, Meter
from tests.node.helpers import eventually, shown
from tests.node.windows_lab import DRIVE_C, RUN, WindowsNodes, windows_nodes


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsNodes]:
    with windows_nodes(tmp_path_factory.mktemp("lab"), "2022", "ja") as lab:
        lab.unix(f"mkdir {DRIVE_C}/work")
        yield lab


@pytest.fixture
def job() -> str:
    """The name of a job that no other test has."""
    return f"job-{secrets.token_hex(4)}-1-0"


def writer(link: Connection) -> Writer:
    return Writer(link, Platform.WINDOWS, "win1", run=RUN, sleep=lambda _: None)


def counting(job: str, then: str) -> tuple[str, ...]:
    """A command that notes each of its starts."""
    return ("cmd", "/c", rf"echo started>>C:\work\{job}&{then}")


def waiting(job: str, then: str) -> tuple[str, ...]:
    """A command that notes its start, then waits until it is let go."""
    turn = rf"if not exist C:\work\{job}.gate ping -n 2 127.0.0.1 >nul"
    return counting(job, rf"(for /l %i in (1,1,60) do {turn})&{then}")


def let_go(lab: WindowsNodes, job: str) -> None:
    lab.unix(f"touch {DRIVE_C}/work/{job}.gate")


def starts(lab: WindowsNodes, job: str) -> int:
    """How often a command was started."""
    return lab.unix(f"cat {DRIVE_C}/work/{job} 2>/dev/null || :").count("started")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("cmd", "/c", "echo 表示 ソ& echo err>&2& exit 3"), (3, "表示 ソ\r\nerr")),
        (("cmd", "/c", "cd"), (0, "C:\\")),
        (("cmd", "/c", "exit -1073741510"), (-1073741510, "")),
    ],
    ids=["failing", "folder", "a status of the system"],
)
def test_a_command_runs_to_its_end(
    lab: WindowsNodes, job: str, argv: tuple[str, ...], expected: tuple[int, str]
) -> None:
    result = lab.writer.perform(Run("win1", argv), job)

    assert (result.exit_code, result.output_tail.strip()) == expected


def test_what_is_not_there_has_an_exit_code_and_says_why(lab: WindowsNodes, job: str) -> None:
    result = lab.writer.perform(Run("win1", ("no such program", "x")), job)

    assert result.exit_code not in {0, None}
    assert "no such program" in result.output_tail


VALUE = "100% %PATH% %1 ^&|<>() !x! ^^ C:\\a\\\\b 表示 ソ x=y;, '`~*?[]{}@#$ /?\\"


def test_an_argument_arrives_as_it_was_given(lab: WindowsNodes, job: str) -> None:
    """``reg`` takes its arguments apart as every program does that is made with Microsoft's C runtime."""
    add = ("reg", "add", r"HKCU\Arguments", "/v", "a value", "/d", VALUE, "/f")

    assert lab.writer.perform(Run("win1", add), job).exit_code == 0

    assert f"REG_SZ    {VALUE}\n" in text(lab.links["win1"].run(r"reg query HKCU\Arguments", deadline=60).out)


def test_a_command_asked_for_again_is_not_started_again(lab: WindowsNodes, job: str) -> None:
    action = Run("win1", counting(job, "exit 5"))

    assert [lab.writer.perform(action, job).exit_code for _ in range(2)] == [5, 5]
    assert starts(lab, job) == 1
    eventually(lambda: job not in lab.cmd("schtasks /query /fo csv"), "the job removes its task")
    with pytest.raises(InternalFault) as caught:
        lab.writer.perform(Run("win1", ("cmd", "/c", "exit 0")), job)
    assert "another command" in shown(caught.value.problem)


def test_a_command_outlives_its_shell_and_another_controller_attaches_to_it(lab: WindowsNodes, job: str) -> None:
    action = Run("win1", waiting(job, "echo done&exit 6"))
    with lab.lab.winrm("win1") as first:
        assert writer(first).perform(Reboot("win1", action.argv), job) == ActionResult(None)
        eventually(lambda: starts(lab, job) == 1, "start")

    with lab.lab.winrm("win1") as second:
        asking = writer(second)
        assert asking.ask_one(JobFacts(RUN, job)).state is JobState.RUNNING
        assert asking.ask_one(LiveJobs()) == (LiveJob(RUN, job),)
        assert asking.fence(job).state is JobState.RUNNING
        let_go(lab, job)
        result = asking.perform(action, job)

    assert (result.exit_code, result.output_tail.strip()) == (6, "done")
    assert starts(lab, job) == 1
    assert lab.writer.ask_one(LiveJobs()) == ()


def test_a_batch_file_that_somebody_else_put_there_is_not_run(lab: WindowsNodes, job: str) -> None:
    folder = f"'{DRIVE_C}/Program Files/clprun/runs/{RUN}/jobs/{job}'"
    planted = f"echo started>>C:\\\\work\\\\{job}"
    lab.unix(f"mkdir -p {folder} && echo '{planted}' >{folder}/job.cmd")

    with pytest.raises(InternalFault):
        lab.writer.perform(Run("win1", counting(job, "exit 0")), job)

    assert job not in lab.cmd("schtasks /query /fo csv")
    assert starts(lab, job) == 0


class Cut:
    """A link whose replies get lost at chosen requests, counted from 0; the node has done its work all the same.

    Args:
        inner: the real link.
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


def test_two_starts_at_once_with_lost_replies_start_it_once(lab: WindowsNodes, job: str) -> None:
    lost = {0: LinkLost(Problem("node.link_lost", node="win1"))}
    action = Run("win1", counting(job, "exit 5"))
    with lab.lab.winrm("win1") as other, ThreadPoolExecutor(2) as pool:
        writers = [writer(Cut(lab.links["win1"], lost.get)), writer(other)]
        results = list(pool.map(lambda each: each.perform(action, job).exit_code, writers))

    assert results == [5, 5]
    assert starts(lab, job) == 1


def test_of_a_start_and_a_fence_at_the_same_moment_one_wins(lab: WindowsNodes, job: str) -> None:
    def start(name: str) -> int | None:
        try:
            return lab.writer.perform(Run("win1", counting(name, "exit 6")), name).exit_code
        except StepFailed:
            return None

    with lab.lab.winrm("win1") as other, ThreadPoolExecutor(2) as pool:
        for number in range(3):
            name = f"{job}{number}"
            started, fenced = pool.submit(start, name), pool.submit(writer(other).fence, name)
            began = fenced.result().state is not JobState.ABSENT
            assert (started.result() == 6) is began is (starts(lab, name) == 1)


def test_a_fenced_job_never_begins(lab: WindowsNodes, job: str) -> None:
    assert lab.writer.fence(job) == lab.writer.fence(job) == JobAnswer(JobState.ABSENT)

    with pytest.raises(StepFailed) as caught:
        lab.writer.perform(Run("win1", counting(job, "exit 0")), job)

    assert caught.value.problem.code == "node.job_not_started"
    assert starts(lab, job) == 0
    assert job not in lab.cmd("schtasks /query /fo csv")


def test_a_command_that_takes_too_long_is_left_running(lab: WindowsNodes, job: str) -> None:
    slow = waiting(job, "exit 0")

    with pytest.raises(StepFailed) as caught:
        lab.writer.perform(Run("win1", slow, within=0), job)

    assert caught.value.problem.code == "node.job_goes_on"
    assert caught.value.left_running
    assert job in shown(caught.value.problem)
    assert lab.writer.ask_one(JobFacts(RUN, job)).state is JobState.RUNNING
    let_go(lab, job)
    assert lab.writer.perform(Run("win1", slow), job).exit_code == 0


def test_only_the_end_of_long_output_is_told(lab: WindowsNodes, job: str) -> None:
    lines = Run("win1", ("cmd", "/c", "for /l %i in (1,1,900) do @echo line %i"))

    result = lab.writer.perform(lines, job)

    assert len(result.output_tail) < 5000
    assert result.output_tail.rstrip().endswith("line 899\r\nline 900")


def test_a_reboot_in_the_middle_loses_a_command_for_certain(lab: WindowsNodes, job: str) -> None:
    reboot = job.replace("job", "reboot")
    lab.writer.perform(Launch("win1", waiting(job, "exit 0")), job)
    eventually(lambda: starts(lab, job) == 1, "start")

    result = lab.writer.perform(Reboot("win1", ("shutdown", "/r", "/t", "0")), reboot)
    assert result.exit_code in {0, None}

    def is_back() -> bool:
        try:
            return lab.writer.ask_one(BootFacts(RUN, reboot.removesuffix("1-0"))).is_another
        except NodeUnreachable:
            time.sleep(0.2)
            return False

    eventually(is_back, "the node is back")
    assert lab.writer.ask_one(JobFacts(RUN, job)).state is JobState.LOST
    with pytest.raises(StepFailed) as caught:
        lab.writer.perform(Run("win1", waiting(job, "exit 0")), job)
    assert caught.value.problem.code == "node.job_lost"
    assert starts(lab, job) == 1
    tasks = lab.cmd("schtasks /query /fo csv")
    assert job not in tasks, "nothing is left that would start it again"
    assert reboot not in tasks, "not even of the command that rebooted the node"

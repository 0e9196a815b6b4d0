"""Commands that outlive the connection: started once, watched, attached to again."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clprun.errors import ClusterLocked, InternalFault, LinkLost, NodeUnreachable, Problem, StepFailed
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node import jobscript
from clprun.node.job_scripts import SCRIPTS
from clprun.node.jobstate import JobAnswer, JobState
from clprun.node.lockscript import LOST, Guard
from clprun.node.shell import STATE_FOLDER, linux_only, refuse, tail, text
from clprun.node.windows.cmd import Unquotable
from clprun.node.windows.state import state_folder as windows_state_folder
from clprun.transport.base import Connection

__all__ = ["JobAnswer", "JobFacts", "JobState", "Jobs", "LiveJob", "LiveJobs"]

_STATE_LINE = re.compile(
    rb"(ABSENT|RUNNING|ENDED|LOST|UNKNOWN) (-|-?\d{1,10}) (-|\d{1,12}) (-|\d{1,12}) (\d{1,12})\r?\n"
)

_LIVE_LINE = re.compile(r"(\d{1,10}) ([^/]+)/jobs/([^/]+)")

_FIRST_LOOKS = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3, 0.5)
_LATER_LOOKS = (0.1,) * 10 + (0.5,) * 8
_LAUNCH_LOOKS = (0.02, 0.03, 0.05, 0.1, 0.1)
_DEADLINE = 60.0
_RECONNECT_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
_LINK_PATIENCE = 120.0


@dataclass(frozen=True)
class JobFacts(Question[JobAnswer]):
    """How a job of a run stands.

    Args:
        run: id of the run.
        job: name of the job.
        state_folder: where clprun keeps its things on the node.
    """

    run: str
    job: str
    state_folder: str = STATE_FOLDER

    def script(self, platform: Platform) -> str:
        """One look at its folder and process."""
        linux_only(platform)
        return jobscript.watch(jobscript.job_folder(self.state_folder, self.run, self.job))

    def answer(self, raw: Raw) -> JobAnswer:
        """Its state.

        Raises:
            Unanswerable: the reply is none of ours.
        """
        found = _STATE_LINE.match(raw.out)
        if found is None:
            refuse("node.reply_not_understood", raw, question=f"job {self.job}")
        state = JobState(text(found[1]).lower())
        code, pid, started = (None if each == b"-" else int(each) for each in found.group(2, 3, 4))
        if state is JobState.ENDED and code is None:
            state = JobState.LOST
        return JobAnswer(state, code, raw.out[found.end() :], started, pid, int(found[5]))


@dataclass(frozen=True)
class LiveJob:
    """A job that is running.

    Args:
        run: id of its run.
        job: its name.
        pid: of the shell that runs it; Windows does not tell.
    """

    run: str
    job: str
    pid: int | None = None


@dataclass(frozen=True)
class LiveJobs(Question[tuple[LiveJob, ...]]):
    """Every job that is running on the node now and will come to an end.

    Args:
        state_folder: where clprun keeps its things on the node.
        staying: whether those count, too, that were launched to stay.
    """

    state_folder: str = STATE_FOLDER
    staying: bool = False

    def script(self, platform: Platform) -> str:
        """One look at each job's folder."""
        linux_only(platform)
        return jobscript.live_jobs(f"{self.state_folder}/runs", staying=self.staying)

    def answer(self, raw: Raw) -> tuple[LiveJob, ...]:
        """The running ones.

        Raises:
            Unanswerable: the folders can't be read.
        """
        found = [_LIVE_LINE.fullmatch(line) for line in text(raw.out).splitlines()]
        if raw.exit_code != 0 or not all(found):
            refuse("node.reply_not_understood", raw, question="jobs")
        return tuple(LiveJob(each[2], each[3], int(each[1])) for each in found if each)


class Jobs:
    """The detached commands of one run on one node.

    Args:
        connection: the way to the node; it reconnects by itself when it is used again.
        node: name of the node, for problems.
        run: id of the run.
        platform: the node's operating system family.
        state_folder: where clprun keeps its things on the node.
        link_patience: seconds to go on trying after the link was lost.
        sleep: how to wait between tries.
        guard: asked whenever a job is about to be started.
    """

    def __init__(
        self,
        connection: Connection,
        node: str,
        run: str,
        *,
        platform: Platform = Platform.LINUX,
        state_folder: str = STATE_FOLDER,
        link_patience: float = _LINK_PATIENCE,
        sleep: Callable[[float], None] = time.sleep,
        guard: Callable[[], Guard] = Guard,
    ) -> None:
        self._connection = connection
        self._node = node
        self._run = run
        self._scripts = SCRIPTS[platform]
        self._state_folder = windows_state_folder(state_folder) if platform is Platform.WINDOWS else state_folder
        self._link_patience = link_patience
        self._sleep = sleep
        self.guard = guard

    def finish(self, job: str, argv: Sequence[str], *, folder: str, within: int) -> JobAnswer:
        """Start a command unless this job was started before, and wait for its end.

        Args:
            job: name of the job, unique within the run.
            argv: program and arguments; no shell sees them.
            folder: working directory.
            within: see :meth:`attend`.

        Raises:
            StepFailed: it could not be started, got lost, or takes too long; in that case it is left running.
            ClusterLocked: the run has lost the node's lock; nothing was started.
            LinkLost: the node was out of sight for too long; whether the command goes on is unknown.
        """
        begun = self.begin(job, self._to_begin(job, argv, folder, _FIRST_LOOKS))
        return self._known(job, self.attend(job, begun, within))

    def attend(
        self, job: str, begun: JobAnswer, within: int | None, tell: Callable[[int], None] = lambda _: None
    ) -> JobAnswer:
        """Wait for the end of a job that runs; one that does not is told as it is.

        Args:
            job: name of the job.
            begun: how it stood.
            within: seconds it may take, from its start on the node's clock; on Windows, where nothing tells that, from
                when this began to wait for it. ``None`` = nobody knows.
            tell: told every few seconds how many it has been.

        Raises:
            StepFailed: it takes too long and is left running.
            LinkLost: the node was out of sight for too long; whether the command goes on is unknown.
        """
        began, answer = time.monotonic(), begun
        watch = self._scripts.watch(self.folder(job), _LATER_LOOKS)
        while answer.state is JobState.RUNNING:
            seconds = max(answer.elapsed, int(time.monotonic() - began))
            if within is not None and seconds >= within:
                raise self._too_long(job, answer, within)
            tell(seconds)
            answer = self.look(job, watch)
        return answer

    def launch(self, job: str, argv: Sequence[str]) -> JobAnswer:
        """Start a command that stays in the foreground, unless this job was started before.

        Returns:
            Running, or ended where it ended at once.

        Raises:
            StepFailed: it could not be started, or got lost.
            LinkLost: the node was out of sight for too long; whether the command was started is unknown.
        """
        return self._known(job, self.begin(job, self._to_begin(job, argv, "/", _LAUNCH_LOOKS, stays=True)))

    def set_going(self, job: str, argv: Sequence[str]) -> JobAnswer:
        """Start a command that takes the link away, unless this job was started before.

        Returns:
            How it stood at the last look; absent where the link went away first, and whether it was started is unknown.

        Raises:
            StepFailed: it could not be started.
        """
        *before, last = self._to_begin(job, argv, "/", _LAUNCH_LOOKS)
        for script in before:
            self.run(script)
        try:
            answer = self._asked_to_begin(job, self._connection.run(last, deadline=_DEADLINE))
        except LinkLost:
            return JobAnswer(JobState.ABSENT)
        return answer if answer.state is JobState.LOST else self._known(job, answer)

    def begin(self, job: str, scripts: Sequence[str]) -> JobAnswer:
        """Ask for a job; one that has not begun by the end of the last script never will.

        Args:
            job: name of the job.
            scripts: those that start it; the last one tells its state.

        Raises:
            StepFailed: it has not begun and never will, or nothing tells.
            LinkLost: the node was out of sight for too long; whether the command was started is unknown.
        """
        *before, last = scripts
        refused = (raw for raw in map(self.run, before) if raw.exit_code in {jobscript.NO_FOLDER, LOST})
        return self._asked_to_begin(job, next(refused, None) or self.run(last))

    def fence(self, job: str) -> JobAnswer:
        """Make sure that a job which has not begun never will, and tell its state.

        What was sent before a link or a controller died may still be on its way; without a fence it could start a
        command after the node was asked and said that nothing had begun.

        Raises:
            StepFailed: the node has no room for the fence.
            LinkLost: the node was out of sight for too long.
        """
        return self.look(job, self._scripts.fence(self.folder(job)))

    def _to_begin(
        self, job: str, argv: Sequence[str], work: str, pauses: Sequence[float], *, stays: bool = False
    ) -> Sequence[str]:
        guard = self.guard()
        try:
            scripts = self._scripts.begin(self.folder(job), argv, work, pauses, stays=stays, guard=guard.condition)
            return [guard.script + script for script in scripts]
        except Unquotable as unquotable:
            raise StepFailed(self._problem("node.unquotable", b"", value=unquotable.value)) from None

    def _asked_to_begin(self, job: str, raw: Raw) -> JobAnswer:
        """How a job stands after it was asked for, once it is certain that it will not begin later."""
        if raw.exit_code == LOST:
            raise ClusterLocked(Problem("node.lock_lost", node=self._node))
        if raw.exit_code == jobscript.MIXED_UP:
            raise InternalFault(self._problem("node.job_mixed_up", b"", folder=self.folder(job)))
        answer = JobAnswer(JobState.ABSENT) if raw.exit_code == jobscript.NO_FOLDER else self._told(job, raw)
        if answer.state is JobState.ABSENT:
            answer = self.fence(job)
        if answer.state is JobState.ABSENT:
            raise StepFailed(self._problem("node.job_not_started", raw.err, folder=self.folder(job)))
        return answer

    def _known(self, job: str, answer: JobAnswer) -> JobAnswer:
        """The answer, unless nobody knows how the job came to its end."""
        if answer.state in {JobState.RUNNING, JobState.ENDED}:
            return answer
        answer = self.fence(job)
        code = "node.job_lost" if answer.state is JobState.LOST else "node.job_unknown"
        problem = self._problem(code, answer.output_tail, folder=self.folder(job))
        raise StepFailed(problem, left_running=answer.state is not JobState.LOST)

    def _too_long(self, job: str, answer: JobAnswer, within: int) -> StepFailed:
        values: dict[str, str | int] = {"seconds": within, "folder": self.folder(job)}
        told: dict[str, str | int] = {"pid": answer.pid} if answer.pid else {}
        code = "node.job_too_long" if told else "node.job_goes_on"
        return StepFailed(self._problem(code, answer.output_tail, **values, **told), left_running=True)

    def look(self, job: str, script: str, data: bytes = b"") -> JobAnswer:
        """Run a script that tells a job's state and may be run any number of times, over links that come and go.

        Args:
            job: name of the job.
            script: prints what :func:`clprun.node.jobscript.watch` prints.
            data: its standard input.

        Raises:
            StepFailed: the node has no room for it, or the reply makes no sense; the job may run.
            LinkLost: the node was out of sight for too long.
        """
        return self._told(job, self.run(script, data))

    def _told(self, job: str, raw: Raw) -> JobAnswer:
        if raw.exit_code == jobscript.NO_FOLDER:
            raise StepFailed(self._problem("node.job_unfenced", raw.err, folder=self.folder(job)), left_running=True)
        try:
            return JobFacts(self._run, job, self._state_folder).answer(raw)
        except Unanswerable as unanswerable:
            problem = unanswerable.problem
            located = Problem(problem.code, problem.values, node=self._node, output=problem.output)
            raise StepFailed(located, left_running=True) from None

    def run(self, script: str, data: bytes = b"") -> Raw:
        """Run a script that may be run any number of times, over links that come and go.

        Raises:
            LinkLost: the node was out of sight for too long.
        """
        try:
            return self._connection.run(script, deadline=_DEADLINE, data=data)
        except LinkLost as lost:
            return self._again(script, data, lost)

    def _again(self, script: str, data: bytes, lost: NodeUnreachable) -> Raw:
        give_up = time.monotonic() + self._link_patience
        pauses = iter(_RECONNECT_PAUSES)
        while time.monotonic() < give_up:
            self._sleep(next(pauses, _RECONNECT_PAUSES[-1]))
            try:
                return self._connection.run(script, deadline=_DEADLINE, data=data)
            except NodeUnreachable as still:
                lost = still
        problem = self._problem("node.job_out_of_sight", b"", seconds=int(self._link_patience))
        raise LinkLost(problem, *lost.problems, left_running=True)

    def folder(self, job: str) -> str:
        """Path of a job's folder."""
        return self._scripts.job_folder(self._state_folder, self._run, job)

    def _problem(self, code: str, output: bytes, **values: str | int) -> Problem:
        return Problem(code, {**values}, node=self._node, output=tail(output) or None)

"""How the jobs of a run stand on a Windows node."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.jobs import JobAnswer, JobFacts, LiveJob, LiveJobs
from clprun.node.shell import refuse
from clprun.node.windows.cmd import lines, windows_only
from clprun.node.windows.jobscript import job_folder, live_jobs, look
from clprun.node.windows.state import state_folder

__all__ = ["WindowsJobFacts", "WindowsLiveJobs"]


@dataclass(frozen=True)
class WindowsJobFacts(Question[JobAnswer]):
    """How a job of a run stands."""

    asked: JobFacts

    def script(self, platform: Platform) -> str:
        """One look at its folder and the files it holds open."""
        windows_only(platform)
        return look(job_folder(state_folder(self.asked.state_folder), self.asked.run, self.asked.job))

    def answer(self, raw: Raw) -> JobAnswer:
        """Its state.

        Raises:
            Unanswerable: the reply is none of ours.
        """
        return self.asked.answer(raw)


@dataclass(frozen=True)
class WindowsLiveJobs(Question[tuple[LiveJob, ...]]):
    """Every job that is running on the node now and will come to an end; see :class:`LiveJobs`."""

    asked: LiveJobs

    def script(self, platform: Platform) -> str:
        """One look at each job's folder."""
        windows_only(platform)
        return live_jobs(rf"{state_folder(self.asked.state_folder)}\runs", staying=self.asked.staying)

    def answer(self, raw: Raw) -> tuple[LiveJob, ...]:
        r"""The running ones, from paths that end with ``\RUN\jobs\JOB``.

        Raises:
            Unanswerable: something else was printed.
        """
        paths = [line.split("\\") for line in lines(raw.out)]
        if not all(path[-2:-1] == ["jobs"] and path[-3:-2] for path in paths):
            refuse("node.reply_not_understood", raw, question="jobs")
        return tuple(LiveJob(path[-3], path[-1]) for path in paths)

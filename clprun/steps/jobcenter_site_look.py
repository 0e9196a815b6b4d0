"""What the nodes say about a cluster site: its database, its record, its processes, and this run's making of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.question import Answers, Ask
from clprun.node.questions import FileFacts, FileKind, JobAnswer, JobFacts, JobState, MountTable
from clprun.products.jobcenter import database
from clprun.products.jobcenter_sites import DatabaseFolder
from clprun.steps.base import Target, job_name
from clprun.steps.site_record import SiteRecord, record_file
from clprun.steps.site_want import SiteWant

__all__ = ["SiteLook"]

_PLACES = (0, 1)
"""Index of the command among the actions: alone, or after the database was set aside."""


class SiteLook:
    """A cluster site as the nodes show it.

    Args:
        want: the site.
        program: what makes it.
        point: where the disk is mounted on which its database lies.
        target: where it is made.
        answers: to :meth:`asks`.

    Raises:
        StepFailed: a site of this name runs with another database.
    """

    def __init__(self, want: SiteWant, program: str, point: str, target: Target, answers: Answers) -> None:
        node = target.node.name
        self._want, self._target, self._answers = want, target, answers
        self._program = program.rpartition("/")[2]
        self.database_path = database(want.database_path)
        self.database_question = DatabaseFolder(self.database_path)
        self.database = answers(node, self.database_question)
        found = answers(node, record_file(want.virtual_host))
        self.record_content = found.content
        self.record = SiteRecord.read(found)
        self.record_path = record_file(want.virtual_host).path
        self.mounted = any(mount.point == point for mount in answers(node, MountTable()))
        self.local_runs = bool(want.sites_on(node, answers).local)
        self.runs = any(self._runs_on(each.name) for each in target.cluster.nodes)
        self.job = self._newest_job()
        taken = answers(node, _aside(want, target)).kind is not FileKind.ABSENT
        self.aside = f"{_aside(want, target).path}-{target.attempt}" if taken else _aside(want, target).path

    @staticmethod
    def asks(want: SiteWant, target: Target) -> Sequence[Ask[Any]]:
        """Database, record, mounts and own jobs where it is made; processes on both nodes."""
        node = target.node.name
        here: list[FileFacts] = [DatabaseFolder(database(want.database_path)), _aside(want, target)]
        asks: list[Ask[Any]] = [Ask(node, question) for question in (*here, record_file(want.virtual_host))]
        asks += [Ask(node, MountTable()), *(Ask(node, job) for job in _jobs(target))]
        return [*asks, *(ask for each in target.cluster.nodes for ask in want.processes(each.name))]

    @property
    def job_ended(self) -> bool:
        """Whether the newest command of this run came to its end and says that all is well.

        Its exit codes are not public (products.md 1.2): another than 0 is no proof of anything, so a person is asked.
        """
        return self.job.state is JobState.ENDED and self.job.exit_code == 0

    def problem(self, code: str, **values: Value) -> Problem:
        """A problem about this site."""
        output = self.job.output_tail.decode("utf-8", "backslashreplace").strip()
        about: dict[str, Value] = {"database": self.database_path, "program": self._program, **values}
        problem = self._want.problem(code, self._target.node.name, **about)
        return replace(problem, output=output or None)

    def _newest_job(self) -> JobAnswer:
        answers = (self._answers(self._target.node.name, job) for job in _jobs(self._target))
        begun = [answer for answer in answers if answer.state is not JobState.ABSENT]
        return begun[-1] if begun else JobAnswer(JobState.ABSENT)

    def _runs_on(self, node: str) -> bool:
        site = self._want.running_on(node, self._answers)
        if site is not None and site.id != self._want.site:
            values = {"site": site.id.virtual_host, "found": site.id.database_path, "path": self._want.database_path}
            raise StepFailed(Problem("jobcenter.site_other_path", {**values}, node=node))
        return site is not None


def _jobs(target: Target) -> list[JobFacts]:
    """All jobs that may have made a site for this step in this run, oldest first."""
    attempts = range(1, target.attempt + 1)
    names = (job_name(target.step, target.node.name, attempt, place) for attempt in attempts for place in _PLACES)
    return [JobFacts(target.run, name) for name in names]


def _aside(want: SiteWant, target: Target) -> DatabaseFolder:
    """Where a database goes that is set aside: the same volume, never deleted."""
    return DatabaseFolder(f"{database(want.database_path)}.clprun-{target.run}")

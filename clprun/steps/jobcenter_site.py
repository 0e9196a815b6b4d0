"""Make a JobCenter cluster site once, and never over one that may hold data.

cjcmksite is not idempotent, and what a whole site contains is not public (PROCEDURES.md 1, row 2.4 (2) 1; ERRATA
G2-27). So a site counts as whole when it runs, when clprun wrote down that it was shown to run or that a person keeps
it, or when this run's own cjcmksite came to its end. A database that none of these vouches for is in doubt.

How the standard mode makes a site stands in a manual that is not public (guide JC 3.3; ERRATA G2-34): there the
runbook's user gives the command, and all else holds for it, too.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from clprun.errors import InDoubt, Problem, StepFailed
from clprun.model.change import Action, Change, MakeFolder, Rename, Run, WriteFile
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileKind, JobState
from clprun.products.jobcenter import make_site
from clprun.steps.base import Decision, Kind, Target
from clprun.steps.jobcenter_site_look import SiteLook
from clprun.steps.node_locale import InLocale
from clprun.steps.site_record import RECORDS, SiteRecord, record_file
from clprun.steps.site_want import SiteWant
from clprun.steps.wants import AbsolutePath, Argv

__all__ = ["JobCenterSite", "JobCenterSiteWant"]

_WITHIN = 1800
"""Seconds that cjcmksite may take; its real time is not public."""


class JobCenterSiteWant(SiteWant, InLocale):
    """The site that should be there.

    Args:
        machine_id: unlike the nodes' own and those of all machines that jobs are sent to.
        command: the program and arguments that make it; ``cjcmksite`` when not given.
        mount_point: where the disk is mounted on which the database lies; the database path when not given.
    """

    machine_id: Annotated[int, Field(ge=1, le=2147483647)]
    command: Argv | None = None
    mount_point: AbsolutePath | None = None

    @model_validator(mode="after")
    def _on_the_disk(self) -> Self:
        if not PurePosixPath(self.database_path).is_relative_to(self.point):
            raise ValueError("the database lies on the disk: its path is 'mount_point' or below it")
        return self

    @property
    def point(self) -> str:
        """Where the disk is mounted."""
        return self.mount_point or self.database_path

    @property
    def argv(self) -> tuple[str, ...]:
        """The command that makes the site."""
        return self.command or make_site(self.virtual_host, self.machine_id, self.database_path)


class JobCenterSite(Kind[JobCenterSiteWant]):
    """``cjcmksite``, or the command given in its place, once."""

    name = "jobcenter-site"
    nature = Nature.LASTING
    want = JobCenterSiteWant

    def asks(self, want: JobCenterSiteWant, target: Target) -> Sequence[Ask[Any]]:
        """See :meth:`SiteLook.asks`; and the locale."""
        return (*SiteLook.asks(want, target), *want.locale_asks(target))

    def plan(self, want: JobCenterSiteWant, target: Target, answers: Answers) -> Change | None:
        """The command, or nothing when the site is known whole.

        Raises:
            StepFailed: the mount is not active, the local JobCenter runs, the command still runs, or a site that was
                whole has gone.
            InDoubt: there is a database, and nothing vouches for it.
        """
        look = SiteLook(want, want.argv[0], want.point, target, answers)
        if look.runs:
            return None
        if not look.mounted:
            raise StepFailed(look.problem("jobcenter.not_mounted"))
        if look.job.state is JobState.RUNNING:
            raise StepFailed(look.problem("jobcenter.site_being_made"))
        vouched = look.record is not None and look.record.is_of(want.site, want.machine_id)
        if look.database.kind is FileKind.ABSENT:
            if vouched and look.record is not None and look.record.shown:
                raise StepFailed(look.problem("jobcenter.site_gone", record=look.record_path))
            return self._make(want, target, answers, look, set_aside=False)
        if vouched or look.job_ended:
            return None
        match target.decision:
            case Decision.REDO:
                return self._make(want, target, answers, look, set_aside=True)
            case Decision.DONE:
                return self._keep(want, target, look)
            case _:
                raise InDoubt(look.problem("jobcenter.site_unknown", aside=look.aside, record=look.record_path))

    def missing(self, want: JobCenterSiteWant, target: Target, answers: Answers) -> Problem | None:
        """Why the site does not count as whole; while its disk is elsewhere, what is written down must do."""
        look = SiteLook(want, want.argv[0], want.point, target, answers)
        vouched = look.record is not None and look.record.is_of(want.site, want.machine_id)
        if look.runs or (not look.mounted and (vouched or look.job_ended)):
            return None
        if not look.mounted:
            return look.problem("jobcenter.not_mounted")
        if look.database.kind is FileKind.ABSENT:
            if look.job.exit_code is None:
                return look.problem("jobcenter.no_site")
            return look.problem("jobcenter.site_not_made", exit=look.job.exit_code)
        if vouched or look.job_ended:
            return None
        return look.problem("jobcenter.site_unknown", aside=look.aside, record=look.record_path)

    def intent(self, want: JobCenterSiteWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (_command(target, want.argv),)

    def _make(
        self, want: JobCenterSiteWant, target: Target, answers: Answers, look: SiteLook, *, set_aside: bool
    ) -> Change:
        if want.command is None and look.local_runs:  # what another command demands is its own affair
            raise StepFailed(look.problem("jobcenter.local_runs_still"))
        node = target.node.name
        aside = (Rename(node, look.database_path, look.aside),) if set_aside else ()
        return Change(
            summary=look.problem("jobcenter.make_site_again" if set_aside else "jobcenter.make_site", aside=look.aside),
            actions=(*aside, _command(target, want.localised(want.argv, target, answers))),
            predicts={Ask(node, look.database_question): FileAnswer(FileKind.FOLDER)},
        )

    def _keep(self, want: JobCenterSiteWant, target: Target, look: SiteLook) -> Change:
        node, question = target.node.name, record_file(want.virtual_host)
        record = SiteRecord(target.run, want.virtual_host, want.machine_id, want.database_path, shown=False)
        return Change(
            summary=look.problem("jobcenter.keep_site"),
            actions=(
                MakeFolder(node, RECORDS, mode=0o700),
                WriteFile(node, question.path, record.as_bytes(), before=look.record_content),
            ),
            predicts={Ask(node, question): FileAnswer(FileKind.FILE, content=record.as_bytes())},
        )


def _command(target: Target, argv: tuple[str, ...]) -> Run:
    return Run(target.node.name, argv, within=_WITHIN, judged=False)

"""Write down that a cluster site runs with all its processes: from then on it is known whole."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, StepFailed
from clprun.model.change import Action, Change, MakeFolder, WriteFile
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileKind
from clprun.steps.base import Kind, Target
from clprun.steps.jobcenter_site import JobCenterSiteWant
from clprun.steps.site_record import RECORDS, SiteRecord, record_file

__all__ = ["JobCenterSiteShown"]


class JobCenterSiteShown(Kind[JobCenterSiteWant]):
    """The record that the next run trusts (PROCEDURES.md 1, row 2.4 (2) 1)."""

    name = "jobcenter-site-shown"
    nature = Nature.LASTING
    want = JobCenterSiteWant
    patience = 30

    def asks(self, want: JobCenterSiteWant, target: Target) -> Sequence[Ask[Any]]:
        """The record and the processes of the node that made the site."""
        node = target.node.name
        return (Ask(node, record_file(want.virtual_host)), *want.processes(node))

    def plan(self, want: JobCenterSiteWant, target: Target, answers: Answers) -> Change | None:
        """The record, when it is not there yet.

        Raises:
            StepFailed: the site does not run with all its processes, so there is nothing to write down.
        """
        node, question = target.node.name, record_file(want.virtual_host)
        found = answers(node, question)
        if _is_shown(SiteRecord.read(found), want):
            return None
        lacking = want.lacking_on(node, answers)
        if lacking:
            raise StepFailed(want.problem("jobcenter.site_lacks", node, names=", ".join(lacking)))
        record = SiteRecord(target.run, want.virtual_host, want.machine_id, want.database_path, shown=True)
        written = WriteFile(node, question.path, record.as_bytes(), before=found.content, mode=0o600)
        return Change(
            summary=want.problem("jobcenter.record_site", node),
            actions=(MakeFolder(node, RECORDS, mode=0o700), written),
            predicts={Ask(node, question): FileAnswer(FileKind.FILE, content=written.content)},
        )

    def missing(self, want: JobCenterSiteWant, target: Target, answers: Answers) -> Problem | None:
        """That there is no record."""
        record = SiteRecord.read(answers(target.node.name, record_file(want.virtual_host)))
        return None if _is_shown(record, want) else want.problem("jobcenter.no_record", target.node.name)

    def intent(self, want: JobCenterSiteWant, target: Target) -> tuple[Action, ...]:
        """The record itself."""
        record = SiteRecord(target.run, want.virtual_host, want.machine_id, want.database_path, shown=True)
        return (WriteFile(target.node.name, record_file(want.virtual_host).path, record.as_bytes()),)


def _is_shown(record: SiteRecord | None, want: JobCenterSiteWant) -> bool:
    return record is not None and record.shown and record.is_of(want.site, want.machine_id)

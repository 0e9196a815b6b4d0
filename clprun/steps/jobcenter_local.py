"""The local JobCenter of a node, started or stopped; cluster sites are left alone."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from clprun.errors import Problem, StepFailed
from clprun.model.change import Action, Change, Debt, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import ProcessTable
from clprun.products.jobcenter import LOCAL_MINIMA, NQSSTART, NQSSTOP, STOP_SECONDS
from clprun.products.jobcenter_sites import Sites, imagined_local, lacking, without
from clprun.steps.base import Kind, Target
from clprun.steps.node_locale import InLocale
from clprun.steps.site_want import SiteWant

__all__ = ["JobCenterLocal", "JobCenterLocalWant"]


class JobCenterLocalWant(InLocale):
    """How the local site should be.

    Args:
        state: ``running`` (all seven names) or ``stopped`` (no process left).
        site: a cluster site that may run on the node, so that its processes are not taken for local ones.
    """

    state: Literal["running", "stopped"]
    site: SiteWant | None = None


class JobCenterLocal(Kind[JobCenterLocalWant]):
    """``nqsstart`` and ``nqsstop``; their exit codes are not public, so the process table decides (ERRATA G2-25)."""

    name = "jobcenter-local"
    nature = Nature.PASSING
    want = JobCenterLocalWant
    patience = 180

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A stop."""
        return given.get("state") == "stopped"

    def asks(self, want: JobCenterLocalWant, target: Target) -> Sequence[Ask[Any]]:
        """The processes of the node."""
        node = target.node.name
        processes = (Ask(node, ProcessTable()),) if want.site is None else want.site.processes(node)
        return (*processes, *want.locale_asks(target))

    def plan(self, want: JobCenterLocalWant, target: Target, answers: Answers) -> Change | None:
        """One command, or nothing.

        Raises:
            StepFailed: it should run, and only a part of its processes does.
        """
        node = target.node.name
        if self.missing(want, target, answers) is None:
            return None
        table, local = answers(node, ProcessTable()), _sites(want, target, answers).local
        if want.state == "running" and local:
            names = ", ".join(lacking(local, LOCAL_MINIMA))
            raise StepFailed(Problem("jobcenter.local_incomplete", {"names": names, "command": NQSSTOP}, node=node))
        program = NQSSTART if want.state == "running" else NQSSTOP
        code = "jobcenter.start_local" if want.state == "running" else "jobcenter.stop_local"
        after = imagined_local(table) if want.state == "running" else without(table, local)
        return Change(
            summary=Problem(code, node=node),
            actions=(_command(want.localised((program,), target, answers), node),),
            predicts={Ask(node, ProcessTable()): after},
            debts=()
            if want.state == "running"
            else (Debt(_stopped(node), (_command((NQSSTART,), node),), lasting=True),),
            disrupts=want.state == "stopped",
        )

    def owes(self, want: JobCenterLocalWant, target: Target, answers: Answers) -> bool:
        """Whether it runs no longer, or not as a whole."""
        return bool(lacking(_sites(want, target, answers).local, LOCAL_MINIMA))

    def gives_back(self, want: JobCenterLocalWant, target: Target) -> Collection[Problem]:
        """A local JobCenter that was stopped on the way."""
        return () if want.state == "stopped" else (_stopped(target.node.name),)

    def missing(self, want: JobCenterLocalWant, target: Target, answers: Answers) -> Problem | None:
        """The names that lack, or the processes that are left."""
        local, node = _sites(want, target, answers).local, target.node.name
        if want.state == "stopped":
            left = ", ".join(f"{process.pid} {process.args}" for process in local[:5])
            return Problem("jobcenter.local_runs", {"count": len(local), "left": left}, node=node) if local else None
        names = lacking(local, LOCAL_MINIMA)
        return Problem("jobcenter.local_lacks", {"names": ", ".join(names)}, node=node) if names else None

    def intent(self, want: JobCenterLocalWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        program = NQSSTART if want.state == "running" else NQSSTOP
        return (_command((program,), target.node.name),)


def _command(argv: tuple[str, ...], node: str) -> Run:
    return Run(node, argv, within=STOP_SECONDS, judged=False)


def _stopped(node: str) -> Problem:
    return Problem("jobcenter.local_stopped_by_run", node=node)


def _sites(want: JobCenterLocalWant, target: Target, answers: Answers) -> Sites:
    node = target.node.name
    return Sites(answers(node, ProcessTable())) if want.site is None else want.site.sites_on(node, answers)

"""A cluster site started or stopped by hand, outside the cluster's own scripts."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

from clprun.errors import Problem, StepFailed
from clprun.model.change import Action, Change, Debt, Launch, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import MountTable, ProcessTable
from clprun.products.clpstat import Status
from clprun.products.jobcenter import STOP_SECONDS, start_site, stop_site
from clprun.products.jobcenter_sites import Site, imagined_site, without
from clprun.steps.base import Kind, Target
from clprun.steps.cluster_look import cluster_status, statuses
from clprun.steps.node_locale import InLocale
from clprun.steps.site_want import SiteInGroup
from clprun.steps.wants import ObjectName

__all__ = ["JobCenterSiteState", "JobCenterSiteStateWant"]


class JobCenterSiteStateWant(SiteInGroup, InLocale):
    """How the site should be on the step's node.

    Args:
        group: the group whose exec resource may run it.
        state: ``running`` with all its processes, or ``stopped`` with no process left.
    """

    group: ObjectName
    state: Literal["running", "stopped"]


class JobCenterSiteState(Kind[JobCenterSiteStateWant]):
    """``cjcpw`` by hand: started detached, because it stays in the foreground (ERRATA G2-08); stopped by ``-stop``.

    Never while the group's exec resource runs the site: a PID monitor would see its process end and fail over, and a
    start would be a second one (ERRATA G2-10).
    """

    name = "jobcenter-site-state"
    nature = Nature.PASSING
    want = JobCenterSiteStateWant
    patience = 300

    def asks(self, want: JobCenterSiteStateWant, target: Target) -> Sequence[Ask[Any]]:
        """Processes on both nodes, the mounts and the locale here, and the state of the cluster."""
        processes = [ask for node in target.cluster.nodes for ask in want.processes(node.name)]
        scripts = [want.start_script(node.name, want.group) for node in target.cluster.nodes]
        here = (Ask(target.node.name, MountTable()), *want.locale_asks(target))
        return (*here, *statuses(target.cluster), *processes, *scripts)

    def plan(self, want: JobCenterSiteStateWant, target: Target, answers: Answers) -> Change | None:
        """One command; nothing when it is so; a change without commands when a started site is still coming up.

        Raises:
            StepFailed: the cluster runs the site, it runs on the other node, or the mount is not active.
        """
        if self.missing(want, target, answers) is None:
            return None
        self._refuse(want, target, answers)
        node, site = target.node.name, want.running_on(target.node.name, answers)
        table = answers(node, ProcessTable())
        left = without(table, site.processes if site else ())
        if want.state == "stopped":
            summary, after = want.problem("jobcenter.stop_site", node), left
        else:
            code = "jobcenter.start_site" if site is None else "jobcenter.site_coming_up"
            summary, after = want.problem(code, node), imagined_site(left, want.site, want.mode)
        return Change(
            summary=summary,
            actions=self._actions(want, target, answers, site),
            predicts={Ask(node, ProcessTable()): after},
            debts=()
            if want.state == "stopped"
            else (Debt(_started(want, target), (_stop(want, node),), lasting=True),),
            disrupts=want.state == "stopped",
        )

    def owes(self, want: JobCenterSiteStateWant, target: Target, answers: Answers) -> bool:
        """Whether the site runs here and the cluster does not run it."""
        here = want.running_on(target.node.name, answers) is not None
        return here and self._run_by_cluster(want, target, answers) is None

    def gives_back(self, want: JobCenterSiteStateWant, target: Target) -> Collection[Problem]:
        """A site that was started by hand here."""
        return () if want.state == "running" else (_started(want, target),)

    def missing(self, want: JobCenterSiteStateWant, target: Target, answers: Answers) -> Problem | None:
        """The names that lack, or that processes are left."""
        site = want.running_on(target.node.name, answers)
        if want.state == "stopped":
            count = len(site.processes) if site else 0
            return want.problem("jobcenter.site_runs", target.node.name, count=count) if site else None
        names = site.lacking if site else ("cjcpw",)
        return want.problem("jobcenter.site_lacks", target.node.name, names=", ".join(names)) if names else None

    def intent(self, want: JobCenterSiteStateWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        node = target.node.name
        if want.state == "running":
            return (Launch(node, start_site(want.virtual_host, want.database_path)),)
        return (_stop(want, node),)

    def _actions(
        self, want: JobCenterSiteStateWant, target: Target, answers: Answers, site: Site | None
    ) -> tuple[Action, ...]:
        node = target.node.name
        if want.state == "stopped":
            return (_stop(want, node),)
        started = want.localised(start_site(want.virtual_host, want.database_path), target, answers)
        return () if site is not None else (Launch(node, started),)

    def _refuse(self, want: JobCenterSiteStateWant, target: Target, answers: Answers) -> None:
        if by_cluster := self._run_by_cluster(want, target, answers):
            raise StepFailed(by_cluster)
        if want.state == "stopped":
            return
        if want.running_on(target.peer.name, answers) is not None:
            raise StepFailed(want.problem("jobcenter.site_on_other_node", target.peer.name))
        if all(mount.point != want.database_path for mount in answers(target.node.name, MountTable())):
            raise StepFailed(want.problem("jobcenter.not_mounted", target.node.name))

    def _run_by_cluster(self, want: JobCenterSiteStateWant, target: Target, answers: Answers) -> Problem | None:
        """That the group's exec resource runs the site, on the node that says so."""
        active = {Status.ONLINE, Status.ONLINE_PENDING, Status.OFFLINE_PENDING}
        for node in target.cluster.nodes:
            group = cluster_status(answers, node).group(want.group)
            members = group.resources if group is not None else ()
            runs = want.is_started_by_exec(node.name, want.group, answers)
            if runs and any(each.name == want.exec and each.state.status in active for each in members):
                return want.problem("jobcenter.cluster_runs_site", node.name, group=want.group, exec=want.exec)
        return None


def _stop(want: JobCenterSiteStateWant, node: str) -> Run:
    return Run(node, stop_site(want.virtual_host), within=STOP_SECONDS, judged=False)


def _started(want: JobCenterSiteStateWant, target: Target) -> Problem:
    return want.problem("jobcenter.site_started_by_run", target.node.name)

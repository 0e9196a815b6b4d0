"""Suspend monitor resources for a while, and let them watch again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Debt, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.products.clpstat import Status
from clprun.products.clusterpro import Clpstat, with_monitors
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.base import Kind, Target, Want
from clprun.steps.cluster_look import cluster_status, is_suspended, server_of, statuses
from clprun.steps.wants import ObjectName

__all__ = ["MonitorWatch", "MonitorWatchWant"]

_WITHIN = 60


class MonitorWatchWant(Want):
    """How monitors should stand on the step's node.

    Args:
        monitors: their names.
        state: ``paused`` or ``watching``.
    """

    monitors: tuple[ObjectName, ...] = Field(min_length=1)
    state: Literal["paused", "watching"]


class MonitorWatch(Kind[MonitorWatchWant]):
    """``clpmonctrl -s`` and ``-r`` for the server that the step works on (clusterpro.md 1.10); clpstat decides.

    clpstat tells one state for both servers, so monitors that are to watch again are resumed on either.
    """

    name = "monitor-watch"
    nature = Nature.LASTING
    want = MonitorWatchWant
    patience = 120

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A pause: what they watch is not watched."""
        return given.get("state") == "paused"

    def asks(self, want: MonitorWatchWant, target: Target) -> Sequence[Ask[Any]]:
        """The state of the cluster."""
        del want
        return statuses(target.cluster)

    def plan(self, want: MonitorWatchWant, target: Target, answers: Answers) -> Change | None:
        """One command for each monitor that stands otherwise.

        Raises:
            StepFailed: there is no such monitor, one that is to be paused does not watch now, or the cluster is
                suspended.
        """
        wrong = tuple(_wrong(want, target, answers))
        if not wrong:
            return None
        server, nodes = server_of(answers, target.cluster, target.node), target.cluster.nodes
        becomes = Status.SUSPENDED if want.state == "paused" else Status.NORMAL
        after = {Ask(it.name, Clpstat()): with_monitors(cluster_status(answers, it), wrong, becomes) for it in nodes}
        owed = Debt(_paused_by_run(want), _commands("watching", wrong, server, target), lasting=True)
        return Change(
            summary=Problem(f"cluster.monitors_make_{want.state}", _about(wrong), node=target.node.name),
            actions=_commands(want.state, wrong, server, target),
            predicts=after,
            disrupts=want.state == "paused",
            debts=(owed,) if want.state == "paused" else (),
        )

    def missing(self, want: MonitorWatchWant, target: Target, answers: Answers) -> Problem | None:
        """Which of them stand otherwise."""
        wrong = tuple(_wrong(want, target, answers))
        return Problem(f"cluster.monitors_not_{want.state}", _about(wrong), node=target.node.name) if wrong else None

    def owes(self, want: MonitorWatchWant, target: Target, answers: Answers) -> bool:
        """Whether one of them is still paused."""
        status = cluster_status(answers, target.node)
        found = (status.monitor(name) for name in want.monitors)
        return any(each is not None and each.state.status is Status.SUSPENDED for each in found)

    def gives_back(self, want: MonitorWatchWant, target: Target) -> Collection[Problem]:
        """Their watching."""
        del target
        return (_paused_by_run(want),) if want.state == "watching" else ()

    def intent(self, want: MonitorWatchWant, target: Target) -> tuple[Action, ...]:
        """The commands."""
        return _commands(want.state, want.monitors, target.node.label, target)


def _wrong(want: MonitorWatchWant, target: Target, answers: Answers) -> Iterator[str]:
    """The monitors that stand otherwise.

    Raises:
        StepFailed: what clpstat says allows neither.
    """
    node, status = target.node.name, cluster_status(answers, target.node)
    if is_suspended(status):
        raise StepFailed(Problem("cluster.suspended", node=node))
    for name in want.monitors:
        monitor = status.monitor(name)
        if monitor is None:
            raise StepFailed(Problem("cluster.monitor_absent", {"monitor": name}, node=node))
        paused = monitor.state.status is Status.SUSPENDED
        if want.state == "paused" and monitor.state.status in {Status.OFFLINE, Status.UNKNOWN}:
            values: dict[str, Value] = {"monitor": name, "state": monitor.state.word}
            raise StepFailed(Problem("cluster.monitor_does_not_watch", values, node=node))
        if paused != (want.state == "paused"):
            yield name


def _commands(state: str, monitors: Sequence[str], server: str, target: Target) -> tuple[Run, ...]:
    clusterpro = INSTALLATIONS[target.platform]
    command = clusterpro.pause_monitor if state == "paused" else clusterpro.resume_monitor
    return tuple(Run(target.node.name, command(name, server), within=_WITHIN, judged=False) for name in monitors)


def _about(monitors: Sequence[str]) -> dict[str, Value]:
    return {"monitors": ", ".join(monitors)}


def _paused_by_run(want: MonitorWatchWant) -> Problem:
    return Problem("cluster.monitors_paused_by_run", _about(want.monitors))

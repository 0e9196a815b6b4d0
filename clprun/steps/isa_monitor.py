"""Pause a monitor command of Internet Server Agent, let it go on, or clear the record of one that was killed.

A monitor command is never killed and never asked for help: a signal locks its identifier, and ``-h`` starts another
one (guide ISA, chapter 2; ERRATA G4-15, G4-29).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Debt, Run, Unsettled
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import ProcessTable
from clprun.products.isa import PAUSED, RESUMED, MonitorMessages, MonitorRecord, module_of, runs_monitor
from clprun.steps.base import Kind, Target
from clprun.steps.isa_wants import MonitorCommand

__all__ = ["IsaMonitor", "IsaMonitorWant"]

_VERBS = {"paused": "--pause", "watching": "--resume", "cleared": "--del"}
_WITHIN = 60


class IsaMonitorWant(MonitorCommand):
    """How the monitor should stand on the step's node.

    Args:
        state: ``paused``; ``watching``; ``cleared`` = the product has no record of a process that is no monitor any
            more.
    """

    state: Literal["watching", "paused", "cleared"]


class IsaMonitor(Kind[IsaMonitorWant]):
    """``--pause``, ``--resume``, and ``--del`` only where ``--disp`` names a process that is no monitor command."""

    name = "isa-monitor"
    nature = Nature.LASTING
    want = IsaMonitorWant
    patience = 60

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A pause: what it watches is not watched."""
        return given.get("state") == "paused"

    def asks(self, want: IsaMonitorWant, target: Target) -> Sequence[Ask[Any]]:
        """The product's record, the process table, and the monitor's last messages."""
        node = target.node.name
        return (Ask(node, _record(want)), Ask(node, ProcessTable()), Ask(node, _messages(want)))

    def plan(self, want: IsaMonitorWant, target: Target, answers: Answers) -> Change | None:
        """One call of the monitor command, or nothing when it stands so.

        Raises:
            StepFailed: there is no such monitor to pause or resume, or only the record of one.
        """
        found, node = _standing(want, target, answers), target.node.name
        if found == want.state or (want.state == "cleared" and found != "stale"):
            return None
        values: dict[str, Value] = {"command": want.command, "id": want.id}
        if found in {"absent", "stale"} and want.state != "cleared":
            raise StepFailed(Problem(f"isa.monitor_{found}", values, node=node))
        asked = (MonitorRecord, MonitorMessages)
        return Change(
            summary=Problem(f"isa.make_{want.state}", values, node=node),
            actions=self.intent(want, target),
            unsettles=(Unsettled((node,), asked),),
            debts=(_paused(want, node),) if want.state == "paused" else (),
        )

    def owes(self, want: IsaMonitorWant, target: Target, answers: Answers) -> bool:
        """Whether it is still paused; one that has ended meanwhile is owed by nobody."""
        return _standing(want, target, answers) == "paused"

    def gives_back(self, want: IsaMonitorWant, target: Target) -> Collection[Problem]:
        """Its watching, wherever the group runs by then."""
        del target
        return (_paused_by_run(want),) if want.state == "watching" else ()

    def missing(self, want: IsaMonitorWant, target: Target, answers: Answers) -> Problem | None:
        """How it stands instead."""
        found = _standing(want, target, answers)
        if found == want.state or (want.state == "cleared" and found != "stale"):
            return None
        values = {"command": want.command, "id": want.id}
        return Problem(f"isa.monitor_{found}", {**values}, node=target.node.name)

    def intent(self, want: IsaMonitorWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (_command(want, want.state, target.node.name),)


def _command(want: IsaMonitorWant, state: str, node: str) -> Run:
    return Run(node, (f"/usr/sbin/{want.command}", want.id, _VERBS[state]), within=_WITHIN, judged=False)


def _paused(want: IsaMonitorWant, node: str) -> Debt:
    return Debt(_paused_by_run(want), (_command(want, "watching", node),), lasting=True)


def _paused_by_run(want: IsaMonitorWant) -> Problem:
    return Problem("isa.paused_by_run", {"command": want.command, "id": want.id})


def _record(want: IsaMonitorWant) -> MonitorRecord:
    return MonitorRecord(want.command, want.id)


def _messages(want: IsaMonitorWant) -> MonitorMessages:
    return MonitorMessages(module_of(want.command), want.id)


def _standing(want: IsaMonitorWant, target: Target, answers: Answers) -> str:
    """``absent``, ``stale``, ``paused`` or ``watching``; whether it is paused is told by its messages only."""
    node = target.node.name
    pid = answers(node, _record(want))
    if pid is None:
        return "absent"
    if not any(process.pid == pid and runs_monitor(process) for process in answers(node, ProcessTable())):
        return "stale"
    events = [event for event in answers(node, _messages(want)) if event in {PAUSED, RESUMED}]
    return "paused" if events[-1:] == [PAUSED] else "watching"

"""Check what the monitor commands of Internet Server Agent last said: by module and event id, never by text.

The texts differ between versions, one is the beginning of another, and one misspells its command (ERRATA G4-09 to
G4-14). Looked at is the last life of a monitor, from its last message 1 on, so no clock has to be compared.
"""

from collections.abc import Sequence
from typing import Any, Literal

from clprun.errors import Problem, Value
from clprun.model.cluster import Node
from clprun.model.question import Answers, Ask
from clprun.node.questions import ProcessTable
from clprun.products.isa import DETECTED, ENDED, STARTED, WATCHES, MonitorMessages, module_of, runs_monitor
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.cluster_look import agreed_group, holder, statuses
from clprun.steps.isa_wants import MonitorCommand
from clprun.steps.wants import ObjectName

__all__ = ["IsaMessages", "IsaMessagesWant"]


_NOTED = "isa.end_not_told"


class IsaMessagesWant(Want):
    """What the monitors should have said.

    Args:
        group: the failover group that holds them.
        monitors: the monitor commands; an entry that is null counts for nothing.
        said: ``started`` = messages 1 and 2 and no end since, where the group is; ``ended`` = message 3 on the step's
            node, from every monitor that ever started there.
        may_lack: for ``ended``, whether message 3 of a monitor that does not run any more is waited for and then only
            noted: a node that is rebooted may not come to write it (ERRATA G4-25).
    """

    group: ObjectName
    monitors: tuple[MonitorCommand | None, ...]
    said: Literal["started", "ended"]
    may_lack: bool = False


class IsaMessages(Check[IsaMessagesWant]):
    """Messages 1 and 2 after a start, 3 after a stop (guide ISA, Step 6)."""

    name = "isa-messages"
    want = IsaMessagesWant
    patience = 180

    @classmethod
    def is_noted(cls, problem: Problem) -> bool:
        """A message that may never arrive."""
        return problem.code == _NOTED

    def asks(self, want: IsaMessagesWant, target: Target) -> Sequence[Ask[Any]]:
        """The messages on both nodes, where the group is, and what runs."""
        questions = [_messages(each) for each in want.monitors if each is not None]
        nodes = [node.name for node in target.cluster.nodes]
        said = [Ask[Any](node, question) for node in nodes for question in questions]
        return (*said, *(Ask(node, ProcessTable()) for node in nodes), *statuses(target.cluster))

    def missing(self, want: IsaMessagesWant, target: Target, answers: Answers) -> Problem | None:
        """The first message that lacks."""
        node: Node | None = target.node
        if want.said == "started":
            node = holder(target.cluster, agreed_group(answers, target.cluster, want.group))
        if node is None:
            return Problem("isa.group_nowhere", {"group": want.group}, node=target.node.name)
        problems = (self._lacking(want, each, node, answers) for each in want.monitors if each is not None)
        return next((problem for problem in problems if problem is not None), None)

    def _lacking(self, want: IsaMessagesWant, monitor: MonitorCommand, node: Node, answers: Answers) -> Problem | None:
        events = answers(node.name, _messages(monitor))
        values: dict[str, Value] = {
            "module": module_of(monitor.command),
            "id": monitor.id,
            "found": ", ".join(map(str, events)) or "-",
        }
        if DETECTED in events:
            return Problem("isa.fault_detected", values, node=node.name)
        if want.said == "ended":
            table = answers(node.name, ProcessTable())
            runs = any(runs_monitor(process) and monitor.id in process.args.split() for process in table)
            if not events or ENDED in events:
                return None
            return Problem(_NOTED if want.may_lack and not runs else "isa.not_ended", values, node=node.name)
        if {STARTED, WATCHES} <= {*events} and ENDED not in events:
            return None
        return Problem("isa.not_started", values, node=node.name)


def _messages(monitor: MonitorCommand) -> MonitorMessages:
    return MonitorMessages(module_of(monitor.command), monitor.id)

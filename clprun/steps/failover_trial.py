"""A fault made on purpose: what the cluster makes of it is waited for, proved, and its time is taken."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Unsettled
from clprun.model.cluster import Node
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.boots import BootFacts
from clprun.node.questions import (
    Addresses,
    HttpAnswer,
    HttpOutcome,
    JobState,
    Ping,
    Probe,
    ProcessesNow,
    Service,
)
from clprun.node.windows.services import WindowsService
from clprun.products.clusterpro import Clpstat
from clprun.products.isa import MonitorMessages, MonitorRecord
from clprun.steps.base import Kind, Target
from clprun.steps.cluster_look import agreed_group, holder, servers_away
from clprun.steps.group_look import GroupLook
from clprun.steps.own_jobs import earlier_jobs
from clprun.steps.trial_faults import asks_of_fault, fault, likely_fault
from clprun.steps.trial_wants import FailoverTrialWant, matches

__all__ = ["FailoverTrial"]


class FailoverTrial(Kind[FailoverTrialWant]):
    """A test, not a state: every apply makes the fault once; a resume never makes it again.

    The fault is a job on the node, so its own record says whether it was made in this run. Once it was, all that is
    left to do is to wait for the proof.
    """

    name = "failover-trial"
    nature = Nature.PASSING
    want = FailoverTrialWant
    patience = 600
    awaits_nodes = True
    repeats = True

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """Every fault but a start."""
        return given.get("fault") != "start"

    def asks(self, want: FailoverTrialWant, target: Target) -> Sequence[Ask[Any]]:
        """Group, processes and earlier attempts on both nodes; of a node that was rebooted just now, only its peer."""
        if target.away is not None:
            peer = target.cluster.peer(target.cluster.node(target.away)).name
            return [Ask(peer, Clpstat()), *_served(want, (peer,))]
        names = [node.name for node in target.cluster.nodes]
        earlier = [Ask(name, job) for name in names for job in earlier_jobs(target)]
        fault_asks = asks_of_fault(want, target.cluster)
        return [*GroupLook.asks(want.group, None, target), *earlier, *fault_asks, *_served(want, names)]

    def plan(self, want: FailoverTrialWant, target: Target, answers: Answers) -> Change | None:
        """The fault; once it was made, nothing but waiting for what comes of it.

        Raises:
            StepFailed: the group is not where the fault could be made, or the fault is refused.
        """
        if _made_on(target, answers) is not None:
            lacking = self._lacking_or_none(want, target, answers)
            waiting = Problem("trial.wait", {"group": want.group})
            return None if lacking is None else Change(waiting, actions=(), details=(lacking,))
        look = GroupLook(want.group, None, target, answers)
        node = _place_of_fault(want, target, look)
        problems = [*look.refusals(), *servers_away(answers, target.cluster)]
        if problems:
            raise StepFailed(*problems)
        action = fault(want, target.cluster, node, answers, look.server(target.cluster.peer(node)))
        names = tuple(each.name for each in target.cluster.nodes)
        moving = (
            *(Addresses, BootFacts, HttpAnswer, MonitorMessages, MonitorRecord),
            *(Ping, Probe, ProcessesNow, Service, WindowsService),
        )
        return Change(
            summary=Problem(f"trial.{want.fault}", _about(want, target, node)),
            actions=(action,),
            predicts=dict(look.after(_expected(want, target, node))),
            unsettles=(Unsettled(names, moving),),
            disrupts=self.may_disrupt({"fault": want.fault}),
            measured=True,
        )

    def missing(self, want: FailoverTrialWant, target: Target, answers: Answers) -> Problem | None:
        """That the fault was not made, or what lacks of the recovery."""
        if _made_on(target, answers) is None:
            return Problem("trial.not_made", {"group": want.group})
        return self._lacking(want, target, answers)

    def intent(self, want: FailoverTrialWant, target: Target) -> tuple[Action, ...]:
        """The command, with the group where the runbook has it by then."""
        return likely_fault(want, target.cluster, target.cluster.with_role(want.was))

    def advice(self, want: FailoverTrialWant, target: Target) -> tuple[Problem, ...]:
        """Which process a person kills, and what must come of the fault."""
        about = _about(want, target, target.cluster.with_role(want.was))
        killed = (Problem("trial.kill_by_hand", about),) if want.kill and want.kill.process else ()
        return (*killed, Problem(f"trial.comes_to_{want.expected.replace('-', '_')}", about))

    def _lacking_or_none(self, want: FailoverTrialWant, target: Target, answers: Answers) -> Problem | None:
        try:
            return self._lacking(want, target, answers)
        except StepFailed as still:
            return still.problem

    def _lacking(self, want: FailoverTrialWant, target: Target, answers: Answers) -> Problem | None:
        made_on = _made_on(target, answers)
        assert made_on is not None
        expected = _expected(want, target, made_on)
        group = agreed_group(answers, target.cluster, want.group, target.away)
        current = holder(target.cluster, group)
        if current != expected:
            places: dict[str, Value] = {
                "group": want.group,
                "current": current.name if current else "-",
                "wanted": expected.name if expected else "-",
            }
            return Problem("trial.group_not_there", places)
        return None if expected is None else next(_unproven(want, expected, answers), None)


def _made_on(target: Target, answers: Answers) -> Node | None:
    """The node on which this run made the fault.

    A command that said no made none. One that a signal ended may have: a reboot kills the very program that began it.
    """
    if target.away is not None:
        return target.cluster.node(target.away)
    for job in reversed(earlier_jobs(target)):
        for node in target.cluster.nodes:
            found = answers(node.name, job)
            if found.state is not JobState.ABSENT and not found.said_no:
                return node
    return None


def _place_of_fault(want: FailoverTrialWant, target: Target, look: GroupLook) -> Node:
    """A group is started where the step works; any other fault is made where the group is.

    Raises:
        StepFailed: the group runs already, or nowhere.
    """
    if want.fault == "start":
        if look.node is not None:
            raise StepFailed(Problem("trial.group_online", {"group": want.group, "current": look.node.name}))
        return target.node
    if look.node is None:
        raise StepFailed(Problem("trial.group_offline", {"group": want.group}))
    return look.node


def _expected(want: FailoverTrialWant, target: Target, made_on: Node) -> Node | None:
    places = {"same-node": made_on, "other-node": target.cluster.peer(made_on), "offline": None}
    return places[want.expected]


def _about(want: FailoverTrialWant, target: Target, node: Node) -> dict[str, Value]:
    killed = (want.kill.service or want.kill.process or "") if want.kill else ""
    return {"group": want.group, "node": node.name, "peer": target.cluster.peer(node).name, "killed": killed}


def _served(want: FailoverTrialWant, nodes: Sequence[str]) -> list[Ask[Any]]:
    """What shows that the group serves."""
    asks: list[Ask[Any]] = []
    if want.proof.processes:
        asks += [Ask(node, ProcessesNow()) for node in nodes]
    if (url := _url(want)) is not None:
        asks += [Ask(node, url) for node in nodes]
    return asks


def _url(want: FailoverTrialWant) -> HttpAnswer | None:
    return None if want.proof.url is None else HttpAnswer(want.proof.url, want.proof.verify_certificate)


def _unproven(want: FailoverTrialWant, node: Node, answers: Answers) -> Iterator[Problem]:
    """What lacks where the group is."""
    for each in want.proof.processes:
        count = sum(matches(each.name, process) for process in answers(node.name, ProcessesNow()))
        if count < each.at_least:
            values: dict[str, Value] = {"name": each.name, "count": count, "at_least": each.at_least}
            yield Problem("trial.too_few_processes", values, node=node.name)
    url = _url(want)
    reply = None if url is None else answers(node.name, url)
    if url is not None and reply is not None and reply.outcome is not HttpOutcome.ANSWERED:
        yield Problem("trial.no_answer", {"url": url.url}, node=node.name, output=reply.output or None)

"""Check that an instance of JobCenter AG works on the node where the group is, and only there."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import NeedsAcceptance, Problem, Value
from clprun.model.acceptance import Acceptance
from clprun.model.change import Change
from clprun.model.cluster import Node, Role
from clprun.model.question import Answers, Ask
from clprun.node.questions import Service
from clprun.products.jobcenter_agent import AGENTS, AgentState, UnreadableAgents, agent_state, agent_unit
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.cluster_look import agreed_group, holder, statuses
from clprun.steps.wants import ObjectName

__all__ = ["JobCenterAgent", "JobCenterAgentWant"]

_SHOWN_BYTES = 4000


class JobCenterAgentWant(Want):
    """An instance, and where it should work.

    Args:
        group: on the node where this group is online.
        role: on the node of this role; the group must be there, too.
        instance: name of the instance.
        instance_id: its id, of which its service is named.
    """

    group: ObjectName
    role: Role | None = None
    instance: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,128}$")]
    instance_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,128}$")]

    @property
    def service(self) -> Service:
        """The question for its service."""
        return Service(agent_unit(self.instance_id))


class JobCenterAgent(Check[JobCenterAgentWant]):
    """ACTIVE is true where the group is; the service is stopped elsewhere (guide JC 3.5).

    The guide wants ENABLE to be true, too, and nobody knows what it means (ERRATA G2-30). If it is the start at boot,
    it must be false, or the agent would start on both nodes: so a person says whether it may be.
    """

    name = "jobcenter-agent"
    want = JobCenterAgentWant
    patience = 180

    def asks(self, want: JobCenterAgentWant, target: Target) -> Sequence[Ask[Any]]:
        """The list and the service on both nodes, and where the group is."""
        names = [node.name for node in target.cluster.nodes]
        asks = [Ask[Any](name, question) for name in names for question in (AGENTS, want.service)]
        return (*asks, *statuses(target.cluster))

    def plan(self, want: JobCenterAgentWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do.

        Raises:
            StepFailed: the instance does not work where it should, or its service is up elsewhere.
            NeedsAcceptance: it works, and ENABLE is false.
        """
        super().plan(want, target, answers)
        node = holder(target.cluster, agreed_group(answers, target.cluster, want.group))
        assert node is not None, "an instance that works does so on a node"
        state = _state_on(node, want, answers)
        if state is not None and not state.enable:
            findings = target.not_accepted(_told("jobcenter.agent_not_enabled", want, node, answers))
            if findings:
                raise NeedsAcceptance(Acceptance.NOT_ENABLED, *findings)
        return None

    def missing(self, want: JobCenterAgentWant, target: Target, answers: Answers) -> Problem | None:
        """What is wrong with the instance where it should work, or that its service is up elsewhere."""
        group = agreed_group(answers, target.cluster, want.group)
        node = holder(target.cluster, group)
        if node is None or want.role not in {None, node.role}:
            values: dict[str, Value] = {"group": want.group, "instance": want.instance, "found": group.current or "-"}
            return Problem("jobcenter.agent_group_elsewhere", values, node=node.name if node else target.node.name)
        other = target.cluster.peer(node)
        if not answers(other.name, want.service).is_stopped:
            unit = want.service.name
            return Problem("jobcenter.agent_on_other_node", {"unit": unit}, node=other.name)
        code = _lacking(node, want, answers)
        return None if code is None else _told(code, want, node, answers)


def _lacking(node: Node, want: JobCenterAgentWant, answers: Answers) -> str | None:
    """What is wrong with the instance on its node, as the code of a message."""
    try:
        state = _state_on(node, want, answers)
    except UnreadableAgents:
        return "jobcenter.agents_unreadable"
    if state is None:
        return "jobcenter.agent_not_listed"
    return None if state.active else "jobcenter.agent_not_active"


def _state_on(node: Node, want: JobCenterAgentWant, answers: Answers) -> AgentState | None:
    return agent_state(answers(node.name, AGENTS).out.decode("utf-8", "backslashreplace"), want.instance)


def _told(code: str, want: JobCenterAgentWant, node: Node, answers: Answers) -> Problem:
    """A finding about the instance, with the list that says so."""
    listing = answers(node.name, AGENTS)
    said = (listing.out + listing.err).decode("utf-8", "backslashreplace")[-_SHOWN_BYTES:].strip()
    about: dict[str, Value] = {"instance": want.instance, "unit": want.service.name}
    return Problem(code, about, node=node.name, output=said or None)

"""Check that an instance of JobCenter AG works on the node where the group is, and only there."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import Problem, Value
from clprun.model.cluster import Node, Role
from clprun.model.question import Answers, Ask
from clprun.node.questions import Service
from clprun.products.jobcenter_agent import AGENTS, UnreadableAgents, agent_state, agent_unit
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
    """ACTIVE and ENABLE are true where the group is; the service is stopped elsewhere (guide JC 3.5).

    Whatever ENABLE means, it is not reached by ``systemctl enable``: the agent would start on both nodes at boot
    (ERRATA G2-30).
    """

    name = "jobcenter-agent"
    want = JobCenterAgentWant
    patience = 180

    def asks(self, want: JobCenterAgentWant, target: Target) -> Sequence[Ask[Any]]:
        """The list and the service on both nodes, and where the group is."""
        names = [node.name for node in target.cluster.nodes]
        asks = [Ask[Any](name, question) for name in names for question in (AGENTS, want.service)]
        return (*asks, *statuses(target.cluster))

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
        return self._lacking_on(node, want, answers)

    def _lacking_on(self, node: Node, want: JobCenterAgentWant, answers: Answers) -> Problem | None:
        listing = answers(node.name, AGENTS)
        output = listing.out.decode("utf-8", "backslashreplace")
        about: dict[str, Value] = {"instance": want.instance, "unit": want.service.name}

        def problem(code: str) -> Problem:
            said = f"{output}{listing.err.decode('utf-8', 'backslashreplace')}"[-_SHOWN_BYTES:].strip()
            return Problem(code, about, node=node.name, output=said or None)

        try:
            state = agent_state(output, want.instance)
        except UnreadableAgents:
            return problem("jobcenter.agents_unreadable")
        if state is None:
            return problem("jobcenter.agent_not_listed")
        if not state.active:
            return problem("jobcenter.agent_not_active")
        return None if state.enable else problem("jobcenter.agent_not_enabled")

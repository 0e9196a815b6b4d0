"""Check that a node which a trial rebooted is up again, and the whole cluster normal."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import Problem
from clprun.model.question import Answers, Ask
from clprun.node.boots import BootFacts
from clprun.products.clpstat import Status
from clprun.steps.base import Target, Want, jobs_of
from clprun.steps.check import Check
from clprun.steps.cluster_look import agreed_group, cluster_status, statuses
from clprun.steps.cluster_ready import doubtful, unhealthy
from clprun.steps.wants import ObjectName

__all__ = ["NodeBack", "NodeBackWant"]


class NodeBackWant(Want):
    """What was rebooted by whom.

    Args:
        group: the failover group, which must be in a settled state.
        trial: id of the step that rebooted a node in this run.
    """

    group: ObjectName
    trial: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]


class NodeBack(Check[NodeBackWant]):
    """Another boot, CLUSTERPRO running, everything normal on both nodes.

    CLUSTERPRO does not start by itself after a stop that was not in good order (clusterpro.md 1.4, alert cl 18); a
    person starts it then.
    """

    name = "node-back"
    want = NodeBackWant
    patience = 1800
    awaits_nodes = True

    def asks(self, want: NodeBackWant, target: Target) -> Sequence[Ask[Any]]:
        """Boots and the state of the cluster, on both nodes."""
        boots = [Ask(node.name, _boots(want, target)) for node in target.cluster.nodes]
        return (*boots, *statuses(target.cluster))

    def missing(self, want: NodeBackWant, target: Target, answers: Answers) -> Problem | None:
        """The first thing that is not as it was before."""
        return next(_problems(want, target, answers), None)


def _boots(want: NodeBackWant, target: Target) -> BootFacts:
    return BootFacts(target.run, jobs_of(want.trial, target.node.name))


def _problems(want: NodeBackWant, target: Target, answers: Answers) -> Iterator[Problem]:
    for node in target.cluster.nodes:
        if not answers(node.name, _boots(want, target)).is_another:
            yield Problem("trial.not_rebooted_yet", node=node.name)
    for node in target.cluster.nodes:
        status = cluster_status(answers, node)
        if any(server.is_local and server.state.status is Status.OFFLINE for server in status.servers):
            yield Problem("trial.cluster_not_started", node=node.name)
        yield from unhealthy(status, node)
    yield from doubtful(target, answers)
    agreed_group(answers, target.cluster, want.group)

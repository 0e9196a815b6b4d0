"""What occupies the nodes: who holds their locks, which commands run there; and how a lock is taken away."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from clprun.api.access import Access, readable
from clprun.engine.nodes import ReadableNodes, WritableNodes
from clprun.engine.world import World
from clprun.errors import ClprunError, ClusterLocked, Problem
from clprun.model.cluster import Cluster
from clprun.model.question import Ask
from clprun.node.jobs import LiveJob, LiveJobs
from clprun.node.lock import LockAnswer, LockFacts

__all__ = ["Occupation", "occupation", "require_at_rest", "take_away"]


@dataclass(frozen=True)
class Occupation:
    """What occupies the nodes.

    Args:
        held: who holds the locks, by node name; free ones are left out.
        living: the jobs that run, each with its node.
    """

    held: Mapping[str, LockAnswer]
    living: tuple[tuple[str, LiveJob], ...]

    def require_at_rest(self, runs: Collection[str]) -> None:
        """Refuse while a command of one of these runs lives.

        Raises:
            ClusterLocked: with a problem for each.
        """
        problems = [_lives(node, job) for node, job in self.living if job.run in runs]
        if problems:
            raise ClusterLocked(*problems)


def occupation(cluster: Cluster, access: Access) -> Occupation:
    """Look at both nodes.

    Raises:
        NodeUnreachable: a node can't be reached.
        StepFailed: something that is no lock lies in its place.
    """
    with readable(cluster, access) as nodes:
        question = LockFacts(access.state_folder)
        answers = World(nodes.ask).now([Ask(node.name, question) for node in cluster.nodes])
        found = {node.name: answers(node.name, question) for node in cluster.nodes}
        return Occupation({name: owner for name, owner in found.items() if owner}, _living(nodes, access.state_folder))


def require_at_rest(nodes: WritableNodes, run: str, begun: Collection[str]) -> None:
    """Refuse while a command of a run lives on a node; what it has sent off and has not begun never will.

    Args:
        nodes: both nodes.
        run: its id.
        begun: ``node/job`` of what it may have sent off, as far as that is known.

    Raises:
        ClusterLocked: one lives.
    """
    nodes.fence_all(run, begun)
    Occupation({}, _living(nodes, nodes.state_folder)).require_at_rest({run})


def take_away(nodes: WritableNodes, held: Mapping[str, LockAnswer], begun: Mapping[str, Collection[str]]) -> None:
    """Take locks away from runs of which nothing lives.

    It is looked for once more afterwards: a job that began in between has seen its lock, one that begins later sees
    none and gives up.

    Args:
        nodes: both nodes.
        held: the locks, by node name.
        begun: by run, what it may have sent off; see :func:`require_at_rest`.

    Raises:
        ClusterLocked: something lives, or a lock is not the one that was seen; then all are as they were.
    """
    for run, jobs in begun.items():
        require_at_rest(nodes, run, jobs)
    removed: dict[str, LockAnswer] = {}
    try:
        for name, owner in held.items():
            nodes.locks[name].remove(owner)
            removed[name] = owner
        for run in begun if removed else ():
            require_at_rest(nodes, run, ())
    except ClprunError:
        for name, owner in removed.items():
            with suppress(ClprunError):
                nodes.locks[name].put_back(owner)
        raise


def _living(nodes: ReadableNodes, state_folder: str) -> tuple[tuple[str, LiveJob], ...]:
    question = LiveJobs(state_folder)
    answers = World(nodes.ask).now([Ask(name, question) for name in nodes.connections])
    return tuple((name, job) for name in nodes.connections for job in answers(name, question))


def _lives(node: str, job: LiveJob) -> Problem:
    return Problem("run.job_lives", {"run": job.run, "job": job.job, "pid": job.pid or "?"}, node=node)

"""Locks that a person takes away, because whoever took them is lost."""

from collections.abc import Mapping
from pathlib import Path

from clprun.api.access import Access, writable
from clprun.api.locking import named_run
from clprun.api.occupation import take_away
from clprun.errors import ClusterHeld, Problem, Value
from clprun.model.cluster import Cluster
from clprun.node.lock import LockAnswer
from clprun.store.controller import controller_id
from clprun.store.lock import hold_cluster, is_held

__all__ = ["holder_lives", "unlock"]


def holder_lives(home: Path, held: LockAnswer) -> bool | None:
    """Whether the process that took a lock lives; ``None`` where another controller would have to be asked."""
    state = named_run(home, held.run)
    if state is None or held.controller != controller_id(home):
        return None
    return is_held(home, state.cluster)


def unlock(cluster: Cluster, access: Access, home: Path, held: Mapping[str, LockAnswer]) -> None:
    """Take away the locks a person was shown.

    Raises:
        ClusterHeld: a process of this controller holds them, and lives.
        ClusterLocked: a command of such a run lives on a node, or somebody else holds one by now.
        NodeUnreachable: a node can't be reached.
    """
    for owner in held.values():
        if holder_lives(home, owner):
            values: dict[str, Value] = {"cluster": cluster.name, "run": owner.run, "pid": owner.pid, "host": owner.host}
            raise ClusterHeld(Problem("run.cluster_locked", values))
    past = {owner.run: named_run(home, owner.run) for owner in held.values()}
    begun = {run: state.open_jobs if state else () for run, state in past.items()}
    with hold_cluster(home, cluster.name, "unlock"), writable(cluster, access, "unlock") as nodes:
        take_away(nodes, held, begun)

"""The locks on the nodes: taken for a run, given back, found stale, taken away by a person."""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from clprun.api.access import Access, writable
from clprun.api.around import Around
from clprun.api.pastruns import state_of
from clprun.engine.desk import Ledger
from clprun.engine.nodes import WritableNodes
from clprun.errors import ClprunError, ClusterLocked, JournalDamaged, NodeUnreachable, Problem
from clprun.model.cluster import Cluster
from clprun.node.lock import LockAnswer, NodeLock
from clprun.store.runs import RunStore

__all__ = ["locks_of", "node_locks", "require_free", "unlock"]


def locks_of(cluster: Cluster, access: Access) -> dict[str, LockAnswer]:
    """Who holds the locks on the nodes, by node name; free ones are left out.

    Raises:
        NodeUnreachable: a node can't be reached.
    """
    with writable(cluster, access, "unlock") as nodes:
        held = {name: lock.inspect() for name, lock in nodes.locks.items()}
    return {name: owner for name, owner in held.items() if owner is not None}


def unlock(cluster: Cluster, access: Access, held: Mapping[str, LockAnswer]) -> None:
    """Take away the locks a person was shown.

    Raises:
        ClusterLocked: somebody else holds one by now.
        NodeUnreachable: a node can't be reached.
    """
    with writable(cluster, access, "unlock") as nodes:
        for name, owner in held.items():
            nodes.locks[name].break_(owner)


@contextmanager
def node_locks(ledger: Ledger, nodes: WritableNodes, around: Around) -> Iterator[None]:
    """Hold the lock on both nodes; it stays while the run is unfinished and has changed something."""
    owner = _this_process(ledger.state.run, around.clock.stamp())
    for lock in nodes.locks.values():
        _take(lock, owner, around.home)
    try:
        yield
    except ClprunError:
        if not ledger.state.blocks_others:
            _release(nodes, ledger.state.run)
        raise
    _release(nodes, ledger.state.run)


def require_free(ledger: Ledger, nodes: WritableNodes, around: Around) -> None:
    """Refuse while another run holds a node, before its half-built state is taken for something wrong.

    The locks themselves are taken after the plan: that the login may write at all is one of the plan's findings.
    """
    owner = _this_process(ledger.state.run, around.clock.stamp())
    for name, lock in nodes.locks.items():
        held = lock.inspect()
        if held is not None and not _is_stale(held, owner, around.home):
            raise ClusterLocked(Problem("node.locked", asdict(held), node=name))


def _is_stale(held: LockAnswer, owner: LockAnswer, home: Path) -> bool:
    """Whether a lock was left by a run of this controller that is over."""
    return held.host == owner.host and _is_over(home, held.run)


def _take(lock: NodeLock, owner: LockAnswer, home: Path) -> None:
    """Take a node's lock; one that a finished run of this controller left behind is taken away first."""
    try:
        lock.take(owner)
    except ClusterLocked:
        held = lock.inspect()
        if held is None or not _is_stale(held, owner, home):
            raise
        lock.break_(held)
        lock.take(owner)


def _release(nodes: WritableNodes, run: str) -> None:
    """Give the locks back; a node that can't be reached now keeps its own until the run is over for this controller."""
    for lock in nodes.locks.values():
        with suppress(NodeUnreachable, ClusterLocked):
            lock.release(run)


def _this_process(run: str, time: str) -> LockAnswer:
    return LockAnswer(run=run, host=socket.gethostname(), pid=os.getpid(), started=time, time=time)


def _is_over(home: Path, run: str) -> bool:
    """Whether a run of this controller is known to be over, so that a lock it left is stale."""
    folder = RunStore(home).find(run)
    try:
        return folder is not None and state_of(folder).is_over
    except JournalDamaged:
        return False

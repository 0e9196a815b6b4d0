"""The locks on the nodes: taken for a run and given back; one that a run of this controller left is taken over."""

import os
import secrets
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clprun.api.around import Around
from clprun.api.occupation import require_at_rest
from clprun.api.pastruns import past_run
from clprun.engine.desk import Ledger
from clprun.engine.machine import RunState
from clprun.engine.nodes import WritableNodes
from clprun.errors import ClprunError, ClusterLocked, NodeUnreachable
from clprun.model.events import LockTaken
from clprun.node.lock import LockAnswer, NodeLock
from clprun.store.controller import controller_id
from clprun.store.lock import is_held
from clprun.store.runs import RunStore

__all__ = ["is_own", "named_run", "node_locks", "require_free"]


@contextmanager
def node_locks(ledger: Ledger, nodes: WritableNodes, around: Around) -> Iterator[None]:
    """Hold the lock on both nodes; it stays while the run is unfinished and has changed something.

    Raises:
        ClusterLocked: somebody else holds a node, or a command of a run that is over still runs there.
    """
    owner = _this_process(ledger.state.run, around)
    ledger.record(LockTaken(owner.token))
    try:
        for lock in nodes.locks.values():
            _take(lock, owner, ledger.state, nodes, around.home)
        yield
    except BaseException:
        if not ledger.state.blocks_others:
            _release(nodes)
        raise
    _release(nodes)


def require_free(ledger: Ledger, nodes: WritableNodes, around: Around) -> None:
    """Refuse while another run holds a node, before its half-built state is taken for something wrong.

    The locks themselves are taken after the plan: that the login may write at all is one of the plan's findings.
    """
    for name, lock in nodes.locks.items():
        held = lock.inspect()
        if held is not None:
            left = _left_behind(held, around.home, ledger.state.cluster)
            if left is None:
                raise ClusterLocked(held.problem(name))
            require_at_rest(nodes, left.run, left.open_jobs)


def is_own(held: LockAnswer, home: Path, run: str, tokens: Collection[str]) -> bool:
    """Whether a lock is the one that a run of this controller took: by its journal's tokens, not by its name."""
    if held.run != run:
        return False
    if not held.token:  # taken by clprun 0.1.0
        return held.host == socket.gethostname()
    return held.controller == controller_id(home) and held.token in tokens


def named_run(home: Path, run: str) -> RunState | None:
    """Where a run stands that a lock names; ``None`` when this controller knows none of just that id, or can't tell."""
    folder = RunStore(home).find(run)
    past = past_run(folder) if folder is not None else None
    return past.state if past is not None and past.damage is None else None


def _take(lock: NodeLock, owner: LockAnswer, state: RunState, nodes: WritableNodes, home: Path) -> None:
    """Take a node's lock: a free one, the run's own from before it stopped, or one that was left behind."""
    try:
        lock.take(owner)
    except ClusterLocked:
        held = lock.inspect()
        if held is None:
            raise
        if is_own(held, home, state.run, state.tokens):
            lock.take(owner, held)
            return
        left = _left_behind(held, home, state.cluster)
        if left is None:
            raise
        _take_over(lock, owner, held, nodes, left)


def _take_over(lock: NodeLock, owner: LockAnswer, held: LockAnswer, nodes: WritableNodes, left: RunState) -> None:
    """Replace the lock of a run that is over, unless something of it lives.

    It is looked for once more afterwards: a job that began in between has seen the old lock, one that begins later
    sees the new one and gives up.
    """
    require_at_rest(nodes, left.run, left.open_jobs)
    lock.take(owner, held)
    try:
        require_at_rest(nodes, left.run, left.open_jobs)
    except ClprunError:
        lock.put_back(held, owner)
        raise


def _left_behind(held: LockAnswer, home: Path, cluster: str) -> RunState | None:
    """The run of this controller that left a lock and is over, its process gone; ``None`` if it is none such.

    Args:
        held: the lock.
        home: clprun's home folder.
        cluster: that this process holds, so that no other one does.
    """
    state = named_run(home, held.run)
    if state is None or not state.is_over or not is_own(held, home, held.run, state.tokens):
        return None
    return state if state.cluster == cluster or not is_held(home, state.cluster) else None


def _release(nodes: WritableNodes) -> None:
    """Give the locks back; a node that can't be reached now keeps its own until the run is over for this controller."""
    for lock in nodes.locks.values():
        with suppress(NodeUnreachable, ClusterLocked):
            lock.release()


def _this_process(run: str, around: Around) -> LockAnswer:
    return LockAnswer(
        run=run,
        host=socket.gethostname(),
        pid=os.getpid(),
        time=around.clock.stamp(),
        controller=controller_id(around.home),
        token=secrets.token_hex(16),
    )

"""Giving a run up: its locks go, what it left stays as it is and its debts stay shown."""

from pathlib import Path

from clprun.api.access import Access, writable
from clprun.api.around import Around, ledger_of
from clprun.api.locking import is_own
from clprun.api.occupation import take_away
from clprun.api.pastruns import past_runs, refuse_damaged, state_of
from clprun.engine.machine import RunState
from clprun.engine.nodes import WritableNodes
from clprun.errors import ClusterLocked, InputError, Problem
from clprun.model.cluster import Cluster
from clprun.model.events import RunEnded
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunFolder

__all__ = ["OVER", "Reach", "abandon", "clear_way", "open_state"]

OVER = {"done": "run.over_done", "abandoned": "run.over_abandoned", "refused": "run.over_refused"}
"""Why a run can't go on, by how it ended."""

Reach = tuple[Cluster, Access]
"""A cluster and how its nodes are reached."""


def open_state(folder: RunFolder) -> RunState:
    """Where a run stands that is not over.

    Raises:
        InputError: it is.
    """
    state = state_of(folder)
    if state.is_over:
        raise InputError(Problem(OVER[str(state.ended)], {"run": folder.run}))
    return state


def abandon(folder: RunFolder, around: Around, reach: Reach | None) -> RunState:
    """Give a run up: its locks go, what it left stays as it is and its debts stay shown.

    Args:
        folder: of the run.
        around: see :class:`Around`.
        reach: how its nodes are reached; ``None`` = they are left alone, locks and all, and this controller's next run
            looks there before it takes them.

    Raises:
        InputError: the run is over.
        ClusterHeld: it is under way.
        ClusterLocked: one of its commands lives on a node, or it goes on at another controller.
    """
    with hold_cluster(around.home, open_state(folder).cluster, folder.run):
        state = open_state(folder)
        if reach is not None:
            cluster, access = reach
            with writable(cluster, access, folder.run) as nodes:
                _leave(nodes, state, around.home)
        return _give_up(folder, around)


def clear_way(around: Around, cluster: str) -> None:
    """Refuse while an unfinished run has changed something, or may have; give up those that have not."""
    runs = past_runs(around.home, cluster)
    refuse_damaged(runs, cluster)
    for past in runs:
        if past.state.is_over:
            continue
        if past.state.blocks_others:
            raise ClusterLocked(Problem("run.unfinished", {"run": past.folder.run, "cluster": cluster}))
        _give_up(past.folder, around)


def _leave(nodes: WritableNodes, state: RunState, home: Path) -> None:
    """Take a run's locks away, once nothing of it lives; those that others hold by now are theirs."""
    found = {name: lock.inspect() for name, lock in nodes.locks.items()}
    held = {name: owner for name, owner in found.items() if owner is not None and owner.run == state.run}
    for name, owner in held.items():
        if not is_own(owner, home, state.run, state.tokens):
            raise ClusterLocked(owner.problem(name))
    take_away(nodes, held, {state.run: state.open_jobs})


def _give_up(folder: RunFolder, around: Around) -> RunState:
    with ledger_of(folder, around, state_of(folder)) as ledger:
        ledger.record(RunEnded("abandoned", 0, around.clock.stamp()))
        return ledger.state

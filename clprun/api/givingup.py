"""Giving a run up: its locks go, what it left stays as it is and its debts stay shown."""

from contextlib import suppress

from clprun.api.access import Access, writable
from clprun.api.around import Around, ledger_of
from clprun.api.pastruns import refuse_damaged, state_of, unfinished
from clprun.api.prepare import Prepared
from clprun.engine.machine import RunState
from clprun.errors import ClusterLocked, InputError, Problem
from clprun.model.events import RunEnded
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunFolder

__all__ = ["OVER", "abandon", "clear_way"]

OVER = {"done": "run.over_done", "abandoned": "run.over_abandoned"}
"""Why a run can't go on, by how it ended."""


def abandon(folder: RunFolder, prepared: Prepared, access: Access, around: Around) -> RunState:
    """Give a run up: its locks go, what it left stays as it is and its debts stay shown.

    Raises:
        InputError: the run is over.
    """
    cluster = prepared.bound.cluster
    with hold_cluster(around.home, cluster.name, folder.run):
        state = state_of(folder)
        if state.is_over:
            raise InputError(Problem(OVER[str(state.ended)], {"run": folder.run}))
        with writable(cluster, access, folder.run) as nodes:
            for lock in nodes.locks.values():
                with suppress(ClusterLocked):
                    lock.release(folder.run)
        return _give_up(folder, around)


def clear_way(around: Around, cluster: str) -> None:
    """Refuse while an unfinished run has changed something, or may have; give up those that have not."""
    refuse_damaged(around.home, cluster)
    for folder, state in unfinished(around.home, cluster):
        if state.blocks_others:
            raise ClusterLocked(Problem("run.unfinished", {"run": folder.run, "cluster": cluster}))
        _give_up(folder, around)


def _give_up(folder: RunFolder, around: Around) -> RunState:
    with ledger_of(folder, around, state_of(folder)) as ledger:
        ledger.record(RunEnded("abandoned", 0, around.clock.stamp()))
        return ledger.state

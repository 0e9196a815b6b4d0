"""Giving up a run whose journal can't be read: from what is readable, without the nodes."""

from clprun.api.around import Around
from clprun.api.pastruns import past_run
from clprun.engine.machine import RunState, fold
from clprun.errors import InputError, Problem
from clprun.model.events import RunEnded, RunStarted
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunFolder

__all__ = ["GIVEN_UP_DAMAGED", "abandon_damaged"]

GIVEN_UP_DAMAGED = "run.given_up_damaged"
"""Why such a run ended: more may be owed than its journal still tells."""


def abandon_damaged(folder: RunFolder, around: Around) -> RunState:
    """Give up a run whose journal is damaged.

    What can be read, the debts above all, becomes the run's journal, with its end; the damaged one is kept beside it.
    The locks on the nodes stay.

    Returns:
        The state at its end.

    Raises:
        InputError: its journal is whole.
        ClusterLocked: a process of this controller still works on the cluster.
    """
    with hold_cluster(around.home, past_run(folder).cluster or folder.run, folder.run):
        past = past_run(folder)
        if past.damage is None:
            raise InputError(Problem("run.not_damaged", {"run": folder.run}))
        stamp, line = around.clock.stamp(), int(past.damage.values["line"])
        ended = RunEnded("abandoned", 0, stamp, code=GIVEN_UP_DAMAGED, values={"line": line})
        begun = [] if past.events else [RunStarted(folder.run, "?", past.cluster, around.version, stamp)]
        folder.replace_journal(line, *begun, ended)
        around.observer.happened(ended)
        return fold(past.state, ended)

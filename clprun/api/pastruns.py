"""Runs of the past: where they stand, and which of them can go on."""

from functools import reduce
from pathlib import Path

from clprun.engine.machine import RunState, fold
from clprun.store.runs import RunFolder, RunStore

__all__ = ["state_of", "unfinished"]


def state_of(folder: RunFolder) -> RunState:
    """Where a run stands, from its journal."""
    return reduce(fold, folder.events(), RunState())


def unfinished(home: Path, cluster: str | None = None) -> list[tuple[RunFolder, RunState]]:
    """Runs that can be resumed, oldest first; of one cluster, or of all."""
    runs = [(folder, state_of(folder)) for folder in RunStore(home).all()]
    return [(folder, state) for folder, state in runs if not state.is_over and cluster in {None, state.cluster}]

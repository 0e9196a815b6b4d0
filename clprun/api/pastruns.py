"""Runs of the past: where they stand, which of them can go on, and which can't be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from clprun.engine.machine import RunState, fold
from clprun.errors import ClusterLocked, InternalFault, JournalDamaged, Problem
from clprun.model.events import Event
from clprun.store.runs import RunFolder, RunStore

__all__ = ["PastRun", "past_run", "past_runs", "refuse_damaged", "state_of", "unfinished"]


@dataclass(frozen=True)
class PastRun:
    """A run as far as its journal can be believed.

    Args:
        folder: of the run.
        events: up to the damage.
        state: what they add up to.
        damage: why there is no more; ``None`` when that is all.
    """

    folder: RunFolder
    events: Sequence[Event]
    state: RunState
    damage: Problem | None = None

    @property
    def cluster(self) -> str:
        """Its cluster; of a journal whose beginning can't be read, what the run was started with; else nothing."""
        return self.state.cluster or _cluster_of(self.folder)

    def whole(self) -> "PastRun":
        """The same.

        Raises:
            JournalDamaged: that is not all.
        """
        if self.damage is not None:
            raise JournalDamaged(self.damage)
        return self


def past_run(folder: RunFolder) -> PastRun:
    """Read a run's journal as far as it can be believed."""
    reading, state = folder.reading(), RunState()
    for place, event in enumerate(reading.events):
        try:
            state = fold(state, event)
        except (InternalFault, ValueError):  # a move, or a word, that is in no table of this release
            return PastRun(folder, reading.events[:place], state, reading.not_understood(place))
    return PastRun(folder, reading.events, state, reading.damage)


def state_of(folder: RunFolder) -> RunState:
    """Where a run stands, from its journal.

    Raises:
        JournalDamaged: it can't be read to its end.
    """
    return past_run(folder).whole().state


def unfinished(home: Path, cluster: str | None = None) -> list[tuple[RunFolder, RunState]]:
    """Runs that can be resumed, oldest first; of one cluster, or of all."""
    runs = [past for past in past_runs(home, cluster) if past.damage is None]
    return [(past.folder, past.state) for past in runs if not past.state.is_over]


def refuse_damaged(runs: Iterable[PastRun], cluster: str) -> None:
    """Refuse while nobody can say whether a run of this cluster is unfinished.

    Args:
        runs: those of the cluster.
        cluster: its name.

    Raises:
        ClusterLocked: a journal is damaged.
    """
    for past in runs:
        if past.damage is not None:
            raise ClusterLocked(Problem("run.damaged", {"run": past.folder.run, "cluster": cluster}), past.damage)


def past_runs(home: Path, cluster: str | None = None) -> list[PastRun]:
    """All runs, oldest first; of one cluster, or of all."""
    runs = [past_run(folder) for folder in RunStore(home).all()]
    return [past for past in runs if cluster in {None, past.cluster}]


def _cluster_of(folder: RunFolder) -> str:
    try:
        return str(folder.inputs()["inputs"]["cluster"]["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""

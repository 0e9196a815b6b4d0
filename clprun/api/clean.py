"""Cleaning up: what old runs left goes, from the nodes first and from the controller last, whose record tells of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from clprun.api.access import Access, readable
from clprun.api.damage import GIVEN_UP_DAMAGED
from clprun.api.pastruns import PastRun, past_runs
from clprun.api.prepare import Request
from clprun.engine.machine import RunState
from clprun.errors import ClprunError, ClusterLocked, InputError, NodeUnreachable, StepFailed
from clprun.model.cluster import Cluster
from clprun.model.question import Answers, Ask, Unanswerable
from clprun.node.questions import LiveJobs, LockFacts, RunFolders
from clprun.node.runremover import RunFolderRemover
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunFolder, RunStore

__all__ = ["Cleaning", "OldRun", "Reach", "Site", "Why", "cleaning", "why_it_stays"]


class Why(StrEnum):
    """Why a run stays."""

    YOUNG = "young"
    OPEN = "open"
    OWES = "owes"
    DAMAGED = "damaged"
    LIVE = "live"
    LOCKED = "locked"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class Site:
    """Where a run's nodes are found: a rehearsed cluster and the real one may share their name."""

    inventory: tuple[Path, ...]
    cluster: str
    lab: bool


Reach = Callable[[Site], tuple[Cluster, Access]]
"""Finds a cluster and the way to its nodes."""


@dataclass(frozen=True)
class OldRun:
    """A run of this controller, and whether it may go.

    Args:
        folder: its record on the controller.
        why: it stays; ``None`` = it may go.
        site: where its nodes are; ``None`` where the record can't be read.
        ended: when it ended.
        on_nodes: KiB that it takes on each node where it left something.
    """

    folder: RunFolder
    why: Why | None
    site: Site | None = None
    ended: datetime | None = None
    on_nodes: Mapping[str, int] = field(default_factory=dict)

    @property
    def run(self) -> str:
        """Its id."""
        return self.folder.run


@dataclass(frozen=True)
class _Part:
    """The old runs of one cluster, looked at on its nodes."""

    runs: Sequence[OldRun]
    removers: Mapping[str, RunFolderRemover] = field(default_factory=dict)
    strangers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def going(self) -> list[OldRun]:
        return [run for run in self.runs if run.why is None]


@dataclass
class Cleaning:
    """What may go and what stays; nothing is removed before :meth:`carry_out`.

    Args:
        store: the controller's records.
        parts: the old runs, cluster by cluster, and those that stay by what their records tell.
        failures: what kept the runs of a cluster from being looked at or removed.
        removed: runs of which nothing is left.
    """

    store: RunStore
    parts: list[_Part] = field(default_factory=list)
    failures: list[ClprunError] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def going(self) -> list[OldRun]:
        """Runs that may go."""
        return [run for part in self.parts for run in part.going]

    @property
    def staying(self) -> list[OldRun]:
        """Runs that stay though they may be old."""
        return [run for part in self.parts for run in part.runs if run.why not in {None, Why.YOUNG}]

    @property
    def strangers(self) -> dict[str, Sequence[str]]:
        """By node, runs that this controller has no record of; they stay."""
        return {node: runs for part in self.parts for node, runs in part.strangers.items() if runs}

    def carry_out(self) -> None:
        """Remove what may go. What can't be removed stays on the controller's list, so that the next try finds it."""
        for part in self.parts:
            try:
                for node, remover in part.removers.items():
                    remover.remove([run.run for run in part.going if node in run.on_nodes])
                for run in part.going:
                    self.store.remove(run.folder)
                    self.removed.append(run.run)
            except (NodeUnreachable, StepFailed) as failure:
                self.failures.append(failure)


@contextmanager
def cleaning(home: Path, before: datetime, cluster: str | None, reach: Reach | None) -> Iterator[Cleaning]:
    """What may go now. Until it is left, no other clprun of this controller works on the clusters concerned.

    Args:
        home: clprun's home folder.
        before: runs that ended earlier may go.
        cluster: only runs on this cluster; ``None`` = on all.
        reach: finds the nodes; ``None`` = they are left alone, and only the controller's records go.
    """
    past = past_runs(home)
    known = frozenset(each.folder.run for each in past)
    asked = [_judged(each, before) for each in past if cluster in {None, each.cluster}]
    found = Cleaning(RunStore(home), [_Part([run for run in asked if run.why is not None])])
    with ExitStack() as held:
        for site in dict.fromkeys(run.site for run in asked if run.why is None and run.site is not None):
            old = [run for run in asked if run.why is None and run.site == site]
            try:
                held.enter_context(hold_cluster(home, site.cluster, "clean"))
                part = _Part(old) if reach is None else held.enter_context(_looked_at(old, known, *reach(site)))
            except (ClusterLocked, InputError, NodeUnreachable, StepFailed) as failure:
                part = _Part([replace(run, why=Why.UNSEEN) for run in old])
                found.failures.append(failure)
            found.parts.append(part)
        yield found


def why_it_stays(state: RunState, before: datetime) -> Why | None:
    """Why a run stays, as far as its journal tells; ``None`` = it may go."""
    if not state.is_over:
        return Why.OPEN
    if state.debts:
        return Why.OWES
    ended = _end_of(state)
    if ended is None or (state.last is not None and state.last.code == GIVEN_UP_DAMAGED):
        return Why.DAMAGED
    return None if ended < before else Why.YOUNG


def _end_of(state: RunState) -> datetime | None:
    """When a run stopped for the last time; ``None`` where its journal tells no such time."""
    try:
        ended = datetime.fromisoformat(state.last.time if state.last else "")
    except ValueError:
        return None
    return ended if ended.tzinfo else None


def _judged(past: PastRun, before: datetime) -> OldRun:
    """A record and what it tells. A copy of a run under another name is no run of its own."""
    folder, state = past.folder, past.state
    try:
        request = Request.from_json(folder.inputs()["request"])
    except (OSError, ValueError, KeyError, TypeError):
        return OldRun(folder, Why.DAMAGED)
    if past.damage is not None or folder.run != state.run:
        return OldRun(folder, Why.DAMAGED)
    site = Site(request.inventory, state.cluster, request.lab)
    return OldRun(folder, why_it_stays(state, before), site, _end_of(state))


@contextmanager
def _looked_at(runs: Sequence[OldRun], known: frozenset[str], cluster: Cluster, access: Access) -> Iterator[_Part]:
    """What a cluster's nodes hold of its old runs, and which of these they still need.

    Raises:
        NodeUnreachable: a node can't be reached.
        StepFailed: a node's answer makes no sense.
    """
    folders, lock = RunFolders(access.state_folder), LockFacts(access.state_folder)
    jobs = LiveJobs(access.state_folder, staying=True)
    names = [node.name for node in cluster.nodes]
    with readable(cluster, access) as nodes:
        found = nodes.ask([Ask(name, question) for name in names for question in (folders, jobs, lock)])
        for answer in found.values():
            if isinstance(answer, Unanswerable):
                raise StepFailed(answer.problem)
        answers = Answers(found)
        sizes = {name: answers(name, folders) for name in names}
        locks = [owner for name in names if (owner := answers(name, lock)) is not None]
        needed = {
            **{owner.run: Why.LOCKED for owner in locks},
            **{job.run: Why.LIVE for name in names for job in answers(name, jobs)},
        }
        yield _Part(
            [replace(run, why=needed.get(run.run), on_nodes=_of(run.run, sizes)) for run in runs],
            {
                name: RunFolderRemover(nodes.connections[name], name, cluster.platform, access.state_folder)
                for name in names
            },
            {name: sorted(sizes[name].keys() - known) for name in names},
        )


def _of(run: str, sizes: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    return {node: runs[run] for node, runs in sizes.items() if run in runs}

"""What runs owe: shown until the nodes show it settled, also when the run was given up."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from clprun.api.access import readable
from clprun.api.around import Around, ledger_of
from clprun.api.givingup import Reach
from clprun.api.pastruns import past_runs
from clprun.api.prepare import Prepared, Request, prepare
from clprun.engine.machine import Key, RunState
from clprun.engine.world import World
from clprun.errors import ClprunError
from clprun.model.events import DebtOwed, DebtSettled
from clprun.steps.base import Target
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunFolder

__all__ = ["Owing", "owing", "settle"]


@dataclass(frozen=True)
class Owing:
    """A run that owes something.

    Args:
        folder: of the run.
        state: where it stands.
    """

    folder: RunFolder
    state: RunState

    @property
    def debts(self) -> tuple[DebtOwed, ...]:
        """What it owes, the last first: in the order in which it is given back."""
        return tuple(self.state.debts.values())[::-1]


def owing(home: Path, cluster: str | None = None, *, given_up: bool = False) -> list[Owing]:
    """The runs that owe something, oldest first.

    Args:
        home: clprun's home folder.
        cluster: only those on this cluster; ``None`` = on any.
        given_up: only those that nobody can resume.
    """
    found = [Owing(past.folder, past.state) for past in past_runs(home, cluster)]
    return [each for each in found if each.state.debts and (each.state.is_over or not given_up)]


def settle(debtors: list[Owing], reach: Reach, around: Around) -> list[Owing]:
    """Write down which debts of runs the nodes show to be settled; gives what is still owed.

    What can't be told stays owed: where the run's runbook, or the nodes, can't be had any more.

    Args:
        debtors: runs of one cluster that nobody goes on with.
        reach: that cluster.
        around: see :class:`Around`.
    """
    cluster, access = reach
    with suppress(ClprunError), readable(cluster, access) as nodes:
        return [each for each in (_settled(debtor, World(nodes.ask), around) for debtor in debtors) if each.debts]
    return debtors


def _settled(debtor: Owing, world: World, around: Around) -> Owing:
    """The debtor after a look at the nodes."""
    try:
        prepared = prepare(Request.from_json(debtor.folder.inputs()["request"]))
        back = set(_given_back(debtor.state, prepared, world))
        gone = [debt for debt in debtor.debts if (debt.step, debt.node) in back]
        if not gone:
            return debtor
        with (
            hold_cluster(around.home, debtor.state.cluster, debtor.folder.run),
            ledger_of(debtor.folder, around, debtor.state) as ledger,
        ):
            for debt in gone:
                ledger.record(DebtSettled(debt.step, debt.node, debt.code))
            return replace(debtor, state=ledger.state)
    except ClprunError:
        return debtor


def _given_back(state: RunState, prepared: Prepared, world: World) -> Iterator[Key]:
    """Steps, each with its node, that owe something by the journal but not by the nodes."""
    cluster = prepared.bound.cluster
    for step in prepared.bound.steps:
        for instance in step.instances:
            key = (step.id, instance.node)
            if key not in {(debt.step, debt.node) for debt in state.debts.values()}:
                continue
            kind, attempt = prepared.kinds[step.step.kind], state.standing(*key).attempt
            target = Target(cluster, cluster.node(instance.node), step.id, state.run, attempt)
            if not kind.owes(instance.want, target, world.now(kind.asks(instance.want, target))):
                yield key

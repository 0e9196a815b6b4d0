"""What steps take away for longer than themselves, and the later steps that give it back."""

from collections.abc import Iterator, Mapping
from typing import Any

from clprun.errors import Problem
from clprun.lang.bind import BoundRunbook, BoundStep, Instance
from clprun.model.change import Change, Debt
from clprun.model.events import DebtOwed
from clprun.steps.base import Kind, Target

__all__ = ["Debts"]


class Debts:
    """What the steps of a runbook owe each other.

    Args:
        bound: the runbook with its values.
        kinds: step kinds by name.
        run: id of the run.
    """

    def __init__(self, bound: BoundRunbook, kinds: Mapping[str, Kind[Any]], run: str) -> None:
        self._bound, self._kinds, self._run = bound, kinds, run

    def made_by(
        self, step: BoundStep, instance: Instance, change: Change, owed: Mapping[Any, DebtOwed]
    ) -> Iterator[Debt]:
        """What a change of a step will owe.

        What no later step gives back is taken away for good; and what gives back what is owed takes nothing away: a
        group that comes home is not away from the standby.
        """
        settled = {debt.code for debt in self.settled_by(step, instance, owed)}
        later = self._bound.all_steps[self._bound.all_steps.index(step) + 1 :]
        returns = [problem for each in later for i in each.instances for problem in self._given_back(each, i)]
        for debt in change.debts:
            is_returned = any(_is_meant(each, debt.what, instance.node) for each in returns)
            if not debt.lasting or (is_returned and debt.what.code not in settled):
                yield debt

    def settled_by(self, step: BoundStep, instance: Instance, owed: Mapping[Any, DebtOwed]) -> list[DebtOwed]:
        """What is owed no longer now that a step is done on a node."""
        returns = list(self._given_back(step, instance))
        debts = [(debt, Problem(debt.code, dict(debt.values))) for debt in owed.values() if debt.lasting]
        return [debt for debt, what in debts if any(_is_meant(each, what, debt.node) for each in returns)]

    def _given_back(self, step: BoundStep, instance: Instance) -> Iterator[Problem]:
        cluster, kind = self._bound.cluster, self._kinds[step.step.kind]
        target = Target(cluster, cluster.node(instance.node), step.id, self._run)
        yield from kind.gives_back(instance.want, target)


def _is_meant(returned: Problem, what: Problem, node: str) -> bool:
    """Whether what is given back is what was taken away on a node; see :meth:`Kind.gives_back`."""
    same_node = returned.node in {None, node}
    return same_node and returned.code == what.code and returned.values.items() <= what.values.items()

"""Which parameters need which, and an order in which all can be resolved."""

from graphlib import CycleError, TopologicalSorter

from clprun.lang.expression import is_template, uses_of_expression, uses_of_template
from clprun.lang.walk import texts
from clprun.model.runbook import Parameter, Runbook

__all__ = ["Cyclic", "needs", "resolution_order"]


class Cyclic(Exception):
    """Parameters that need each other; ``cycle`` begins and ends with the same name, each needs the next."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        super().__init__(cycle)
        self.cycle = cycle


def needs(parameter: Parameter) -> frozenset[str]:
    """Names that a parameter's default and condition use.

    Raises:
        Refused: the default or the condition is none.
    """
    uses = [] if parameter.when is None else uses_of_expression(parameter.when)
    for _, text in texts(parameter.default, ()):
        uses += uses_of_template(text) if is_template(text) else []
    return frozenset(use.name for use in uses)


def resolution_order(runbook: Runbook) -> tuple[str, ...]:
    """The parameters' names, each after all that it needs.

    Raises:
        Cyclic: there is no such order.
        Refused: a default or a condition is none.
    """
    names = list(runbook.parameters)
    graph = {name: sorted(needs(runbook.parameters[name]) & set(names), key=names.index) for name in names}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        cycle = list(reversed(error.args[1][1:]))
        first = cycle.index(min(cycle, key=names.index))
        cycle = cycle[first:] + cycle[:first]
        raise Cyclic((*cycle, cycle[0])) from None

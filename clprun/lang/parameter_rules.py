"""What must be right about the parameters a runbook declares."""

from collections.abc import Iterator

from clprun.errors import Problem
from clprun.lang.context import CLUSTER_NAMES, NODE_NAMES, refusals
from clprun.lang.document import Path
from clprun.lang.expression import is_template, uses_of_expression, uses_of_template
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.ordering import Cyclic, resolution_order
from clprun.lang.refused import Refused
from clprun.lang.values import check_value
from clprun.lang.walk import texts
from clprun.model.runbook import Parameter, ParameterType

__all__ = ["parameter_problems"]

_NUMBERS = {ParameterType.INTEGER, ParameterType.INTEGERS}


def parameter_problems(loaded: LoadedRunbook) -> list[Problem]:
    """All that is wrong with the declared parameters."""
    problems = [
        problem
        for name, parameter in loaded.runbook.parameters.items()
        for problem in (*_declaration(loaded, name, parameter), *_expressions(loaded, name, parameter))
    ]
    return problems or list(_order(loaded))


def _declaration(loaded: LoadedRunbook, name: str, parameter: Parameter) -> Iterator[Problem]:
    path: Path = ("parameters", name)
    place = loaded.document.key_place(path)
    if name in NODE_NAMES:
        yield Problem("input.parameter_name_reserved", {"name": name}, place=place)
    if (parameter.type is ParameterType.CHOICE) != bool(parameter.choices):
        yield Problem("input.choices_and_type", {"name": name}, place=place)
    bounded = parameter.minimum is not None or parameter.maximum is not None
    if bounded and parameter.type not in _NUMBERS:
        yield Problem("input.bounds_and_type", {"name": name}, place=place)
    if parameter.default is None or any(is_template(text) for _, text in texts(parameter.default, ())):
        return
    try:
        check_value(parameter.default, parameter)
    except Refused as refused:
        yield refused.at(loaded.document.value_place((*path, "default")), key="default")


def _expressions(loaded: LoadedRunbook, name: str, parameter: Parameter) -> Iterator[Problem]:
    path: Path = ("parameters", name)
    names = CLUSTER_NAMES | set(loaded.runbook.parameters)
    for refused in refusals(parameter.when, uses_of_expression, names) if parameter.when is not None else ():
        yield refused.at(loaded.document.text_place((*path, "when"), refused.line))
    for inner, text in texts(parameter.default, (*path, "default")):
        for refused in refusals(text, uses_of_template, names) if is_template(text) else ():
            yield refused.at(loaded.document.text_place(inner, refused.line))


def _order(loaded: LoadedRunbook) -> Iterator[Problem]:
    try:
        resolution_order(loaded.runbook)
    except Cyclic as error:
        first, second, *_ = error.cycle
        condition = loaded.runbook.parameters[first].when
        by_condition = condition is not None and second in {use.name for use in uses_of_expression(condition)}
        place = loaded.document.value_place(("parameters", first, "when" if by_condition else "default"))
        yield Problem("input.cyclic_reference", {"cycle": " → ".join(error.cycle)}, place=place)

"""A runbook's parameters: from the command line, else the inventory, else the runbook's default; checked by type."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clprun.errors import InputError, Place, Problem, Value
from clprun.lang.arguments import argument_place, argument_value
from clprun.lang.context import cluster_context
from clprun.lang.document import in_order
from clprun.lang.expression import evaluate, render_value
from clprun.lang.inventory import Site
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.machine_ids import check_machine_ids
from clprun.lang.ordering import needs, resolution_order
from clprun.lang.platforms import check_platform
from clprun.lang.refused import Refused
from clprun.lang.shown import shown
from clprun.lang.unknown import nearest, unknown
from clprun.lang.values import check_value
from clprun.model.paths import platform_of
from clprun.model.runbook import Parameter, ParameterType
from clprun.model.secret import Secret, SecretReference

__all__ = ["resolve_parameters", "reveal_parameters"]

_PATHS = {ParameterType.ABSOLUTE_PATH, ParameterType.DRIVE}


def resolve_parameters(loaded: LoadedRunbook, site: Site, arguments: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The value of every parameter of the runbook; ``None`` where it is optional or its ``when`` is false.

    Secrets stay references; see :func:`reveal_parameters`.

    Args:
        loaded: the runbook.
        site: the cluster, whose inventory gives the site's values.
        arguments: what ``-e`` gave, by name.

    Raises:
        InputError: the runbook is for another platform, or values are missing, unknown or refused; all findings
            together.
    """
    check_platform(loaded, site)
    resolution = _Resolution(loaded, site, arguments or {})
    resolution.refuse_unknown()
    for name in resolution_order(loaded.runbook):
        resolution.resolve(name)
    resolution.problems += check_machine_ids(site, resolution.values, resolution.places)
    if resolution.problems:
        raise InputError(*in_order(resolution.problems))
    return {name: resolution.values[name] for name in loaded.runbook.parameters}


def reveal_parameters(values: Mapping[str, Any], reveal: Callable[[SecretReference], Secret]) -> dict[str, Any]:
    """The same values with every secret reference replaced by what ``reveal`` makes of it."""
    return {name: reveal(value) if isinstance(value, SecretReference) else value for name, value in values.items()}


@dataclass
class _Resolution:
    """Resolving, half done: what is known, where it stands, and what failed."""

    loaded: LoadedRunbook
    site: Site
    arguments: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def _runbook(self) -> str:
        return self.loaded.runbook.runbook

    @property
    def _written(self) -> Mapping[str, Any]:
        return self.site.cluster.parameters.get(self._runbook, {})

    def refuse_unknown(self) -> None:
        """Notes every given name that the runbook doesn't declare."""
        known = self.loaded.runbook.parameters
        for name in self._unknown(self.arguments):
            place = argument_place(name, self.arguments[name], 0)
            self.problems.append(unknown("input.unknown_parameter", name, known).at(place))
        for name in self._unknown(self._written):
            place = self.site.key_place("parameters", self._runbook, name)
            self.problems.append(unknown("input.unknown_parameter", name, known).at(place))
        others = self.site.cluster.parameters
        if self._runbook not in others and (similar := nearest(self._runbook, others)) is not None:
            values: dict[str, Value] = {"name": similar, "nearest": self._runbook}
            place = self.site.key_place("parameters", similar)
            self.problems.append(Problem("input.parameters_of_no_runbook", values, place=place))

    def resolve(self, name: str) -> None:
        """Finds the value of a parameter, or notes why there is none; what needs it then stays silent."""
        parameter = self.loaded.runbook.parameters[name]
        if not (needs(parameter) & set(self.loaded.runbook.parameters)) <= set(self.values):
            return
        try:
            self._find(name, parameter)
        except Refused as refused:
            self.problems.append(refused.at(self.places.get(name), key=name))

    def _find(self, name: str, parameter: Parameter) -> None:
        path = ("parameters", name)
        context = {**self.values, **cluster_context(self.site.cluster)}
        if parameter.when is not None:
            self.places[name] = self.loaded.document.value_place((*path, "when"))
            if not evaluate(parameter.when, context):
                self.values[name] = None
                return
        if name in self.arguments:
            shown_value = "***" if parameter.type is ParameterType.SECRET else self.arguments[name]
            self.places[name] = argument_place(name, shown_value, len(name) + 1)
            value = argument_value(self.arguments[name], parameter.type)
        elif self._written.get(name) is not None:
            self.places[name] = self.site.value_place("parameters", self._runbook, name)
            value = self._written[name]
        elif parameter.default is not None:
            self.places[name] = self.loaded.document.value_place((*path, "default"))
            value = _filled(parameter.default, context)
        elif parameter.optional:
            value = None
        else:
            self.problems.append(self._missing(name, parameter))
            return
        self.values[name] = None if value is None and parameter.optional else self._checked(value, parameter)

    def _checked(self, value: object, parameter: Parameter) -> object:
        """The value, when it is what its type demands and, where it is a path, one of the cluster's platform."""
        checked, platform = check_value(value, parameter), self.site.cluster.platform
        if parameter.type in _PATHS and platform_of(str(checked)) is not platform:
            raise Refused("input.path_of_other_platform", {"found": shown(value), "platform": platform.value})
        return checked

    def _missing(self, name: str, parameter: Parameter) -> Problem:
        values: dict[str, Value] = {
            "name": name,
            "text_ja": parameter.text.ja,
            "text_en": parameter.text.en,
            "example": "…" if parameter.example is None else shown(parameter.example),
            "cluster": self.site.cluster.name,
            "runbook": self._runbook,
        }
        return Problem("input.missing_parameter", values, place=self.site.key_place("parameters", self._runbook))

    def _unknown(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name not in self.loaded.runbook.parameters]


def _filled(value: object, context: Mapping[str, Any]) -> object:
    """A default with its templates filled in."""
    if isinstance(value, str):
        return render_value(value, context)
    if isinstance(value, list):
        return [_filled(item, context) for item in value]
    return value

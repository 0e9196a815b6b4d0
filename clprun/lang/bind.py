"""A runbook for one cluster: every template filled in for every node, every ``with`` checked by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from clprun.errors import InputError, Problem
from clprun.lang.context import cluster_context, node_context
from clprun.lang.document import Path, in_order
from clprun.lang.expression import evaluate, render_text, render_value
from clprun.lang.findings import findings
from clprun.lang.inventory import Site
from clprun.lang.kinds import Kinds
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.platforms import check_platform
from clprun.lang.refused import Refused
from clprun.lang.walk import template_file
from clprun.model.cluster import Cluster, Node
from clprun.model.runbook import On, Phase, Step

__all__ = ["BoundRunbook", "BoundStep", "Instance", "bind"]


@dataclass(frozen=True)
class Instance:
    """A step on one node.

    Args:
        node: name of the node.
        want: what the kind wants there.
    """

    node: str
    want: BaseModel


@dataclass(frozen=True)
class BoundStep:
    """A step for a cluster.

    Args:
        step: the step as written.
        phase: id of its phase.
        instances: one for each node it works on, the primary first; none when its ``when`` is false.
        active_only: whether it works only on the node that has the group at that time, out of ``instances``.
    """

    step: Step
    phase: str
    instances: tuple[Instance, ...]
    active_only: bool = False

    @property
    def id(self) -> str:
        """The step's id."""
        return self.step.id

    @property
    def skipped(self) -> bool:
        """Whether its ``when`` is false."""
        return not self.instances


@dataclass(frozen=True)
class BoundRunbook:
    """A runbook for a cluster.

    Args:
        loaded: the runbook.
        cluster: the cluster.
        parameters: the values it was filled in with.
        steps: those of a run in order, skipped ones included.
        all_steps: with those that ``--from`` or ``--until`` cuts off: what they leave still counts as a goal.
    """

    loaded: LoadedRunbook
    cluster: Cluster
    parameters: Mapping[str, Any]
    steps: tuple[BoundStep, ...]
    all_steps: tuple[BoundStep, ...]

    @property
    def name(self) -> str:
        """The runbook's name."""
        return self.loaded.runbook.runbook

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The runbook's phases in order."""
        return self.loaded.runbook.phases

    def steps_of(self, phase: str) -> tuple[BoundStep, ...]:
        """The steps of a phase."""
        return tuple(step for step in self.steps if step.phase == phase)

    def step(self, identifier: str) -> BoundStep:
        """The step with that id, whether or not it is cut off."""
        return next(step for step in self.all_steps if step.id == identifier)


def bind(loaded: LoadedRunbook, site: Site, parameters: Mapping[str, Any], kinds: Kinds) -> BoundRunbook:
    """The runbook, filled in for a cluster.

    Args:
        loaded: the runbook.
        site: the cluster.
        parameters: values of all parameters.
        kinds: the step kinds by name; all of the runbook's are among them.

    Raises:
        InputError: the runbook is for another platform, a template can't be filled in, or what it gives is not what
            the kind wants; all findings together, at their places in the runbook.
    """
    check_platform(loaded, site)
    binder = _Binder(loaded, site.cluster, parameters, kinds)
    steps = tuple(binder.bind(path, phase.id, step) for path, phase, step in loaded.steps())
    if binder.problems:
        raise InputError(*in_order(binder.problems))
    return BoundRunbook(loaded, site.cluster, parameters, steps, all_steps=steps)


class _Binder:
    def __init__(self, loaded: LoadedRunbook, cluster: Cluster, parameters: Mapping[str, Any], kinds: Kinds) -> None:
        self.problems: list[Problem] = []
        self._loaded = loaded
        self._cluster = cluster
        self._parameters = parameters
        self._kinds = kinds

    def bind(self, path: Path, phase: str, step: Step) -> BoundStep:
        nodes = self._nodes(step.on) if self._wanted(step, path) else ()
        instances = []
        for node in nodes:
            want = self._want(step, node, (*path, "with"))
            if want is not None:
                instances.append(Instance(node.name, want))
        return BoundStep(step, phase, tuple(instances), active_only=step.on is On.ACTIVE)

    def _nodes(self, on: On) -> tuple[Node, ...]:
        match on:
            case On.PRIMARY | On.CLUSTER:
                return (self._cluster.primary,)
            case On.STANDBY:
                return (self._cluster.standby,)
            case On.BOTH | On.ACTIVE:
                return (self._cluster.primary, self._cluster.standby)

    def _wanted(self, step: Step, path: Path) -> bool:
        if step.when is None:
            return True
        try:
            return bool(evaluate(step.when, {**self._parameters, **cluster_context(self._cluster)}))
        except Refused as refused:
            self.problems.append(refused.at(self._loaded.document.text_place((*path, "when"), refused.line)))
            return False

    def _want(self, step: Step, node: Node, path: Path) -> BaseModel | None:
        before = len(self.problems)
        data = self._filled(step.with_, node_context(self._cluster, node, self._parameters), path)
        if len(self.problems) > before:
            return None
        want = self._kinds[step.kind].want
        try:
            return want.model_validate(data)
        except ValidationError as error:
            self.problems += findings(error.errors(include_url=False), want, data, self._loaded.document, path)
            return None

    def _filled(self, value: object, context: Mapping[str, Any], path: Path) -> object:
        """``value`` with all templates in it filled in; problems are noted."""
        if (file := template_file(value)) is not None:
            try:
                return render_text(self._loaded.files[file], context)
            except Refused as refused:
                self.problems.append(refused.at(self._loaded.file_place(file, refused.line)))
                return None
        if isinstance(value, dict):
            return {key: self._filled(item, context, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self._filled(item, context, (*path, index)) for index, item in enumerate(value)]
        if not isinstance(value, str):
            return value
        try:
            return render_value(value, context)
        except Refused as refused:
            self.problems.append(refused.at(self._loaded.document.text_place(path, refused.line)))
            return None

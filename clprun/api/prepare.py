"""From files and options to a bound runbook; no node is contacted."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from clprun.errors import InputError, Problem
from clprun.lang.bind import BoundRunbook, BoundStep, bind
from clprun.lang.fingerprint import fingerprint
from clprun.lang.inventory import Site, load_inventory
from clprun.lang.load import load_runbook
from clprun.lang.parameters import resolve_parameters
from clprun.model.secret import texts_in
from clprun.steps.base import Kind
from clprun.steps.registry import kinds

__all__ = ["Prepared", "Request", "prepare"]


@dataclass(frozen=True)
class Request:
    """What a person asked for.

    Args:
        runbook: shipped name or path.
        inventory: inventory files or folders.
        cluster: name of the cluster; may be left out when the inventory holds only one.
        values: ``-e KEY=VALUE``.
        lab: whether the nodes are those of the lab.
        from_step: first step to do; all goals before it must hold.
        until_step: last step to do.
    """

    runbook: str
    inventory: tuple[Path, ...]
    cluster: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    lab: bool = False
    from_step: str | None = None
    until_step: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain data, to be kept with a run."""
        return {**asdict(self), "inventory": [str(path) for path in self.inventory], "values": dict(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Request":
        """The request that was kept with a run."""
        return cls(**{**data, "inventory": tuple(Path(path) for path in data["inventory"])})


@dataclass(frozen=True)
class Prepared:
    """A request with everything read, checked and bound.

    Args:
        request: what was asked for.
        site: the cluster and the file it stands in.
        bound: the runbook with its values.
        kinds: step kinds by name, those of the runbook's steps.
        inputs: fingerprint of runbook, values and cluster; compared at a resume.
        goals_before: steps before ``--from`` that the phases before it have as their goals; they must hold.
    """

    request: Request
    site: Site
    bound: BoundRunbook
    kinds: dict[str, Kind[Any]]
    inputs: dict[str, Any]
    goals_before: tuple[BoundStep, ...] = ()

    @property
    def public(self) -> Iterator[str]:
        """What a reader of the runbook and the inventory knows; what stands behind ``!secret`` is left out."""
        loaded = self.bound.loaded
        yield from (loaded.document.text, *loaded.files.values(), *self.request.values.values())
        yield from texts_in(self.site.document.data)


def prepare(request: Request) -> Prepared:
    """Read, check and bind.

    Raises:
        InputError: with every problem found.
    """
    known = kinds()
    loaded = load_runbook(request.runbook, known)
    site = load_inventory(request.inventory).select(request.cluster)
    values = resolve_parameters(loaded, site, request.values)
    bound = bind(loaded, site, values, known)
    part, goals_before = between(bound, request.from_step, request.until_step)
    return Prepared(
        request=request,
        site=site,
        bound=part,
        kinds={name: known[name]() for name in {step.step.kind for step in bound.steps}},
        inputs=fingerprint(bound),
        goals_before=goals_before,
    )


def between(
    bound: BoundRunbook, from_step: str | None, until_step: str | None
) -> tuple[BoundRunbook, tuple[BoundStep, ...]]:
    """The part of a runbook from one step to another, both included, and the goals that must be reached before it.

    A phase may have goals that only later phases reach; those are none here.

    Raises:
        InputError: there is no such step in this runbook with these values, or they stand in the wrong order.
    """
    names = [step.id for step in bound.steps]
    for name in (from_step, until_step):
        if name is not None and name not in names:
            raise InputError(Problem("run.unknown_step", {"step": name, "steps": ", ".join(names)}))
    first = names.index(from_step) if from_step else 0
    last = names.index(until_step) if until_step else len(names) - 1
    if first > last:
        raise InputError(Problem("run.from_after_until", {"from": str(from_step), "until": str(until_step)}))
    chosen = bound.steps[first : last + 1]
    earlier = {step.phase for step in bound.steps[:first]} - {step.phase for step in chosen}
    goals = {goal for phase in bound.phases if phase.id in earlier for goal in phase.goal}
    return replace(bound, steps=chosen), tuple(step for step in bound.steps[:first] if step.id in goals)

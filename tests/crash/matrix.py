"""All places where a run of jobcenter-classic on the lab can be cut."""

from functools import cache
from pathlib import Path

from clprun.api import Request, prepare
from clprun.engine.faults import Point
from clprun.lang.load import data_folder

__all__ = ["boundaries", "inner_points", "instances"]


@cache
def instances() -> tuple[tuple[str, str], ...]:
    """Step and node of everything the runbook does on the lab, in order."""
    inventory: Path = data_folder() / "inventory" / "lab" / "lab.yaml"
    bound = prepare(Request(runbook="jobcenter-classic", inventory=(inventory,), lab=True)).bound
    return tuple((step.id, instance.node) for step in bound.steps for instance in step.instances)


def inner_points() -> tuple[Point, ...]:
    """Places inside a step, in the order a run comes by."""
    return (Point.BEFORE, Point.INTENDED, Point.ACTED, Point.PROVEN)


def boundaries() -> tuple[tuple[str, str], ...]:
    """The last node of every step, in order: once it is done, the step is."""
    return tuple(dict(instances()).items())

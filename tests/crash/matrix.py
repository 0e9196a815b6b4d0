"""All places where a run of a shipped runbook on the lab can be cut."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from clprun.api import Request, prepare
from clprun.engine.faults import Point
from clprun.lang.load import data_folder

__all__ = ["COURSES", "Course", "boundaries", "inner_points", "instances"]


@dataclass(frozen=True)
class Course:
    """How a runbook comes to be cut.

    Args:
        after: runbooks that are applied to the lab before it.
        once: product commands that must have begun exactly once, whatever was cut.
        varying: paths on the nodes whose content differs from one lab to the next.
    """

    after: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    varying: tuple[str, ...] = ()


COURSES: Final[Mapping[str, Course]] = {
    "jobcenter-classic": Course(once=("cjcmksite",)),
    "failover-test": Course(after=("jobcenter-classic",)),
    "jobcenter-standard-mg": Course(once=("create-site.sh",)),
    "jobcenter-standard-ag": Course(),
    "internet-server-agent": Course(),
    "clweb": Course(varying=("/mnt/export/config/log/clweb.log",)),
    "clweb-update": Course(
        after=("clweb",),
        varying=("/mnt/export/config/log/clweb.log", "/var/lib/jcclweb-config.before-R15.2.1/log/clweb.log"),
    ),
}
"""By runbook."""


@cache
def instances(runbook: str) -> tuple[tuple[str, str], ...]:
    """Step and node of everything the runbook does on the lab, in order."""
    inventory: Path = data_folder() / "inventory" / "lab" / "lab.yaml"
    bound = prepare(Request(runbook=runbook, inventory=(inventory,), lab=True)).bound
    return tuple((step.id, instance.node) for step in bound.steps for instance in step.instances)


def inner_points() -> tuple[Point, ...]:
    """Places inside a step, in the order a run comes by."""
    return (Point.BEFORE, Point.INTENDED, Point.ACTED, Point.PROVEN)


def boundaries(runbook: str) -> tuple[tuple[str, str], ...]:
    """The last node of every step, in order: once it is done, the step is."""
    return tuple(dict(instances(runbook)).items())

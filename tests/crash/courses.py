"""All places where a run of a shipped runbook on the lab can be cut."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from clprun.api import Request, prepare
from clprun.faults import Point
from clprun.lab.windows.wine import PREFIX
from clprun.lang.load import data_folder

__all__ = ["COURSES", "Course", "boundaries", "inner_points", "instances", "runbook_of"]


@dataclass(frozen=True)
class Course:
    """How a runbook comes to be cut.

    Args:
        after: runbooks that are applied to the lab before it.
        once: product commands that must have begun exactly once, whatever was cut.
        varying: paths on the nodes whose content differs from one lab to the next.
        platform: of the lab's nodes.
    """

    after: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    varying: tuple[str, ...] = ()
    platform: Literal["linux", "windows"] = "linux"


_SHARED_LOG = "/windows/drives/e/clwebconf/config/log/clweb.log"
_KEPT_LOG = f"{PREFIX}/drive_c/jcclweb-config.before-R15.2.1/log/clweb.log"

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
    "clweb on windows": Course(varying=(_SHARED_LOG,), platform="windows"),
    "clweb-update on windows": Course(after=("clweb",), varying=(_SHARED_LOG, _KEPT_LOG), platform="windows"),
}
"""By runbook, and on Windows with a word that says so."""


def runbook_of(course: str) -> str:
    """The runbook that a key of :data:`COURSES` stands for."""
    return course.partition(" ")[0]


@cache
def instances(course: str) -> tuple[tuple[str, str], ...]:
    """Step and node of everything that a course's runbook does on the lab, in order."""
    is_windows = COURSES[course].platform == "windows"
    inventory: Path = data_folder() / "inventory" / "lab" / ("windows.yaml" if is_windows else "lab.yaml")
    cluster = "winpair" if is_windows else None
    request = Request(runbook=runbook_of(course), inventory=(inventory,), cluster=cluster, lab=True)
    bound = prepare(request).bound
    return tuple((step.id, instance.node) for step in bound.steps for instance in step.instances)


def inner_points() -> tuple[Point, ...]:
    """Places inside a step, in the order a run comes by."""
    return (Point.BEFORE, Point.INTENDED, Point.ACTED, Point.PROVEN)


def boundaries(course: str) -> tuple[tuple[str, str], ...]:
    """The last node of every step, in order: once it is done, the step is."""
    return tuple(dict(instances(course)).items())

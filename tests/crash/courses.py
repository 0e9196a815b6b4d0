"""The runbooks that are disturbed, each with the lab it is applied to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from clprun.lab.site import site_for
from clprun.lab.windows.wine import PREFIX
from tests.crash.controller import Controller
from tests.journeys.manager import HANDS
from tests.journeys.stage import lab_of
from tests.support.windows_bench import windows_bench_of

__all__ = ["COURSES", "Course", "controller_for", "runbook_of"]


@dataclass(frozen=True)
class Course:
    """How a runbook comes to be disturbed.

    Args:
        after: runbooks that are applied to the lab before it.
        varying: paths on the nodes whose content differs from one lab to the next.
        platform: of the lab's nodes.
        hands: what a person types on the node for each manual step.
        remedies: words of a message, and what a person types on the node that it names.
        language: of the products' messages.
        while_suspended: what clpstat does while the cluster is suspended.
    """

    after: tuple[str, ...] = ()
    varying: tuple[str, ...] = ()
    platform: Literal["linux", "windows"] = "linux"
    hands: Mapping[str, str] = field(default_factory=dict)
    remedies: Mapping[str, str] = field(default_factory=dict)
    language: Literal["en", "ja"] = "en"
    while_suspended: Literal["refuse", "answer"] = "refuse"


_LOG = "/mnt/export/config/log/clweb.log"
_LOG_BEFORE_UPDATE = "/var/lib/jcclweb-config.before-R15.2.1/log/clweb.log"
_LOG_ON_E = "/windows/drives/e/clwebconf/config/log/clweb.log"
_LOG_ON_E_BEFORE_UPDATE = f"{PREFIX}/drive_c/jcclweb-config.before-R15.2.1/log/clweb.log"

_ON_WINDOWS = Course(platform="windows", varying=(_LOG_ON_E, _LOG_ON_E_BEFORE_UPDATE))
_MANAGER = Course(platform="windows", hands=HANDS, language="ja")

_LOCAL_STOPPED: Final = {"The local JobCenter still runs": "/usr/lib/nqs/nqsstop"}

_COURSES: Final[Mapping[str, Course]] = {
    "jobcenter-classic": Course(remedies=_LOCAL_STOPPED),
    "failover-test": Course(after=("jobcenter-classic",)),
    "first-contact": Course(after=("jobcenter-classic",)),
    "jobcenter-standard-mg": Course(remedies=_LOCAL_STOPPED),
    "jobcenter-standard-ag": Course(),
    "internet-server-agent": Course(),
    "internet-server-agent-maintenance": Course(after=("internet-server-agent",)),
    "clweb": Course(varying=(_LOG,)),
    "clweb-update": Course(after=("clweb",), varying=(_LOG, _LOG_BEFORE_UPDATE)),
    "clweb-failover-test": Course(after=("clweb",), varying=(_LOG,)),
    "clweb on windows": _ON_WINDOWS,
    "clweb-update on windows": replace(_ON_WINDOWS, after=("clweb",)),
    "clweb-failover-test on windows": replace(_ON_WINDOWS, after=("clweb",)),
    "clientmanager on windows": _MANAGER,
    "clientmanager-uninstall on windows": replace(_MANAGER, after=("clientmanager",)),
}

_ANSWERED: Final = ("jobcenter-classic", "clweb", "clientmanager on windows")
"""Some of those that push, on both platforms."""

COURSES: Final[Mapping[str, Course]] = {
    **_COURSES,
    **{f"{name} where clpstat answers": replace(_COURSES[name], while_suspended="answer") for name in _ANSWERED},
}
"""By runbook, with words that say what is otherwise: Windows; a clpstat that answers while the cluster is suspended."""


def runbook_of(course: str) -> str:
    """The runbook that a key of :data:`COURSES` stands for."""
    return course.partition(" ")[0]


@contextmanager
def controller_for(name: str, home: Path) -> Iterator[Controller]:
    """The controller of a fresh lab to which the runbook of a course is about to be applied."""
    course, runbook = COURSES[name], runbook_of(name)
    site = replace(
        site_for(runbook, course.platform),
        time_factor=600.0,
        language=course.language,
        while_suspended=course.while_suspended,
    )
    with (windows_bench_of if course.platform == "windows" else lab_of)(home, site) as bench:
        for earlier in course.after:
            finish = Controller(replace(bench, runbook=earlier), course.hands, course.remedies).begin()
            assert finish.code == 0, finish
        yield Controller(replace(bench, runbook=runbook, varying=course.varying), course.hands, course.remedies)

"""Whether a step's own pushes left the cluster suspended, told by the jobs that suspend and resume it."""

from collections.abc import Iterator
from typing import Any

from clprun.errors import Problem
from clprun.model.change import Debt, Run
from clprun.model.question import Answers, Ask
from clprun.node.questions import JobState
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.base import Target
from clprun.steps.own_jobs import own_job

__all__ = [
    "RESUME",
    "RESUME_AS_BEFORE",
    "RESUME_UNCHANGED",
    "SUSPEND",
    "owed_asks",
    "owes_resume",
    "resume_debt",
    "resumed",
]

SUSPEND = "suspend"
RESUME = "resume"
RESUME_UNCHANGED = "resume-unchanged"
RESUME_AS_BEFORE = "resume-as-before"
"""Labels of the actions that suspend and resume the cluster: after the push, without one, after it was put back."""

_RESUMES = (RESUME, RESUME_UNCHANGED, RESUME_AS_BEFORE)
_SECONDS = 900


def resumed(target: Target) -> Run:
    """Resumes the cluster."""
    return Run(target.node.name, INSTALLATIONS[target.platform].resume_cluster(), within=_SECONDS, label=RESUME)


def resume_debt(target: Target) -> Debt:
    """What a suspended cluster owes."""
    return Debt(Problem("configuration.suspended_for_push", node=target.node.name), (resumed(target),))


def owed_asks(target: Target) -> Iterator[Ask[Any]]:
    """What :func:`owes_resume` needs to know."""
    for attempt in _attempts(target):
        for label in (SUSPEND, *_RESUMES):
            yield Ask(target.node.name, own_job(target, attempt, label))


def owes_resume(target: Target, answers: Answers) -> bool:
    """Whether this step's last suspension of the cluster was not followed by a resume that ended well."""
    owed, node = False, target.node.name
    for attempt in _attempts(target):
        owed = owed or answers(node, own_job(target, attempt, SUSPEND)).state is not JobState.ABSENT
        ends = (answers(node, own_job(target, attempt, label)) for label in _RESUMES)
        owed = owed and not any((end.state, end.exit_code) == (JobState.ENDED, 0) for end in ends)
    return owed


def _attempts(target: Target) -> range:
    return range(1, target.attempt + 1)

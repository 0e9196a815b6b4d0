"""Whether a step's own pushes left the cluster suspended, told by the jobs that suspend and resume it, and by clpstat.

By the vendor's manuals clpstat is disabled while the cluster is suspended (clusterpro.md, corrections: R, high), and so
is all else that asks or moves a group. Where it refuses, the step's own jobs tell what it would.
"""

from collections.abc import Iterator
from typing import Any

from clprun.errors import Problem, StepFailed
from clprun.model.change import Debt, Run
from clprun.model.question import Answers, Ask
from clprun.node.questions import JobState
from clprun.products.clpstat import ClusterStatus
from clprun.products.clusterpro import Clpstat, Refused
from clprun.products.clusterpro_commands import INSTALLATIONS
from clprun.steps.base import Target
from clprun.steps.cluster_look import cluster_status, is_suspended
from clprun.steps.own_jobs import own_job

__all__ = [
    "RESUME",
    "RESUME_AS_BEFORE",
    "RESUME_UNCHANGED",
    "SUSPEND",
    "clpstat_refuses",
    "is_owed",
    "owed_asks",
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
    """What :func:`is_owed` needs to know beside the state of the cluster."""
    for attempt in _attempts(target):
        for label in (SUSPEND, *_RESUMES):
            yield Ask(target.node.name, own_job(target, attempt, label))


def is_owed(target: Target, answers: Answers) -> bool:
    """Whether the cluster is suspended, and by this step.

    Args:
        target: the step.
        answers: to :func:`owed_asks`, and the state of the cluster.

    Raises:
        StepFailed: it is suspended, or clpstat tells no state, and no suspension of this step explains that.
    """
    if _owes_resume(target, answers):
        nodes = target.cluster.nodes
        return clpstat_refuses(target, answers) or any(is_suspended(cluster_status(answers, node)) for node in nodes)
    if problems := list(_suspensions(target, answers)):
        raise StepFailed(*problems)
    return False


def clpstat_refuses(target: Target, answers: Answers) -> bool:
    """Whether a node's clpstat is disabled."""
    return any(isinstance(answers(node.name, Clpstat()), Refused) for node in target.cluster.nodes)


def _suspensions(target: Target, answers: Answers) -> Iterator[Problem]:
    """What the nodes show of a suspension, whosever it is."""
    for node in target.cluster.nodes:
        match answers(node.name, Clpstat()):
            case Refused() as refused:
                yield refused.problem(node.name)
            case ClusterStatus() as status if is_suspended(status):
                yield Problem("cluster.suspended", node=node.name)


def _owes_resume(target: Target, answers: Answers) -> bool:
    """Whether this step's last suspension of the cluster was not followed by a resume that ended well."""
    owed, node = False, target.node.name
    for attempt in _attempts(target):
        owed = owed or answers(node, own_job(target, attempt, SUSPEND)).state is not JobState.ABSENT
        ends = (answers(node, own_job(target, attempt, label)) for label in _RESUMES)
        owed = owed and not any((end.state, end.exit_code) == (JobState.ENDED, 0) for end in ends)
    return owed


def _attempts(target: Target) -> range:
    return range(1, target.attempt + 1)

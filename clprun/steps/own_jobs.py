"""The jobs that a step has begun on its node in this run."""

from clprun.node.questions import JobFacts
from clprun.steps.base import Target, job_name

__all__ = ["earlier_jobs", "own_job"]


def own_job(target: Target, attempt: int, action: int | str = 0) -> JobFacts:
    """The job of one action of an attempt, by its label or its index within the change."""
    return JobFacts(target.run, job_name(target.step, target.node.name, attempt, action))


def earlier_jobs(target: Target) -> tuple[JobFacts, ...]:
    """The jobs of the first actions of this step's earlier attempts, oldest first."""
    return tuple(own_job(target, attempt) for attempt in range(1, target.attempt))

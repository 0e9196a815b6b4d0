"""What a step's own jobs in this run tell: for kinds whose program leaves nothing that shows its end by itself.

What proves such a step may hold although its command failed half-way, or lack although it goes on. So a command that
failed or was cut is never taken for done, and never run again, unless a person or the runbook says so.
"""

from collections.abc import Sequence

from clprun.errors import InDoubt, Problem, Value
from clprun.model.typed import typed
from clprun.node.questions import JobAnswer, JobFacts, JobState
from clprun.node.shell import tail
from clprun.steps.base import Decision, Target, job_name

__all__ = ["earlier_jobs", "is_done", "own_job", "what_became"]


def own_job(target: Target, attempt: int, action: int | str = 0) -> JobFacts:
    """The job of one action of an attempt, by its label or its index within the change."""
    return JobFacts(target.run, job_name(target.step, target.node.name, attempt, action))


def earlier_jobs(target: Target) -> tuple[JobFacts, ...]:
    """The jobs of the first actions of this step's earlier attempts, oldest first."""
    return tuple(own_job(target, attempt) for attempt in range(1, target.attempt))


def what_became(target: Target, argv: Sequence[str], *, judged: bool, repeatable: bool) -> Problem | None:
    """What a person must decide about the program of the last attempt; ``None`` where its proof may decide.

    Args:
        target: the step.
        argv: the program and its arguments.
        judged: whether an exit code other than 0 is a failure.
        repeatable: whether it may be run again when it was cut.
    """
    for job in target.left.values():
        code = _doubt(job, judged=judged, repeatable=repeatable)
        if code is not None:
            exit_code = "-" if job.exit_code is None else job.exit_code
            values: dict[str, Value] = {"command": typed(argv, target.platform), "exit": exit_code}
            return Problem(code, values, node=target.node.name, output=tail(job.output_tail) or None)
    return None


def _doubt(job: JobAnswer, *, judged: bool, repeatable: bool) -> str | None:
    if job.state is JobState.UNKNOWN:
        return "command.unknown"
    if job.state is JobState.LOST or job.was_cut:
        return None if repeatable else "command.was_cut"
    return "command.failed_before" if judged and job.exit_code else None


def is_done(target: Target, doubt: Problem | None, lacking: Problem | None) -> bool:
    """Whether nothing is left to do: the proof holds, and no doubt about the last attempt has to be made up for.

    Raises:
        InDoubt: a person has said that the work is done, and its proof does not hold.
    """
    if doubt is None or target.decision is None:
        return lacking is None
    if target.decision is Decision.DONE and lacking is not None:
        raise InDoubt(lacking, doubt)
    return target.decision is Decision.DONE

"""A run that was cut while it reboots a node goes on once the node is back."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from clprun.api.access import Access, readable
from clprun.engine.desk import Clock
from clprun.engine.machine import RunState
from clprun.engine.patience import Patience
from clprun.errors import NodeUnreachable
from clprun.lang.bind import BoundRunbook
from clprun.model.question import Answers, Ask, Unanswerable
from clprun.node.boots import BootAnswer, BootFacts
from clprun.node.questions import JobAnswer, JobFacts, JobState
from clprun.steps.base import jobs_of

__all__ = ["await_reboots"]

_SECONDS = 1800
"""A physical server may take a quarter of an hour until its services answer; after that it is for the run itself to say
that the node can't be reached."""


class _Reboot(NamedTuple):
    """A reboot that a run began: its node, its job, and what the jobs of every attempt at it begin with."""

    node: str
    job: str
    attempts: str


def await_reboots(bound: BoundRunbook, state: RunState, access: Access, clock: Clock) -> None:
    """Wait, for some minutes at most, until every node that the run began to reboot has come up again.

    Args:
        bound: the runbook.
        state: of the run, before it is resumed.
        access: how the nodes are reached.
        clock: see :class:`Clock`.
    """
    jobs = set(_reboots(bound, state))
    patience = Patience(clock, _SECONDS)
    while jobs and not _are_over(jobs, bound, state.run, access) and not patience.is_over:
        patience.wait()


def _reboots(bound: BoundRunbook, state: RunState) -> Iterator[_Reboot]:
    """The reboots of phases that have not passed."""
    for step in bound.steps:
        for instance in step.instances:
            jobs = state.standing(step.id, instance.node).jobs if step.phase not in state.passed else {}
            for name, mode in jobs.items():
                if mode == "reboot":
                    node, _, job = name.partition("/")
                    yield _Reboot(node, job, jobs_of(step.id, instance.node))


def _are_over(jobs: set[_Reboot], bound: BoundRunbook, run: str, access: Access) -> bool:
    asked = [
        (each.node, JobFacts(run, each.job, access.state_folder), BootFacts(run, each.attempts, access.state_folder))
        for each in jobs
    ]
    try:
        with readable(bound.cluster, access) as nodes:
            found = nodes.ask(ask for node, job, boots in asked for ask in (Ask[Any](node, job), Ask[Any](node, boots)))
    except NodeUnreachable:
        return False
    if any(isinstance(answer, Unanswerable) for answer in found.values()):
        return False
    answers = Answers(found)
    return all(_is_over(answers(node, job), answers(node, boots)) for node, job, boots in asked)


def _is_over(job: JobAnswer, boots: BootAnswer) -> bool:
    """Whether the node has come up again, or never went down: its command was not begun, or said no."""
    return job.state is JobState.ABSENT or job.said_no or boots.is_another

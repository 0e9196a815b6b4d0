"""A run that was cut while it reboots a node goes on once the node is back."""

from collections.abc import Iterator
from typing import Any

from clprun.api.access import Access, readable
from clprun.engine.desk import Clock
from clprun.engine.machine import RunState
from clprun.engine.patience import Patience
from clprun.errors import NodeUnreachable
from clprun.lang.bind import BoundRunbook
from clprun.model.change import ENDED_BY_SIGNAL
from clprun.model.question import Answers, Ask, Unanswerable
from clprun.node.boots import BootAnswer, BootFacts
from clprun.node.questions import JobAnswer, JobFacts, JobState

__all__ = ["await_reboots"]

_SECONDS = 300
"""A server takes minutes to boot; after that it is for the run itself to say that the node can't be reached."""


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


def _reboots(bound: BoundRunbook, state: RunState) -> Iterator[tuple[str, str]]:
    """Node and job of each reboot in a phase that has not passed."""
    for step in bound.steps:
        for instance in step.instances:
            jobs = state.standing(step.id, instance.node).jobs if step.phase not in state.passed else {}
            for name, mode in jobs.items():
                if mode == "reboot":
                    node, _, job = name.partition("/")
                    yield node, job


def _are_over(jobs: set[tuple[str, str]], bound: BoundRunbook, run: str, access: Access) -> bool:
    asked = [
        (node, JobFacts(run, job, access.state_folder), BootFacts(run, _every_attempt(job), access.state_folder))
        for node, job in jobs
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


def _every_attempt(job: str) -> str:
    """What the names of a step's jobs have in common; attempt and action follow."""
    return job.rsplit("-", 2)[0] + "-"


def _is_over(job: JobAnswer, boots: BootAnswer) -> bool:
    """Whether the node has come up again, or never went down: its command was not begun, or said no."""
    said_no = job.state is JobState.ENDED and 0 < (job.exit_code or 0) <= ENDED_BY_SIGNAL
    return job.state is JobState.ABSENT or said_no or boots.is_another

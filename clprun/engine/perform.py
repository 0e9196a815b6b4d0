"""Carries out the actions of one change on the nodes, one after the other, and says what came of them."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from clprun.engine.faults import Point, reach
from clprun.errors import ClprunError, Problem, StepFailed, Value
from clprun.model.change import Action, Change, Launch, Run
from clprun.model.events import ActionEnded
from clprun.steps.base import job_name

__all__ = ["ActionResult", "Attempt", "Performs", "carry_out"]


class ActionResult(Protocol):
    """What an action left."""

    @property
    def exit_code(self) -> int | None:
        """Of the program, where one ran to its end."""

    @property
    def output_tail(self) -> str:
        """The last lines it printed, untrusted."""


class Performs(Protocol):
    """A node that can be changed."""

    def perform(self, action: Action, job: str) -> ActionResult:
        """Carry out one action; the job of that name is never started twice."""


@dataclass(frozen=True)
class Attempt:
    """One try of a step on a node; ``number`` counts from 1 within the run."""

    step: str
    node: str
    number: int

    def job(self, index: int) -> str:
        """Name of the job that carries out the action at ``index``."""
        return job_name(self.step, self.node, self.number, index)

    def jobs(self, change: Change) -> dict[str, str]:
        """The detached jobs a change will start: ``node/job`` to ``run`` or ``launch``."""
        return {
            f"{action.node}/{self.job(index)}": "launch" if isinstance(action, Launch) else "run"
            for index, action in enumerate(change.actions)
            if isinstance(action, Run | Launch)
        }


def carry_out(
    change: Change, writers: Mapping[str, Performs], attempt: Attempt, report: Callable[[ActionEnded], None]
) -> None:
    """Carry out a change; when an action fails, carry out its rescue and say so.

    Args:
        change: what to do.
        writers: by node name.
        attempt: for which try.
        report: told after each action.

    Raises:
        StepFailed: an action failed; the rescue, if there is one, was carried out.
        NodeUnreachable: the link went away; what was reached is unknown.
    """
    try:
        _each(change.actions, 0, writers, attempt, report)
    except StepFailed as failure:
        if not change.rescue:
            raise
        try:
            _each(change.rescue, len(change.actions), writers, attempt, report)
        except StepFailed as second:
            rescue = Problem("step.rescue_failed", node=attempt.node, step=attempt.step)
            raise StepFailed(*failure.problems, rescue, *second.problems) from failure
        rescued = Problem("step.rescued", node=attempt.node, step=attempt.step)
        raise StepFailed(*failure.problems, rescued) from failure


def _each(
    actions: tuple[Action, ...],
    first: int,
    writers: Mapping[str, Performs],
    attempt: Attempt,
    report: Callable[[ActionEnded], None],
) -> None:
    for index, action in enumerate(actions, start=first):
        try:
            result = writers[action.node].perform(action, attempt.job(index))
        except ClprunError as failure:
            failure.problems = tuple(_located(problem, attempt, action) for problem in failure.problems)
            raise
        name = type(action).__name__
        report(ActionEnded(attempt.step, attempt.node, attempt.number, name, result.exit_code, result.output_tail))
        problem = _judged(action, result)
        if problem is not None:
            raise StepFailed(_located(problem, attempt, action))
        reach(Point.ACTED, attempt.step, attempt.node, index)


def _judged(action: Action, result: ActionResult) -> Problem | None:
    """What is wrong with the way a program ended; one that should stay in the foreground must not end at all."""
    if isinstance(action, Launch) and result.exit_code is not None:
        values: dict[str, Value] = {"command": shlex.join(action.argv), "exit": result.exit_code}
        return Problem("step.command_ended", values, output=result.output_tail)
    if isinstance(action, Run) and action.judged and result.exit_code != 0:
        exit_code = -1 if result.exit_code is None else result.exit_code
        values = {"command": action.command_line(), "exit": exit_code}
        return Problem("step.command_failed", values, output=result.output_tail)
    return None


def _located(problem: Problem, attempt: Attempt, action: Action) -> Problem:
    return replace(problem, node=problem.node or action.node, step=problem.step or attempt.step)

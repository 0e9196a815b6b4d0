"""Carries out the actions of one change on the nodes, one after the other, and says what came of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from clprun.errors import ClprunError, ClusterLocked, Problem, StepFailed, Value
from clprun.faults import Point, reach
from clprun.model.change import ENDED_BY_SIGNAL, Action, Change, Deed, Launch, Reboot, Run
from clprun.model.cluster import Platform
from clprun.model.converse import Converse
from clprun.model.events import ActionEnded
from clprun.model.folders import CopyTree, RemoveTree
from clprun.model.prove import Prove
from clprun.model.typed import typed
from clprun.steps.base import job_name
from clprun.transport.sidebyside import require_awaited

__all__ = ["AWAITED", "ActionResult", "Attempt", "Hands", "Performs", "carry_out"]


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

    def job(self, index: int, deed: Deed) -> str:
        """Name of the job that carries out the action at ``index``: what it goes on with, or by its label or place."""
        if isinstance(deed, Converse) and deed.attach:
            return deed.attach
        label = deed.label if isinstance(deed, Run) else None
        return job_name(self.step, self.node, self.number, label or index)

    def jobs(self, change: Change) -> dict[str, tuple[str, Action]]:
        """The detached jobs a change may start, in order: ``node/job`` to its mode and what it carries out.

        The modes are ``run``, ``launch``, ``converse``, ``reboot``, and ``rescue`` for what puts things back.
        """
        deeds = [(index, deed, _MODES.get(type(deed))) for index, deed in enumerate(change.actions)]
        for rescue in change.rescues:
            back = enumerate(rescue.actions, len(change.actions))
            deeds += [(index, deed, "rescue") for index, deed in back if isinstance(deed, Run)]
        return {
            f"{deed.node}/{self.job(index, deed)}": (mode, deed)
            for index, deed, mode in deeds
            if mode is not None and not isinstance(deed, Prove)
        }


AWAITED = Run | CopyTree | RemoveTree
"""What comes to an end by itself, within a time."""

_MODES: Mapping[type[Deed], str] = {
    Run: "run",
    CopyTree: "run",
    RemoveTree: "run",
    Launch: "launch",
    Converse: "converse",
    Reboot: "reboot",
}


@dataclass(frozen=True)
class Hands:
    """What a change is carried out with.

    Args:
        writers: by node name.
        report: told after each action.
        prove: what speaks against going on at a proof, asked of the nodes then; ``None`` = nothing.
        platform: of the nodes, for commands that are shown.
    """

    writers: Mapping[str, Performs]
    report: Callable[[ActionEnded], None]
    prove: Callable[[Prove], Problem | None]
    platform: Platform = Platform.LINUX


def carry_out(change: Change, attempt: Attempt, hands: Hands) -> None:
    """Carry out a change; when an action fails, carry out the rescue that it has come so far as to need, and say so.

    Nothing is put back beneath a command that may still run.

    Raises:
        StepFailed: an action failed; the rescue, if there is one, was carried out.
        ClusterLocked: the run has lost a node's lock; nothing more is done there.
        NodeUnreachable: the link went away; what was reached is unknown.
    """
    for index, deed in enumerate(change.actions):
        try:
            _one(index, deed, attempt, hands)
        except StepFailed as failure:
            rescue = change.rescue(index)
            if not rescue or failure.left_running:
                raise
            raise _rescued(rescue, len(change.actions), attempt, hands, failure) from failure


def _rescued(rescue: tuple[Deed, ...], first: int, attempt: Attempt, hands: Hands, failure: StepFailed) -> StepFailed:
    """What failed, and whether things were put back.

    Raises:
        ClusterLocked: the run has lost a node's lock since; nothing is put back beneath another run.
    """
    try:
        for index, deed in enumerate(rescue, first):
            _one(index, deed, attempt, hands)
    except StepFailed as second:
        told = Problem("step.rescue_failed", node=attempt.node, step=attempt.step)
        return StepFailed(*failure.problems, told, *second.problems, left_running=second.left_running)
    except ClusterLocked as taken:
        told = Problem("step.not_rescued", node=attempt.node, step=attempt.step)
        raise ClusterLocked(*taken.problems, told, *failure.problems) from failure
    return StepFailed(*failure.problems, Problem("step.rescued", node=attempt.node, step=attempt.step))


def _one(index: int, deed: Deed, attempt: Attempt, hands: Hands) -> None:
    try:
        problem = _performed(deed, attempt.job(index, deed), attempt, hands)
    except ClprunError as failure:
        failure.problems = tuple(_located(problem, attempt, deed) for problem in failure.problems)
        raise
    if problem is not None:
        raise StepFailed(_located(problem, attempt, deed))
    reach(Point.ACTED, attempt.step, attempt.node, index)


def _performed(deed: Deed, job: str, attempt: Attempt, hands: Hands) -> Problem | None:
    """Do it, report it, judge it; nothing more is begun once a signal has ended the run."""
    require_awaited()
    ended = partial(ActionEnded, attempt.step, attempt.node, attempt.number, type(deed).__name__)
    if isinstance(deed, Prove):
        problem = hands.prove(deed)
        hands.report(ended(int(problem is not None), ""))
        return problem
    result = hands.writers[deed.node].perform(deed, job)
    has_begun = type(deed) in _MODES and not isinstance(deed, Reboot)  # that one may take its node away first
    hands.report(ended(result.exit_code, result.output_tail, job=f"{deed.node}/{job}" if has_begun else None))
    return _judged(deed, result, hands.platform)


def _judged(action: Action, result: ActionResult, platform: Platform) -> Problem | None:
    """What is wrong with the way a program ended; one that should stay in the foreground must not end at all."""
    if isinstance(action, Launch) and result.exit_code is not None:
        values: dict[str, Value] = {"command": typed(action.argv, platform), "exit": result.exit_code}
        return Problem("step.command_ended", values, output=result.output_tail)
    if _has_failed(action, result.exit_code):
        exit_code = -1 if result.exit_code is None else result.exit_code
        values = {"command": action.command_line(platform), "exit": exit_code}
        return Problem("step.command_failed", values, output=result.output_tail)
    return None


def _has_failed(action: Action, exit_code: int | None) -> bool:
    """Whether a program's own exit code is a failure; one that reboots its node is killed by that, which is none."""
    if isinstance(action, Reboot):
        return exit_code is not None and 0 < exit_code <= ENDED_BY_SIGNAL
    return isinstance(action, Run | Converse) and action.judged and exit_code != 0


def _located(problem: Problem, attempt: Attempt, deed: Deed) -> Problem:
    return replace(problem, node=problem.node or deed.node, step=problem.step or attempt.step)

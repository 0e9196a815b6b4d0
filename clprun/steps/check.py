"""Kinds that change nothing: a condition holds, or the step fails with what lacks."""

from abc import abstractmethod
from typing import ClassVar, TypeVar

from clprun.errors import Problem, StepFailed
from clprun.model.change import Change
from clprun.model.question import Answers
from clprun.model.runbook import Nature
from clprun.steps.base import Kind, Target, Want

__all__ = ["Check"]

W = TypeVar("W", bound=Want)


class Check(Kind[W]):
    """A kind that only looks."""

    nature: ClassVar[Nature] = Nature.CHECK

    @abstractmethod
    def missing(self, want: W, target: Target, answers: Answers) -> Problem | None:
        """What lacks, or ``None`` when the condition holds."""

    def plan(self, want: W, target: Target, answers: Answers) -> Change | None:
        """Nothing to do.

        Raises:
            StepFailed: the condition does not hold.
        """
        problem = self.missing(want, target, answers)
        if problem is not None:
            raise StepFailed(problem)
        return None

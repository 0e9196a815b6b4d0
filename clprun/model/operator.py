"""The person at the keyboard, or what stands in for one when nobody is there."""

from collections.abc import Sequence
from typing import Protocol

from clprun.errors import Problem
from clprun.model.events import Event
from clprun.model.plan import Plan, PlannedStep
from clprun.model.runbook import Phase, Step

__all__ = ["Observer", "Operator"]


class Operator(Protocol):
    """Answers what a run may not decide alone; each answer ``None`` means that nobody is there."""

    def confirm_phase(self, phase: Phase, steps: Sequence[PlannedStep]) -> str | None:
        """How a phase that changes something was agreed to (``person``, ``yes``, ``never asked``), or ``None``."""

    def confirm_step(self, step: Step, planned: Sequence[PlannedStep]) -> str | None:
        """How a step was agreed to that disrupts, or that a person decided about, or ``None``.

        Args:
            step: the step.
            planned: what it changes on each node.
        """

    def decide(self, problem: Problem) -> str | None:
        """``redo``, ``done`` or ``stop`` for a step in doubt (``problem.step``), or ``None``."""

    def manual_done(self, problems: Sequence[Problem]) -> bool:
        """Whether a person says that a manual step is done; it is checked all the same.

        Args:
            problems: the instructions first, then what lacks.
        """

    def accept(self, what: str, problems: Sequence[Problem], planned: Sequence[PlannedStep] = ()) -> bool:
        """Whether findings are accepted.

        Args:
            what: an ``Acceptance``.
            problems: the findings.
            planned: what would be done all the same.
        """


class Observer(Protocol):
    """Is told what happens, in order; never answers."""

    def plan_made(self, plan: Plan) -> None:
        """The plan, before anything is asked."""

    def happened(self, event: Event) -> None:
        """An event, after it is on disk."""

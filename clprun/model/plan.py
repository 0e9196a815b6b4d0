"""What a run would do, step by step and node by node."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from clprun.errors import Problem
from clprun.model.change import Action, Change
from clprun.model.cluster import Platform
from clprun.model.converse import secrets_of
from clprun.model.secret import SecretReference

__all__ = ["Plan", "PlannedStep", "Verdict", "shown_in"]


class Verdict(StrEnum):
    """What the planner says about a step on a node."""

    CHANGE = "change"
    ALREADY = "already"
    NOT_NEEDED = "not-needed"
    HOLDS = "holds"
    KNOWN_LATER = "known-later"
    REFUSED = "refused"
    IN_DOUBT = "in-doubt"
    TO_ACCEPT = "to-accept"
    MANUAL = "manual"


@dataclass(frozen=True)
class PlannedStep:
    """One step on one node.

    Args:
        step: id of the step.
        phase: id of its phase.
        node: name of the node.
        verdict: what the planner says.
        change: for ``CHANGE``.
        after: for ``KNOWN_LATER``, the step after which it will be known.
        intent: for ``KNOWN_LATER``, the commands it would come to.
        problems: for ``REFUSED``, ``IN_DOUBT``, ``TO_ACCEPT`` and ``MANUAL`` (instructions first); for
            ``KNOWN_LATER``, advice to a person.
        accept: for ``TO_ACCEPT``, what ``--accept`` must name.
        platform: operating system family of the node; its commands are shown in its words.
    """

    step: str
    phase: str
    node: str
    verdict: Verdict
    change: Change | None = None
    after: str | None = None
    intent: tuple[Action, ...] = ()
    problems: tuple[Problem, ...] = ()
    accept: str | None = None
    platform: Platform = Platform.LINUX

    @property
    def scope(self) -> str:
        """``step@node``."""
        return f"{self.step}@{self.node}"

    @property
    def problem(self) -> Problem | None:
        """The most important of its problems."""
        return self.problems[0] if self.problems else None


@dataclass(frozen=True)
class Plan:
    """All steps of a run in order."""

    steps: tuple[PlannedStep, ...]

    def of(self, verdict: Verdict) -> tuple[PlannedStep, ...]:
        """The steps with that verdict."""
        return tuple(step for step in self.steps if step.verdict is verdict)

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """Why steps can't be done."""
        return tuple(problem for step in self.of(Verdict.REFUSED) for problem in step.problems)

    def phase(self, identifier: str) -> tuple[PlannedStep, ...]:
        """The steps of a phase."""
        return tuple(step for step in self.steps if step.phase == identifier)

    @property
    def secrets(self) -> tuple[SecretReference, ...]:
        """The secrets that the planned actions need."""
        changes = (step.change.actions if step.change else step.intent for step in self.steps)
        return secrets_of(action for actions in changes for action in actions)

    @property
    def changes_anything(self) -> bool:
        """Whether anything would be done on a node, by clprun or by a person."""
        doing = {Verdict.CHANGE, Verdict.KNOWN_LATER, Verdict.MANUAL, Verdict.IN_DOUBT}
        return any(step.verdict in doing for step in self.steps)


_NOTHING_TO_DO = {Verdict.ALREADY, Verdict.HOLDS}


def shown_in(steps: Iterable[PlannedStep]) -> dict[str, str]:
    """What a person has seen in a plan: ``step@node`` to the fingerprint of its change, empty where there is none.

    What will be known later is not in it, nor what a person or the nodes have yet to say.
    """
    return {
        step.scope: step.change.fingerprint if step.change else ""
        for step in steps
        if step.change or step.verdict in _NOTHING_TO_DO
    }

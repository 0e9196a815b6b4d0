"""Check that both nodes are who the inventory says, that the login is root's, and that their clocks agree."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, StepFailed
from clprun.model.change import Change
from clprun.model.question import Answers, Ask
from clprun.node.identity import unmet
from clprun.node.questions import Identity
from clprun.steps.base import Target, Want
from clprun.steps.check import Check

__all__ = ["NodeReady", "NodeReadyWant"]


class NodeReadyWant(Want):
    """Nothing beyond what the inventory says."""


class NodeReady(Check[NodeReadyWant]):
    """What every runbook demands of its nodes before the first change (PROCEDURES.md, common to all runbooks)."""

    name = "node-ready"
    want = NodeReadyWant

    def asks(self, want: NodeReadyWant, target: Target) -> Sequence[Ask[Any]]:
        """Who both nodes are."""
        del want
        return tuple(Ask(node.name, Identity()) for node in target.cluster.nodes)

    def plan(self, want: NodeReadyWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do.

        Raises:
            StepFailed: with all that is unmet, not only the first.
        """
        del want
        problems = _unmet(target, answers)
        if problems:
            raise StepFailed(*problems)
        return None

    def missing(self, want: NodeReadyWant, target: Target, answers: Answers) -> Problem | None:
        """The first thing unmet."""
        del want
        return next(iter(_unmet(target, answers)), None)


def _unmet(target: Target, answers: Answers) -> list[Problem]:
    first, second = target.cluster.nodes
    found = (answers(first.name, Identity()), answers(second.name, Identity()))
    return unmet((first, second), found, target.cluster.platform)

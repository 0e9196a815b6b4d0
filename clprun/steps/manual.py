"""A person's step: exact instructions, and a machine check of the result."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, WaitingForPerson
from clprun.model.change import Change
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.model.text import LocalText
from clprun.steps.base import Kind, Target
from clprun.steps.proof import Proof

__all__ = ["Manual", "ManualWant"]


class ManualWant(Proof):
    """What a person should do, and what proves it.

    Args:
        instructions: which screen, which field, which value.
    """

    instructions: LocalText


class Manual(Kind[ManualWant]):
    """Never answered by an option, only by its check (DESIGN.md 1.5 and 6)."""

    name = "manual"
    nature = Nature.LASTING
    want = ManualWant

    def asks(self, want: ManualWant, target: Target) -> Sequence[Ask[Any]]:
        """What the proof rests on."""
        return want.asks(target)

    def plan(self, want: ManualWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do once the proof holds.

        Raises:
            WaitingForPerson: it does not hold; with the instructions first and what lacks second.
        """
        lacking = want.lacking(target, answers)
        if lacking is None:
            return None
        values = {"ja": want.instructions.ja, "en": want.instructions.en}
        raise WaitingForPerson(Problem("manual.to_do", {**values}, node=target.node.name), lacking)

    def missing(self, want: ManualWant, target: Target, answers: Answers) -> Problem | None:
        """What does not hold of the proof."""
        return want.lacking(target, answers)

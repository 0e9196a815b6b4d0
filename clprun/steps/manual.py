"""A person's step: exact instructions, and a machine check of the result."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator

from clprun.errors import Problem, WaitingForPerson
from clprun.model.change import Change
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.model.text import LocalText
from clprun.steps.base import Kind, Target
from clprun.steps.proof import Proof

__all__ = ["Manual", "ManualWant"]

_LONGEST = 2000
"""Characters that are shown of a value anywhere: instructions are never cut off."""


def _shown_whole(text: LocalText) -> LocalText:
    longest = max(len(text.ja), len(text.en))
    if longest > _LONGEST:
        raise ValueError(f"at most {_LONGEST} characters are wanted, not {longest}")
    return text


class ManualWant(Proof):
    """What a person should do, and what proves it.

    Args:
        instructions: which screen, which field, which value; one line for each thing to do.
    """

    instructions: Annotated[LocalText, AfterValidator(_shown_whole)]


class Manual(Kind[ManualWant]):
    """Never answered by an option, only by its check (DESIGN.md 1.5 and 6)."""

    name = "manual"
    nature = Nature.LASTING
    want = ManualWant
    proved_by = frozenset({"absent", "paths", "probe"})

    def asks(self, want: ManualWant, target: Target) -> Sequence[Ask[Any]]:
        """What the proof rests on."""
        return want.asks(target)

    def plan(self, want: ManualWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do once the proof holds.

        Raises:
            WaitingForPerson: it does not hold; with the instructions first, then all that lacks.
        """
        lacking = tuple(want.all_lacking(target, answers))
        if lacking:
            raise WaitingForPerson(*self.advice(want, target), *lacking)
        return None

    def missing(self, want: ManualWant, target: Target, answers: Answers) -> Problem | None:
        """What does not hold of the proof."""
        return want.lacking(target, answers)

    def advice(self, want: ManualWant, target: Target) -> tuple[Problem, ...]:
        """The instructions."""
        values = {"ja": want.instructions.ja.strip(), "en": want.instructions.en.strip()}
        return (Problem("manual.to_do", {**values}, node=target.node.name),)

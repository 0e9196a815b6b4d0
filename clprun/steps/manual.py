"""A person's step: exact instructions, and a machine check of the result."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator

from clprun.errors import NeedsAcceptance, Problem, Value, WaitingForPerson
from clprun.model.acceptance import Acceptance
from clprun.model.change import Change
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.model.text import LocalText
from clprun.steps.base import Kind, Target
from clprun.steps.proof import Proof
from clprun.steps.wants import ObjectName

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
        word: whether a person's word will do where no proof is given.
        value: a parameter that can only be given once this is done; the run goes on with it.
    """

    instructions: Annotated[LocalText, AfterValidator(_shown_whole)]
    word: bool = False
    value: ObjectName | None = None

    @property
    def does_without(self) -> bool:
        """Whether a person says that it is done, or gives what comes of it."""
        return self.word or self.value is not None


class Manual(Kind[ManualWant]):
    """Never answered by an option, only by its check (DESIGN.md 1.5 and 6).

    What no machine can check is accepted on a person's word, which stands in the journal.
    """

    name = "manual"
    nature = Nature.LASTING
    want = ManualWant
    proved_by = frozenset({"absent", "paths", "probe", "value", "word"})

    def asks(self, want: ManualWant, target: Target) -> Sequence[Ask[Any]]:
        """What the proof rests on."""
        return want.asks(target)

    def plan(self, want: ManualWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do once the proof holds.

        Raises:
            WaitingForPerson: it does not hold; with the instructions first, then all that lacks.
            NeedsAcceptance: nothing proves it.
        """
        if not want.proves and want.value is None:
            findings = target.not_accepted(_by_word(want, target))
            if findings:
                raise NeedsAcceptance(Acceptance.WORD, *findings)
            return None
        lacking = tuple(self._lacking(want, target, answers))
        if lacking:
            raise WaitingForPerson(*self.advice(want, target), *lacking)
        return None

    def missing(self, want: ManualWant, target: Target, answers: Answers) -> Problem | None:
        """What does not hold of the proof; where there is none, that nobody gave their word."""
        if not want.proves and want.value is None:
            return next(iter(target.not_accepted(_by_word(want, target))), None)
        return next(self._lacking(want, target, answers), None)

    def _lacking(self, want: ManualWant, target: Target, answers: Answers) -> Iterator[Problem]:
        yield from want.all_lacking(target, answers)
        if want.value is not None:
            yield Problem("manual.value_lacks", {"name": want.value}, node=target.node.name)

    def advice(self, want: ManualWant, target: Target) -> tuple[Problem, ...]:
        """The instructions."""
        return (Problem("manual.to_do", _texts(want), node=target.node.name),)


def _by_word(want: ManualWant, target: Target) -> Problem:
    """What a person must have done, each time that a step wants it."""
    return Problem("manual.by_word", {**_texts(want), "step": target.step}, node=target.node.name)


def _texts(want: ManualWant) -> dict[str, Value]:
    return {"ja": want.instructions.ja.strip(), "en": want.instructions.en.strip()}

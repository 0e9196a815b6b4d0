"""The signs that stand before the steps of a plan and of a run, with a set for terminals that know ASCII only."""

from dataclasses import astuple, dataclass

from clprun.model.plan import Verdict
from clprun.model.state import Outcome, StepState

__all__ = ["ASCII", "UNICODE", "Marks", "marks_for"]


@dataclass(frozen=True)
class Marks:
    """One sign for each thing that can be said about a step."""

    change: str
    already: str
    holds: str
    not_needed: str
    later: str
    refused: str
    doubt: str
    person: str
    ellipsis: str
    carriage_return: str

    def of_verdict(self, verdict: Verdict) -> str:
        """The sign of a planned step."""
        return {
            Verdict.CHANGE: self.change,
            Verdict.ALREADY: self.already,
            Verdict.HOLDS: self.holds,
            Verdict.NOT_NEEDED: self.not_needed,
            Verdict.KNOWN_LATER: self.later,
            Verdict.REFUSED: self.refused,
            Verdict.IN_DOUBT: self.doubt,
            Verdict.TO_ACCEPT: self.doubt,
            Verdict.MANUAL: self.person,
        }[verdict]

    def of_state(self, state: StepState, outcome: Outcome | None) -> str:
        """The sign of a step that came to an end or a halt."""
        if outcome is not None:
            return {
                Outcome.CHANGED: self.change,
                Outcome.ALREADY: self.already,
                Outcome.CHECKED: self.holds,
                Outcome.NOT_NEEDED: self.not_needed,
            }[outcome]
        return {
            StepState.PENDING: self.not_needed,
            StepState.INTENDED: self.doubt,
            StepState.DONE: self.holds,
            StepState.FAILED: self.refused,
            StepState.IN_DOUBT: self.doubt,
            StepState.SKIPPED: self.not_needed,
            StepState.WAITING: self.person,
        }[state]


UNICODE = Marks("+", "=", "✓", "·", "?", "✗", "!", "☐", "…", "␍")
ASCII = Marks("+", "=", "v", ".", "?", "x", "!", "#", "...", "^M")


def marks_for(encoding: str | None) -> Marks:
    """The marks that an output of this encoding can show."""
    try:
        "".join(astuple(UNICODE)).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE

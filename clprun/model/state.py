"""States of a step on a node, and the allowed moves between them as a table."""

from enum import StrEnum

__all__ = ["MOVES", "Outcome", "StepState"]


class StepState(StrEnum):
    """Where a step stands on one node."""

    PENDING = "pending"
    INTENDED = "intended"
    DONE = "done"
    FAILED = "failed"
    IN_DOUBT = "in-doubt"
    SKIPPED = "skipped"
    WAITING = "waiting"


class Outcome(StrEnum):
    """Why a step is done."""

    CHANGED = "changed"
    ALREADY = "already"
    NOT_NEEDED = "not-needed"
    CHECKED = "checked"


MOVES: dict[StepState, frozenset[StepState]] = {
    StepState.PENDING: frozenset(
        {
            StepState.INTENDED,
            StepState.DONE,
            StepState.FAILED,
            StepState.IN_DOUBT,
            StepState.SKIPPED,
            StepState.WAITING,
        }
    ),
    StepState.INTENDED: frozenset({StepState.INTENDED, StepState.DONE, StepState.FAILED, StepState.IN_DOUBT}),
    StepState.FAILED: frozenset(
        {StepState.INTENDED, StepState.DONE, StepState.FAILED, StepState.IN_DOUBT, StepState.WAITING}
    ),
    StepState.IN_DOUBT: frozenset({StepState.INTENDED, StepState.DONE, StepState.FAILED, StepState.IN_DOUBT}),
    StepState.WAITING: frozenset({StepState.INTENDED, StepState.DONE, StepState.FAILED, StepState.WAITING}),
    StepState.DONE: frozenset(),
    StepState.SKIPPED: frozenset(),
}
"""From each state, the states a step may move to; done and skipped are final within a run."""

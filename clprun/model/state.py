"""States of a step on a node, and the allowed moves between them as a table."""

from enum import StrEnum

__all__ = ["FINAL", "MOVES", "Outcome", "StepState"]


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


FINAL = frozenset({StepState.DONE, StepState.SKIPPED})
"""Where a step stays for the rest of its run."""

MOVES: dict[StepState, frozenset[StepState]] = {
    state: frozenset() if state in FINAL else frozenset(StepState) - {StepState.PENDING} for state in StepState
}
"""From each state, the states a step may move to: whatever a look at the nodes may say, until it is final."""

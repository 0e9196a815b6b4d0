"""Waits for a state that takes time to appear.

``CLPRUN_HASTE=NUMBER`` divides the waits, for tests whose products are faster than real ones by more than that.
"""

import os
from typing import Any

from clprun.engine.desk import Clock
from clprun.lang.bind import BoundStep
from clprun.steps.base import Kind

__all__ = ["Patience"]

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
"""Seconds between two looks; doubled from the first to the longest."""


class Patience:
    """Pauses between looks, until the time is up.

    Args:
        clock: see :class:`~clprun.engine.desk.Clock`.
        seconds: how long to go on looking; with 0, one look has to do.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._deadline = clock.monotonic() + seconds
        self._pause = _FIRST_PAUSE

    @classmethod
    def of(cls, step: BoundStep, kind: Kind[Any], clock: Clock) -> "Patience":
        """As long as the wanted state of a step may take to appear."""
        seconds = kind.patience if step.step.within is None else step.step.within
        return cls(clock, seconds / float(os.environ.get("CLPRUN_HASTE", "1")))

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return self._clock.monotonic() >= self._deadline

    def wait(self) -> None:
        """Pause before the next look."""
        self._clock.sleep(self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

"""What this package needs to know of a step kind; :class:`clprun.steps.base.Kind` classes fit."""

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import BaseModel

from clprun.model.runbook import Nature

__all__ = ["Kinds", "StepKind"]


class StepKind(Protocol):
    """A kind of step: its nature, the model of what stands in ``with``, and what a runbook's writer must mind."""

    @property
    def nature(self) -> Nature:
        """What a step of this kind leaves, unless the step says otherwise."""

    @property
    def want(self) -> type[BaseModel]:
        """The model of ``with``."""

    @property
    def repeats(self) -> bool:
        """Whether every apply does it again, as it does a test."""

    @property
    def proved_by(self) -> frozenset[str]:
        """Keys of ``with`` of which at least one says what proves the result."""

    def may_disrupt(self, given: Mapping[str, Any], /) -> bool:
        """Whether a step with this ``with``, as written, stops or moves what is served."""


Kinds = Mapping[str, StepKind]
"""Kinds by the name that stands in ``kind``."""

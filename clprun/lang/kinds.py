"""What this package needs to know of a step kind; :class:`clprun.steps.base.Kind` classes fit."""

from collections.abc import Mapping
from typing import Protocol

from pydantic import BaseModel

from clprun.model.runbook import Nature

__all__ = ["Kinds", "StepKind"]


class StepKind(Protocol):
    """A kind of step: its nature, and the model of what stands in ``with``."""

    @property
    def nature(self) -> Nature:
        """What a step of this kind leaves, unless the step says otherwise."""

    @property
    def want(self) -> type[BaseModel]:
        """The model of ``with``."""


Kinds = Mapping[str, StepKind]
"""Kinds by the name that stands in ``kind``."""

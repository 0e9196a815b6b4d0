"""What the project takes for true of the products and of the nodes without having seen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from clprun.messages.catalog import Text
from clprun.model.cluster import Platform

__all__ = ["BOTH", "LINUX", "WINDOWS", "Assumption", "Confidence"]

Confidence = Literal["high", "medium", "low"]
"""High: several public sources; medium: one, or inferred from several; low: recalled or made up. None was tried."""

LINUX = (Platform.LINUX,)
WINDOWS = (Platform.WINDOWS,)
BOTH = (Platform.LINUX, Platform.WINDOWS)


@dataclass(frozen=True)
class Assumption:
    """One of them.

    Args:
        id: its name everywhere.
        text: what is taken for true.
        breaks: what goes wrong where it is not.
        source: where it comes from.
        confidence: how sure it is.
        relied_on: step kinds and runbooks that rest on it; empty = all of them.
        platforms: of which nodes it is said.
        unasked: why reading can't answer it; ``None`` where a judge does.
        trial: step of the runbook ``first-contact`` that answers what reading can't; empty where none does.
    """

    id: str
    text: Text
    breaks: Text
    source: str
    confidence: Confidence
    relied_on: Sequence[str] = ()
    platforms: tuple[Platform, ...] = LINUX
    unasked: Text | None = None
    trial: str = ""

"""Step kinds by name: the shipped ones and those that other packages bring, found by entry point."""

from importlib.metadata import entry_points
from typing import Any

from clprun.steps.base import Kind

__all__ = ["GROUP", "kinds"]

GROUP = "clprun.steps"
"""Name of the entry point group; each entry's name is the kind's name, its value the kind's class."""


def kinds() -> dict[str, type[Kind[Any]]]:
    """All step kinds that are installed."""
    return {entry.name: entry.load() for entry in entry_points(group=GROUP)}

"""Check that a package is installed."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import Problem
from clprun.model.question import Answers, Ask
from clprun.node.questions import Package
from clprun.steps.base import Target, Want
from clprun.steps.check import Check

__all__ = ["PackageCheck", "PackageWant"]


class PackageWant(Want):
    """A package that must be installed.

    Args:
        name: as rpm or dpkg knows it.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9+._-]*$")]


class PackageCheck(Check[PackageWant]):
    """The package tool of the node knows it."""

    name = "package"
    want = PackageWant

    def asks(self, want: PackageWant, target: Target) -> Sequence[Ask[Any]]:
        """Its version."""
        return (Ask(target.node.name, Package(want.name)),)

    def missing(self, want: PackageWant, target: Target, answers: Answers) -> Problem | None:
        """That it is not installed."""
        if answers(target.node.name, Package(want.name)) is not None:
            return None
        return Problem("check.no_package", {"name": want.name}, node=target.node.name)

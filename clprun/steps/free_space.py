"""Check that a file system has room."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import Problem, Value
from clprun.model.question import Answers, Ask
from clprun.node.questions import FreeSpace
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import AbsolutePath

__all__ = ["FreeSpaceCheck", "FreeSpaceWant"]


class FreeSpaceWant(Want):
    """Room that must be there.

    Args:
        path: a folder, or one that will be made.
        mib: MiB that must be free there.
    """

    path: AbsolutePath
    mib: Annotated[int, Field(ge=1)]


class FreeSpaceCheck(Check[FreeSpaceWant]):
    """Free space as the runbook states it."""

    name = "free-space"
    want = FreeSpaceWant

    def asks(self, want: FreeSpaceWant, target: Target) -> Sequence[Ask[Any]]:
        """How much is free."""
        return (Ask(target.node.name, FreeSpace(want.path)),)

    def missing(self, want: FreeSpaceWant, target: Target, answers: Answers) -> Problem | None:
        """That it is too little."""
        free = answers(target.node.name, FreeSpace(want.path))
        if free >= want.mib:
            return None
        values: dict[str, Value] = {"path": want.path, "free": free, "wanted": want.mib}
        return Problem("check.too_little_space", values, node=target.node.name)

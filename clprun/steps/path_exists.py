"""Check that a file or folder is there."""

from collections.abc import Sequence
from typing import Any, Literal

from clprun.errors import Problem
from clprun.model.question import Answers, Ask
from clprun.node.questions import FileFacts
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import AbsolutePath

__all__ = ["PathExists", "PathExistsWant"]


class PathExistsWant(Want):
    """What must lie there.

    Args:
        path: where.
        type: ``file``, ``folder`` or ``link``.
    """

    path: AbsolutePath
    type: Literal["file", "folder", "link"] = "file"


class PathExists(Check[PathExistsWant]):
    """Something of the right type lies at a path."""

    name = "path-exists"
    want = PathExistsWant

    def asks(self, want: PathExistsWant, target: Target) -> Sequence[Ask[Any]]:
        """What lies there."""
        return (Ask(target.node.name, FileFacts(want.path)),)

    def missing(self, want: PathExistsWant, target: Target, answers: Answers) -> Problem | None:
        """That it is absent, or something else."""
        found = answers(target.node.name, FileFacts(want.path)).kind
        if found.value == want.type:
            return None
        values = {"path": want.path, "wanted": want.type, "found": found.value}
        return Problem("check.path_not_there", {**values}, node=target.node.name)

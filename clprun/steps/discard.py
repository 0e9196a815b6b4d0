"""The end of a folder that this run has set aside."""

from collections.abc import Collection, Sequence
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Unsettled
from clprun.model.folders import RemoveTree
from clprun.model.paths import above, pure
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileFacts, FileKind, MountTable
from clprun.node.trees import leftovers
from clprun.steps.base import Kind, Target, Want
from clprun.steps.paths import folder_set_aside, set_aside
from clprun.steps.wants import AbsolutePath

__all__ = ["Discard", "DiscardWant"]


class DiscardWant(Want):
    """What was set aside.

    Args:
        path: where it lay; ``PATH.clprun-RUN`` of this run is removed, and nothing else.
    """

    path: AbsolutePath


class Discard(Kind[DiscardWant]):
    """Removes a real folder on its parent's file system: no link, no mount point, nothing mounted below (G1-04)."""

    name = "discard"
    nature = Nature.LASTING
    want = DiscardWant

    def asks(self, want: DiscardWant, target: Target) -> Sequence[Ask[Any]]:
        """What was set aside, what a removal that was cut off has left, and what is mounted."""
        aside = set_aside(want.path, target)
        paths = (aside, above(aside), *leftovers(aside))
        return (*(Ask(target.node.name, FileFacts(path)) for path in paths), Ask(target.node.name, MountTable()))

    def plan(self, want: DiscardWant, target: Target, answers: Answers) -> Change | None:
        """The removal, when there is something.

        Raises:
            StepFailed: it is no real folder, or on another file system.
        """
        node, aside = target.node.name, set_aside(want.path, target)
        found = answers(node, FileFacts(aside))
        left = [path for path in leftovers(aside) if answers(node, FileFacts(path)).kind is not FileKind.ABSENT]
        if found.kind is FileKind.ABSENT and not left:
            return None
        values: dict[str, Value] = {"path": aside}
        if found.kind not in {FileKind.ABSENT, FileKind.FOLDER}:
            raise StepFailed(Problem("folder.not_a_folder", values, node=node))
        if mount := _mounted(aside, found, target, answers):
            raise StepFailed(Problem("folder.mount_inside", {"source": aside, "mount": mount}, node=node))
        return Change(
            summary=Problem("folder.discard", values, node=node),
            actions=self.intent(want, target),
            predicts={Ask(node, FileFacts(path)): FileAnswer(FileKind.ABSENT) for path in (aside, *leftovers(aside))},
            unsettles=(Unsettled((node,), (FileFacts,), below=(aside,)),),
        )

    def missing(self, want: DiscardWant, target: Target, answers: Answers) -> Problem | None:
        """That it is still there."""
        if self.plan(want, target, answers) is None:
            return None
        return Problem("folder.still_aside", {"path": set_aside(want.path, target)}, node=target.node.name)

    def gives_back(self, want: DiscardWant, target: Target) -> Collection[Problem]:
        """A folder that was set aside: it is not needed any more."""
        return (folder_set_aside(want.path, target),)

    def intent(self, want: DiscardWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (RemoveTree(target.node.name, set_aside(want.path, target)),)


def _mounted(aside: str, found: FileAnswer, target: Target, answers: Answers) -> str:
    """A mount point at or below the folder, or the folder itself where its device tells that it is one."""
    node = target.node.name
    parent = answers(node, FileFacts(above(aside)))
    if found.kind is FileKind.FOLDER and found.device != parent.device:
        return aside
    points = (mount.point for mount in answers(node, MountTable()))
    return next((point for point in points if pure(point).is_relative_to(pure(aside))), "")

"""A folder that is not used any more, kept under another name."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Rename, Unsettled
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.steps.base import Kind, Target, Want
from clprun.steps.paths import set_aside
from clprun.steps.wants import AbsolutePath

__all__ = ["SetAside", "SetAsideWant"]


class SetAsideWant(Want):
    """What should be out of the way.

    Args:
        path: a real folder; it is renamed to ``PATH.clprun-RUN`` and stays there.
    """

    path: AbsolutePath


class SetAside(Kind[SetAsideWant]):
    """Nothing is deleted: whether the folder was needed shows only later (ERRATA G3-15)."""

    name = "set-aside"
    nature = Nature.LASTING
    want = SetAsideWant

    def asks(self, want: SetAsideWant, target: Target) -> Sequence[Ask[Any]]:
        """What lies at the path and at the name to come."""
        paths = (want.path, set_aside(want.path, target))
        return tuple(Ask(target.node.name, FileFacts(path)) for path in paths)

    def plan(self, want: SetAsideWant, target: Target, answers: Answers) -> Change | None:
        """The renaming, where a folder lies.

        Raises:
            StepFailed: it is no real folder, or the name to come is taken.
        """
        node, aside = target.node.name, set_aside(want.path, target)
        found, kept = answers(node, FileFacts(want.path)), answers(node, FileFacts(aside))
        if found.kind is FileKind.ABSENT:
            return None
        values: dict[str, Value] = {"path": want.path, "aside": aside}
        if found.kind is not FileKind.FOLDER:
            raise StepFailed(Problem("folder.not_a_folder", values, node=node))
        if kept.kind is not FileKind.ABSENT:
            raise StepFailed(Problem("folder.aside_taken", values, node=node))
        return Change(
            summary=Problem("folder.put_aside", values, node=node),
            actions=self.intent(want, target),
            predicts={
                Ask(node, FileFacts(want.path)): FileAnswer(FileKind.ABSENT),
                Ask(node, FileFacts(aside)): found,
            },
            unsettles=(Unsettled((node,), (FileFacts,), below=(want.path, aside)),),
        )

    def missing(self, want: SetAsideWant, target: Target, answers: Answers) -> Problem | None:
        """That the folder still lies there."""
        if self.plan(want, target, answers) is None:
            return None
        return Problem("folder.still_there", {"path": want.path}, node=target.node.name)

    def intent(self, want: SetAsideWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (Rename(target.node.name, want.path, set_aside(want.path, target)),)

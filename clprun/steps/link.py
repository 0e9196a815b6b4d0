"""A symbolic link, as the one that leads from the install folder to the shared disk."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from pydantic import model_validator

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Debt, Rename, Unsettled
from clprun.model.folders import MakeLink, RemoveLink
from clprun.model.paths import pure
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileFacts, FileKind, HttpAnswer
from clprun.steps.base import Kind, Target, Want
from clprun.steps.paths import folder_set_aside, leads_to, link_removed, set_aside
from clprun.steps.wants import AbsolutePath

__all__ = ["Link", "LinkWant"]


class LinkWant(Want):
    """The link that should be there.

    Args:
        path: where it lies.
        target: what it points to; on a node without the shared disk that need not be there.
        aside: whether a real folder at ``path`` is renamed to ``PATH.clprun-RUN`` first, to be discarded later.
    """

    path: AbsolutePath
    target: AbsolutePath
    aside: bool = False

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if pure(self.target).is_relative_to(pure(self.path)):
            raise ValueError("a link can't lead to itself or below itself")
        return self


class Link(Kind[LinkWant]):
    """``ln -sT``, ``mklink /D``: never in a folder of that name, never over something else (G1-01, G1-03, G1-04)."""

    name = "link"
    nature = Nature.LASTING
    want = LinkWant

    def asks(self, want: LinkWant, target: Target) -> Sequence[Ask[Any]]:
        """What lies at the path, at the target, and where it would be set aside."""
        paths = (want.path, want.target, set_aside(want.path, target))
        return tuple(Ask(target.node.name, FileFacts(path)) for path in paths)

    def plan(self, want: LinkWant, target: Target, answers: Answers) -> Change | None:
        """The link, after a folder in its place was set aside when that is wanted.

        Raises:
            StepFailed: something lies there that is not to be set aside.
        """
        node, aside = target.node.name, set_aside(want.path, target)
        found, kept = answers(node, FileFacts(want.path)), answers(node, FileFacts(aside))
        if leads_to(found, want.target):
            return None
        values: dict[str, Value] = {"path": want.path, "target": want.target, "aside": aside}
        if code := _refusal(found, kept, want):
            raise StepFailed(Problem(code, {**values, "target": found.target or want.target}, node=node))
        dangles = answers(node, FileFacts(want.target)).kind is FileKind.ABSENT
        sets_aside = found.kind is FileKind.FOLDER
        notes = {"folder.set_aside": sets_aside, "folder.dangles": dangles}
        return Change(
            summary=Problem("folder.link", values, node=node),
            actions=_actions(want, target, sets_aside=sets_aside),
            details=tuple(Problem(code, values, node=node) for code, told in notes.items() if told),
            predicts={
                Ask(node, FileFacts(want.path)): FileAnswer(FileKind.LINK, mode=0o777, target=want.target),
                Ask(node, FileFacts(aside)): found if sets_aside else kept,
            },
            unsettles=(
                Unsettled((node,), (FileFacts,), below=(want.path, aside)),
                Unsettled(tuple(each.name for each in target.cluster.nodes), (HttpAnswer,)),  # of who reads through it
            ),
            debts=(_owed(want, target),) if sets_aside else (),
        )

    def missing(self, want: LinkWant, target: Target, answers: Answers) -> Problem | None:
        """What lies there instead."""
        if self.plan(want, target, answers) is None:
            return None
        node, found = target.node.name, answers(target.node.name, FileFacts(want.path)).kind
        values: dict[str, Value] = {"path": want.path, "target": want.target}
        code = "folder.folder_for_link" if found is FileKind.FOLDER else "folder.no_link"
        return Problem(code, values, node=node)

    def owes(self, want: LinkWant, target: Target, answers: Answers) -> bool:
        """Whether a folder is set aside."""
        return answers(target.node.name, FileFacts(set_aside(want.path, target))).kind is not FileKind.ABSENT

    def gives_back(self, want: LinkWant, target: Target) -> Collection[Problem]:
        """This link, when it was removed on the way."""
        return (link_removed(want.path, want.target, target),)

    def intent(self, want: LinkWant, target: Target) -> tuple[Action, ...]:
        """The commands, where a folder is to be set aside if need be."""
        return _actions(want, target, sets_aside=want.aside)


def _actions(want: LinkWant, target: Target, *, sets_aside: bool) -> tuple[Action, ...]:
    node = target.node.name
    aside = (Rename(node, want.path, set_aside(want.path, target)),) if sets_aside else ()
    return (*aside, MakeLink(node, want.path, want.target))


def _owed(want: LinkWant, target: Target) -> Debt:
    """The folder that gets out of the link's way, and how it is had back."""
    node, aside = target.node.name, set_aside(want.path, target)
    back = (RemoveLink(node, want.path, want.target), Rename(node, aside, want.path))
    return Debt(folder_set_aside(want.path, target), back, lasting=True)


def _refusal(found: FileAnswer, kept: FileAnswer, want: LinkWant) -> str | None:
    """Code of what stands against the link."""
    match found.kind:
        case FileKind.LINK:
            return "folder.link_elsewhere"
        case FileKind.FILE | FileKind.OTHER:
            return "folder.not_a_folder"
        case FileKind.FOLDER if not want.aside:
            return "folder.in_place_of_link"
        case FileKind.FOLDER if kept.kind is not FileKind.ABSENT:
            return "folder.aside_taken"
        case _:
            return None

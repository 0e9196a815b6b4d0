"""A real folder in place of a link to the shared disk, as an update of the product needs it (ERRATA G1-26)."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Debt, MakeFolder, Rename, Unsettled
from clprun.model.folders import CopyTree, MakeLink, RemoveLink
from clprun.model.paths import above
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.steps.base import Kind, Target, Want
from clprun.steps.paths import leads_to, link_removed, set_aside
from clprun.steps.wants import AbsolutePath

__all__ = ["LocalDirectory", "LocalDirectoryWant"]


class LocalDirectoryWant(Want):
    """The folder that should be there.

    Args:
        path: where.
        instead_of_link_to: a link there to this place is removed, never what it points to.
        copy_of: a folder whose content it gets, compared before it has its name; empty when left out.
    """

    path: AbsolutePath
    instead_of_link_to: AbsolutePath | None = None
    copy_of: AbsolutePath | None = None


class LocalDirectory(Kind[LocalDirectoryWant]):
    """A folder of this node's own, on the way: a link takes its place again later."""

    name = "local-directory"
    nature = Nature.PASSING
    want = LocalDirectoryWant

    def asks(self, want: LocalDirectoryWant, target: Target) -> Sequence[Ask[Any]]:
        """What lies there and above, and what it is to be a copy of."""
        paths = (want.path, above(want.path), *(() if want.copy_of is None else (want.copy_of,)))
        return tuple(Ask(target.node.name, FileFacts(path)) for path in paths)

    def plan(self, want: LocalDirectoryWant, target: Target, answers: Answers) -> Change | None:
        """The link removed, the folder made or copied.

        Raises:
            StepFailed: a link to another place or a file lies there, or there is nothing to copy.
        """
        node = target.node.name
        found = answers(node, FileFacts(want.path))
        if found.kind is FileKind.FOLDER:
            return None
        if code := _refusal(found, want):
            raise StepFailed(Problem(code, {"path": want.path, "target": found.target}, node=node))
        if want.copy_of is not None and answers(node, FileFacts(want.copy_of)).kind is not FileKind.FOLDER:
            raise StepFailed(Problem("folder.not_a_folder", {"path": want.copy_of}, node=node))
        values: dict[str, Value] = {"path": want.path}
        unlink = (RemoveLink(node, want.path, found.target),) if found.kind is FileKind.LINK else ()
        parent = answers(node, FileFacts(above(want.path)))
        parents = (MakeFolder(node, above(want.path)),) if parent.kind is FileKind.ABSENT else ()
        return Change(
            summary=Problem("folder.make_local", values, node=node),
            actions=(*unlink, *parents, _folder(want, node)),
            predicts={Ask(node, FileFacts(want.path)): FileAnswer(FileKind.FOLDER, mode=0o755, device=parent.device)},
            unsettles=(Unsettled((node,), (FileFacts,), below=(want.path,)),),
            debts=(_owed(want, found.target, target),) if found.kind is FileKind.LINK else (),
        )

    def missing(self, want: LocalDirectoryWant, target: Target, answers: Answers) -> Problem | None:
        """What lies there instead."""
        if self.plan(want, target, answers) is None:
            return None
        found = answers(target.node.name, FileFacts(want.path))
        values: dict[str, Value] = {"path": want.path, "target": found.target}
        code = "folder.link_for_folder" if found.kind is FileKind.LINK else "folder.absent"
        return Problem(code, values, node=target.node.name)

    def owes(self, want: LocalDirectoryWant, target: Target, answers: Answers) -> bool:
        """Whether the link is not there again."""
        link = want.instead_of_link_to
        return link is not None and not leads_to(answers(target.node.name, FileFacts(want.path)), link)

    def intent(self, want: LocalDirectoryWant, target: Target) -> tuple[Action, ...]:
        """The commands."""
        node, link = target.node.name, want.instead_of_link_to
        return ((RemoveLink(node, want.path, link),) if link is not None else ()) + (_folder(want, node),)


def _owed(want: LocalDirectoryWant, link: str, target: Target) -> Debt:
    """The link that was there: without it this node works on a folder of its own."""
    node = target.node.name
    back = (Rename(node, want.path, set_aside(want.path, target)), MakeLink(node, want.path, link))
    return Debt(link_removed(want.path, link, target), back, lasting=True)


def _folder(want: LocalDirectoryWant, node: str) -> Action:
    return MakeFolder(node, want.path) if want.copy_of is None else CopyTree(node, want.copy_of, want.path)


def _refusal(found: FileAnswer, want: LocalDirectoryWant) -> str | None:
    """Code of what stands against the folder."""
    if found.kind in {FileKind.FILE, FileKind.OTHER}:
        return "folder.not_a_folder"
    expected = want.instead_of_link_to
    if found.kind is FileKind.LINK and not (expected is not None and leads_to(found, expected)):
        return "folder.link_elsewhere"
    return None

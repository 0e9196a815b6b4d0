"""Check that nobody but its owner can change the keys in a folder, and that no link in it leads back to it."""

from collections.abc import Iterator, Sequence
from posixpath import dirname, join, normpath
from typing import Any

from clprun.errors import Problem, Value
from clprun.model.paths import pure
from clprun.model.question import Answers, Ask
from clprun.node.folder_look import FolderLook, FolderLookAnswer
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import AbsolutePath

__all__ = ["FolderSound", "FolderSoundWant"]

_ROOT = "root"
_WRITTEN_BY_OTHERS = 0o022


class FolderSoundWant(Want):
    """Which folder.

    Args:
        path: the folder; where none is there, nothing is wrong with it.
    """

    path: AbsolutePath


class FolderSound(Check[FolderSoundWant]):
    """What a second ``ln -s`` or a wrong ``chown -R`` leaves.

    A product's other files may have owners and modes of their own; a private key may not: it belongs to the folder's
    owner or to root, and so does all that lies beside it.
    """

    name = "folder-sound"
    want = FolderSoundWant

    def asks(self, want: FolderSoundWant, target: Target) -> Sequence[Ask[Any]]:
        """What stands out in it."""
        return (Ask(target.node.name, FolderLook(want.path)),)

    def missing(self, want: FolderSoundWant, target: Target, answers: Answers) -> Problem | None:
        """The first thing that is wrong."""
        node = target.node.name
        return next(_flaws(answers(node, FolderLook(want.path)), node), None)


def _flaws(found: FolderLookAnswer, node: str) -> Iterator[Problem]:
    for link in found.links:
        leads_to = pure(normpath(join(dirname(link.path), link.target)))
        if pure(link.path).is_relative_to(leads_to):
            values: dict[str, Value] = {"path": link.path, "target": link.target}
            yield Problem("check.link_leads_back", values, node=node)
    owners = dict.fromkeys((_ROOT, found.owner))
    for place in found.keys:
        values = {"path": place.path, "owner": place.owner, "mode": f"{place.mode:04o}", "owners": ", ".join(owners)}
        if place.owner not in owners:
            yield Problem("check.key_of_another", values, node=node)
        elif place.mode & _WRITTEN_BY_OTHERS:
            yield Problem("check.key_written_by_others", values, node=node)

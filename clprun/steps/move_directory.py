"""A folder that is moved, to another volume if need be, without a moment in which a file of it is nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath, PurePosixPath
from typing import Any, Self

from pydantic import model_validator

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Rename, Unsettled
from clprun.model.folders import CopyTree, RemoveTree, Volumes
from clprun.model.paths import above, pure
from clprun.model.question import Answers, Ask, Question
from clprun.model.runbook import Nature
from clprun.node.questions import (
    FileAnswer,
    FileFacts,
    FileKind,
    FolderVolume,
    FreeSpace,
    MountTable,
    TreeDifference,
    TreeSize,
)
from clprun.node.trees import leftovers
from clprun.steps.base import Kind, Target, Want
from clprun.steps.paths import leads_to
from clprun.steps.wants import AbsolutePath

__all__ = ["MoveDirectory", "MoveDirectoryWant"]

_SPARE_MIB = 1
"""Room for what a folder needs beyond its blocks."""
_SHOWN_LINES = 20


class MoveDirectoryWant(Want):
    """What is moved where.

    Args:
        source: the folder; a link to the destination may lie there afterwards.
        destination: where it shall be; the folder above it must be there.
    """

    source: AbsolutePath
    destination: AbsolutePath

    @model_validator(mode="after")
    def _apart(self) -> Self:
        source, destination = pure(self.source), pure(self.destination)
        if source.is_relative_to(destination) or destination.is_relative_to(source):
            raise ValueError("'source' and 'destination' are two places, none inside the other")
        return self


class MoveDirectory(Kind[MoveDirectoryWant]):
    """A rename on one volume; else a copy that is compared before it gets its name and before the source goes.

    Source: PROCEDURES.md 4, row (6); ERRATA G1-03, G1-31.
    """

    name = "move-directory"
    nature = Nature.LASTING
    want = MoveDirectoryWant

    def asks(self, want: MoveDirectoryWant, target: Target) -> Sequence[Ask[Any]]:
        """What lies at both places and beside the source, on which volumes, whether it is the same, and the room."""
        paths = (want.source, want.destination, above(want.destination), *leftovers(want.source))
        questions: tuple[Question[Any], ...] = (
            *(FileFacts(path) for path in paths),
            *(FolderVolume(above(path)) for path in (want.source, want.destination)),
            MountTable(),
            TreeSize(want.source),
            FreeSpace(above(want.destination)),
            *_comparisons(want),
        )
        return tuple(Ask(target.node.name, question) for question in questions)

    def plan(self, want: MoveDirectoryWant, target: Target, answers: Answers) -> Change | None:
        """What is still to do of copy and removal, or a rename.

        Raises:
            StepFailed: something else lies at one of the two places, they hold different things, or there is no room.
        """
        return _Look(want, target.node.name, answers).change()

    def missing(self, want: MoveDirectoryWant, target: Target, answers: Answers) -> Problem | None:
        """That the folder still lies in its old place, or the rest of a removal."""
        look = _Look(want, target.node.name, answers)
        return None if look.change() is None else look.left()

    def intent(self, want: MoveDirectoryWant, target: Target) -> tuple[Action, ...]:
        """The commands between two volumes."""
        node = target.node.name
        return (CopyTree(node, want.source, want.destination), RemoveTree(node, want.source, want.destination))


@dataclass(frozen=True)
class _Look:
    want: MoveDirectoryWant
    node: str
    answers: Answers

    def change(self) -> Change | None:
        match (self.source.kind, self.destination.kind):
            case (FileKind.LINK, _):
                self._refuse_other_link()
                return self._clear() if self.destination.kind is FileKind.FOLDER else None
            case (FileKind.FILE | FileKind.OTHER, _):
                raise self._refusal("folder.not_a_folder", path=self.want.source)
            case (_, FileKind.LINK | FileKind.FILE | FileKind.OTHER):
                raise self._refusal("folder.not_a_folder", path=self.want.destination)
            case (FileKind.FOLDER, FileKind.ABSENT):
                return self._move()
            case (FileKind.FOLDER, FileKind.FOLDER):
                return self._finish(TreeDifference(self.want.source, self.want.destination))
            case (_, FileKind.FOLDER):
                return self._clear()
            case _:
                raise self._refusal("folder.nothing_to_move", aside=leftovers(self.want.source)[0])

    def left(self) -> Problem:
        """What still lies beside the destination."""
        if self.source.kind is FileKind.FOLDER:
            return self._problem("folder.not_moved")
        left = [path for path in leftovers(self.want.source) if self._facts(path).kind is not FileKind.ABSENT]
        return self._problem("folder.still_aside", path=", ".join(left))

    def _move(self) -> Change:
        parent = above(self.want.destination)
        if self._facts(parent).kind is not FileKind.FOLDER:
            raise self._refusal("folder.no_parent", path=parent)
        if mount := self._mounted():
            raise self._refusal("folder.mount_inside", mount=mount)
        if self._volumes.source == self._volumes.destination:
            return self._change((Rename(self.node, self.want.source, self.want.destination, self._volumes),))
        needed = (self.answers(self.node, TreeSize(self.want.source)) >> 10) + _SPARE_MIB
        free = self.answers(self.node, FreeSpace(parent))
        if free < needed:
            raise self._refusal("folder.no_room", path=parent, needed=needed, free=free)
        copy = CopyTree(self.node, self.want.source, self.want.destination, self._volumes)
        return self._change((copy, self._removal))

    def _finish(self, question: TreeDifference) -> Change:
        """The copy is there and whole: only the source is left to go."""
        different = self.answers(self.node, question)
        if different != ():
            raise self._refusal("folder.both_there", output="\n".join((different or ())[:_SHOWN_LINES]))
        return self._change((self._removal,), code="folder.finish_move")

    def _clear(self) -> Change | None:
        """A removal that was cut off is finished."""
        moved, old = (self._facts(path).kind for path in leftovers(self.want.source))
        if moved is FileKind.FOLDER:
            return self._finish(_comparisons(self.want)[1])
        return None if old is FileKind.ABSENT else self._change((self._removal,), code="folder.finish_move")

    def _change(self, actions: tuple[Action, ...], code: str = "folder.move") -> Change:
        facts = self.source if self.source.kind is FileKind.FOLDER else self.destination
        device = self._facts(above(self.want.destination)).device
        left = FileAnswer(FileKind.ABSENT) if self.source.kind is FileKind.FOLDER else self.source
        return Change(
            summary=self._problem(code),
            actions=actions,
            predicts={
                Ask(self.node, FileFacts(self.want.source)): left,
                Ask(self.node, FileFacts(self.want.destination)): replace(facts, device=device, inode=0),
                **{
                    Ask(self.node, FileFacts(path)): FileAnswer(FileKind.ABSENT) for path in leftovers(self.want.source)
                },
            },
            unsettles=(Unsettled((self.node,), (FileFacts,), below=(self.want.source, self.want.destination)),),
        )

    def _refuse_other_link(self) -> None:
        """A link to the destination is right; while the destination's volume is on the other node, it dangles."""
        values = {"path": self.want.source, "target": self.source.target}
        if not leads_to(self.source, self.want.destination):
            raise self._refusal("folder.link_elsewhere", **values)
        holding = set(pure(self.want.destination).parents) - {PurePosixPath("/")}
        if self.destination.kind is not FileKind.FOLDER and holding.intersection(self._mount_points):
            raise self._refusal("folder.link_dangles", **values)

    def _mounted(self) -> str:
        """A mount point at or below the source."""
        return next((str(point) for point in self._mount_points if point.is_relative_to(pure(self.want.source))), "")

    @cached_property
    def _volumes(self) -> Volumes:
        """Where both places lie; two mounts of one device are two volumes to a rename."""
        places = (above(self.want.source), above(self.want.destination))
        return Volumes(*(self.answers(self.node, FolderVolume(place)) for place in places))

    @cached_property
    def _mount_points(self) -> tuple[PurePath, ...]:
        return tuple(pure(mount.point) for mount in self.answers(self.node, MountTable()))

    @property
    def _removal(self) -> RemoveTree:
        return RemoveTree(self.node, self.want.source, self.want.destination, self._volumes)

    @cached_property
    def source(self) -> FileAnswer:
        return self._facts(self.want.source)

    @cached_property
    def destination(self) -> FileAnswer:
        return self._facts(self.want.destination)

    def _facts(self, path: str) -> FileAnswer:
        return self.answers(self.node, FileFacts(path))

    def _problem(self, code: str, output: str = "", **values: Value) -> Problem:
        places: dict[str, Value] = {"source": self.want.source, "destination": self.want.destination}
        return Problem(code, {**places, **values}, node=self.node, output=output or None)

    def _refusal(self, code: str, output: str = "", **values: Value) -> StepFailed:
        return StepFailed(self._problem(code, output, **values))


def _comparisons(want: MoveDirectoryWant) -> tuple[TreeDifference, TreeDifference]:
    """The source with its copy; and once the source was renamed aside."""
    return TreeDifference(want.source, want.destination), TreeDifference(leftovers(want.source)[0], want.destination)

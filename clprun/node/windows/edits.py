"""Changes to files on a Windows node: write, rename, make a folder or a link, remove a link.

Each looks at what lies there, acts by a command line that is carried out whole or not at all, and looks again: what it
says is what was found, not what a tool said. It refuses with the exit codes of :mod:`clprun.node.edits`.

cmd.exe can't hold a folder, as a script of Linux does (:mod:`clprun.node.foothold`): whoever may write in the folder of
a file, or in one above it, could put a junction there between the look and the act. What is edited on Windows has to
lie where only administrators may write, as the folders of products do.
"""

from collections.abc import Callable, Sequence
from pathlib import PureWindowsPath
from typing import Any, assert_never

from clprun.errors import StepFailed
from clprun.model.change import MakeFolder, Rename, WriteFile
from clprun.model.folders import ANYWHERE, MakeLink, RemoveLink
from clprun.model.paths import above
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.edits import (
    CHANGED,
    IN_THE_WAY,
    IS_LINK,
    NO_SOURCE,
    NOT_PROVEN,
    NOT_THE_LINK,
    OTHER_VOLUME,
    TAKEN,
    Edit,
)
from clprun.node.files import FileAnswer, FileFacts, FileKind
from clprun.node.foothold import NOT_THE_VOLUME
from clprun.node.tree_questions import FolderVolume
from clprun.node.windows.cmd import QUIET, absolute
from clprun.node.windows.patience import DONE, patiently
from clprun.node.windows.tools import Task, first_that_works
from clprun.node.windows.upload import upload

__all__ = ["WindowsEdits"]

_DONE = Raw(0, b"")


class WindowsEdits:
    """The edits of one node.

    Args:
        ask: asks the node some questions; an answer may be an ``Unanswerable``.
        run: runs one command line on it.
    """

    def __init__(self, ask: Callable[[Sequence[Question[Any]]], list[object]], run: Callable[[str], Raw]) -> None:
        self._ask = ask
        self._run = run

    def carry_out(self, edit: Edit) -> Raw:
        """Carry out an edit.

        Returns:
            What the last command left; its exit code is 0 where it was carried out, else one of
            :data:`clprun.node.edits.REFUSALS` or the tool's own.

        Raises:
            Unquotable: a path can't stand on a command line.
            StepFailed: the node does not say what lies there.
            LinkLost: the link went away; whether it was carried out is unknown.
        """
        match edit:
            case WriteFile():
                return self._write_file(edit)
            case Rename():
                return self._rename(edit)
            case MakeFolder():
                return self._make_folder(edit)
            case MakeLink():
                return self._make_link(edit)
            case RemoveLink():
                return self._remove_link(edit)
            case _:
                assert_never(edit)

    def _look(self, *paths: str) -> list[FileAnswer]:
        found = self._ask([FileFacts(path) for path in paths])
        for answer in found:
            if isinstance(answer, Unanswerable):
                raise StepFailed(answer.problem)
        return [answer for answer in found if isinstance(answer, FileAnswer)]

    def _write_file(self, action: WriteFile) -> Raw:
        """Replace or make a file; that it still is the planned one is looked at once more right before."""
        found = self._look(action.path)[0].kind
        if found in {FileKind.LINK, FileKind.FOLDER}:
            return _refusal(IS_LINK if found is FileKind.LINK else IN_THE_WAY)
        if (found is FileKind.ABSENT) != (action.before is None):
            return _refusal(CHANGED)
        raw = _DONE
        for line in upload(action):
            raw = self._run(line)
            if raw.exit_code != 0:
                break
        return raw

    def _rename(self, action: Rename) -> Raw:
        """Rename within a drive, and prove that the same lies at the destination afterwards.

        A folder that is mounted below a letter is a volume of its own: ``move`` refuses folders there by itself.
        """
        both = (action.source, action.destination)
        moved, taken = self._look(*both)
        if moved.kind is FileKind.ABSENT:
            return _refusal(NO_SOURCE)
        if taken.kind is not FileKind.ABSENT:
            return _refusal(TAKEN)
        if PureWindowsPath(action.source).drive.lower() != PureWindowsPath(action.destination).drive.lower():
            return _refusal(OTHER_VOLUME)
        if not self._is_where_planned(action):
            return _refusal(NOT_THE_VOLUME)
        source, destination = absolute(action.source), absolute(action.destination)
        move = patiently(f"move {source} {destination}", taken=destination)
        raw = self._run(f"{QUIET}{move}&(if not {DONE} exit 1)")
        if raw.exit_code != 0 or self._look(*both) == [taken, moved]:
            return raw
        return _refusal(NOT_PROVEN)

    def _is_where_planned(self, action: Rename) -> bool:
        if action.volumes == ANYWHERE:
            return True
        planned = (action.volumes.source, action.volumes.destination)
        found = self._ask([FolderVolume(above(path)) for path in (action.source, action.destination)])
        return all(volume in {"", lies_on} for volume, lies_on in zip(planned, found, strict=True))

    def _make_folder(self, action: MakeFolder) -> Raw:
        """Make a folder and its missing parents; one that is there stays as it is."""
        found = self._look(action.path)[0].kind
        if found is FileKind.ABSENT:
            return self._run(f"{QUIET}md {absolute(action.path)}")
        return {FileKind.FOLDER: _DONE, FileKind.LINK: _refusal(IS_LINK)}.get(found, _refusal(IN_THE_WAY))

    def _make_link(self, action: MakeLink) -> Raw:
        """Make a link to a folder; the very same one stays, anything else that lies there is refused."""
        found = self._look(action.path)[0]
        if found.kind is not FileKind.ABSENT:
            return _DONE if _leads_to(found, action.target) else _refusal(IN_THE_WAY)
        words = f"{absolute(action.path)} {absolute(action.target)}>nul"
        raw = self._run(QUIET + first_that_works(Task.LINK, words))
        if raw.exit_code != 0:
            return raw
        # What a release without the first command said of it is of no interest.
        return _DONE if _leads_to(self._look(action.path)[0], action.target) else _refusal(NOT_THE_LINK)

    def _remove_link(self, action: RemoveLink) -> Raw:
        """Remove a link to a folder by ``rd`` without ``/s``, which can't remove a folder that holds anything."""
        found = self._look(action.path)[0]
        if found.kind is FileKind.ABSENT:
            return _DONE
        if not _leads_to(found, action.target):
            return _refusal(NOT_THE_LINK)
        path = absolute(action.path)
        raw = self._run(f"{QUIET}(fsutil reparsepoint query {path}>nul||exit {NOT_THE_LINK})&rd {path}||exit 1")
        if raw.exit_code != 0 or self._look(action.path)[0].kind is FileKind.ABSENT:
            return raw
        return _refusal(NOT_THE_LINK)


def _leads_to(found: FileAnswer, target: str) -> bool:
    return found.kind is FileKind.LINK and PureWindowsPath(found.target) == PureWindowsPath(target)


def _refusal(exit_code: int) -> Raw:
    return Raw(exit_code, b"")

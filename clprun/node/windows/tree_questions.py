"""Questions about whole folders of a Windows node."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PureWindowsPath

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import refuse
from clprun.node.tree_questions import FolderVolume, TreeDifference, TreeSize
from clprun.node.windows.cmd import absolute, lines, windows_only
from clprun.node.windows.files import folder, serial_of

__all__ = ["WindowsFolderVolume", "WindowsTreeDifference", "WindowsTreeSize", "total_kib"]

_REAL, _OUR_FOLDERS, _THEIR_FOLDERS = "clprun-real", "clprun-our-folders", "clprun-their-folders"
_OUR_FILES, _THEIR_FILES, _SAME = "clprun-our-files", "clprun-their-files", "clprun-same"
_MARKS = (_REAL, _OUR_FOLDERS, _THEIR_FOLDERS, _OUR_FILES, _THEIR_FILES, _SAME)
_BOTH_REAL = 2
_TOTAL = re.compile(r"\D*\d+\D+(\d{1,20})\D*")


@dataclass(frozen=True)
class WindowsTreeDifference(Question[tuple[str, ...] | None]):
    """What two folders do not have in common: nothing = they are the same, ``None`` = one is no real folder.

    Looked at are the names of folders and files, and the bytes of files. A file that ``fc`` does not find by the name
    that was listed counts as different.
    """

    asked: TreeDifference

    @property
    def seconds(self) -> int:
        """Time limit."""
        return self.asked.seconds

    def script(self, platform: Platform) -> str:
        """Both kinds, the lists of both, then the files that the other has, too."""
        windows_only(platform)
        path, other = absolute(self.asked.path), absolute(self.asked.other)
        return "&".join(
            (
                f"echo {_REAL}&{_tell_real(self.asked.path)}&{_tell_real(self.asked.other)}",
                f"echo {_OUR_FOLDERS}&{_list(path, '/ad')}&echo {_THEIR_FOLDERS}&{_list(other, '/ad')}",
                f"echo {_OUR_FILES}&{_list(path, '/a-d')}&echo {_THEIR_FILES}&{_list(other, '/a-d')}",
                f"echo {_SAME}&{_tell_same(path, other)}",
            )
        )

    def answer(self, raw: Raw) -> tuple[str, ...] | None:
        """The names that only one of the two has, and those of files that differ.

        Raises:
            Unanswerable: the comparison failed.
        """
        printed = lines(raw.out)
        if [line for line in printed if line in _MARKS] != [*_MARKS]:
            refuse("node.reply_not_understood", raw, question=f"fc {self.asked.path} {self.asked.other}")
        places = [*(printed.index(mark) for mark in _MARKS), len(printed)]
        parts = [printed[start + 1 : end] for start, end in pairwise(places)]
        if len(parts[0]) != _BOTH_REAL:
            return None
        ours, theirs = (len(absolute(path)) - 2 for path in (self.asked.path, self.asked.other))
        our_folders, our_files, same = ({name[ours:] for name in parts[part]} for part in (1, 3, 5))
        their_folders, their_files = ({name[theirs:] for name in parts[part]} for part in (2, 4))
        return tuple(sorted((our_folders ^ their_folders) | (our_files ^ their_files) | (our_files - same)))


def _tell_real(path: str) -> str:
    """Prints a line for a folder that is no link."""
    return f"(if exist {folder(path)} (fsutil reparsepoint query {absolute(path)} >nul 2>nul||echo real))"


def _list(path: str, kind: str) -> str:
    return f"(dir /s /b {kind} {path} 2>nul)"


def _tell_same(path: str, other: str) -> str:
    """Prints the files of a folder that are the same in another: first those that are not hidden, then the others."""
    length = len(path.strip('"').encode("utf-16-le")) // 2
    compare = f'(set "clprun=%f"&(fc /b "!clprun!" {other[:-1]}!clprun:~{length}!" >nul 2>nul&&echo !clprun!))'
    hidden = "&".join(
        f"(for /f \"delims=\" %f in ('dir /s /b /a-d{kind} {path} 2^>nul') do {compare})" for kind in ("h", "s-h")
    )
    return f"(for /r {path} %f in (*) do {compare})&{hidden}"


@dataclass(frozen=True)
class WindowsTreeSize(Question[int]):
    """KiB of the files in a folder, 0 where there is no real folder."""

    asked: TreeSize

    @property
    def seconds(self) -> int:
        """Time limit."""
        return self.asked.seconds

    def script(self, platform: Platform) -> str:
        """``dir``, whose last two lines are the totals; without commas in numbers."""
        windows_only(platform)
        path = absolute(self.asked.path)
        look = f"fsutil reparsepoint query {path} >nul 2>nul||(dir /s /a-d /-c {path} 2>nul)"
        return f"(if exist {folder(self.asked.path)} ({look}))"

    def answer(self, raw: Raw) -> int:
        """The bytes after the number of files.

        Raises:
            Unanswerable: the totals are missing.
        """
        printed = lines(raw.out)
        if not printed or raw.exit_code != 0:
            return 0
        total = total_kib(printed)
        if total is None:
            refuse("node.reply_not_understood", raw, question=f"dir {self.asked.path}")
        return total


def total_kib(printed: Sequence[str]) -> int | None:
    """KiB of all files that ``dir /s /a-d /-c`` listed, which its last line but one tells after their number."""
    total = _TOTAL.fullmatch(printed[-2]) if len(printed) > 1 else None
    return -(-int(total[1]) // 1024) if total else None


@dataclass(frozen=True)
class WindowsFolderVolume(Question[str]):
    """The volume a folder lies on. One that is mounted in a folder counts as the drive: renames refuse to leave it."""

    asked: FolderVolume

    def script(self, platform: Platform) -> str:
        """The volume of its drive, where the folder is there."""
        windows_only(platform)
        return f"if exist {folder(self.asked.path)} vol {PureWindowsPath(self.asked.path).drive}"

    def answer(self, raw: Raw) -> str:
        """Serial number and drive."""
        drive = PureWindowsPath(self.asked.path).drive.upper()
        return next((f"{serial} {drive}\\" for line in lines(raw.out) if (serial := serial_of(line))), "")

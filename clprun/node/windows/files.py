"""Questions about paths, drives and space, asked of cmd.exe. No question follows the last link of a path."""

import re
from dataclasses import dataclass
from pathlib import PureWindowsPath

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.files import FileAnswer, FileFacts, FileKind, FreeSpace, Mount, MountTable
from clprun.node.shell import refuse
from clprun.node.windows.cmd import absolute, lines, text, windows_only
from clprun.node.windows.hashes import arises_from, print_hash
from clprun.node.windows.reparse import target_of

__all__ = ["WindowsFileFacts", "WindowsFreeSpace", "WindowsMountTable", "folder", "serial_of"]

_FACTS = re.compile(rb"facts ([a-z-]*) (\d{0,20})\r?\n")
_CONTENT = re.compile(rb"^content\r?\n", re.MULTILINE)
_DRIVES = "C D E F G H I J K L M N O P Q R S T U V W X Y Z"
"""All but those of diskettes, which make a node wait."""

_DRIVE = re.compile(r"[C-Z]:\\")
_SERIAL = re.compile(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b")
_BYTES = re.compile(r":\s*(\d[\d,.\xa0 ]*)")
_AVAILABLE = 2
"""Which number of ``fsutil volume diskfree`` heeds the quota. Windows 11 and Server 2025 print seven more behind
the three, such as the room in a storage pool: 0 where there is none (github.com/bmrf/tron/pull/206)."""

_LONGEST_NUMBER = 20
_NO_DRIVE = "absent"


def serial_of(line: str) -> str:
    """The serial number of a volume in a line of ``vol``, whose words are translated; empty where it holds none."""
    found = _SERIAL.search(line)
    return found[0] if found else ""


def folder(path: str) -> str:
    r"""A path with a backslash at its end, as one word: ``if exist`` takes only folders for it, also behind a link."""
    return f'{absolute(path)[:-1]}\\"'


@dataclass(frozen=True)
class WindowsFileFacts(Question[FileAnswer]):
    """What lies at a path. Owner, mode and label stay empty: Windows has access rights, which are asked for apart.

    A file's bytes are what ``type`` prints, if the hash says so: in a file in UTF-16 ``type`` would change them.

    Args:
        asked: the question.
    """

    asked: FileFacts

    def script(self, platform: Platform) -> str:
        """Attributes and size, a link's target, then a file's hash and bytes."""
        windows_only(platform)
        path = absolute(self.asked.path)
        read = f"({print_hash(path)}) 2>nul&echo content&type {path}"
        is_small = f"if exist {path} if not exist {folder(self.asked.path)} if %~zi leq {self.asked.limit}"
        content = f"&(for %i in ({path}) do {is_small} ({read}))" if self.asked.content else ""
        return (
            f"(for %i in ({path}) do echo facts %~ai %~zi)"
            f"&(if exist {folder(self.asked.path)} echo folder)"
            f"&(fsutil reparsepoint query {path} 2>nul){content}"
        )

    def answer(self, raw: Raw) -> FileAnswer:
        """The facts.

        Raises:
            Unanswerable: the content can't be read, or the file is too large or being written.
        """
        facts = _FACTS.match(raw.out)
        if facts is None:
            refuse("node.file_unreadable", raw, path=self.asked.path)
        told, _, content = _parted(raw.out[facts.end() :])
        target = target_of(told)
        if target is not None:
            return FileAnswer(FileKind.LINK, target=target)
        if facts[1].startswith(b"d") or told.startswith("folder\n"):
            return FileAnswer(FileKind.FOLDER)
        if not facts[1]:
            return FileAnswer(FileKind.ABSENT)
        size = int(facts[2] or 0)
        read = self._content(size, told, content, raw) if self.asked.content else None
        return FileAnswer(FileKind.FILE, size=size, content=read)

    def _content(self, size: int, told: str, content: bytes, raw: Raw) -> bytes:
        if size > self.asked.limit:
            refuse("node.file_too_large", path=self.asked.path, size=size, limit=self.asked.limit)
        if size == 0 and not content:
            return content
        as_hashed = arises_from(content, told)
        if as_hashed is None:
            refuse("node.file_unreadable", Raw(raw.exit_code, b"", raw.err), path=self.asked.path)
        if not as_hashed:
            refuse("node.file_not_as_hashed", path=self.asked.path)
        return content


def _parted(rest: bytes) -> tuple[str, bytes, bytes]:
    """What was told about a file, and its content."""
    found = _CONTENT.search(rest)
    if found is None:
        return text(rest), b"", b""
    return text(rest[: found.start()]), found[0], rest[found.end() :]


@dataclass(frozen=True)
class WindowsMountTable(Question[tuple[Mount, ...]]):
    r"""The drives that are there: point ``E:\``, device the serial number of the volume, e.g. ``1A2B-3C4D``."""

    asked: MountTable

    def script(self, platform: Platform) -> str:
        """Each letter that leads somewhere, then its volume."""
        windows_only(platform)
        return f"for %d in ({_DRIVES}) do if exist %d:\\ (echo %d:\\&vol %d: 2>nul)"

    def answer(self, raw: Raw) -> tuple[Mount, ...]:
        """The drives.

        Raises:
            Unanswerable: there is none.
        """
        drives: dict[str, str] = {}
        for line in lines(raw.out):
            if _DRIVE.fullmatch(line):
                drives[line] = ""
            elif drives and (serial := serial_of(line)):
                drives[list(drives)[-1]] = serial
        if not drives:
            refuse("node.reply_not_understood", raw, question="vol")
        return tuple(Mount(serial, point, "", ()) for point, serial in drives.items())


@dataclass(frozen=True)
class WindowsFreeSpace(Question[int]):
    """MiB that may still be written to the drive of a path; none where the drive is not there, as a shared disk's."""

    asked: FreeSpace

    def script(self, platform: Platform) -> str:
        """The drive's numbers of bytes."""
        windows_only(platform)
        absolute(self.asked.path)
        drive = PureWindowsPath(self.asked.path).drive
        return f"if exist {drive}\\ (fsutil volume diskfree {drive}) else echo {_NO_DRIVE}"

    def answer(self, raw: Raw) -> int:
        """The third of the numbers, which heeds the quota.

        Raises:
            Unanswerable: the drive does not answer.
        """
        if lines(raw.out) == [_NO_DRIVE]:
            return 0
        numbers = [re.sub(r"\D", "", found[1]) for line in lines(raw.out) if (found := _BYTES.search(line))]
        if raw.exit_code != 0 or len(numbers) <= _AVAILABLE or len(numbers[_AVAILABLE]) > _LONGEST_NUMBER:
            refuse("node.reply_not_understood", raw, question=f"fsutil volume diskfree {self.asked.path}")
        return int(numbers[_AVAILABLE]) >> 20

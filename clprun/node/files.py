"""Questions about paths and file systems. No question follows the last link of a path."""

import re
import stat
from dataclasses import dataclass
from enum import StrEnum

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import MESSAGES_IN_ENGLISH, absolute, linux_only, refuse, text

__all__ = ["FileAnswer", "FileFacts", "FileKind", "FreeSpace", "Mount", "MountTable"]

_ABSENT = (b"No such file or directory", b"Not a directory")
_FACTS = re.compile(rb"([0-9a-f]{1,8})\n(\d{1,20})\n(\d{1,20})\n(\d{1,20})\n(.*)\n(.*)\n(.*)\n")
_MOUNT_FIELDS = 6
_OCTAL = re.compile(rb"\\([0-3][0-7]{2})")


class FileKind(StrEnum):
    """What lies at a path."""

    ABSENT = "absent"
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


@dataclass(frozen=True)
class FileAnswer:
    """What lies at a path; all but ``kind`` is empty where nothing lies.

    Args:
        kind: see :class:`FileKind`.
        mode: permission bits, e.g. ``0o644``.
        owner: user name, or number where it has none.
        group: group name, or number where it has none.
        size: bytes.
        target: what a link points to.
        label: SELinux context; empty without SELinux.
        content: bytes of a file, when they were asked for.
        device: number of the file system.
        inode: number within the file system.
    """

    kind: FileKind
    mode: int = 0
    owner: str = ""
    group: str = ""
    size: int = 0
    target: str = ""
    label: str = ""
    content: bytes | None = None
    device: int = 0
    inode: int = 0


@dataclass(frozen=True)
class FileFacts(Question[FileAnswer]):
    """What lies at a path, and a file's content when asked for.

    Args:
        path: absolute path.
        content: whether to read a file.
        limit: bytes a file may have to be read.
    """

    path: str
    content: bool = False
    limit: int = 1 << 20

    def script(self, platform: Platform) -> str:
        """``stat`` of the path itself, then a link's target or a file's bytes."""
        linux_only(platform)
        read = f'head -c {self.limit + 1} -- "$path"' if self.content else ":"
        # stat fails on %C where the kernel has no SELinux.
        return (
            f"{MESSAGES_IN_ENGLISH}path={absolute(self.path)}\n"
            "label='?'; if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then label='%C'; fi\n"
            'stat --printf="%f\\n%s\\n%d\\n%i\\n%U\\n%G\\n$label\\n" -- "$path"\n'
            f'if [ -L "$path" ]; then readlink -n -- "$path"; elif [ -f "$path" ]; then {read}; else :; fi\n'
        )

    def answer(self, raw: Raw) -> FileAnswer:
        """The facts.

        Raises:
            Unanswerable: the path or the content can't be read, or the file is too large or being written.
        """
        facts = _FACTS.match(raw.out)
        if facts is None:
            if any(word in raw.err for word in _ABSENT):
                return FileAnswer(FileKind.ABSENT)
            refuse("node.file_unreadable", raw, path=self.path)
        mode, size, rest = int(facts[1], 16), int(facts[2]), raw.out[facts.end() :]
        kind = _kind(mode)
        if raw.exit_code != 0 and (kind is FileKind.LINK or (kind is FileKind.FILE and self.content)):
            refuse("node.file_unreadable", Raw(raw.exit_code, b"", raw.err), path=self.path)
        return FileAnswer(
            kind=kind,
            mode=stat.S_IMODE(mode),
            owner=text(facts[5]),
            group=text(facts[6]),
            size=size,
            target=text(rest) if kind is FileKind.LINK else "",
            label="" if facts[7] == b"?" else text(facts[7]),
            content=self._content(size, rest) if kind is FileKind.FILE and self.content else None,
            device=int(facts[3]),
            inode=int(facts[4]),
        )

    def _content(self, size: int, content: bytes) -> bytes:
        if len(content) > self.limit:
            refuse("node.file_too_large", path=self.path, size=size, limit=self.limit)
        # The kernel's own files give no true size.
        if len(content) != size and not self.path.startswith(("/proc/", "/sys/")):
            refuse("node.file_being_written", path=self.path)
        return content


def _kind(mode: int) -> FileKind:
    if stat.S_ISREG(mode):
        return FileKind.FILE
    if stat.S_ISDIR(mode):
        return FileKind.FOLDER
    return FileKind.LINK if stat.S_ISLNK(mode) else FileKind.OTHER


@dataclass(frozen=True)
class Mount:
    """One mounted file system.

    Args:
        device: what is mounted.
        point: where.
        file_system: its type.
        options: as the kernel shows them.
    """

    device: str
    point: str
    file_system: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class MountTable(Question[tuple[Mount, ...]]):
    """What is mounted where, in the order of mounting: of two on one point, the later is seen."""

    def script(self, platform: Platform) -> str:
        """The kernel's table."""
        linux_only(platform)
        return "cat /proc/self/mounts\n"

    def answer(self, raw: Raw) -> tuple[Mount, ...]:
        """The table with its octal escapes (blank, tab, line end, backslash) decoded.

        Raises:
            Unanswerable: it can't be read.
        """
        mounts = []
        for line in raw.out.rstrip(b"\n").split(b"\n"):
            fields = [_unescaped(field) for field in line.split(b" ")]
            if len(fields) != _MOUNT_FIELDS:
                refuse("node.reply_not_understood", raw, question="/proc/self/mounts")
            mounts.append(Mount(fields[0], fields[1], fields[2], tuple(fields[3].split(","))))
        return tuple(mounts)


def _unescaped(field: bytes) -> str:
    return text(_OCTAL.sub(lambda match: bytes([int(match[1], 8)]), field))


@dataclass(frozen=True)
class FreeSpace(Question[int]):
    """MiB a file below ``path`` may still take; asked of the nearest parent that exists."""

    path: str

    def script(self, platform: Platform) -> str:
        """``stat -f`` of the nearest existing parent."""
        linux_only(platform)
        return (
            f"path={absolute(self.path)}\n"
            'while [ -n "$path" ] && [ ! -e "$path" ]; do path=${path%/*}; done\n'
            "stat -f -c '%a %S' -- \"${path:-/}\"\n"
        )

    def answer(self, raw: Raw) -> int:
        """Blocks free for anybody, in MiB.

        Raises:
            Unanswerable: the file system does not answer.
        """
        numbers = re.fullmatch(rb"(\d{1,20}) (\d{1,20})\n", raw.out)
        if numbers is None:
            refuse("node.reply_not_understood", raw, question=f"stat -f {self.path}")
        return int(numbers[1]) * int(numbers[2]) >> 20

"""Questions about whole folders."""

import re
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.foothold import LINK_ON_WAY, REFUSALS
from clprun.node.shell import absolute, limited, linux_only, refuse, text
from clprun.node.trees import COMPARE, DIFFERENT, NO_FOLDER, VOLUME

__all__ = ["FolderVolume", "TreeDifference", "TreeSize"]

_COMPARE_SECONDS, _MEASURE_SECONDS = 300, 120
_LIMIT = 64 << 10
_KILLED = 128 + 9


@dataclass(frozen=True)
class TreeDifference(Question[tuple[str, ...] | None]):
    """What two folders do not have in common: nothing = they are the same, ``None`` = one is no real folder.

    Args:
        path: one folder.
        other: the other.
        seconds: time limit.
    """

    path: str
    other: str
    seconds: int = _COMPARE_SECONDS

    def script(self, platform: Platform) -> str:
        """The comparison that also guards every move."""
        linux_only(platform)
        return limited(("sh", "-c", COMPARE, "clprun", self.path, self.other), self.seconds, _LIMIT, _LIMIT)

    def answer(self, raw: Raw) -> tuple[str, ...] | None:
        """The facts that only one of the two has.

        Raises:
            Unanswerable: the comparison took too long or failed.
        """
        if raw.exit_code == _KILLED:
            refuse("node.command_killed", raw, command=f"diff -r {self.path} {self.other}", seconds=self.seconds)
        if raw.exit_code == NO_FOLDER:
            return None
        if raw.exit_code not in {0, DIFFERENT}:
            refuse("node.reply_not_understood", raw, question=f"diff -r {self.path} {self.other}")
        return tuple(text(raw.out).splitlines()) if raw.exit_code else ()


@dataclass(frozen=True)
class TreeSize(Question[int]):
    """KiB that a folder takes on its file system, 0 where there is no real folder.

    Args:
        path: the folder.
        seconds: time limit.
    """

    path: str
    seconds: int = _MEASURE_SECONDS

    def script(self, platform: Platform) -> str:
        """``du``, which follows no link."""
        linux_only(platform)
        measure = limited(("du", "-skx", "--", self.path), self.seconds, _LIMIT, _LIMIT)
        return f'path={absolute(self.path)}\n[ -d "$path" ] && [ ! -L "$path" ] || {{ echo 0; exit 0; }}\n{measure}'

    def answer(self, raw: Raw) -> int:
        """The size.

        Raises:
            Unanswerable: it took too long, or something in the folder can't be read.
        """
        if raw.exit_code == _KILLED:
            refuse("node.command_killed", raw, command=f"du {self.path}", seconds=self.seconds)
        found = re.match(rb"(\d{1,15})\s", raw.out)
        if raw.exit_code != 0 or found is None:
            refuse("node.reply_not_understood", raw, question=f"du {self.path}")
        return int(found[1])


@dataclass(frozen=True)
class FolderVolume(Question[str]):
    r"""The volume a folder lies on: what is mounted, and where; empty where there is no such folder.

    Of Linux ``/dev/sdb2 /mnt/export``, of Windows serial number and drive as in ``1A2B-3C4D E:\``.
    """

    path: str

    def script(self, platform: Platform) -> str:
        """What a job looks at before it moves anything."""
        linux_only(platform)
        return f'set -- {absolute(self.path)}\n[ -d "$1" ] || exit 0\n{VOLUME}'

    def answer(self, raw: Raw) -> str:
        """Device and mount point, as the kernel writes them.

        Raises:
            Unanswerable: a link that others may change leads there, or the table of mounts can't be read.
        """
        if raw.exit_code == LINK_ON_WAY:
            refuse(REFUSALS[LINK_ON_WAY], path=self.path)
        if raw.exit_code != 0:
            refuse("node.reply_not_understood", raw, question="/proc/self/mountinfo")
        return text(raw.out).strip()

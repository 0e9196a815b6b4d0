"""DOS attributes and times of files, as Wine keeps them. A stand-in."""

import os
import stat
import time
from pathlib import Path

__all__ = ["attributes", "clock", "day", "set_attributes"]

NAME = "user.DOSATTRIB"
"""Where Wine keeps what Unix has no place for, as Samba does: a hexadecimal number [m]."""
HIDDEN, SYSTEM = 2, 4


def attributes(path: Path) -> frozenset[str]:
    """The letters of the attributes of ``path``, a link not followed: ``r h s a d``."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return frozenset()
    found = {"d"} if path.is_dir() else {"a"}
    if stat.S_ISREG(mode) and not mode & 0o222:
        found.add("r")
    if not stat.S_ISLNK(mode):
        kept = _kept(path)
        found |= {letter for letter, bit in (("h", HIDDEN), ("s", SYSTEM)) if kept & bit}
    return frozenset(found)


def _kept(path: Path) -> int:
    try:
        return int(os.getxattr(path, NAME).rstrip(b"\0"), 16)
    except (OSError, ValueError):
        return 0


def set_attributes(path: Path, like: Path) -> None:
    """Give ``path`` the attributes of the file ``like``."""
    try:
        os.setxattr(path, NAME, os.getxattr(like, NAME))
    except OSError:
        return


def day(seconds: float, japanese: bool) -> str:
    """The day, in the short form of the node's language."""
    return time.strftime("%Y/%m/%d" if japanese else "%m/%d/%Y", time.localtime(seconds))


def clock(seconds: float, japanese: bool) -> str:
    """The time of day in minutes, in the short form of the node's language."""
    return time.strftime("%H:%M" if japanese else "%I:%M %p", time.localtime(seconds))

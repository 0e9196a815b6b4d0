"""Whether something in a folder is in use, which keeps Windows from renaming it. A stand-in.

On Unix nothing is kept from it, and Wine passes that on. Wine's server holds what Windows programs have open, run, or
stand in [m].
"""

import contextlib
import glob
import os
from pathlib import Path

from .errors import WindowsError

__all__ = ["refuse_if_in_use"]

CHROOT = "/windows/root"
"""Where the node has Wine's chroot; the kernel puts it before paths that were opened there."""
IN_USE, DENIED = 32, 5


def refuse_if_in_use(folder: Path) -> None:
    """Refuse what Windows would refuse for a folder in use.

    Args:
        folder: a folder's Unix path, no link.

    Raises:
        WindowsError: 32 a process stands in it or has it open; 5 something in it is open or runs [k].
    """
    real = str(folder.resolve())
    for path in _open_paths():
        if path == real:
            raise WindowsError(IN_USE)
        if path.startswith(f"{real}/"):
            raise WindowsError(DENIED)


def _open_paths() -> set[str]:
    """Paths that any process has open or stands in."""
    found = set()
    for place in glob.iglob("/proc/[0-9]*/fd/*"):  # noqa: PTH207 - names only
        with contextlib.suppress(OSError):  # closed meanwhile, or not ours
            found.add(os.readlink(place).removeprefix(CHROOT))  # noqa: PTH115 - a text, not a Path
    return found

"""Whether something in a folder is in use, which keeps Windows from renaming it. A stand-in.

On Unix nothing is kept from it, and Wine passes that on. Wine's server holds what Windows programs have open, run, or
stand in [m]. The fault ``busy`` adds a virus scanner, which has each file open for a while after it was written.
"""

import contextlib
import glob
import os
import time
from collections.abc import Iterator
from pathlib import Path

from .call import BridgeCall
from .errors import WindowsError

__all__ = ["refuse_if_in_use", "refuse_if_scanned"]

CHROOT = "/windows/root"
"""Where the node has Wine's chroot; the kernel puts it before paths that were opened there."""
IN_USE, DENIED = 32, 5


def refuse_if_in_use(call: BridgeCall, path: Path) -> None:
    """Refuse what Windows would refuse for a file or folder in use.

    Args:
        call: what wants to rename or remove it.
        path: its Unix path, no link.

    Raises:
        WindowsError: 32 a process stands in it or has it open; 5 something in it is open or runs [k].
    """
    refuse_if_scanned(call, path)
    if not path.is_dir():
        return
    real = str(path.resolve())
    for opened in _open_paths():
        if opened == real:
            raise WindowsError(IN_USE)
        if opened.startswith(f"{real}/"):
            raise WindowsError(DENIED)


def refuse_if_scanned(call: BridgeCall, path: Path) -> None:
    """Refuse what a virus scanner keeps from being renamed or removed: what was written, moved or linked just now.

    Args:
        call: what wants to.
        path: its Unix path, no link.

    Raises:
        WindowsError: 5 the file, or one in the folder, is being looked at (github.com/TencentBlueKing/bk-lite 4577).
    """
    if seconds := call.node.settings.busy:
        since = time.time() - seconds
        for file in _files(path):
            with contextlib.suppress(OSError):  # gone meanwhile
                if file.lstat().st_ctime > since:
                    raise WindowsError(DENIED)


def _files(path: Path) -> Iterator[Path]:
    """A file itself, or all files in a folder."""
    if not path.is_dir():
        yield path
    for place, _, names in os.walk(path):
        yield from (Path(place) / name for name in names)


def _open_paths() -> set[str]:
    """Paths that any process has open or stands in."""
    found = set()
    for place in glob.iglob("/proc/[0-9]*/fd/*"):  # noqa: PTH207 - names only
        with contextlib.suppress(OSError):  # closed meanwhile, or not ours
            found.add(os.readlink(place).removeprefix(CHROOT))  # noqa: PTH115 - a text, not a Path
    return found

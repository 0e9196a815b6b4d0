"""A node's whole tree in one dictionary, to tell whether anything on it has changed."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from clprun.lab.windows.wine import PREFIX, ROOT

__all__ = ["LOGS", "tree_digest"]

LOGS: Final = (
    *("/var/log", "/root/.bash_history", "/var/lib/systemd", "/etc/.pwd.lock"),
    *("/opt/nec/clusterpro/log", "/opt/nec/clusterpro/alert/log"),
    *(f"{PREFIX}/drive_c/Program Files/CLUSTERPRO/{folder}" for folder in ("log", "alert/log")),
    *("/windows/boots", f"{PREFIX}/system.reg", f"{PREFIX}/user.reg", f"{PREFIX}/userdef.reg"),
)
"""What logins and daemons write on their own: the second and third line are CLUSTERPRO's (reference/clusterpro.md),
the last one is Wine's, which saves a registry when it likes, with times in it."""

_VOLATILE: Final = ("/proc", "/sys", "/run", "/dev", "/tmp", "/usr", ROOT)


def tree_digest(root: Path, upper: Path, skipped: Sequence[str]) -> dict[str, str]:
    """What stands at each path: kind, mode, owner, group, and the hash of the bytes or the link's target.

    Args:
        root: the node's tree, with its mounts.
        upper: the node's own layer of ``/usr``.
        skipped: paths on the node to leave out, with all below them.
    """
    left_out = frozenset((*_VOLATILE, *skipped))
    found = dict(_walk(root, "", left_out))
    found.update(_walk(upper, "/usr", left_out - {"/usr"}))
    return found


def _walk(folder: Path, shown: str, skipped: frozenset[str]) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{shown}/{entry.name}"
            if path in skipped:
                continue
            with suppress(FileNotFoundError):  # it went away while we looked
                yield path, _described(entry)
                if entry.is_dir(follow_symlinks=False):
                    yield from _walk(Path(entry.path), path, skipped)


def _described(entry: "os.DirEntry[str]") -> str:
    status = entry.stat(follow_symlinks=False)
    owner = f"{stat.filemode(status.st_mode)} {status.st_uid}:{status.st_gid}"
    if stat.S_ISLNK(status.st_mode):
        return f"{owner} -> {Path(entry.path).readlink()}"
    if not stat.S_ISREG(status.st_mode):
        return owner
    try:
        return f"{owner} {hashlib.sha256(Path(entry.path).read_bytes()).hexdigest()}"
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return f"{owner} unreadable"  # on a disk that is gone

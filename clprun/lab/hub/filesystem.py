"""Small tools for building a file tree out of mounts."""

import os
import re
from pathlib import Path

from clprun.lab import kernel

__all__ = ["bind", "bind_device", "make_read_only", "move_root", "resize", "tmpfs", "unescaped"]


def tmpfs(target: Path, source: str, *, mode: int = 0o755, size: str = "", flags: int = 0) -> None:
    """A tmpfs at ``target``, which is made. ``source`` is the name that mount tables show."""
    target.mkdir(parents=True, exist_ok=True)
    options = f"mode={mode:o},uid=0,gid=0" + (f",size={size}" if size else "")
    kernel.mount(source, str(target), "tmpfs", flags, options)


def resize(target: Path, size: str) -> None:
    """Give the tmpfs at ``target`` another size; never less than what lies in it."""
    kernel.mount("none", str(target), None, kernel.MS_REMOUNT, f"size={size}")


def bind(source: Path | str, target: Path, *, read_only: bool = False) -> None:
    """Show ``source`` (a file or a folder with all mounts below it) at ``target``, which is made."""
    if os.path.isdir(source):  # noqa: PTH112 -- source may be a /proc/self/fd link, that Path would normalise
        target.mkdir(parents=True, exist_ok=True)
    elif not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    kernel.mount(str(source), str(target), None, kernel.MS_BIND | kernel.MS_REC)
    if read_only:
        make_read_only(target)


def make_read_only(target: Path, *, below: bool = True) -> None:
    """Make a mount read-only; flags that a user namespace may not take back are kept.

    Args:
        target: its mount point.
        below: whether all mounts below it are, too.
    """
    for place in _mounts_below(target) if below else [str(target)]:
        kept = os.statvfs(place).f_flag & (kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
        kernel.mount("none", place, None, kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kept)


def _mounts_below(target: Path) -> list[str]:
    """The mount points at and under a path (proc(5), mountinfo)."""
    lines = Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines()
    places = [unescaped(line.split()[4]) for line in lines]
    return [place for place in places if Path(place).is_relative_to(target)]


def unescaped(path: str) -> str:
    """A path from a mount table, where blanks and their like stand as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), path)


def bind_device(name: str, folder: Path) -> None:
    """Show one of the host's harmless devices in a node's ``/dev``."""
    bind(f"/dev/{name}", folder / name)


def move_root(new_root: Path) -> None:
    """Make a mount the root of this process and let go of the old one.

    Docker's default seccomp profile refuses pivot_root even to root; moving the mount does the same for all
    that happens here (reference/lab-linux.md 3.2).
    """
    os.chdir(new_root)
    try:
        kernel.pivot_root(".", ".")
    except PermissionError:
        kernel.mount(".", "/", None, kernel.MS_MOVE)
        os.chroot(".")
    else:
        kernel.umount(".", kernel.MNT_DETACH)
    os.chdir("/")

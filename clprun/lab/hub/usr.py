"""A node's ``/usr``: the host's own, with a layer above it that belongs to the node and outlives its reboots."""

import os
from pathlib import Path
from typing import Final

from clprun.lab import kernel
from clprun.lab.contents.programs import FOLDER
from clprun.lab.hub.filesystem import bind
from clprun.lab.means import Layering

__all__ = ["make_skeleton", "mount_usr"]


_SKELETON: Final = (
    *("bin", "sbin", "lib", "lib64", "libexec", "share", "lib/systemd/system"),
    *("local", "local/bin", "local/sbin", "local/lib"),
)
"""Folders of the upper layer. One that only the host has belongs to an id that a rootless lab doesn't know, so its root
could not write there (reference/lab-linux.md 3.2)."""

_HOST: Final = f"{FOLDER}-host"
"""Where a farm shows the host's ``/usr``; its links lead there."""


def make_skeleton(upper: Path) -> None:
    """Make the upper layer's folders, before anything is written into it."""
    for name in _SKELETON:
        (upper / name).mkdir(parents=True, exist_ok=True)
    (upper / FOLDER.removeprefix("/usr/")).mkdir(exist_ok=True)


def mount_usr(layering: Layering, disk: Path, target: Path) -> None:
    """Mount a node's ``/usr``.

    Args:
        layering: how.
        disk: the node's own file system, with ``upper`` and ``work``.
        target: the mount point.
    """
    target.mkdir(exist_ok=True)
    if layering is Layering.FARM:
        _plant(disk / "upper", target)
        return
    options = f"lowerdir=/usr,upperdir={disk}/upper,workdir={disk}/work"
    if layering is Layering.USER_OVERLAY:
        options += ",userxattr"
    kernel.mount("overlay", str(target), "overlay", 0, options)


def _plant(upper: Path, target: Path) -> None:
    """Show the upper layer and, for what it lacks, the host's: folders by mounts, files by links."""
    host = upper / _HOST.removeprefix("/usr/")
    host.mkdir(exist_ok=True)
    bind(upper, target)
    bind("/usr", target / _HOST.removeprefix("/usr/"))
    _merge("", upper, target)


def _merge(relative: str, upper: Path, target: Path) -> None:
    with os.scandir(f"/usr/{relative}") as entries:
        for entry in entries:
            name = f"{relative}{entry.name}"
            own = upper / name
            if not entry.is_dir(follow_symlinks=False):
                if not os.path.lexists(own):
                    _link(entry, name, own)
            elif name in _SKELETON or (own.is_dir() and any(own.iterdir())):
                _merge(f"{name}/", upper, target)
            else:
                bind(f"/usr/{name}", target / name)


def _link(entry: "os.DirEntry[str]", name: str, own: Path) -> None:
    """A relative link of the host still fits; anything else is reached through the host's ``/usr``."""
    if entry.is_symlink() and not (target := Path(entry.path).readlink()).is_absolute():
        own.symlink_to(target)
    else:
        own.symlink_to(f"{_HOST}/{name}")

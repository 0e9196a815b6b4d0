"""The hub's own file system: the host's programs read-only, the interpreter, and the lab's working folders.

Nothing else of the host is left in it, so not even a slip of the hub's could reach the engineer's files.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clprun.lab import kernel
from clprun.lab.hub.filesystem import bind, make_read_only, move_root, tmpfs

__all__ = ["DISKS", "NODES", "PROGRAMS", "SHARED", "WINDOWS", "Visible", "enter_hub_root", "open_folders"]

NODES: Final = Path("/nodes")
"""One folder per node with its disk."""
SHARED: Final = Path("/shared")
"""What both nodes see as ``/run/clprun-lab``."""
PROGRAMS: Final = Path("/programs")
"""What both nodes see as ``/usr/lib/clprun-lab``."""
DISKS: Final = Path("/disks-of-the-hub")
"""Where the hub mounts shared disks for itself."""
WINDOWS: Final = Path("/windows")
"""Where the hub sees the parts of Windows nodes, on a Windows site."""

_BUILDING_SITE: Final = Path("/tmp")
_HOST_FOLDERS: Final = ("usr", "etc", "bin", "sbin", "lib", "lib32", "lib64", "libx32")


@dataclass(frozen=True)
class Visible:
    """A folder of the host that has to be seen in the lab.

    Args:
        path: its path in the lab.
        descriptor: the folder, opened; later the lab's user may not be able to walk there.
    """

    path: Path
    descriptor: int


def open_folders(folders: Mapping[Path, Path]) -> list[Visible]:
    """Open folders in this mount namespace, as the user who may.

    Args:
        folders: the host's folders by their path in the lab.
    """
    flags = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC
    return [Visible(shown, os.open(folder, flags)) for shown, folder in folders.items()]


def enter_hub_root(visible: Sequence[Visible]) -> None:
    """Build the hub's root and move into it."""
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    root = _BUILDING_SITE
    tmpfs(root, "hub")
    for name in _HOST_FOLDERS:
        _show_host_folder(name, root)
    for folder in visible:
        target = root / folder.path.relative_to("/")
        bind(f"/proc/self/fd/{folder.descriptor}", target)
        make_read_only(target)
        os.close(folder.descriptor)
    bind("/dev", root / "dev")
    for name in ("proc", "sys", "run", "tmp"):
        (root / name).mkdir(exist_ok=True)
    _mount_proc_and_sys(root)
    tmpfs(root / SHARED.name, "clprun-lab")
    for name in (NODES.name, PROGRAMS.name, DISKS.name):
        (root / name).mkdir(exist_ok=True)
    move_root(root)


def _show_host_folder(name: str, root: Path) -> None:
    host = Path("/") / name
    if host.is_symlink():
        (root / name).symlink_to(host.readlink())
    elif host.is_dir():
        bind(host, root / name, read_only=True)


def _mount_proc_and_sys(root: Path) -> None:
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount("proc", str(root / "proc"), "proc", flags)
    try:
        kernel.mount("sysfs", str(root / "sys"), "sysfs", flags)
    except PermissionError:
        bind("/sys", root / "sys")

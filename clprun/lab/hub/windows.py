"""A node whose Linux is hidden behind Windows: its own part on its disk, Wine's chroot mounted at each boot."""

import shutil
from pathlib import Path

from clprun.lab import kernel
from clprun.lab.hub.filesystem import bind
from clprun.lab.hub.root import WINDOWS
from clprun.lab.site import WindowsSite
from clprun.lab.windows.contents import REGISTRY
from clprun.lab.windows.home import WindowsHome
from clprun.lab.windows.prefix import WINE_FILES, copy_prefix
from clprun.lab.windows.tools import install_tools
from clprun.lab.windows.wine import DRIVES, PREFIX, ROOT

__all__ = ["fill_registry", "lay_prefix_down", "mount_wine"]

_SEEN_IN_WINE = ("proc", "dev", "run", "tmp", "etc/hosts", "etc/resolv.conf", "etc/localtime", PREFIX.lstrip("/"))
"""What Wine's chroot shares with the node around it."""


def lay_prefix_down(root: Path, windows: WindowsSite) -> None:
    """Put Windows onto a new disk, before anything else.

    Args:
        root: the node's tree on its disk.
        windows: what the Windows is like.
    """
    home = WindowsHome(WINDOWS)
    prefix = root / PREFIX.lstrip("/")
    copy_prefix(home.prefix, prefix)
    shutil.copytree(home.programs, prefix / "drive_c/lab")
    cmd = home.root / WINE_FILES.lstrip("/") / "x86_64-windows/cmd.exe"
    install_tools(prefix, home.programs, windows.flavour, cmd.read_bytes())


def fill_registry(root: Path) -> None:
    """Append what lies in the folder for that to the registry of a node that has not booted yet."""
    with (root / PREFIX.lstrip("/") / "system.reg").open("ab") as registry:
        for file in sorted((root / REGISTRY.lstrip("/")).glob("*.reg")):
            registry.write(b"\n" + file.read_bytes())


def mount_wine(root: Path) -> None:
    """Show Wine's chroot in a node that boots.

    Args:
        root: the node's tree with all its mounts.
    """
    chroot = root / ROOT.lstrip("/")
    bind(WINDOWS / "root", chroot, read_only=True)
    for place in _SEEN_IN_WINE:
        bind(root / place, chroot / place)
    drives = root / DRIVES.lstrip("/")
    bind(drives, drives)
    # What the node mounts below this folder later, a shared disk, appears in the chroot as well.
    kernel.mount("none", str(drives), None, kernel.MS_SHARED)
    bind(drives, chroot / DRIVES.lstrip("/"))

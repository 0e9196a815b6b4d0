"""Makes the Wine prefix that every node gets a copy of: small, because Wine's own files in it become links."""

import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from clprun.lab.windows.chroot import run_inside
from clprun.lab.windows.wine import PREFIX, wine_variables

__all__ = ["VERSION", "WINE_FILES", "build_prefix", "copy_prefix", "link_wine_files"]

WINE_FILES: Final = "/usr/lib/x86_64-linux-gnu/wine"
"""Where Debian keeps Wine's own files; a node sees them at the same place outside the chroot."""

VERSION: Final = "1"
"""Counted up when the recipe below changes, so that what was built before is built again."""

_MAKE: Final = "wineboot -i >/dev/null 2>&1; wineserver -w"
_NOT_KEPT: Final = ("wineserver", "dosdevices/z:")
"""``wineserver`` holds a socket's name of this very prefix; behind ``z:`` lies the Linux that a node hides."""


def build_prefix(root: Path, target: Path) -> None:
    """Make the prefix, at the place in the chroot where nodes will have it.

    Args:
        root: the chroot with Wine.
        target: where to keep it; must not exist.

    Raises:
        subprocess.CalledProcessError: Wine failed.
    """
    made = root / PREFIX.lstrip("/")
    _empty(made)
    run_inside(root, ["sh", "-ec", _MAKE], wine_variables("en"))
    for name in _NOT_KEPT:
        (made / name).unlink(missing_ok=True)
    for file in _own_links(made / "drive_c/users"):
        file.unlink()
    link_wine_files(made / "drive_c/windows", root)
    shutil.copytree(made, target, symlinks=True)
    _empty(made)


def copy_prefix(template: Path, target: Path) -> None:
    """Give a node its own copy."""
    shutil.copytree(template, target, symlinks=True)


def _empty(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _own_links(folder: Path) -> Iterator[Path]:
    """Links from a user's folders out of the prefix (reference/lab-windows.md 1.6)."""
    return (file for file in folder.rglob("*") if file.is_symlink() and file.readlink().is_absolute())


def link_wine_files(folder: Path, root: Path) -> None:
    """Replace each file that is one of Wine's own by a link to it."""
    own: dict[str, Path] = {
        file.name: file
        for kind in ("x86_64-windows", "i386-windows")
        for file in (root / WINE_FILES.lstrip("/") / kind).glob("*")
    }
    for file in folder.rglob("*"):
        source = own.get(file.name)
        if source and file.is_file() and not file.is_symlink() and filecmp.cmp(file, source, shallow=False):
            file.unlink()
            file.symlink_to("/" / source.relative_to(root))

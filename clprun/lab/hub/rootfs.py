"""A node's own file system: what stays over its reboots, written once."""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from clprun.lab.contents.etc import COPIED
from clprun.lab.files import NodeFile
from clprun.lab.hub.usr import make_skeleton

__all__ = ["make_node_disk", "write_files"]

_EMPTY: Final = {
    **dict.fromkeys(
        ("etc", "home", "media", "mnt", "opt", "srv", "var/lib", "var/log", "var/cache", "var/spool"), 0o755
    ),
    **dict.fromkeys(("proc", "sys", "dev", "run", "usr"), 0o755),
    **dict.fromkeys(("tmp", "var/tmp"), 0o1777),
    "root": 0o755,
}
_HOST_LINKS: Final = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")


_SET_USER_ID: Final = ("bin/su", "bin/sudo")
_TRUSTED_BY_SUDO: Final = ("libexec/sudo", "lib/sudo")


def make_node_disk(disk: Path, files: Iterable[NodeFile], *, foreign: bool) -> None:
    """Fill a node's disk.

    Args:
        disk: an empty folder; ``root`` becomes the node's tree, ``upper`` the node's layer of ``/usr``.
        files: what is laid down, later ones over earlier ones.
        foreign: whether the host's root is a stranger here, as in a user namespace.
    """
    root = disk / "root"
    for path, mode in _EMPTY.items():
        (root / path).mkdir(parents=True)
        (root / path).chmod(mode)
    (root / "var/run").symlink_to("/run")
    (root / "var/lock").symlink_to("/run/lock")
    (disk / "work").mkdir()
    make_skeleton(disk / "upper")
    _copy_host_links(root)
    for name in COPIED:
        _copy(Path("/etc") / name, root / "etc" / name)
    if foreign:
        _own_set_user_id_programs(disk / "upper")
    write_files(disk, files)


def write_files(disk: Path, files: Iterable[NodeFile]) -> None:
    """Lay files down on a node's disk."""
    owners = _Owners(disk / "root")
    for file in files:
        _write(file, _place(disk, file.path), owners)


def _place(disk: Path, path: str) -> Path:
    """Where a node's path lies on its disk."""
    relative = Path(path).relative_to("/")
    head, *rest = relative.parts
    if head in _HOST_LINKS and (disk / "root" / head).is_symlink():
        head, *rest = (*(disk / "root" / head).readlink().parts, *rest)
    return disk.joinpath("upper", *rest) if head == "usr" else disk.joinpath("root", head, *rest)


def _write(file: NodeFile, place: Path, owners: "_Owners") -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if file.directory:
        place.mkdir(exist_ok=True)
    else:
        place.unlink(missing_ok=True)
        if file.link is not None:
            place.symlink_to(file.link)
        else:
            place.write_bytes(file.content)
    if file.link is None:
        place.chmod(file.mode)
    owners.give(place, file)


def _copy_host_links(root: Path) -> None:
    """``/bin`` and its like: the host's links copied; folders (without merged /usr) are mounted at each boot."""
    for name in _HOST_LINKS:
        host = Path("/") / name
        if host.is_symlink():
            (root / name).symlink_to(host.readlink())
        elif host.is_dir():
            (root / name).mkdir()


def _own_set_user_id_programs(upper: Path) -> None:
    """A program whose owner is a stranger can't make anybody root: give the node copies of its own."""
    for name in _TRUSTED_BY_SUDO:
        if (folder := Path("/usr") / name).is_dir():
            _copy(folder, upper / name)
    for name in _SET_USER_ID:
        if (program := Path("/usr") / name).exists() and os.access(program, os.R_OK):
            _copy(program, upper / name)
            (upper / name).chmod(0o4755)


def _copy(source: Path, target: Path) -> None:
    """Copy what can be read; a rootless lab may not read all of the host's ``/etc``."""
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for entry in source.iterdir():
            _copy(entry, target / entry.name)
    elif source.is_symlink() or source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy(source, target, follow_symlinks=False)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EPERM, errno.EOVERFLOW}:
                raise


class _Owners:
    """Gives files to users by the node's own passwd and group."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def give(self, place: Path, file: NodeFile) -> None:
        """Set owner and group of a file that was written as root."""
        user, group = self._number("passwd", file.owner), self._number("group", file.group)
        if (user, group) != (0, 0):
            os.chown(place, user, group, follow_symlinks=False)
            if file.link is None:
                place.chmod(file.mode)

    def _number(self, table: str, name: str) -> int:
        if name == "root":
            return 0
        if name.isdigit():
            return int(name)
        for line in (self._root / "etc" / table).read_text().splitlines():
            entry, _, number, *_ = line.split(":")
            if entry == name:
                return int(number)
        raise KeyError(f"{name} is not in the node's /etc/{table}")

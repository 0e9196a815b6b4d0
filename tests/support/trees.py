"""Folders with everything a folder can hold, and all that counts of one, for comparing."""

import hashlib
import os
import stat
from pathlib import Path

__all__ = ["Tree", "fill", "tree"]

Tree = dict[str, tuple[object, ...]]
"""By path within the folder: type and mode, owner, group, time in ns, number of names, device, content, attributes."""

SPECIAL_NAMES = (b"-rf", b"a b", b"'", b'"$x`', b"\n", b"line\nend\n", b"\xff\xfe", b".hidden", "設定".encode(), b"\\")


def tree(folder: Path) -> Tree:
    """All that is in a folder, itself included; links are not followed."""
    return {str(path.relative_to(folder)): _facts(path) for path in (folder, *folder.rglob("*"))}


def _facts(path: Path) -> tuple[object, ...]:
    state = path.lstat()
    names = 0 if stat.S_ISDIR(state.st_mode) else state.st_nlink
    content = b""
    if stat.S_ISREG(state.st_mode):
        content = hashlib.sha256(path.read_bytes()).digest()
    elif stat.S_ISLNK(state.st_mode):
        content = os.fsencode(path.readlink())
    listed = sorted(os.listxattr(path, follow_symlinks=False))
    attributes = tuple((name, os.getxattr(path, name, follow_symlinks=False)) for name in listed)
    return (state.st_mode, state.st_uid, state.st_gid, state.st_mtime_ns, names, state.st_rdev, content, attributes)


def fill(folder: Path, files: int = 3) -> Tree:
    """Make a folder with files, links, a pipe, a socket, a device and odd names, of several owners, modes and times.

    Args:
        folder: must not exist.
        files: number of plain files.
    """
    folder.mkdir()
    (folder / "empty").mkdir(mode=0o2750)
    inner = folder / "inner"
    inner.mkdir()
    for number in range(files):
        (inner / f"file{number}").write_bytes(b"%d\r\n" % number * (number + 1) * 40)
    (inner / "file0").chmod(0o4711)
    os.chown(inner / "file1", 1, 4)
    os.link(inner / "file0", folder / "second name")
    (folder / "to file").symlink_to("inner/file0")
    (folder / "to nowhere").symlink_to("/nowhere/at all")
    (folder / "to folder").symlink_to("inner")
    os.mkfifo(folder / "pipe", 0o620)
    os.mknod(folder / "socket", 0o660 | stat.S_IFSOCK)
    os.mknod(folder / "device", 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    for number, name in enumerate(SPECIAL_NAMES):
        (folder / os.fsdecode(name)).write_bytes(b"%d" % number)
    for number, path in enumerate(sorted(folder.rglob("*"), reverse=True)):
        os.utime(path, ns=(10**18, 10**18 + number * 1_000_000_007), follow_symlinks=False)
    os.utime(folder, ns=(10**18, 10**18 - 5))
    folder.chmod(0o2751)
    return tree(folder)

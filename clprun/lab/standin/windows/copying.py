"""Copies one file or folder's facts, as robocopy and xcopy do. A stand-in."""

import os
import shutil
import stat
from pathlib import Path

from .acl import copy_list
from .attributes import set_attributes
from .errors import of_unix

__all__ = ["copy_facts", "copy_file", "same_file"]


def copy_file(source: Path, target: Path, what: str) -> None:
    """Copy the file ``source`` over ``target``.

    Args:
        source: the file, links resolved.
        target: where to; its folder is there.
        what: robocopy's letters: ``D`` data, ``A`` attributes, ``T`` times, ``S`` access rights, ``O`` owner.

    Raises:
        WindowsError: it cannot be read or written.
    """
    try:
        if target.exists() and not os.stat(target).st_mode & stat.S_IWUSR:  # noqa: PTH116 - the mode only
            target.chmod(0o644)
        shutil.copyfile(source, target)
    except OSError as error:
        raise of_unix(error) from error
    copy_facts(source, target, what)


def copy_facts(source: Path, target: Path, what: str) -> None:
    """Copy attributes, times and rights of a file or folder; letters as in :func:`copy_file`."""
    facts = source.stat()
    try:
        if "S" in what:
            copy_list(source, target)
        if "A" in what:
            set_attributes(target, source)
            target.chmod(stat.S_IMODE(facts.st_mode))
        if "T" in what:
            os.utime(target, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    except OSError as error:
        raise of_unix(error) from error


def same_file(source: Path, target: Path) -> bool:
    """Whether robocopy takes the two for the same: size and time of last change (to 100 ns) [doc: robocopy]."""
    left, right = source.stat(), target.stat()
    return left.st_size == right.st_size and left.st_mtime_ns // 100 == right.st_mtime_ns // 100

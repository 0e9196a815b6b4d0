r"""Paths of nodes: POSIX ones begin with ``/``, those of Windows with a drive as in ``C:\``.

The form tells the platform, so a path is joined and taken apart by itself, wherever clprun itself runs.
"""

import re
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from clprun.model.cluster import Platform

__all__ = [
    "ABSOLUTE",
    "DRIVE",
    "VOLUME",
    "above",
    "below",
    "is_windows",
    "mount_point",
    "platform_of",
    "pure",
    "same",
    "system_root",
]

DRIVE = re.compile(r"[A-Za-z]:")
"""A drive of Windows, as ``W:``."""

_PART = r"(?:[A-Za-z0-9._()~-][A-Za-z0-9 ._()~-]*)?[A-Za-z0-9_()~-]"
"""A name in a path of Windows: no blank at its beginning (ERRATA G3-06), and none of the ends that Windows drops."""

_POSIX = r"/[A-Za-z0-9._/-]*[A-Za-z0-9._-]"

ABSOLUTE = rf"^({_POSIX}|[A-Za-z]:(\\{_PART})+)$"
"""An absolute path of plain characters, in either form, without a separator at its end."""

VOLUME = rf"^({_POSIX}|[A-Za-z]:(\\|(\\{_PART})+)?)$"
r"""The same, or a drive as ``W:`` or ``W:\``."""

_ROOTS = {Platform.LINUX: "/", Platform.WINDOWS: "C:\\"}


def is_windows(path: str) -> bool:
    r"""Whether it has the form of Windows: ``W:`` or ``W:\…``."""
    return DRIVE.match(path) is not None


def platform_of(path: str) -> Platform:
    """The platform whose form a path has."""
    return Platform.WINDOWS if is_windows(path) else Platform.LINUX


def pure(path: str) -> PurePath:
    """The path in its own form; those of Windows compare without regard to case."""
    return PureWindowsPath(mount_point(path)) if is_windows(path) else PurePosixPath(path)


def same(first: str, second: str) -> bool:
    """Whether two paths name the same place; a separator at the end does not count."""
    return pure(first) == pure(second)


def above(path: str) -> str:
    """The folder that holds it."""
    return str(pure(path).parent)


def below(path: str, *parts: str) -> str:
    """A path below another, joined in its own form."""
    return str(pure(path).joinpath(*parts))


def mount_point(path: str) -> str:
    r"""The place where a volume is seen: a drive alone stands for its root folder, ``w:`` for ``W:\``."""
    if not is_windows(path):
        return path
    drive, rest = path[:2].upper(), path[2:]
    return f"{drive}{rest or chr(92)}"


def system_root(platform: Platform) -> str:
    """The topmost folder of the system's own volume; on Windows of the drive that is its own by convention."""
    return _ROOTS[platform]

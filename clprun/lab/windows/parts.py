"""The parts of Windows nodes on this machine, what each is made from, and whether all are there."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from clprun.lab.windows import chroot, prefix
from clprun.lab.windows.home import WindowsHome
from clprun.lab.windows.programs import COMPILE, NATIVE
from clprun.lab.windows.tools import PROGRAMS

__all__ = ["Part", "is_current", "parts", "wanting"]


@dataclass(frozen=True)
class Part:
    """A folder below the Windows home.

    Args:
        name: its name there.
        recipe: a digest of what it is made from.
    """

    name: str
    recipe: str


def parts() -> tuple[Part, ...]:
    """All parts, each after those it needs."""
    root = _digest([chroot.SUITE, *chroot.PACKAGES, chroot.VERSION])
    sources = (f"{file.name}\n{file.read_text('utf-8')}" for file in sorted(NATIVE.iterdir()))
    programs = _digest([root, repr(sorted(PROGRAMS.items())), *COMPILE, *sources])
    return (Part("root", root), Part("programs", programs), Part("prefix", _digest([root, prefix.VERSION])))


def is_current(home: WindowsHome, part: Part) -> bool:
    """Whether a part is there, whole, and made from what it would be made from now."""
    stamp = home.stamp(part.name)
    try:
        return (home.folder / part.name).is_dir() and stamp.read_text() == part.recipe
    except OSError:  # not there, or another user's
        return False


def wanting(home: WindowsHome) -> list[str]:
    """The names of the parts that are missing or outdated."""
    return [part.name for part in parts() if not is_current(home, part)]


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()

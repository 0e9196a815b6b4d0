"""Folders and symbolic links that are made, copied and removed, as actions. None of them works through a link."""

import shlex
from dataclasses import dataclass

__all__ = ["CopyTree", "MakeLink", "RemoveLink", "RemoveTree"]


@dataclass(frozen=True)
class MakeLink:
    """Make a symbolic link; nothing may lie there but that very link (ERRATA G1-01, G1-03).

    Args:
        node: name of the node.
        path: where the link lies.
        target: what it points to; need not exist.
    """

    node: str
    path: str
    target: str

    def command_line(self) -> str:
        """What a person would type."""
        return f"ln -sT {shlex.quote(self.target)} {shlex.quote(self.path)}"


@dataclass(frozen=True)
class RemoveLink:
    """Remove a symbolic link, never what it points to (ERRATA G1-04); it must still point to ``target``."""

    node: str
    path: str
    target: str

    def command_line(self) -> str:
        """What a person would type."""
        return f"unlink {shlex.quote(self.path)}"


@dataclass(frozen=True)
class CopyTree:
    """Copy a folder with all that is in it, compare, and only then give the copy its name. Runs detached.

    Args:
        node: name of the node.
        source: a real folder; it stays as it is.
        destination: must not exist; it appears whole or not at all.
        within: seconds it may take.
    """

    node: str
    source: str
    destination: str
    within: int = 21600

    def command_line(self) -> str:
        """What a person would type."""
        return f"cp -aT {shlex.quote(self.source)} {shlex.quote(self.destination)}"


@dataclass(frozen=True)
class RemoveTree:
    """Remove a real folder with all that is in it; nothing is removed through a link or on another file system.

    It is renamed first, so that half a folder never lies under its name. Runs detached.

    Args:
        node: name of the node.
        path: the folder.
        copy: a folder that must hold the very same, or nothing is removed.
        within: seconds it may take.
    """

    node: str
    path: str
    copy: str | None = None
    within: int = 21600

    def command_line(self) -> str:
        """What a person would type."""
        remove = f"rm -rf --one-file-system {shlex.quote(self.path)}"
        return remove if self.copy is None else f"diff -r {shlex.quote(self.copy)} {shlex.quote(self.path)} && {remove}"

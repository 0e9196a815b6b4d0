"""Folders and symbolic links that are made, copied and removed, as actions. None of them works through a link."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.typed import typed

__all__ = ["ANYWHERE", "CopyTree", "MakeLink", "RemoveLink", "RemoveTree", "Volumes"]


@dataclass(frozen=True)
class Volumes:
    """What two folders were planned to lie on, as the node names it (device and mount point); empty = anything.

    A disk that is unmounted leaves its mount point behind as a folder of another volume, which nobody wants filled.

    Args:
        source: of the folder that goes.
        destination: of the place it goes to.
    """

    source: str = ""
    destination: str = ""


ANYWHERE = Volumes()
"""For folders that are not meant for a disk of their own."""


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

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        if platform is Platform.WINDOWS:
            return typed(("mklink", "/D", self.path, self.target), platform)
        return typed(("ln", "-sT", self.target, self.path), platform)


@dataclass(frozen=True)
class RemoveLink:
    """Remove a symbolic link, never what it points to (ERRATA G1-04); it must still point to ``target``."""

    node: str
    path: str
    target: str

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        return typed(("unlink" if platform is Platform.LINUX else "rmdir", self.path), platform)


@dataclass(frozen=True)
class CopyTree:
    """Copy a folder with all that is in it, compare, and only then give the copy its name. Runs detached.

    Args:
        node: name of the node.
        source: a real folder; it stays as it is.
        destination: must not exist; it appears whole or not at all.
        volumes: where both must lie.
        within: seconds it may take.
    """

    node: str
    source: str
    destination: str
    volumes: Volumes = ANYWHERE
    within: int = 21600

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        if platform is Platform.WINDOWS:
            return typed(("robocopy", self.source, self.destination, "/E", "/COPY:DATSO", "/R:1", "/W:1"), platform)
        return typed(("cp", "-aT", self.source, self.destination), platform)


@dataclass(frozen=True)
class RemoveTree:
    """Remove a real folder with all that is in it; nothing is removed through a link or on another file system.

    It is renamed first, so that half a folder never lies under its name. Runs detached.

    Args:
        node: name of the node.
        path: the folder.
        copy: a folder that must hold the very same, or nothing is removed.
        volumes: where it and its copy must lie.
        within: seconds it may take.
    """

    node: str
    path: str
    copy: str | None = None
    volumes: Volumes = ANYWHERE
    within: int = 21600

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        on_linux = platform is Platform.LINUX
        command = ("rm", "-rf", "--one-file-system") if on_linux else ("rmdir", "/s", "/q")
        remove = typed((*command, self.path), platform)
        if self.copy is None:
            return remove
        both = (self.copy, self.path)
        compare = ("diff", "-r", *both) if on_linux else ("robocopy", *both, "/MIR", "/L")
        return f"{typed(compare, platform)} && {remove}"

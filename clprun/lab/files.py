"""What is laid down on a node at its first boot, as data: files, folders, links and services."""

from dataclasses import dataclass

__all__ = ["NodeFile", "Unit"]


@dataclass(frozen=True)
class NodeFile:
    """One file, folder or symbolic link on a node.

    Args:
        path: absolute path on the node.
        content: bytes of a file.
        mode: permission bits.
        owner: user name or number.
        group: group name or number.
        link: target, when it is a symbolic link.
        directory: whether it is a folder.
    """

    path: str
    content: bytes = b""
    mode: int = 0o644
    owner: str = "root"
    group: str = "root"
    link: str | None = None
    directory: bool = False


@dataclass(frozen=True)
class Unit:
    """One service of a node.

    Args:
        name: its name without ``.service``.
        start: program and arguments; it stays in the foreground.
        enabled: whether it starts at boot.
        description: one line for people.
        restart: whether it is started again when it ends.
        after: services that it needs: they end after it when a node shuts down in good order.
    """

    name: str
    start: tuple[str, ...]
    enabled: bool
    description: str
    restart: bool = False
    after: tuple[str, ...] = ()

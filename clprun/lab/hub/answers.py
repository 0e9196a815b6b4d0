"""Answers that may take long: each runs in a process of its own, forked from the hub."""

import errno
import socket

from clprun.lab import kernel, protocol
from clprun.lab.hub import session, tree
from clprun.lab.hub.disks import MemoryDisk
from clprun.lab.hub.hub import Hub
from clprun.lab.protocol import Message

__all__ = ["answer_connect", "answer_digest", "answer_disk", "answer_shell"]


def answer_connect(hub: Hub, connection: socket.socket, message: Message, _: list[int]) -> None:
    """Open a TCP connection inside the lab and pass it on; a socket stays in the namespace it was made in."""
    address = hub.site.address_of(str(message["address"]))
    try:
        made = socket.create_connection((address, int(message["port"])), timeout=float(message["timeout"]))
    except OSError as error:
        number = error.errno or (errno.ETIMEDOUT if isinstance(error, TimeoutError) else errno.EHOSTUNREACH)
        protocol.send(connection, {"errno": number})
        return
    with made:
        # Without this each small request waits some 40 ms for the other side's delayed acknowledgement
        # (reference/lab-linux.md 3.3).
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setblocking(True)
        protocol.send(connection, {}, [made.fileno()])


def answer_digest(hub: Hub, connection: socket.socket, message: Message, _: list[int]) -> None:
    """Hash a node's tree, running or not."""
    node = hub.node(str(message["node"]))
    skipped = [*(str(folder) for folder in node.binds), *tree.LOGS, *message["skipped"]]
    upper = node.disk / "upper"
    found = tree.tree_digest(node.root, upper, skipped) if node.wait_until_itself() else {}
    if not node.is_alive():  # it is off, or went off meanwhile: its disk alone tells
        found = tree.tree_digest(node.disk / "root", upper, skipped)
    protocol.send(connection, {"tree": found})


def answer_shell(hub: Hub, connection: socket.socket, message: Message, descriptors: list[int]) -> None:
    """Run a command inside a node."""
    connection.settimeout(None)
    node = hub.node(str(message["node"]))
    try:
        if node.wait_until_itself():
            session.enter(node)
            session.run_session(connection, message["argv"], message["environment"], descriptors)
            return
    except OSError:
        if node.is_alive():
            raise
    protocol.send(connection, {"refused": "lab.node_is_off", "values": {"node": node.name}})


def answer_disk(hub: Hub, action: str, device: str) -> tuple[Message, list[int]]:
    """What a node's mount, mkfs and their like ask about a shared disk that is memory.

    Args:
        hub: the lab.
        action: ``copy`` (a mount of it), ``format`` or ``state``.
        device: its name.

    Returns:
        An answer with its file system or why not (``gone``, ``raw``), and the mount where one was asked for.
    """
    disk = next((disk for disk in hub.disks if disk.disk.device == device), None)
    if not isinstance(disk, MemoryDisk) or disk.gone:
        return {"refused": "gone"}, []
    if action == "format":
        disk.format()
    if not disk.file_system:
        return {"refused": "raw"}, []
    return {"file_system": disk.file_system}, [kernel.copy_mount(str(disk.folder))] if action == "copy" else []

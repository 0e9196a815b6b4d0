"""One node as the hub holds it: its disk, its life and its death."""

import os
import select
import signal
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from clprun.lab import kernel
from clprun.lab.hub import boot, network
from clprun.lab.hub.boot import BOOT_ID, BootOrder, NodeDevice
from clprun.lab.hub.filesystem import resize
from clprun.lab.hub.processes import node_processes, signal_node
from clprun.lab.means import Means
from clprun.lab.site import Site, SiteNode

__all__ = ["DISK_SIZE", "BootFailed", "Node", "NodeState", "boot_nodes"]


DISK_SIZE: Final = "1g"
"""Of a node's own disk, as mount(8) takes it."""

_BOOT_SECONDS: Final = 30.0


class NodeState(StrEnum):
    """What a person would say about a node."""

    ON = "on"
    OFF = "off"
    HUNG = "hung"


class BootFailed(Exception):
    """A node died before it became itself; the lab's log says why."""


class Node:
    """One node.

    Args:
        site: the lab's site.
        index: which of its nodes, from 0.
        means: how the lab is built.
        disk: its own file system.
        binds: folders outside ``/usr`` that the interpreter needs.
        cgroup: its cgroup folder, where systemd is PID 1.
    """

    def __init__(
        self, site: Site, index: int, means: Means, disk: Path, binds: Sequence[Path], cgroup: Path | None
    ) -> None:
        self.site = site
        self.index = index
        self.means = means
        self.disk = disk
        self.binds = binds
        self.cgroup = cgroup
        self.pid: int | None = None
        self.hung = False
        self._becoming: int | None = None

    @property
    def identity(self) -> SiteNode:
        """Its name and addresses."""
        return self.site.nodes[self.index]

    @property
    def name(self) -> str:
        """Its host name."""
        return self.identity.name

    @property
    def state(self) -> NodeState:
        """On, off or hung."""
        if self.pid is None:
            return NodeState.OFF
        return NodeState.HUNG if self.hung else NodeState.ON

    @property
    def boot_id(self) -> str:
        """What its ``/proc/sys/kernel/random/boot_id`` says; empty while it is off or has not got one yet."""
        file = self.disk / BOOT_ID
        return file.read_text().strip() if self.pid is not None and file.exists() else ""

    @property
    def root(self) -> Path:
        """Its tree as the hub reaches it: with all mounts while it runs, its bare disk otherwise."""
        return self.disk / "root" if self.pid is None else Path(f"/proc/{self.pid}/root")

    def spawn(self, devices: Sequence[NodeDevice]) -> tuple[int, int]:
        """Give birth to the node's first process.

        Returns:
            A descriptor that gives a byte when its namespaces exist and ends when it becomes PID 1's program, and one
            that wants a byte when it is wired.
        """
        born, tell_born = os.pipe()
        wired, tell_wired = os.pipe()
        order = BootOrder(
            self.site, self.index, self.means, self.disk, devices, self.binds, self.cgroup, tell_born, wired
        )
        _start_uptime_at_zero()
        pid = kernel.clone(kernel.CLONE_NEWPID)
        if pid == 0:
            _be_born(order, born, tell_wired)
        os.close(tell_born)
        os.close(wired)
        self.pid = pid
        self.hung = False
        self._becoming = born
        return born, tell_wired

    def died(self) -> None:
        """PID 1 has ended; take the cables away before its network namespace gets round to it."""
        self.pid = None
        self.hung = False
        if self._becoming is not None:
            os.close(self._becoming)
            self._becoming = None
        (self.disk / BOOT_ID).unlink(missing_ok=True)
        network.run_ip(network.detach(self.site, self.index), force=True)

    def wait_until_itself(self) -> bool:
        """Wait while the node still stands in the hub's own mounts, early in its boot; whether it lives after that."""
        if self._becoming is not None:
            select.select([self._becoming], [], [], _BOOT_SECONDS)
        return self.is_alive()

    def is_alive(self) -> bool:
        """Whether PID 1 lives, as far as the kernel knows; the hub may not have heard yet."""
        return self.pid is not None and _has_root(self.pid)

    def fill(self) -> None:
        """Leave no free space on its own disk."""
        space = os.statvfs(self.disk)
        resize(self.disk, str((space.f_blocks - space.f_bfree) * space.f_frsize))

    def drain(self) -> None:
        """Undo :meth:`fill`."""
        resize(self.disk, DISK_SIZE)

    def freeze(self) -> None:
        """Stop every process: connections are still taken, but nothing answers."""
        if self.pid is not None:
            signal_node(self.pid, signal.SIGSTOP)
            self.hung = True

    def thaw(self) -> None:
        """Undo :meth:`freeze`."""
        if self.pid is not None:
            signal_node(self.pid, signal.SIGCONT)
            self.hung = False

    def kill(self) -> None:
        """Kill PID 1, and with it everything in the node."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)

    def detach(self, place: str) -> None:
        """Unmount lazily inside the node."""
        namespace = os.open(f"/proc/{self.pid}/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
        child = os.fork()
        if child == 0:
            try:
                kernel.set_namespace(namespace)
                kernel.umount(place, kernel.MNT_DETACH)
            finally:
                os._exit(0)
        os.close(namespace)
        os.waitpid(child, 0)

    def kill_processes(self, name: str) -> int:
        """Kill the processes called ``name``, and say how many there were."""
        if self.pid is None:
            return 0
        found = [process for process in node_processes(self.pid) if process.pid != self.pid and process.is_called(name)]
        for process in found:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        return len(found)


def boot_nodes(nodes: Sequence[Node], devices: Sequence[NodeDevice]) -> None:
    """Boot nodes side by side.

    Raises:
        BootFailed: one died on the way.
    """
    births = [node.spawn(devices) for node in nodes]
    commands: list[str] = []
    for node, (born, _) in zip(nodes, births, strict=True):
        if not os.read(born, 1) or node.pid is None:
            raise BootFailed(node.name)
        commands += network.attach(node.site, node.index, node.pid)
    network.run_ip(commands)
    for _, wired in births:
        os.write(wired, b".")
        os.close(wired)


def _has_root(pid: int) -> bool:
    """A process that has ended has none, even before it is reaped."""
    try:
        Path(f"/proc/{pid}/root").readlink()
    except OSError:
        return False
    return True


def _be_born(order: BootOrder, *unneeded: int) -> None:
    """The child's side of the clone; it never comes back from here."""
    try:
        for descriptor in unneeded:
            os.close(descriptor)
        boot.run(order)
    except BaseException:  # noqa: BLE001 -- whatever it is, this process must not go on as a second hub
        traceback.print_exc()
    finally:
        os._exit(1)


def _start_uptime_at_zero() -> None:
    """Let the next child see an uptime of its own (time_namespaces(7)); without it a node shows the host's."""
    with suppress(OSError):
        kernel.unshare(kernel.CLONE_NEWTIME)
        now = int(time.clock_gettime(time.CLOCK_BOOTTIME))
        Path("/proc/self/timens_offsets").write_text(f"boottime -{now} 0\n")

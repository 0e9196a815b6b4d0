"""What a node's first process does between its birth and becoming PID 1's program.

It runs in the hub's mount namespace at first, and never returns.
"""

import os
import signal
import socket
import stat
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from clprun.lab import kernel
from clprun.lab.contents.programs import FOLDER, PYTHON
from clprun.lab.hub import network
from clprun.lab.hub.filesystem import bind, bind_device, make_read_only, move_root, tmpfs
from clprun.lab.hub.usr import mount_usr
from clprun.lab.hub.windows import mount_wine
from clprun.lab.means import Means
from clprun.lab.site import Site

__all__ = ["BOOT_ID", "BootOrder", "NodeDevice", "drop_capabilities", "make_device", "run"]

BOOT_ID: Final = "boot_id"
"""File on a node's disk that holds the id of its present boot."""

_NAMESPACES: Final = kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWUTS | kernel.CLONE_NEWIPC
_DEVICES: Final = ("null", "zero", "full", "random", "urandom", "tty")
_DEVICE_LINKS: Final = {
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}
_CAPABILITIES: Final = {
    "SYS_MODULE": 16,
    "SYS_RAWIO": 17,
    "SYS_TIME": 25,
    "MKNOD": 27,
    "AUDIT_CONTROL": 30,
    "SYSLOG": 34,
    "AUDIT_READ": 37,
    "PERFMON": 38,
    "BPF": 39,
}
"""What real root may not do in a node: rehearsals hold ``date -s`` and ``sysctl -w`` (reference/lab-linux.md 3.8).
AUDIT_WRITE stays: without it sshd ends every session that wants a terminal."""


@dataclass(frozen=True)
class NodeDevice:
    """A block device of the nodes; without numbers it is a mere name.

    Args:
        path: below ``/dev``.
        numbers: major and minor number.
    """

    path: str
    numbers: tuple[int, int] | None


@dataclass(frozen=True)
class BootOrder:
    """Everything a boot needs.

    Args:
        site: the lab's site.
        node: which of its nodes, from 0.
        means: how the lab is built.
        disk: the node's own file system, as the hub sees it.
        devices: the shared disks.
        binds: folders outside ``/usr`` that the interpreter needs.
        cgroup: the node's cgroup folder, where systemd is PID 1.
        born: descriptor to write one byte to when the namespaces exist.
        wired: descriptor that gives one byte when the cables are laid.
    """

    site: Site
    node: int
    means: Means
    disk: Path
    devices: Sequence[NodeDevice]
    binds: Sequence[Path]
    cgroup: Path | None
    born: int
    wired: int


def run(order: BootOrder) -> NoReturn:
    """Become the node."""
    kernel.unshare(_NAMESPACES)
    os.write(order.born, b".")
    if order.cgroup is not None:
        (order.cgroup / "cgroup.procs").write_text("0")
        kernel.unshare(kernel.CLONE_NEWCGROUP)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    socket.sethostname(order.site.nodes[order.node].name)
    root = order.disk / "root"
    _mount_layers(order, root)
    if not os.read(order.wired, 1):
        os._exit(1)
    network.run_ip(network.node_commands(order.site, order.node))
    move_root(root)
    if not order.means.user_namespace:
        drop_capabilities()
    _become_init(order.means)


def drop_capabilities() -> None:
    """Take from this process and its children what real root must not do in a node."""
    for number in _CAPABILITIES.values():
        with suppress(OSError):  # an older kernel doesn't know the newest capabilities
            kernel.drop_from_bounding_set(number)


def _mount_layers(order: BootOrder, root: Path) -> None:
    bind(root, root)
    mount_usr(order.means.layering, order.disk, root / "usr")
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        if (root / name).is_dir() and not (root / name).is_symlink():
            bind(f"/{name}", root / name)
    _mount_proc(root / "proc", order.disk, guarded=not order.means.user_namespace)
    _mount_sys(root / "sys", cgroup=order.cgroup is not None)
    _make_dev(root / "dev", order.devices)
    tmpfs(root / "run", "tmpfs", flags=kernel.MS_NOSUID | kernel.MS_NODEV)
    tmpfs(root / "tmp", "tmpfs", mode=0o1777, flags=kernel.MS_NOSUID | kernel.MS_NODEV)
    for name in ("sshd", "lock", "user"):
        (root / "run" / name).mkdir(mode=0o755)
    (root / "run/utmp").touch()
    bind("/shared", root / "run/clprun-lab")
    for folder in order.binds:  # after the mounts above, since Python may live below /tmp
        bind(folder, root / folder.relative_to("/"), read_only=True)
    bind("/programs", root / FOLDER.removeprefix("/"), read_only=True)
    if order.site.windows:
        mount_wine(root)


def _mount_proc(proc: Path, disk: Path, *, guarded: bool) -> None:
    """Own ``/proc``; a fresh boot id, and with real root outside no way to the host's kernel settings."""
    kernel.mount("proc", str(proc), "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    boot_id = disk / BOOT_ID
    boot_id.write_text(f"{uuid.uuid4()}\n")
    if guarded:
        bind(proc / "sys", proc / "sys")
        bind(proc / "sys/net", proc / "sys/net")
    bind(boot_id, proc / "sys/kernel/random/boot_id")
    if guarded:
        make_read_only(proc / "sys", below=False)
        if (proc / "sysrq-trigger").exists():
            bind("/dev/null", proc / "sysrq-trigger")


def _mount_sys(target: Path, *, cgroup: bool) -> None:
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    try:
        kernel.mount("sysfs", str(target), "sysfs", flags | kernel.MS_RDONLY)
    except PermissionError:
        bind("/sys", target)  # a container with a masked /sys (reference/lab-linux.md 7)
    if cgroup:
        kernel.mount("cgroup2", str(target / "fs/cgroup"), "cgroup2", flags)


def _make_dev(dev: Path, devices: Sequence[NodeDevice]) -> None:
    """Own ``/dev``: never the host's, which a rehearsed mkfs would hit."""
    tmpfs(dev, "devtmpfs", size="1m", flags=kernel.MS_NOSUID)
    for name in _DEVICES:
        bind_device(name, dev)
    for name, target in _DEVICE_LINKS.items():
        (dev / name).symlink_to(target)
    (dev / "pts").mkdir()
    kernel.mount("devpts", str(dev / "pts"), "devpts", kernel.MS_NOSUID, "newinstance,ptmxmode=0666,mode=620")
    tmpfs(dev / "shm", "tmpfs", mode=0o1777, flags=kernel.MS_NOSUID | kernel.MS_NODEV)
    bind("/dev/null", dev / "console")  # systemd dies silently without a console
    for device in devices:
        make_device(device, dev)


def make_device(device: NodeDevice, dev: Path) -> None:
    """Put a shared disk into a node's ``/dev``."""
    place = dev / Path(device.path).relative_to("/dev")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    if device.numbers is None:
        place.touch()
    else:
        os.mknod(place, stat.S_IFBLK, os.makedev(*device.numbers))
    place.chmod(0o660)


def _become_init(means: Means) -> NoReturn:
    """Start PID 1's program with nothing of the hub's left but a mute console."""
    os.setsid()
    console = os.open("/dev/console", os.O_RDWR | os.O_NOCTTY)
    for descriptor in range(3):
        os.dup2(console, descriptor)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "container": "clprun"}
    if means.systemd:
        os.execve("/lib/systemd/systemd", ["/sbin/init", "--unit=lab.target"], environment)
    os.execve(PYTHON, [PYTHON, "-I", "-S", f"{FOLDER}/lib", "init"], environment)

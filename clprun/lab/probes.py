"""Tries single steps of building a lab in a process of its own, and reports the error number (lab-linux.md 8)."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from clprun.lab import identity, kernel
from clprun.lab.hub import loop, network
from clprun.lab.hub.cgroups import Cgroups, remove_tree
from clprun.lab.hub.filesystem import tmpfs
from clprun.lab.means import Means

__all__ = ["LAB_NAMESPACES", "attempt", "try_cgroup", "try_loop", "try_network", "try_overlay", "try_proc", "try_tmpfs"]

LAB_NAMESPACES: Final = (
    kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWUTS | kernel.CLONE_NEWIPC
)

_PLACE: Final = Path("/tmp")
_UNKNOWN: Final = 255


def attempt(means: Means, action: Callable[[Means], None]) -> int:
    """Do something as the hub of such a lab would.

    Args:
        means: whose rights to use.
        action: what to try.

    Returns:
        0, or the error number of the first call that was refused.
    """
    go, tell_go = os.pipe()
    try:
        pid = kernel.clone(LAB_NAMESPACES | (kernel.CLONE_NEWUSER if means.user_namespace else 0))
    except OSError as error:
        os.close(go)
        os.close(tell_go)
        return error.errno or _UNKNOWN
    if pid == 0:
        os.close(tell_go)
        _in_trial(means, action, go)
    os.close(go)
    mapped = _map(pid, means)
    if mapped == 0:
        os.write(tell_go, b".")
    os.close(tell_go)
    _, status = os.waitpid(pid, 0)
    return mapped or (os.WEXITSTATUS(status) if os.WIFEXITED(status) else _UNKNOWN)


def try_tmpfs(_: Means) -> None:
    """A name and a file system of our own: the first things that a mere shadow of rights can't have."""
    socket.sethostname("trial")
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    tmpfs(_PLACE, "trial")


def try_proc(means: Means) -> None:
    """Own process tables."""
    try_tmpfs(means)
    (_PLACE / "proc").mkdir()
    kernel.mount("proc", str(_PLACE / "proc"), "proc")


def try_overlay(means: Means) -> None:
    """A writable layer over the host's ``/usr``."""
    try_tmpfs(means)
    for name in ("upper", "work", "usr"):
        (_PLACE / name).mkdir()
    options = f"lowerdir=/usr,upperdir={_PLACE}/upper,workdir={_PLACE}/work"
    if means.user_namespace:
        options += ",userxattr"
    kernel.mount("overlay", str(_PLACE / "usr"), "overlay", 0, options)


def try_network(_: Means) -> None:
    """A bridge and a cable."""
    network.run_ip(["link add trial type bridge", "link add trial0 type veth peer name trial1"])


def try_cgroup(means: Means) -> None:
    """A cgroup of our own for systemd."""
    try_tmpfs(means)
    cgroups = Cgroups(_PLACE / "cgroup", os.getpid())
    folder = cgroups.node("trial")
    remove_tree(folder.parent)


def try_loop(_: Means) -> None:
    """A block device of our own."""
    image = os.memfd_create("trial", os.MFD_CLOEXEC)
    os.truncate(image, 1 << 20)
    device, _minor = loop.attach(image)
    os.close(device)


def _in_trial(means: Means, action: Callable[[Means], None], go: int) -> None:
    code = _UNKNOWN
    try:
        kernel.die_with_parent()
        if os.read(go, 1):
            if means.user_namespace:
                identity.become_root()
            action(means)
            code = 0
    except OSError as error:
        code = error.errno or _UNKNOWN
    finally:
        os._exit(code)


def _map(pid: int, means: Means) -> int:
    try:
        identity.map_ids(pid, means)
    except FileNotFoundError:
        return errno.ENOENT
    except PermissionError:
        return errno.EPERM
    except (OSError, ValueError) as error:
        return getattr(error, "errno", None) or _UNKNOWN
    return 0

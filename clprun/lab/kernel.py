"""System calls that Python has no name for (Linux). Used on both sides: by the hub and inside the nodes.

Sources: the Linux manual pages of each call; reference/lab-linux.md sections 3 and 4 for how they behave together.
"""

import ctypes
import os
import platform
from pathlib import Path
from typing import Final

__all__ = [
    "CLONE_NEWCGROUP",
    "CLONE_NEWIPC",
    "CLONE_NEWNET",
    "CLONE_NEWNS",
    "CLONE_NEWPID",
    "CLONE_NEWTIME",
    "CLONE_NEWUSER",
    "CLONE_NEWUTS",
    "MNT_DETACH",
    "MS_BIND",
    "MS_MOVE",
    "MS_NODEV",
    "MS_NOEXEC",
    "MS_NOSUID",
    "MS_PRIVATE",
    "MS_RDONLY",
    "MS_REC",
    "MS_REMOUNT",
    "MS_SHARED",
    "become_dumpable",
    "clone",
    "copy_mount",
    "die_with_parent",
    "drop_from_bounding_set",
    "mount",
    "move_mount",
    "pivot_root",
    "power_off",
    "restart",
    "set_command_line",
    "set_namespace",
    "set_process_name",
    "umount",
    "unshare",
]

CLONE_NEWTIME: Final = 0x00000080
CLONE_NEWNS: Final = 0x00020000
CLONE_NEWCGROUP: Final = 0x02000000
CLONE_NEWUTS: Final = 0x04000000
CLONE_NEWIPC: Final = 0x08000000
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWPID: Final = 0x20000000
CLONE_NEWNET: Final = 0x40000000

MS_RDONLY: Final = 0x1
MS_NOSUID: Final = 0x2
MS_NODEV: Final = 0x4
MS_NOEXEC: Final = 0x8
MS_REMOUNT: Final = 0x20
MS_BIND: Final = 0x1000
MS_MOVE: Final = 0x2000
MS_REC: Final = 0x4000
MS_PRIVATE: Final = 0x40000
MS_SHARED: Final = 0x100000
MNT_DETACH: Final = 2

_SIGCHLD: Final = 17
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NAME: Final = 15
_PR_CAPBSET_DROP: Final = 24
_SIGKILL: Final = 9
_RB_AUTOBOOT: Final = 0x01234567
_RB_POWER_OFF: Final = 0x4321FEDC
_AT_EMPTY_PATH: Final = 0x1000
_AT_FDCWD: Final = -100
_OPEN_TREE_CLONE: Final = 1
_MOVE_MOUNT_F_EMPTY_PATH: Final = 0x4

# The numbers that differ between machines; all calls younger than Linux 5.1 share theirs.
_NUMBERS: Final = {"x86_64": {"clone": 56, "pivot_root": 155}, "aarch64": {"clone": 220, "pivot_root": 41}}
_OPEN_TREE: Final = 428
_MOVE_MOUNT: Final = 429

# PyDLL keeps the interpreter's lock: the child of a raw clone must come back holding it.
_libc = ctypes.PyDLL(None, use_errno=True)


def _check(result: int, call: str, path: str | None = None) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}", path)
    return result


def _number(call: str) -> int:
    return _NUMBERS.get(platform.machine(), _NUMBERS["x86_64"])[call]


def clone(flags: int) -> int:
    """Fork into new namespaces: 0 in the child, its pid in the parent. For a single-threaded process only."""
    return _check(_libc.syscall(_number("clone"), ctypes.c_ulong(flags | _SIGCHLD), 0, 0, 0, 0), "clone")


def unshare(flags: int) -> None:
    """Move this process (for pids and time: its children) into new namespaces."""
    _check(_libc.unshare(flags), "unshare")


def set_namespace(descriptor: int, kind: int = 0) -> None:
    """Enter the namespace behind an open ``/proc/PID/ns/…`` file."""
    _check(_libc.setns(descriptor, kind), "setns")


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str = "") -> None:
    """Attach a file system, or change one that is attached."""
    result = _libc.mount(
        os.fsencode(source),
        os.fsencode(target),
        None if kind is None else kind.encode(),
        ctypes.c_ulong(flags),
        options.encode() or None,
    )
    _check(result, "mount", target)


def umount(target: str, flags: int = 0) -> None:
    """Unmount, as umount2(2) does."""
    _check(_libc.umount2(os.fsencode(target), flags), "umount", target)


def copy_mount(path: str) -> int:
    """A detached copy of the mount at ``path`` as a descriptor, to be attached in any mount namespace (Linux 5.2)."""
    flags = _OPEN_TREE_CLONE | os.O_CLOEXEC
    return _check(_libc.syscall(_OPEN_TREE, _AT_FDCWD, os.fsencode(path), flags), "open_tree", path)


def move_mount(descriptor: int, target: str) -> None:
    """Attach what :func:`copy_mount` gave at ``target``."""
    result = _libc.syscall(_MOVE_MOUNT, descriptor, b"", _AT_FDCWD, os.fsencode(target), _MOVE_MOUNT_F_EMPTY_PATH)
    _check(result, "move_mount", target)


def pivot_root(new_root: str, put_old: str) -> None:
    """Change the root mount of this mount namespace."""
    _check(_libc.syscall(_number("pivot_root"), os.fsencode(new_root), os.fsencode(put_old)), "pivot_root", new_root)


def die_with_parent() -> None:
    """Have the kernel kill this process when the parent's thread ends; a change of user id takes this back."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0), "prctl")


def become_dumpable() -> None:
    """Keep the own ``/proc/self`` readable after a change of user id."""
    _check(_libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0), "prctl")


def set_process_name(name: str) -> None:
    """What ``ps`` shows as the command's short name, at most 15 bytes."""
    _check(_libc.prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0), "prctl")


def set_command_line(text: str) -> None:
    """What ``ps`` shows as the whole command line, cut to the room there is (reference/lab-linux.md 4.3)."""
    fields = Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()
    start, end = int(fields[45]), int(fields[46])  # proc(5): arg_start, arg_end
    room = end - start
    ctypes.memmove(start, text.encode()[: room - 1].ljust(room, b"\0"), room)


def drop_from_bounding_set(capability: int) -> None:
    """Take a capability from this process and all it will start."""
    _check(_libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0), "prctl")


def restart() -> None:
    """reboot(2): in a pid namespace its PID 1 ends by SIGHUP (reference/lab-linux.md 3.6)."""
    os.sync()
    _check(_libc.reboot(_RB_AUTOBOOT), "reboot")


def power_off() -> None:
    """reboot(2): in a pid namespace its PID 1 ends by SIGINT (reference/lab-linux.md 3.6)."""
    os.sync()
    _check(_libc.reboot(_RB_POWER_OFF), "reboot")

"""Who the rootless lab's users are on the host: users that own nothing there."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import Final

from clprun.lab import kernel
from clprun.lab.means import Means

__all__ = ["become_root", "forget_groups", "map_ids", "subordinate_ids"]

_UNUSED_USER: Final = 64999
"""Who root becomes, so that the kernel protects the host from a rehearsal (reference/lab-linux.md 3.8)."""

_UNUSED_RANGE: Final = 1_879_048_192
"""First of the host ids behind the lab's users 1 to 65535: above those that systemd and shadow hand out."""

_COUNT: Final = 65535


def map_ids(pid: int, means: Means) -> None:
    """Say who the users of a new user namespace are outside. To be called from outside it.

    Args:
        pid: a process in the user namespace.
        means: how the lab is built; nothing is done without a user namespace.

    Raises:
        OSError: the kernel or newuidmap refused.
    """
    if not means.user_namespace:
        return
    user, group = lab_user()
    if not means.all_ids:
        _write_maps(pid, f"0 {user} 1\n", f"0 {group} 1\n")
    elif os.geteuid() == 0:
        rest = f"1 {_UNUSED_RANGE} {_COUNT}\n"
        _write_maps(pid, f"0 {user} 1\n{rest}", f"0 {group} 1\n{rest}")
    else:
        for program, own, table in (("newuidmap", user, "subuid"), ("newgidmap", group, "subgid")):
            start = subordinate_ids(table)
            if start is None:
                raise FileNotFoundError(f"/etc/{table}")
            command = [program, str(pid), "0", str(own), "1", "1", str(start), str(_COUNT)]
            subprocess.run(command, check=True, capture_output=True)


def lab_user() -> tuple[int, int]:
    """User and group that stand behind the rootless lab's root."""
    return (_UNUSED_USER, _UNUSED_USER) if os.geteuid() == 0 else (os.geteuid(), os.getegid())


def forget_groups() -> None:
    """Give up root's supplementary groups, before a user namespace makes that impossible."""
    if os.geteuid() == 0:
        os.setgroups([])


def become_root() -> None:
    """Become the user namespace's root, once its ids are mapped."""
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    kernel.become_dumpable()
    kernel.die_with_parent()


def subordinate_ids(table: str) -> int | None:
    """First of a range of ids that ``/etc/subuid`` or ``/etc/subgid`` gives to this user, when it is large enough."""
    file = Path("/etc") / table
    if not file.exists():
        return None
    try:
        names = {str(os.getuid()), pwd.getpwuid(os.getuid()).pw_name}
    except KeyError:
        names = {str(os.getuid())}
    for line in file.read_text().splitlines():
        name, _, numbers = line.partition(":")
        start, _, count = numbers.partition(":")
        if name in names and start.isdigit() and count.isdigit() and int(count) >= _COUNT:
            return int(start)
    return None


def _write_maps(pid: int, users: str, groups: str) -> None:
    process = Path(f"/proc/{pid}")
    if os.geteuid() != 0:
        (process / "setgroups").write_text("deny")
    (process / "gid_map").write_text(groups)
    (process / "uid_map").write_text(users)

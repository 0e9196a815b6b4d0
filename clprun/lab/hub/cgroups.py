"""cgroup folders for systemd in the nodes: made beside our own cgroup, on a mount of the hub's (lab-linux.md 3.5)."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from clprun.lab import kernel

__all__ = ["Cgroups"]

_PREFIX: Final = "clplab-"


class Cgroups:
    """The lab's cgroup folder. Empty folders of labs that were killed are cleared away when the next one starts.

    Args:
        mount_point: where cgroup2 gets mounted.
        lab: pid of the lab's holder, which names the folder.
        dead: pids that no longer exist, of labs before.
    """

    def __init__(self, mount_point: Path, lab: int) -> None:
        mount_point.mkdir()
        kernel.mount("cgroup2", str(mount_point), "cgroup2")
        self._own = mount_point / _own_cgroup().lstrip("/")
        self._lab = self._own / f"{_PREFIX}{lab}"

    def node(self, name: str) -> Path:
        """The folder of a node, made."""
        folder = self._lab / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def sweep(self, alive: frozenset[int]) -> None:
        """Remove what dead labs left.

        Args:
            alive: pids that exist on the host.
        """
        for folder in self._own.glob(f"{_PREFIX}*"):
            pid = folder.name.removeprefix(_PREFIX)
            if pid.isdigit() and int(pid) not in alive:
                remove_tree(folder)

    def remove(self) -> None:
        """Remove this lab's own folder, once its nodes are dead."""
        remove_tree(self._lab)


def remove_tree(folder: Path) -> None:
    """Remove a cgroup and those below it; one that still holds processes stays."""
    for place, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            os.rmdir(place)  # noqa: PTH106 -- os.walk gives strings


def _own_cgroup() -> str:
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        if line.startswith("0::"):
            return line.removeprefix("0::")
    return "/"

"""Who uses a mounted file system; the umount action "kill" ends them (clusterpro.md 2.5, disk). Not the product."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

__all__ = ["holders", "kill_holders", "mounted"]


def mounted(point: str) -> str | None:
    """The source mounted on ``point``, the topmost one, or none."""
    source = None
    for line in Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        if len(fields) > 1 and fields[1].replace("\\040", " ") == point:
            source = fields[0]
    return source


def _links(process: Path) -> Iterator[str]:
    descriptors: list[Path] = []
    with contextlib.suppress(OSError):
        descriptors = list((process / "fd").iterdir())
    for link in (process / "cwd", process / "root", process / "exe", *descriptors):
        try:
            yield os.readlink(link)  # noqa: PTH115 - a link of /proc is a text, not always a path
        except OSError:
            continue


def holders(point: str) -> list[int]:
    """Processes with a working folder, program or open file at or below ``point``."""
    found = []
    for process in Path("/proc").iterdir():
        other = process.name.isdigit() and int(process.name) != os.getpid()
        if other and any(link == point or link.startswith(f"{point}/") for link in _links(process)):
            found.append(int(process.name))
    return found


def kill_holders(point: str) -> list[int]:
    """Kill them; the processes that were killed."""
    found = holders(point)
    for process in found:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return found

"""``mount`` for nodes whose shared disk is memory by that name: the hub hands over a mount, this attaches it.

What it says and returns is mount(8)'s own; everything that doesn't concern a shared disk goes to the real one.
"""

import getopt
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clprun.lab import kernel
from clprun.lab.inside import labdisk

__all__ = ["main"]

_FAILED: Final = 32
_SHORT: Final = "t:o:O:L:U:T:N:vrwnsfhVaFlimBMRc"
_LONG: Final = (
    *("types=", "options=", "source=", "target=", "label=", "uuid=", "fstab=", "namespace=", "verbose", "read-only"),
    *("rw", "read-write", "bind", "move", "rbind", "all", "fork", "fake", "help", "version", "no-mtab", "show-labels"),
    *("make-shared", "make-private", "make-rprivate", "make-slave", "make-rslave", "make-rshared"),
)


@dataclass
class _Request:
    device: str
    target: str
    kind: str
    options: list[str]


def main(program: str, arguments: list[str]) -> int:
    """Mount a shared disk, or leave it to the real mount."""
    wanted = _request(arguments)
    if wanted is None:
        return labdisk.run_real(program, arguments)
    if "remount" in wanted.options:
        return _remount(wanted)
    return _mount(wanted)


def _request(arguments: list[str]) -> _Request | None:
    """What is asked, when it concerns a shared disk."""
    try:
        given, words = getopt.gnu_getopt(arguments, _SHORT, list(_LONG))
    except getopt.GetoptError:
        return None
    options: list[str] = []
    kind = "auto"
    for name, value in given:
        if name in {"-o", "--options"}:
            options += value.split(",")
        elif name in {"-t", "--types"}:
            kind = value
        elif name in {"-r", "--read-only"}:
            options.append("ro")
        elif name in {"--source", "--target"}:
            words.insert(0 if name == "--source" else len(words), value)
    device, target = (words[0], words[1]) if len(words) > 1 else _from_tables(words[0] if words else "")
    return _Request(device, target, kind, options) if labdisk.disk(device) else None


def _from_tables(word: str) -> tuple[str, str]:
    """Device and mount point, when only one of them is given: from fstab, or from what is mounted."""
    for table in ("/etc/fstab", "/proc/self/mounts"):
        for line in Path(table).read_text().splitlines():
            fields = line.split()
            if len(fields) > 1 and word in fields[:2]:
                return fields[0], fields[1]
    return "", ""


def _mount(wanted: _Request) -> int:
    device, target = wanted.device, os.path.realpath(wanted.target)
    disk = labdisk.disk(device) or {}
    if os.geteuid() != 0:
        return _complain(f"{target}: must be superuser to use mount.", 1)
    if not Path(target).is_dir():
        return _complain(f"{target}: mount point does not exist.")
    if target in labdisk.mount_points(disk["device"]):
        return _complain(f"{target}: {device} already mounted on {target}.")
    answer, descriptors = labdisk.request("copy", disk["device"])
    if answer.get("refused") == "gone":
        return _complain(f"{target}: special device {device} does not exist.")
    if answer.get("refused") or wanted.kind not in {"auto", answer.get("file_system")}:
        return _complain(
            f"{target}: wrong fs type, bad option, bad superblock on {device}, "
            "missing codepage or helper program, or other error."
        )
    kernel.move_mount(descriptors[0], target)
    return _remount(wanted) if "ro" in wanted.options else 0


def _remount(wanted: _Request) -> int:
    """mount(2) itself: mount(8) would send options that only the tmpfs's owner may send (lab-linux.md 3.7)."""
    flags = kernel.MS_REMOUNT | kernel.MS_BIND | (kernel.MS_RDONLY if "ro" in wanted.options else 0)
    try:
        kernel.mount("none", os.path.realpath(wanted.target), None, flags)
    except OSError as error:
        return _complain(f"{wanted.target}: {error.strerror}.")
    return 0


def _complain(text: str, code: int = _FAILED) -> int:
    sys.stderr.write(f"mount: {text}\n")
    return code

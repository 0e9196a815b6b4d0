"""Runs one of the lab's programs by name: ``python -I -S /usr/lib/clprun-lab/lib PROGRAM ARGUMENTS…``."""

import sys
from importlib import import_module
from typing import Final

__all__ = ["main"]

_MODULES: Final = {
    "init": "init",
    "garp": "garp",
    "ssh-server": "ssh_server",
    "cmd": "cmd",
    "windows": "windows",
    "winrm": "winrm",
    "systemctl": "systemctl",
    **dict.fromkeys(("reboot", "poweroff", "halt", "shutdown"), "power"),
    "mount": "mount",
    "blkid": "blkid",
    **dict.fromkeys(("mkfs", "mkfs.ext4", "mkfs.xfs", "mke2fs"), "mkfs"),
    **dict.fromkeys(("fsck", "fsck.ext4", "fsck.xfs", "e2fsck"), "fsck"),
}


def main() -> None:
    """Dispatch; each program's ``main`` takes its own name and arguments and gives the exit code."""
    program, *arguments = sys.argv[1:]
    module = import_module(f"clprun.lab.inside.{_MODULES[program]}")
    sys.exit(module.main(program, arguments))

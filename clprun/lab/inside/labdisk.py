"""The shared disks of a lab without loop devices, as the tools inside a node see them."""

import json
import os
import socket
from pathlib import Path
from typing import Any, Final

from clprun.lab import protocol

__all__ = ["disk", "mount_points", "request", "run_real"]

_REAL: Final = "/usr/lib/clprun-lab/real"
"""The host's own tools, for every device that is not the lab's."""

_SHARED: Final = "/run/clprun-lab"


def disk(device: str) -> dict[str, Any] | None:
    """The lab's disk of that name (links are followed), or None."""
    settings = json.loads(Path(f"{_SHARED}/settings-{os.uname().nodename}.json").read_text("utf-8"))
    names = {device, os.path.realpath(device)}
    return next((dict(disk) for disk in settings["site"]["disks"] if disk["device"] in names), None)


def request(action: str, device: str) -> tuple[dict[str, Any], list[int]]:
    """Ask the hub about a disk: ``copy`` gives a mount of it, ``format`` empties it, ``state`` tells what is on it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(f"{_SHARED}/hub")
        protocol.send(connection, {"ask": "disk", "action": action, "device": device})
        return protocol.receive(connection)


def mount_points(device: str) -> list[str]:
    """Where this node has a device mounted."""
    lines = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
    return [fields[1] for fields in lines if fields[0] == device]


def run_real(program: str, arguments: list[str]) -> int:
    """Become the host's own tool."""
    os.execv(f"{_REAL}/{program}", [program, *arguments])

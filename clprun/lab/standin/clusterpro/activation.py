"""What it takes to start and stop one type of resource; each system has its own. Not the product."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from .model import Group, Resource

__all__ = ["Activation", "Occasion", "run"]


@dataclass(frozen=True)
class Occasion:
    """Why a resource is started or stopped, as its scripts are told it (clusterpro.md 3.1).

    Args:
        group: its failover group.
        event: how the group was started: START or FAILOVER.
        disk: whether the group's disks are all online.
        factor: why the group stops.
        previous: the server the group ran on before.
    """

    group: Group
    event: str
    disk: bool
    factor: str = ""
    previous: str = ""


class Activation(Protocol):
    """Starts and stops the resources of one type."""

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Start ``resource``; whether it is online now."""
        ...

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Stop ``resource``; whether it is offline now."""
        ...


def run(
    *argv: str, timeout: float = 120.0, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of the node to its end; code 255 where it cannot be run, or not in ``timeout`` seconds."""
    try:
        return subprocess.run(
            argv,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            env=environment,
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return subprocess.CompletedProcess(argv, 255, "", str(failure))

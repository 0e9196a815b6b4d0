"""Starts and stops single resources for real, as this machine's system does it. A stand-in, not the product."""

import subprocess
from collections.abc import Callable, Mapping

from ..settings import Settings
from .activation import Activation, Occasion
from .addresses import FloatingIp
from .alerts import alert
from .disks import Disk, MirrorDisk
from .exec_scripts import ExecScripts
from .model import Resource
from .places import WINDOWS
from .windows.activations import windows_activations

__all__ = ["Activator"]


class Activator:
    """Performs what the state machine of a group asks for; a type without an own part here is taken as online.

    Args:
        settings: the node's settings.
        node: this server.
        claim: asks whether this server may use a mirror disk; see ``mirror``.
    """

    def __init__(self, settings: Settings, node: str, claim: Callable[[str], bool]) -> None:
        self.started: dict[str, subprocess.Popen[bytes]] = {}
        """What each asynchronous start script left running: the PID monitor watches it (clusterpro.md 2.7)."""
        self._activations: Mapping[str, Activation] = (
            windows_activations(settings, node, claim)
            if WINDOWS
            else {
                "fip": FloatingIp(),
                "disk": Disk(settings),
                "md": MirrorDisk(settings, claim),
                "exec": ExecScripts(node, self.started),
            }
        )

    def activate(self, resource: Resource, occasion: Occasion) -> bool:
        """Start ``resource``; whether it is online now."""
        activation = self._activations.get(resource.kind)
        good = activation is None or activation.start(resource, occasion)
        alert("rc", f"Activating {resource.name} resource has {'completed' if good else 'failed'}.", _level(good))
        return good

    def deactivate(self, resource: Resource, occasion: Occasion) -> bool:
        """Stop ``resource``; whether it is offline now."""
        activation = self._activations.get(resource.kind)
        good = activation is None or activation.stop(resource, occasion)
        alert("rc", f"Stopping {resource.name} resource has {'completed' if good else 'failed'}.", _level(good))
        return good


def _level(good: bool) -> str:
    return "INFO" if good else "ERROR"

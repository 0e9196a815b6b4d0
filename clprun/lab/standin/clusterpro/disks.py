"""Disks of Linux, mounted and unmounted for real (clusterpro.md 2.5, disk and md). A stand-in, not the product."""

import time
from collections.abc import Callable
from pathlib import Path

from ..settings import Settings
from . import holders
from .activation import Occasion, run
from .alerts import alert
from .model import Resource

__all__ = ["Disk", "MirrorDisk"]


class Disk:
    """Resources of type ``disk``.

    Args:
        settings: the node's settings.
        device: parameter that names the block device.
    """

    def __init__(self, settings: Settings, device: str = "device") -> None:
        self._settings = settings
        self._device = device

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Mount the device; a check of the file system after the first failure."""
        del occasion
        device, point, kind = resource.text(self._device), resource.text("mount/point"), resource.text("fs")
        Path(point).mkdir(parents=True, exist_ok=True)
        argv = ["mount", *(["-t", kind] if kind else []), "-o", resource.text("mount/option", "rw"), device, point]
        for attempt in range(resource.number("mount/retry", 3) + 1):
            if run(*argv, timeout=resource.number("mount/timeout", 180)).returncode == 0:
                return True
            if attempt == 0 and holders.mounted(point) is None:  # fsck timing 2 = when mount failed (2.5)
                run("fsck", *resource.text("fsck/option", "-y").split(), device)
        return False

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Unmount it; who uses it is killed unless the resource says otherwise."""
        del occasion
        point = resource.text("mount/point")
        for _ in range(resource.number("umount/retry", 3) + 1):
            if holders.mounted(point) is None:
                return True
            done = run("umount", point, timeout=resource.number("umount/timeout", 120))
            if done.returncode == 0:
                continue
            if resource.text("umount/action", "kill") == "kill":
                killed = holders.kill_holders(point)
                alert("rc", f"umount {point} busy: killed {killed}", "WARN")
            time.sleep(self._settings.scaled(resource.number("umount/interval", 5), 0.02))
        return holders.mounted(point) is None


class MirrorDisk(Disk):
    """Resources of type ``md``.

    Args:
        settings: the node's settings.
        claim: asks whether this server may use a mirror disk; see ``mirror``.
    """

    def __init__(self, settings: Settings, claim: Callable[[str], bool]) -> None:
        super().__init__(settings, "diskdev/dppath")
        self._claim = claim

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Mount the data partition, if this side's data may be used."""
        return self._claim(resource.name) and super().start(resource, occasion)

"""Drives of switched disks: the letter appears where the group is, and nowhere else (clusterpro.md 2.5, sd, md).

The file system is the lab's shared disk, mounted on the node's Linux; Wine's ``dosdevices`` link makes it a drive.
Part of a stand-in, not the product.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ...settings import Settings
from .. import holders
from ..activation import Occasion, run
from ..alerts import alert
from ..model import Resource
from . import processes

__all__ = ["GUI", "MirrorDrive", "SharedDrive", "hide", "is_sound"]

DRIVES = Path("/windows/drives")
LETTERS = Path("/windows/prefix/dosdevices")
GUI = "CMGUI.exe"
"""Process of ClientManager's GUI: while it is open the disk stays (ERRATA G3-34). The name is the lab's."""
TRIES = 5


def _letter(resource: Resource) -> str:
    """``w`` for ``W`` or ``W:``."""
    return resource.text("volumemountpoint")[:1].lower()


def hide(resources: Iterable[Resource]) -> None:
    """Take the letters away that a crash left behind, as the disk filter does at each boot (CLWEB, requirements)."""
    for resource in resources:
        letter = _letter(resource)
        if letter and holders.mounted(str(DRIVES / letter)) is None:
            (LETTERS / f"{letter}:").unlink(missing_ok=True)


def is_sound(resource: Resource) -> bool:
    """Whether the drive of ``resource`` holds its file system, where it has its letter at all."""
    letter = _letter(resource)
    return not (LETTERS / f"{letter}:").is_symlink() or holders.mounted(str(DRIVES / letter)) is not None


class SharedDrive:
    """Resources of type ``sd``.

    Args:
        settings: the node's settings.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Mount the shared disk and give it its letter."""
        del occasion
        letter = _letter(resource)
        device = self._settings.shared_device
        if not letter.isalpha() or not device:
            return False
        folder = DRIVES / letter
        folder.mkdir(parents=True, exist_ok=True)
        if holders.mounted(str(folder)) is None and run("mount", device, str(folder)).returncode != 0:
            return False
        link = LETTERS / f"{letter}:"
        if not link.is_symlink():
            link.symlink_to(folder)
        return True

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Take letter and file system away, by force where files are open; not from an open GUI (ERRATA G3-34)."""
        del occasion
        if processes.is_running(GUI):
            alert("rc", f"{resource.name}: in use by {GUI}", "ERROR")
            return False
        letter = _letter(resource)
        (LETTERS / f"{letter}:").unlink(missing_ok=True)
        return self._dismount(str(DRIVES / letter))

    def _dismount(self, folder: str) -> bool:
        for _ in range(TRIES):
            if holders.mounted(folder) is None or run("umount", folder).returncode == 0:
                return True
            time.sleep(self._settings.scaled(1, 0.05))
        alert("rc", f"{folder} is in use: forced", "WARN")
        return run("umount", "--lazy", folder).returncode == 0


class MirrorDrive(SharedDrive):
    """Resources of type ``md``.

    Args:
        settings: the node's settings.
        claim: asks whether this server may use a mirror disk; see ``mirror``.
    """

    def __init__(self, settings: Settings, claim: Callable[[str], bool]) -> None:
        super().__init__(settings)
        self._claim = claim

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Make the drive appear, if this side's data may be used."""
        return self._claim(resource.name) and super().start(resource, occasion)

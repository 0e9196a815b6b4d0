"""What the daemon knows of its Windows node. A stand-in."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence

from ..settings import Settings
from .drives import Drives

__all__ = ["FLAVOURS", "PREFIX", "RUNNING", "WindowsNode"]

PREFIX = "/windows/prefix"
"""Wine's prefix; it and the drives lie at the same paths inside Wine's chroot and outside."""
RUNNING = "/run/windows-services"
"""Folder with a file for each service that is RUNNING: its key in small letters, holding the process id."""
WINE = "/usr/lib/clprun-lab/wine"
"""The lab's script that runs something inside Wine's chroot (clprun/lab/windows/wine.py)."""
FLAVOURS = ("2003", "2008r2", "2022")
"""The releases of Windows Server that a node can pass for."""


class WindowsNode:
    """One Windows node.

    Args:
        settings: what the lab tells about the node.
        drives: its drives.
        flavour: one of :data:`FLAVOURS`; none = as the settings say.
        wine: how a Windows program is started from the Unix side; its Windows path comes behind.

    Attributes:
        shares: names of shared folders, in small letters, and their Windows paths.
        running: processes of scheduled tasks, by the task's name in small letters.
        power: the shutdown that is to come.
    """

    def __init__(
        self, settings: Settings, drives: Drives, flavour: str | None = None, wine: Sequence[str] = (WINE, "wine")
    ) -> None:
        self.settings = settings
        self.drives = drives
        self.flavour = flavour or settings.windows or FLAVOURS[1]
        self.started = time.time()
        self.wine = tuple(wine)
        self.lock = threading.RLock()
        self.shares: dict[str, str] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.power: threading.Timer | None = None

    @property
    def name(self) -> str:
        """The node's NetBIOS name."""
        return (self.settings.node or os.uname().nodename).upper()[:15]

    @property
    def japanese(self) -> bool:
        """Whether the node is a Japanese Windows."""
        return self.settings.language == "ja"

    @property
    def modern(self) -> bool:
        """Whether the node is a Windows Server 2008 or later."""
        return self.flavour != "2003"

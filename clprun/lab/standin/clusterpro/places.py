"""Where CLUSTERPRO is installed on the machine this runs on, and how it writes a path. Not the product.

A Windows node keeps its drives below one folder (``standin/windows/drives.py``); any other machine is a Linux one.
Install folders: clusterpro.md 5 (Linux), 2.1 (Windows).
"""

import time
from pathlib import Path

__all__ = ["HOME", "SCRIPT_SUFFIX", "SYSTEM_DRIVE", "WINDOWS", "shown", "wait_for_system"]

SYSTEM_DRIVE = Path("/windows/prefix/drive_c")
"""Drive C: of a Windows node."""

WINDOWS = SYSTEM_DRIVE.is_dir()
"""Whether this machine is a Windows node."""

HOME = SYSTEM_DRIVE / "Program Files/CLUSTERPRO" if WINDOWS else Path("/opt/nec/clusterpro")
BOOTED = Path("/run/windows-up")
"""Made by the lab when Windows and its automatic services are up."""
BOOT_PATIENCE = 60.0
SCRIPT_SUFFIX = ".bat" if WINDOWS else ".sh"


def shown(path: Path) -> str:
    """``path`` as the product writes it: below drive C: with its letter and backslashes, else as it is."""
    if not path.is_relative_to(SYSTEM_DRIVE):
        return str(path)
    return "C:\\" + "\\".join(path.relative_to(SYSTEM_DRIVE).parts)


def wait_for_system() -> None:
    """Wait until Windows has started its automatic services, as long as it may take; nothing to wait for on Linux."""
    deadline = time.monotonic() + BOOT_PATIENCE
    while WINDOWS and not BOOTED.exists() and time.monotonic() < deadline:
        time.sleep(0.1)

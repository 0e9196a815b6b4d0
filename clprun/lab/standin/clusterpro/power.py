"""Ends the node for real: orderly by poweroff or reboot, at once by reboot(2). Part of a stand-in, not the product."""

import ctypes
import shutil
import subprocess
import threading
import time

from ..calls import warn
from ..settings import Settings

__all__ = ["reset", "shut_down"]

RESTART = 0x01234567
POWER_OFF = 0x4321FEDC
GRACE = 5.0
"""Seconds the orderly way may take."""


def reset(restart: bool = True) -> None:
    """End the node now, without stop scripts, as the keepalive driver's RESET does (clusterpro.md 2.2, haltp)."""
    ctypes.CDLL(None).reboot(RESTART if restart else POWER_OFF)


def shut_down(settings: Settings, why: str, restart: bool = False) -> None:
    """Shut the operating system down (or reboot it); returns while that goes on."""
    warn(settings, "final action", f"{'reboot' if restart else 'shutdown'}: {why}", "clusterpro.md 2.4")
    command = shutil.which("reboot" if restart else "poweroff", path="/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin")

    def end() -> None:
        if command is not None:
            subprocess.run([command], stdin=subprocess.DEVNULL, check=False)
            time.sleep(GRACE)
        reset(restart)

    threading.Thread(target=end, daemon=True).start()

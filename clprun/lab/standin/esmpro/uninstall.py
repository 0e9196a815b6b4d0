"""ClientManager's uninstaller (CM, notes 4). A stand-in, not the product.

What lies on the switched drive goes with the last node only; the work folder that was moved there stays.
"""

import contextlib
import shutil
import time
from pathlib import Path

from ..calls import Call
from ..clusterpro.windows import services
from ..clusterpro.wine import run_windows
from ..windows.errors import WindowsError
from . import registry
from .names import BASE, CM, SERVICES, WORK_FOLDER
from .setup import NODES

__all__ = ["uninstall"]

WORK = 60.0
"""Seconds that it takes; unknown."""


def uninstall(call: Call) -> int:
    """Take services, registry and folders away; the group must be active here (CM, notes 4 (1))."""
    local, shared = registry.read(CM, "LocalFolder"), registry.read(CM, "SharedFolder")
    if local is None or shared is None:
        call.refuse("uninstall: ESMPRO/CM is not installed", "absent")
    folder = _shared(call, shared)
    call.changes = True
    call.record(None)
    time.sleep(call.settings.scaled(WORK))
    for service in SERVICES:
        if services.runs(service.key):
            services.stop(service.key)
        run_windows("sc", "delete", service.key)
    call.halfway()
    registry.remove(CM)
    registry.remove(BASE)
    own = call.path(local)
    for leftover in (own, own.parent / "bin", own.parent / WORK_FOLDER):
        shutil.rmtree(leftover, ignore_errors=True)
    left = _left(_shared(call, shared), call.settings.node)  # a watched service's end may have moved the group
    if not left:
        shutil.rmtree(folder)
    call.say("ESMPRO/CM has been uninstalled." if not left else f"Left on {shared} for {', '.join(left)}.")
    return 0


def _left(folder: Path, node: str) -> list[str]:
    """The nodes that still need the shared part once ``node`` does not."""
    (folder / NODES / node).unlink(missing_ok=True)
    return sorted(each.name for each in (folder / NODES).iterdir())


def _shared(call: Call, path: str) -> Path:
    folder = None
    with contextlib.suppress(WindowsError):
        folder = call.path(path)
    if folder is None or not folder.is_dir():
        call.refuse(f"uninstall: {path} is not there: is the failover group active on this server?", "group")
    return folder

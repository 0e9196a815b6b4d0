"""The installer and the updater on the media, ``/media/jcclweb``. Stand-ins, not the product."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from ..calls import Call, warn
from ..clusterpro.places import shown
from .conf import SHIPPED
from .names import CONFIG, HOME, MEDIA, ROOT, VERSION
from .registration import REGISTRATION

__all__ = ["NEW_VERSION", "install_sh", "update_sh"]

NEW_VERSION = "R15.2.1"
WORK = 30.0
"""Seconds that each takes; unknown."""


def install_sh(call: Call) -> int:
    """Lay CL/Web down; its service is registered, starts at boot from now on, and runs (CLWEB (3))."""
    _require_root(call)
    if Path(HOME).exists():
        call.refuse("install: CL/Web is already installed", "installed")
    call.changes = True
    call.record(None)
    time.sleep(call.settings.scaled(WORK))
    for source in sorted(Path(f"{MEDIA}/files").rglob("*")):
        _lay(source, Path(ROOT) / source.relative_to(f"{MEDIA}/files"))
    for argv in REGISTRATION.commands(call.settings):
        subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    call.say("JobCenter CL/Web has been installed.")
    return 0


def update_sh(call: Call) -> int:
    """Bring an installed CL/Web to the version of the media; its service must not run (CLWEB, update, 1).

    It writes into ``config``. Where that is a link that leads nowhere, it fails or writes through it, and nobody knows
    which (ERRATA G1-26); where it leads to the shared disk, the other node's version reads what this one writes
    (G1-25).
    """
    _require_root(call)
    if not Path(VERSION).exists():
        call.refuse("update: CL/Web is not installed", "absent")
    if REGISTRATION.runs():
        call.refuse("update: stop CL/Web first", "running")
    config = Path(CONFIG)
    if config.is_symlink():
        _through_link(call, config)
    elif not config.is_dir():
        call.refuse(f"update: {shown(config)}: No such file or directory", "no config")
    call.changes = True
    call.record(None)
    time.sleep(call.settings.scaled(WORK))
    (config / "clweb.conf.new").write_bytes(SHIPPED)
    call.halfway()
    Path(VERSION).write_text(f"{NEW_VERSION}\n", encoding="ascii")
    call.say(f"JobCenter CL/Web has been updated to {NEW_VERSION}.")
    return 0


def _through_link(call: Call, config: Path) -> None:
    target = config.readlink()
    if config.is_dir():
        warn(call.settings, "shared config", f"the update writes into {target}", "ERRATA G1-25")
    elif call.settings.choice("update through a dangling link", 2):
        target.mkdir(parents=True)
        warn(call.settings, "dangling config", f"the update made {target} on the local disk", "ERRATA G1-26")
    else:
        call.refuse(f"update: {shown(config)}: File exists", "dangling")


def _require_root(call: Call) -> None:
    if os.geteuid() != 0:
        call.refuse(f"{call.name}: must be root", "not root")


def _lay(source: Path, target: Path) -> None:
    """One thing of the media in its place, with owner and mode; folders that are there stay as they are."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    if source.is_dir():
        if target.is_dir():
            return
        target.mkdir()
    else:
        shutil.copyfile(source, target)
    status = source.stat()
    os.chown(target, status.st_uid, status.st_gid)
    shutil.copystat(source, target)

"""The installer on the media, ``/media/jobcenter/install.sh``: lays JobCenter down. A stand-in, not the product."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from ..calls import Call
from .names import name_problem
from .site import LOCAL, running

__all__ = ["MEDIA", "install_sh"]

MEDIA = Path("/media/jobcenter")
WORK = 60.0
"""Seconds an installation takes; unknown."""
PATIENCE = 10.0
"""Seconds of this machine that the local site may take to come up."""


def install_sh(call: Call) -> int:
    """Copy the files of the media to their places, set up, and start the local site.

    Refused for others than root, and where the local name does not resolve (JC 2.3).
    """
    if os.geteuid() != 0:
        call.refuse("install: must be root", "not root")
    if Path("/usr/lib/nqs/cluster/cjcpw").exists():
        call.refuse("install: JobCenter is already installed", "installed")
    problem = name_problem(os.uname().nodename)
    if problem is not None:
        call.refuse(f"install: {problem}", "name")
    call.changes = True
    call.record(None)
    time.sleep(call.settings.scaled(WORK))
    for source in sorted((MEDIA / "files").rglob("*")):
        target = Path("/") / source.relative_to(MEDIA / "files")
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            shutil.copy2(source, target)
    subprocess.run(["systemctl", "start", "nqs"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    deadline = time.monotonic() + PATIENCE
    while running(LOCAL) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    call.say("JobCenter has been installed.")
    return 0

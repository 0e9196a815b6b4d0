"""The installers on the media, ``/media/jobcenter-standard-*/install.sh``: lay MG or AG down. Not the product."""

import os
import shutil
import time
from pathlib import Path

from ..calls import Call
from ..jobcenter.names import name_problem

__all__ = ["install_sh"]

WORK = 60.0
"""Seconds an installation takes; unknown."""


def install_sh(call: Call) -> int:
    """Copy the files of the media to their places.

    Refused for others than root, where the local name does not resolve (JC 2.3), and a second time.
    """
    if os.geteuid() != 0:
        call.refuse("install: must be root", "not root")
    files = Path(call.argv[0]).parent / "files"
    laid = {source: Path("/") / source.relative_to(files) for source in sorted(files.rglob("*"))}
    if any(target.exists() for source, target in laid.items() if source.is_file()):
        call.refuse("install: JobCenter is already installed", "installed")
    problem = name_problem(os.uname().nodename)
    if problem is not None:
        call.refuse(f"install: {problem}", "name")
    call.changes = True
    call.record(None)
    time.sleep(call.settings.scaled(WORK))
    for source, target in laid.items():
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            shutil.copy2(source, target)
    call.say("JobCenter has been installed.")
    return 0

"""Programs and services of the lab's own on each node, depending on what the machine could not give for real."""

import shutil
from pathlib import Path
from typing import Final

from clprun.lab.contents.programs import FOLDER, PYTHON, launcher
from clprun.lab.files import NodeFile, Unit
from clprun.lab.means import Means

__all__ = ["lab_units", "wrapper_files"]

_DISK_PROGRAMS: Final = ("mount", "mkfs", "mkfs.ext4", "mkfs.xfs", "mke2fs", "fsck", "fsck.ext4", "e2fsck", "blkid")
_POWER_PROGRAMS: Final = ("reboot", "poweroff", "halt", "shutdown")

_DATE: Final = f"""\
#!/bin/sh
# Answers with the clock fault of the lab, if this node has one.
offset_file=/run/clprun-lab/clock-{{node}}
if [ -e "$offset_file" ]; then
    for argument; do
        case $argument in
            -[dfrs]*|--date*|--file*|--reference*|--set*) exec {FOLDER}/real/date "$@" ;;
        esac
    done
    exec {FOLDER}/real/date -d "$(cat "$offset_file") seconds" "$@"
fi
exec {FOLDER}/real/date "$@"
"""


def wrapper_files(means: Means, node: str) -> list[NodeFile]:
    """The programs the lab lays over the host's, and the shell that resembles the target's."""
    files = [NodeFile("/usr/bin/date", _DATE.format(node=node).encode(), 0o755)]
    if Path("/usr/bin/bash").exists():
        files.append(NodeFile("/usr/bin/sh", link="bash"))  # as on RHEL, where the products live
    if not means.loop:
        found = (shutil.which(name, path="/usr/bin:/usr/sbin") for name in _DISK_PROGRAMS)
        files += [NodeFile(path, launcher(Path(path).name), 0o755) for path in found if path]
    if means.systemd:
        files += [NodeFile(f"/usr/sbin/{name}", link="/bin/systemctl") for name in _POWER_PROGRAMS]
    else:
        files += [NodeFile(f"/usr/sbin/{name}", launcher(name), 0o755) for name in _POWER_PROGRAMS]
        files.append(NodeFile("/usr/bin/systemctl", launcher("systemctl"), 0o755))
    return files


def lab_units(means: Means) -> list[Unit]:
    """The SSH server."""
    if means.sshd:
        server = next(path for path in ("/usr/sbin/sshd", "/usr/lib/ssh/sshd") if Path(path).exists())
        return [Unit("sshd", (server, "-D"), enabled=True, description="OpenSSH server")]
    start = (PYTHON, "-I", "-S", f"{FOLDER}/lib", "ssh-server")
    return [Unit("sshd", start, enabled=True, description="SSH server of paramiko", restart=True)]

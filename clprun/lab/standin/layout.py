"""What the stand-ins put on a node at its first boot, and the services they bring. Controller side, pure.

Nothing here reads or writes but ``Site.configuration``, a folder of the user's own.
"""

import shlex
from pathlib import Path

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.default_conf import Resources, default_configuration, default_scripts
from clprun.lab.standin.jobcenter.daemon_conf import SHIPPED

__all__ = ["PROGRAM", "NodeFile", "Unit", "node_files", "units"]

PROGRAM = "/usr/lib/clprun-lab/standin"
"""Where this folder lies on a node."""

CLUSTERPRO = ("clpstat", "clpgrp", "clprsc", "clpcl", "clpcfctrl", "clpmonctrl", "clplogcmd", "clpdown", "clpstdn")
JOBCENTER = (
    "/usr/lib/nqs/cluster/cjcmksite",
    "/usr/lib/nqs/cluster/cjcpw",
    "/usr/lib/nqs/nqsstart",
    "/usr/lib/nqs/nqsstop",
)
SATELLITES = {
    "clusterpro_evt": "clpevent",
    "clusterpro_webmgr": "clpwebmgr",
    "clusterpro_alertsync": "clpalertsync",
    "clusterpro_ib": "clpib",
    "clusterpro_api": "clprstd",
    "clusterpro_nm": "clpnm",
    "clusterpro_md": "clpmdagent",
}
"""Services that only have to be there (reference/clusterpro.md 5), and the process each shows."""

HOME = "/opt/nec/clusterpro"
MEDIA = "/media/jobcenter"
CODE_WORDS = b"UL1246-1X1\t\tLAB%0O1l#notalicence\nUL1246-1X2\t\tLAB%0O1l#neitherthis\n"
"""In the shape of products.md 1.3; worth nothing outside the lab."""


def _launcher(path: str, python: str) -> NodeFile:
    command = shlex.join([python, "-I", "-S", PROGRAM, path])
    return NodeFile(path, f'#!/bin/sh\nexec {command} "$@"\n'.encode(), 0o755)


def node_files(site: Site, node: str, python: str, resources: Resources = "fip+disk") -> list[NodeFile]:
    """Everything the products have put on ``node`` before anybody runs a runbook; both nodes get the same.

    Args:
        site: names, addresses, disks, how JobCenter is given.
        node: name of the node.
        python: interpreter as the node sees it.
        resources: what the generated configuration's group holds; without meaning with ``site.configuration``.

    Raises:
        KeyError: ``node`` is none of the site's.
        OSError: the folder ``site.configuration`` cannot be read.
    """
    site.node(node)
    return [
        *(_launcher(f"/usr/sbin/{name}", python) for name in CLUSTERPRO),
        *_configuration(site, resources),
        *_satellites(),
        *(_jobcenter(python) if site.jobcenter == "installed" else _media(python)),
    ]


def _configuration(site: Site, resources: Resources) -> list[NodeFile]:
    scripts: dict[str, tuple[bytes, int]]
    if site.configuration is None:
        content = default_configuration(site, resources)
        scripts = {path: (script, 0o744) for path, script in default_scripts(site, resources).items()}
    else:
        content, scripts = _read(site.configuration)
    folders = ("etc", "log", "alert/log", "scripts", "work", "bin")
    return [
        *(NodeFile(f"{HOME}/{folder}", mode=0o755, directory=True) for folder in folders),
        NodeFile(f"{HOME}/etc/clp.conf", content),
        *(NodeFile(f"{HOME}/scripts/{path}", script, mode) for path, (script, mode) in sorted(scripts.items())),
    ]


def _read(folder: Path) -> tuple[bytes, dict[str, tuple[bytes, int]]]:
    """A user's pulled configuration and its scripts."""
    root = folder / "scripts"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return (folder / "clp.conf").read_bytes(), {
        path.relative_to(root).as_posix(): (path.read_bytes(), 0o744) for path in files
    }


def _satellites() -> list[NodeFile]:
    body = b'#!/bin/bash\nexec -a "$1" sleep infinity\n'
    return [NodeFile(f"{HOME}/bin/clpservice", body, 0o755)]


def _jobcenter(python: str) -> list[NodeFile]:
    """JobCenter installed and set up (products.md 1.3, 1.4)."""
    folders = ("cluster", "rc", "gui/bin", "combase")
    return [
        *(NodeFile(f"/usr/lib/nqs/{folder}", mode=0o755, directory=True) for folder in folders),
        *(_launcher(path, python) for path in JOBCENTER),
        NodeFile("/usr/lib/nqs/rc/daemon.conf", SHIPPED),
        NodeFile("/usr/lib/nqs/.setup"),
        NodeFile("/etc/opt/wsnlesd/.lockinfo", CODE_WORDS, 0o600),
    ]


def _media(python: str) -> list[NodeFile]:
    """Only the media: the installer, and what it will lay down."""
    laid = [
        NodeFile(f"{MEDIA}/files{each.path}", each.content, each.mode, directory=each.directory)
        for each in _jobcenter(python)
    ]
    return [_launcher(f"{MEDIA}/install.sh", python), *laid]


def units(site: Site, node: str, python: str) -> list[Unit]:
    """The services of ``node``.

    A stop must be a SIGTERM to the main process only: what a cluster service started has to outlive the signal, to be
    stopped by its own scripts, and that may take minutes.

    Args:
        site: the lab's site.
        node: name of the node.
        python: interpreter as the node sees it.

    Raises:
        KeyError: ``node`` is none of the site's.
    """
    site.node(node)

    def program(name: str) -> tuple[str, ...]:
        return (python, "-I", "-S", PROGRAM, name)

    satellites = (
        Unit(name, (f"{HOME}/bin/clpservice", process), True, f"CLUSTERPRO {process} (stand-in)")
        for name, process in SATELLITES.items()
    )
    return [
        Unit("clusterpro_trn", program("clptrnsv"), True, "CLUSTERPRO transaction server (stand-in)"),
        *satellites,
        Unit("clusterpro", program("clppm"), True, "CLUSTERPRO cluster service (stand-in)"),
        Unit("nqs", program("nqs"), True, "JobCenter local site (stand-in)"),
    ]

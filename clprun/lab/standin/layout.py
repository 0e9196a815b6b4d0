"""What the stand-ins put on a node at its first boot, and the services they bring. Controller side, pure.

Nothing here reads or writes but ``Site.configuration``, a folder of the user's own, and the lab's Windows programs.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.clusterpro import contents_windows
from clprun.lab.standin.default_conf import Resources, default_configuration, default_scripts
from clprun.lab.standin.default_conf_windows import windows_configuration
from clprun.lab.standin.launch import launcher, program

__all__ = ["SOFTWARE", "WINDOWS_SOFTWARE", "node_files", "units"]

CLUSTERPRO = (
    "clpstat",
    "clpgrp",
    "clprsc",
    "clpcl",
    "clpcfctrl",
    "clplcnsc",
    "clpmonctrl",
    "clplogcmd",
    "clpdown",
    "clpstdn",
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
SOFTWARE: Mapping[str, str] = {
    "jobcenter-classic": "jobcenter.contents",
    "jobcenter-standard-mg": "jobcenter_standard.contents_mg",
    "jobcenter-standard-ag": "jobcenter_standard.contents_ag",
    "clweb": "clweb.contents",
    "internet-server-agent": "isa.contents",
}
"""What can be on a node beside CLUSTERPRO, and the module that holds its ``node_files`` and ``units``."""
WINDOWS_SOFTWARE: Mapping[str, str] = {
    "clweb": "clweb.contents_windows",
    "clientmanager": "esmpro.contents",
}
"""The same for Windows nodes."""


def node_files(site: Site, node: str, python: str, resources: Resources = "fip+disk") -> list[NodeFile]:
    """Everything the products have put on ``node`` before anybody runs a runbook; both nodes get the same.

    Args:
        site: names, addresses, disks, which products there are and how they are given.
        node: name of the node.
        python: interpreter as the node sees it.
        resources: what the generated configuration's group holds; without meaning with ``site.configuration``.

    Raises:
        KeyError: ``node`` is none of the site's.
        OSError: the folder ``site.configuration`` cannot be read.
    """
    site.node(node)
    return [
        *_commands(site, python),
        *_configuration(site, resources),
        *_satellites(),
        *(file for each in _software(site) for file in each.node_files(site, python)),
    ]


def _commands(site: Site, python: str) -> list[NodeFile]:
    if site.windows is not None:
        return contents_windows.commands(site)
    return [launcher(f"/usr/sbin/{name}", python) for name in CLUSTERPRO]


def _configuration(site: Site, resources: Resources) -> list[NodeFile]:
    home = HOME if site.windows is None else contents_windows.HOME
    scripts: dict[str, tuple[bytes, int]] = {}
    if site.configuration is not None:
        content, scripts = _read(site.configuration)
    elif site.windows is not None:
        content = windows_configuration(site, resources)
    else:
        content = default_configuration(site, resources)
        scripts = {path: (script, 0o744) for path, script in default_scripts(site, resources).items()}
    folders = ("etc", "log", "alert/log", "scripts", "work", "bin")
    return [
        *(NodeFile(f"{home}/{folder}", mode=0o755, directory=True) for folder in folders),
        NodeFile(f"{home}/etc/clp.conf", content),
        *(NodeFile(f"{home}/scripts/{path}", script, mode) for path, (script, mode) in sorted(scripts.items())),
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

    satellites = (
        Unit(name, (f"{HOME}/bin/clpservice", process), True, f"CLUSTERPRO {process} (stand-in)")
        for name, process in SATELLITES.items()
    )
    return [
        Unit("clusterpro_trn", program("clptrnsv", python), True, "CLUSTERPRO transaction server (stand-in)"),
        *satellites,
        Unit(
            "clusterpro",
            program("clppm", python),
            True,
            "CLUSTERPRO cluster service (stand-in)",
            after=() if site.windows is None else ("windows",),
        ),
        *(unit for each in _software(site) for unit in each.units(site, python)),
    ]


def _software(site: Site) -> list[Any]:
    """The modules of what the site has on its nodes."""
    package = __name__.rpartition(".")[0]
    known = SOFTWARE if site.windows is None else WINDOWS_SOFTWARE
    return [import_module(f"{package}.{known[name]}") for name in site.software]

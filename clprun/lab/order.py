"""What the holder hands to the hub."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clprun.lab.contents.etc import Access, etc_files
from clprun.lab.contents.programs import PYTHON, Programs
from clprun.lab.contents.systemd import quiet_systemd, unit_files
from clprun.lab.contents.wrappers import lab_units, wrapper_files
from clprun.lab.files import NodeFile
from clprun.lab.keys import key_pair
from clprun.lab.means import Means
from clprun.lab.site import Site
from clprun.lab.standin import layout
from clprun.lab.windows.contents import windows_files, windows_programs, windows_units
from clprun.lab.windows.credentials import make_credentials, winrm_files

__all__ = ["LabOrder", "prepare"]


@dataclass(frozen=True)
class LabOrder:
    """Everything a lab is made of, read while files can still be read.

    Args:
        site: the site.
        means: how to build it.
        files: per node what is laid down at its first boot.
        programs: the folder of the lab's own programs.
        private_key: file of the engineer's key.
        host_keys: per node the line ``type key``.
    """

    site: Site
    means: Means
    files: Mapping[str, list[NodeFile]]
    programs: Programs
    private_key: Path
    host_keys: Mapping[str, str]

    def settings(self, node: str) -> dict[str, Any]:
        """What the stand-ins on a node read."""
        return {
            "node": node,
            "site": self.site.as_json(),
            "tier": self.means.tier,
            "time_factor": self.site.time_factor,
            "seed": self.site.seed,
            "language": self.site.language,
        }


def prepare(site: Site, means: Means, keys: Path) -> LabOrder:
    """Collect what a lab is made of; keys are made when they aren't there yet."""
    client = key_pair(keys, "id_ed25519")
    hosts = {node.name: key_pair(keys, f"host_{node.name}") for node in site.nodes}
    shell = "/bin/bash" if Path("/bin/bash").exists() else "/bin/sh"
    files = {
        name: _node_files(site, means, name, Access(client.public, key.private, key.public, means.all_ids, shell))
        for name, key in hosts.items()
    }
    if site.windows:
        given = make_credentials(keys)
        for node in site.nodes:
            files[node.name] += [*windows_files(site, node.name), *winrm_files(given, node)]
    programs = Programs.read(windows_programs(site))
    return LabOrder(site, means, files, programs, client.file, {name: key.public for name, key in hosts.items()})


def _node_files(site: Site, means: Means, name: str, access: Access) -> list[NodeFile]:
    products = layout.node_files(site, name, PYTHON, site.resources) if site.products else []
    services = layout.units(site, name, PYTHON) if site.products else []
    return [
        *etc_files(site, name, access),
        *wrapper_files(means, name),
        *products,
        *unit_files([*(windows_units() if site.windows else lab_units(means)), *services]),
        *(quiet_systemd() if means.systemd else []),
    ]

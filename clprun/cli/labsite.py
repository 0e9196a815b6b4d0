"""What the lab is built from: the guide's values, or a user's own inventory and configuration."""

import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from clprun.errors import InputError, Problem
from clprun.model.manner import Manner
from clprun.store.files import write_file

if TYPE_CHECKING:
    from clprun.lab.site import Site
    from clprun.lang.inventory import Inventory

__all__ = [
    "cluster_of_lab",
    "forget_inventory",
    "remember_inventory",
    "remembered_inventory",
    "require_linux",
    "resembling",
    "site_of",
]

_NOTE = "lab-inventory"
"""File below clprun's home that names the inventory the lab was brought up with."""

_PARAMETERS = {
    "floating_ip": ("floating_ip",),
    "virtual_host": ("virtual_host",),
    "mount_point": ("database_path", "mount_point"),
    "device": ("disk_device", "data_partition"),
    "cluster_partition": ("cluster_partition",),
    "drive": ("shared_drive", "shared_directory"),
}
"""What the lab calls a value, and the parameters of runbooks that say it; the first that is given counts."""


def require_linux() -> None:
    """Refuse where no lab can be; nothing of the lab can even be imported there.

    Raises:
        InputError: this is not Linux.
    """
    if not sys.platform.startswith("linux"):
        raise InputError(Problem("commands.lab_needs_linux", {}))


def site_of(
    runbook: str | None,
    platform: Literal["linux", "windows"] | None,
    inventory: Path | None,
    cluster: str | None,
    configuration: Path | None,
) -> "Site":
    """The site to build.

    Args:
        runbook: what is to be rehearsed; ``None`` = jobcenter-classic, or clweb on Windows.
        platform: of the nodes; ``None`` = the inventory's, else Linux where the runbook is rehearsed there.
        inventory: a user's own; ``None`` = the guide's values.
        cluster: which of its clusters, when it holds several.
        configuration: folder with a pulled ``clp.conf`` and ``scripts/``.

    Raises:
        InputError: the inventory is refused or is of another platform, or the lab has nothing for that runbook.
    """
    from clprun.lab.site import site_from_inventory  # noqa: PLC0415  (POSIX only)
    from clprun.lang.inventory import load_inventory  # noqa: PLC0415  (brings pydantic)

    folder = None if configuration is None else configuration.absolute()
    if inventory is None:
        return replace(_guide_site(runbook, platform), configuration=folder)
    chosen = load_inventory([inventory]).select(cluster).cluster
    if platform not in {None, chosen.platform.value}:
        raise InputError(Problem("commands.lab_platform", {"cluster": chosen.name, "platform": chosen.platform.value}))
    nodes = [
        {"name": node.name, "address": node.address, "machine_id": node.machine_id}
        for node in (chosen.primary, chosen.standby)
    ]
    given = chosen.parameters if runbook is None else {runbook: chosen.parameters.get(runbook, {})}
    base = _guide_site(runbook, chosen.platform.value)
    return site_from_inventory(nodes, chosen.group, _values(given), folder, base)


def resembling(site: "Site", file: Path | None) -> "Site":
    """A site whose products answer as those of a pair did; names, addresses and configuration stay the site's.

    Args:
        site: what is built.
        file: what ``clprun contact --out`` wrote; ``None`` = as it is.

    Raises:
        InputError: the file is no such, or was written about another platform.
    """
    if file is None:
        return site
    from clprun.contact.lesson import learnt  # noqa: PLC0415  (brings pydantic)
    from clprun.contact.record import load  # noqa: PLC0415

    record = load(file)
    if record.platform.value != site.platform:
        values = {"file": str(file), "platform": record.platform.value, "lab": site.platform}
        raise InputError(Problem("contact.file_platform", {**values}))
    lesson = asdict(learnt(record))
    language = "ja" if lesson.pop("japanese") else site.language
    suspended = "answer" if lesson.pop("answers_suspended") else site.while_suspended
    return replace(site, manner=Manner(**lesson), language=language, while_suspended=suspended)


def _guide_site(runbook: str | None, platform: Literal["linux", "windows"] | None) -> "Site":
    """The guide's site of a runbook; arguments and errors as :func:`site_of`."""
    from clprun.lab.site import REHEARSED, REHEARSED_ON_WINDOWS, site_for  # noqa: PLC0415  (POSIX only)

    known = {"linux": REHEARSED, "windows": REHEARSED_ON_WINDOWS, None: {**REHEARSED, **REHEARSED_ON_WINDOWS}}[platform]
    chosen = runbook or ("clweb" if platform == "windows" else "jobcenter-classic")
    if chosen not in known:
        raise InputError(Problem("commands.lab_not_for", {"runbook": chosen, "known": ", ".join(known)}))
    return site_for(chosen, platform)


def remember_inventory(home: Path, inventory: Path) -> None:
    """Note the inventory the lab was brought up with, for ``--lab``."""
    write_file(home / _NOTE, str(inventory.absolute()).encode())


def forget_inventory(home: Path) -> None:
    """The lab has the guide's values, or is gone."""
    (home / _NOTE).unlink(missing_ok=True)


def remembered_inventory(home: Path) -> Path | None:
    """The inventory the lab was brought up with; ``None`` = the guide's values."""
    note = home / _NOTE
    return Path(note.read_text("utf-8")) if note.is_file() else None


def cluster_of_lab(home: Path, inventory: "Inventory") -> str | None:
    """Which of an inventory's clusters the lab that is up was built as: by its group and its nodes' names.

    Args:
        home: CLPRUN_HOME of the lab.
        inventory: what the lab's commands go by.

    Returns:
        Its name; ``None`` when no lab is up, or none or several look like it.
    """
    from clprun.lab import client  # noqa: PLC0415  (POSIX only)

    document = client.status(home)
    if not document["up"]:
        return None
    site = document["site"]
    wanted = site["group"], {node["name"] for node in site["nodes"]}
    clusters = (found.cluster for found in inventory.sites.values())
    alike = [each.name for each in clusters if (each.group, {node.name for node in each.nodes}) == wanted]
    return alike[0] if len(alike) == 1 else None


def _values(parameters: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The values the lab can use, from whichever runbook's parameters give them first."""
    given = {name: value for values in reversed(list(parameters.values())) for name, value in values.items()}
    found = {name: next((given[key] for key in keys if key in given), None) for name, keys in _PARAMETERS.items()}
    return {name: value for name, value in found.items() if value is not None}

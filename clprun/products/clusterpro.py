"""What is known of CLUSTERPRO X on Linux: its paths and commands, and its state as clpstat tells it.

Sources: reference/clusterpro.md 1.1 to 1.5 and 5.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from clprun.errors import Problem
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.shell import limited, linux_only, tail, text
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.model import Monitor
from clprun.products.clpstat import (
    BUSY_EXIT,
    ClpstatError,
    ClusterStatus,
    GroupStatus,
    ObjectStatus,
    State,
    Status,
    parse,
)

__all__ = [
    "CLPCFCTRL",
    "CLPCL",
    "CLPDOWN",
    "CLPGRP",
    "CLPSTAT",
    "CONFIGURATION",
    "MONITOR_SCRIPTS",
    "PACKAGES",
    "SCRIPTS",
    "Clpstat",
    "is_between",
    "monitor_folder",
    "move_group",
    "product_version",
    "push",
    "reboot_server",
    "resume_cluster",
    "script_folder",
    "start_group",
    "stop_group",
    "suspend_cluster",
    "with_configuration",
    "with_group",
]

CLPSTAT = "/usr/sbin/clpstat"
CLPGRP = "/usr/sbin/clpgrp"
CLPCL = "/usr/sbin/clpcl"
CLPCFCTRL = "/usr/sbin/clpcfctrl"
CLPDOWN = "/usr/sbin/clpdown"

CONFIGURATION = "/opt/nec/clusterpro/etc/clp.conf"
"""The installed cluster configuration (clusterpro.md 2.1)."""

SCRIPTS = "/opt/nec/clusterpro/scripts"
"""The installed scripts, ``GROUP/RESOURCE/start.sh`` and ``stop.sh`` (clusterpro.md 2.1)."""

MONITOR_SCRIPTS = "monitor.s"
"""Where scripts of monitors lie, below the scripts folder (clusterpro.md 2.1)."""

PACKAGES = ("clusterpro", "expresscls")
"""The package in its Japanese and its other edition (clusterpro.md 5)."""

_NOT_FOUND = 127
_OUTPUT_LIMIT = 1 << 20
_CALL_SECONDS = 30
_PAUSES = "0.2 0.3 0.5 1 1 2 3"
"""Seconds between two tries while clpstat says that it is busy; the product's own advice is 3."""


def start_group(group: str) -> tuple[str, ...]:
    """Start a group on the server this runs on (clusterpro.md 1.2)."""
    return (CLPGRP, "-s", group)


def stop_group(group: str) -> tuple[str, ...]:
    """Stop a group that runs on the server this runs on (clusterpro.md 1.2; ERRATA G2-11)."""
    return (CLPGRP, "-t", group)


def move_group(group: str, server: str) -> tuple[str, ...]:
    """Move a group from the server this runs on to another (clusterpro.md 1.2)."""
    return (CLPGRP, "-m", group, "-a", server)


def reboot_server() -> tuple[str, ...]:
    """Stop the cluster service on the server this runs on, then reboot it (clusterpro.md 1.4; ERRATA G4-24)."""
    return (CLPDOWN, "-r")


def suspend_cluster() -> tuple[str, ...]:
    """Suspend the whole cluster; its groups run on (clusterpro.md 0.1, fact 7, and 1.4)."""
    return (CLPCL, "--suspend", "-a")


def resume_cluster() -> tuple[str, ...]:
    """Resume the whole cluster (clusterpro.md 1.4)."""
    return (CLPCL, "--resume", "-a")


def push(folder: str, encode: str) -> tuple[str, ...]:
    """Distribute ``clp.conf`` and ``scripts/`` of a folder to all servers (clusterpro.md 1.5).

    Args:
        folder: not below the product's own folder.
        encode: the configuration's ``all/encode``: SJIS tells a file that a Windows WebUI saved (2.1).
    """
    saved_on_windows = encode.upper() in {"SJIS", "SHIFT_JIS", "CP932"}
    return (CLPCFCTRL, "--push", "-w" if saved_on_windows else "-l", "-x", folder)


def script_folder(group: str, resource: str) -> str:
    """Where a resource's scripts lie, below the scripts folder (clusterpro.md 2.1)."""
    return f"{group}/{resource}"


def monitor_folder(monitor: str) -> str:
    """Where a custom monitor's ``genw.sh`` lies, below the scripts folder (clusterpro.md 2.1)."""
    return f"{MONITOR_SCRIPTS}/{monitor}"


def product_version(packages: Iterable[str | None], installed: Configuration) -> str | None:
    """The product's version, e.g. ``4.3.0-1``; ``None`` when nothing tells it.

    Args:
        packages: versions of the packages in :data:`PACKAGES`.
        installed: the configuration; a WebUI notes in ``trekking/savedversion`` what it saved it for (2.2).
    """
    noted = installed.document.root.text("trekking", "savedversion")
    return next((version for version in (*packages, noted) if version), None)


def is_between(version: str, minimum: str, maximum: str) -> bool:
    """Whether a version lies in a range; ``5.1`` as its maximum includes ``5.1.2-1``."""
    found, least, most = (tuple(map(int, re.findall(r"[0-9]+", each))) for each in (version, minimum, maximum))
    return least <= found and found[: len(most)] <= most


@dataclass(frozen=True)
class Clpstat(Question[ClusterStatus | None]):
    """The state of the cluster as this server sees it; ``None`` = a transition went on all the time it was asked.

    Args:
        seconds: how long the answer may take.
    """

    seconds: int = 60

    def script(self, platform: Platform) -> str:
        """``clpstat --long``, again while it is busy; without ``--long`` where a version does not know that."""
        linux_only(platform)
        calls = {
            form: limited((CLPSTAT, *options), _CALL_SECONDS, _OUTPUT_LIMIT, _OUTPUT_LIMIT)
            for form, options in (("long", ("--long",)), ("short", ()))
        }
        tries = "".join(
            f"for pause in {_PAUSES} 0; do\n"
            f"reply=$(\n{call})\ncode=$?\n"
            f'[ "$code" -eq {BUSY_EXIT} ] || break\nsleep "$pause"\ndone\n'
            f'case $code in 0 | {BUSY_EXIT}) printf \'%s\\n\' {form} "$reply"; exit "$code" ;; esac\n'
            for form, call in calls.items()
        )
        return f'[ -x {CLPSTAT} ] || exit {_NOT_FOUND}\n{tries}printf "%s\\n" short "$reply"\nexit "$code"\n'

    def answer(self, raw: Raw) -> ClusterStatus | None:
        """The state of the cluster.

        Raises:
            Unanswerable: CLUSTERPRO is not installed, clpstat fails, or what it says is not understood.
        """
        form, _, output = raw.out.partition(b"\n")
        if raw.exit_code == _NOT_FOUND and not raw.out:
            raise Unanswerable(Problem("cluster.not_installed"))
        if raw.exit_code == BUSY_EXIT:
            return None
        if raw.exit_code != 0:
            problem = Problem("cluster.status_failed", {"exit": raw.exit_code}, output=tail(output, raw.err) or None)
            raise Unanswerable(problem)
        try:
            return parse(_decoded(output), long=form == b"long")
        except ClpstatError as error:
            problem = Problem("cluster.status_not_understood", {"line": error.text}, output=tail(output))
            raise Unanswerable(problem) from None


def with_group(status: ClusterStatus, group: str, server: str | None) -> ClusterStatus:
    """A state of the cluster after a group was started on a server, or stopped (``None``).

    A monitor that is offline waits for a group; the one that starts is taken to be the one it waits for.
    """
    state = _state(Status.OFFLINE if server is None else Status.ONLINE)

    def changed(item: GroupStatus) -> GroupStatus:
        members = tuple(replace(member, state=state) for member in item.resources)
        return replace(item, state=state, current=server, resources=members)

    def watching(monitor: ObjectStatus) -> ObjectStatus:
        waits = server is not None and monitor.state.status is Status.OFFLINE
        return replace(monitor, state=_state(Status.NORMAL)) if waits else monitor

    groups = tuple(changed(item) if item.name == group else item for item in status.groups)
    return replace(status, groups=groups, monitors=tuple(map(watching, status.monitors)))


def with_configuration(status: ClusterStatus, installed: Configuration) -> ClusterStatus:
    """A state of the cluster after a configuration with more resources and monitors was pushed.

    What watches all the time, as a mirror's monitor does, is taken to be normal then, and so is what watches a resource
    of a group that is online.
    """
    online = {
        entry.name
        for group in installed.groups
        if (found := status.group(group.name)) is not None and found.state.status is Status.ONLINE
        for entry in group.resources
    }

    def changed(group: GroupStatus) -> GroupStatus:
        holder = installed.group(group.name)
        names = [entry.name for entry in holder.resources] if holder else []
        known = {resource.name for resource in group.resources}
        new = tuple(_object(name, Status.OFFLINE) for name in names if name not in known)
        return replace(group, resources=(*group.resources, *new))

    new = tuple(
        _object(monitor.name, Status.OFFLINE if _waits(monitor, online) else Status.NORMAL)
        for monitor in installed.monitors
        if status.monitor(monitor.name) is None
    )
    return replace(status, groups=tuple(map(changed, status.groups)), monitors=(*status.monitors, *new))


def _waits(monitor: Monitor, online: Container[str]) -> bool:
    """Whether a monitor watches nothing yet."""
    target = monitor.values.get("target")
    return bool(target) and target not in online


def _object(name: str, status: Status) -> ObjectStatus:
    return ObjectStatus(name, _state(status), "", possibly_cut=False)


def _state(status: Status) -> State:
    return State(status, status.value)


def _decoded(output: bytes) -> str:
    """Text in the product's language: UTF-8, or EUC-JP as older Japanese systems have it."""
    for encoding in ("utf-8", "euc-jp"):
        try:
            return output.decode(encoding)
        except UnicodeDecodeError:
            continue
    return text(output)

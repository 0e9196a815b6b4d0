r"""Where CLUSTERPRO X lies on a platform, and its commands there (reference/clusterpro.md 1, 2.1 and 5).

On Linux all commands are ``/usr/sbin/clp*``; on Windows they lie in ``<install>\bin``, which the product's set-up puts
on the system's PATH.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from clprun.model.cluster import Cluster, Platform
from clprun.model.paths import below

__all__ = [
    "COMPATIBILITY_CHECK",
    "INSTALLATIONS",
    "MONITOR_SCRIPTS",
    "Installation",
    "installation_of",
    "is_of_monitor",
    "monitor_folder",
    "owner_of",
    "script_folder",
]

COMPATIBILITY_CHECK = "4.1"
"""The version on which ``clpcfctrl --compcheck`` was seen, on Linux: non-zero = do not go on (clusterpro.md 1.5, S1).

That later ones have it, too, is inferred (Low: nothing public shows them, nor what it ends with there; Annex B).
"""

MONITOR_SCRIPTS = "monitor.s"
"""Where scripts of monitors lie, below the scripts folder (clusterpro.md 2.1)."""


@dataclass(frozen=True)
class Installation:
    """CLUSTERPRO on one platform.

    Args:
        platform: of both servers.
        home: its install folder.
        commands: what stands before the name of a command.
    """

    platform: Platform
    home: str
    commands: str

    @property
    def configuration(self) -> str:
        """The installed cluster configuration (clusterpro.md 2.1)."""
        return below(self.home, "etc", "clp.conf")

    @property
    def scripts(self) -> str:
        """The folder of the installed scripts, ``GROUP/RESOURCE/start.sh`` or ``start.bat`` and so on (2.1)."""
        return below(self.home, "scripts")

    @property
    def clpstat(self) -> str:
        """The program that tells the state of the cluster (clusterpro.md 1.1)."""
        return f"{self.commands}clpstat"

    def script(self, path: str) -> str:
        """An installed script, by its path below the folder of scripts, with ``/`` between its parts."""
        return below(self.scripts, *path.split("/"))

    def start_group(self, group: str) -> tuple[str, ...]:
        """Start a group on the server this runs on (clusterpro.md 1.2)."""
        return (f"{self.commands}clpgrp", "-s", group)

    def stop_group(self, group: str) -> tuple[str, ...]:
        """Stop a group that runs on the server this runs on (clusterpro.md 1.2; ERRATA G2-11)."""
        return (f"{self.commands}clpgrp", "-t", group)

    def move_group(self, group: str, server: str) -> tuple[str, ...]:
        """Move a group from the server this runs on to another (clusterpro.md 1.2)."""
        return (f"{self.commands}clpgrp", "-m", group, "-a", server)

    def start_resource(self, resource: str) -> tuple[str, ...]:
        """Start a resource of a group that runs on the server this runs on (clusterpro.md 1.3)."""
        return (f"{self.commands}clprsc", "-s", resource)

    def stop_resource(self, resource: str) -> tuple[str, ...]:
        """Stop it (clusterpro.md 1.3)."""
        return (f"{self.commands}clprsc", "-t", resource)

    def pause_monitor(self, monitor: str, server: str) -> tuple[str, ...]:
        """Suspend a monitor on a server (clusterpro.md 1.10)."""
        return (f"{self.commands}clpmonctrl", "-s", "-h", server, "-m", monitor)

    def resume_monitor(self, monitor: str, server: str) -> tuple[str, ...]:
        """Let it watch again (clusterpro.md 1.10)."""
        return (f"{self.commands}clpmonctrl", "-r", "-h", server, "-m", monitor)

    def reboot_server(self) -> tuple[str, ...]:
        """Stop the cluster service on the server this runs on, then reboot it (clusterpro.md 1.4; ERRATA G4-24)."""
        return (f"{self.commands}clpdown", "-r")

    def suspend_cluster(self) -> tuple[str, ...]:
        """Suspend the whole cluster; its groups run on (clusterpro.md 0.1, fact 7, and 1.4)."""
        return (f"{self.commands}clpcl", "--suspend", "-a")

    def resume_cluster(self) -> tuple[str, ...]:
        """Resume the whole cluster (clusterpro.md 1.4)."""
        return (f"{self.commands}clpcl", "--resume", "-a")

    def check(self, folder: str) -> tuple[str, ...]:
        """Have ``clp.conf`` of a folder checked before it is distributed; see :data:`COMPATIBILITY_CHECK`."""
        return (f"{self.commands}clpcfctrl", "--compcheck", self._made_here, "-x", folder)

    def push(self, folder: str) -> tuple[str, ...]:
        """Distribute ``clp.conf`` and ``scripts/`` of a folder to all servers (clusterpro.md 1.5).

        Args:
            folder: not below the product's own folder.
        """
        return (f"{self.commands}clpcfctrl", "--push", self._made_here, "-x", folder)

    @property
    def _made_here(self) -> str:
        """Where the file was made; its ``all/encode`` does not tell (clusterpro.md, corrections: P, five recipes).

        What is pushed is the installed file of a server, edited byte by byte; on Windows every published push says
        ``-w``.
        """
        return "-w" if self.platform is Platform.WINDOWS else "-l"


INSTALLATIONS: Mapping[Platform, Installation] = {
    each.platform: each
    for each in (
        Installation(Platform.LINUX, "/opt/nec/clusterpro", "/usr/sbin/"),
        Installation(Platform.WINDOWS, r"C:\Program Files\CLUSTERPRO", ""),
    )
}
"""By platform; the folder on Windows is that of the Japanese edition (clusterpro.md 0, cip-W)."""


def installation_of(cluster: Cluster) -> Installation:
    """CLUSTERPRO on the servers of a cluster; its commands stay on the system's PATH wherever it lies on Windows."""
    found = INSTALLATIONS[cluster.platform]
    return found if cluster.clusterpro_folder is None else replace(found, home=cluster.clusterpro_folder)


def script_folder(group: str, resource: str) -> str:
    """Where a resource's scripts lie, below the scripts folder (clusterpro.md 2.1)."""
    return f"{group}/{resource}"


def monitor_folder(monitor: str) -> str:
    """Where a custom monitor's ``genw.sh`` or ``genw.bat`` lies, below the scripts folder (clusterpro.md 2.1)."""
    return f"{MONITOR_SCRIPTS}/{monitor}"


def owner_of(script: str) -> str:
    """The resource or monitor that a script belongs to, by its path below the scripts folder."""
    return script.split("/")[1]


def is_of_monitor(script: str) -> bool:
    """Whether a script belongs to a monitor, by its path below the scripts folder."""
    return script.startswith(f"{MONITOR_SCRIPTS}/")

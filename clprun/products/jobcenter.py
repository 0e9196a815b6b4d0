"""What is known of JobCenter on Linux, classic mode and the standard mode's manager: paths, commands, process names.

Sources: guide JC 2.3 to 2.6, 3.4 and 3.5; reference/products.md 1 and 2.1.
"""

from collections.abc import Mapping
from enum import StrEnum

__all__ = [
    "CJCMKSITE",
    "CJCPW",
    "CODE_WORDS",
    "DAEMON_CONF",
    "FOLDER",
    "LOCAL_MINIMA",
    "MANAGER",
    "NQSSTART",
    "NQSSTOP",
    "NQS_DAEMON",
    "PROGRAMS",
    "SITE_MINIMA",
    "STOP_SECONDS",
    "Mode",
    "database",
    "make_site",
    "start_site",
    "stop_site",
]

FOLDER = "/usr/lib/nqs"
"""Where JobCenter is installed on Linux (guide JC 2.3 (3))."""

CJCMKSITE = f"{FOLDER}/cluster/cjcmksite"
CJCPW = f"{FOLDER}/cluster/cjcpw"
NQSSTART = f"{FOLDER}/nqsstart"
NQSSTOP = f"{FOLDER}/nqsstop"
DAEMON_CONF = f"{FOLDER}/rc/daemon.conf"
MANAGER = f"{FOLDER}/jcexecutor/jcexecutor_manager"

CODE_WORDS = "/etc/opt/wsnlesd/.lockinfo"
"""LicenseManager's code words: ``MODEL CODEWORD`` a line, filled in before JobCenter is set up (products.md 1.3)."""

STOP_SECONDS = 600
"""Longest a stop is waited for; the guide says 1 to 2 minutes (JC 2.5 (2) step 2)."""


class Mode(StrEnum):
    """How JobCenter was set up on a machine (R16.2 and later; what is older is classic)."""

    CLASSIC = "classic"
    STANDARD = "standard"


LOCAL_MINIMA: Mapping[str, int] = {
    "nqsdaemon": 1,
    "jnwcaster": 1,
    "jnwengine": 1,
    "sclaunchd": 1,
    "comagent": 1,
    "jcdbs": 1,
    "jnwlauncher": 1,
}
"""Names of a classic local site, and how many processes there are at least (NEC FAQ 3150101977: minima)."""

SITE_MINIMA: Mapping[Mode, Mapping[str, int]] = {
    Mode.CLASSIC: {"cjcpw": 1, **LOCAL_MINIMA, "jnwcaster": 2},
    Mode.STANDARD: {
        "cjcpw": 1,
        "jcexecutor_manager": 1,
        "jcexecutor_webserver": 1,
        "nats_start": 1,
        "jnwcaster": 2,
        "jnwengine": 1,
        "sclaunchd": 1,
        "comagent": 1,
        "jcdbs": 1,
        "jnwlauncher": 1,
        "jcwebserver": 1,
    },
}
"""The eight names of a classic cluster site and the eleven of a standard one; each has jnwcaster twice.

Sources: guide JC 2.4 (2) step 4 and 3.5; ERRATA G2-14, G2-15.
"""

NQS_DAEMON = ("NQS", "nqsdaemon")
"""The title that nqsdaemon shows instead of its path on Linux (guide JC 2.4 (2) step 4; ERRATA G2-16)."""

PROGRAMS: Mapping[str, str] = {
    CJCPW: "cjcpw",
    MANAGER: "jcexecutor_manager",
    f"{FOLDER}/jcexecutor/jcexecutor_webserver": "jcexecutor_webserver",
    f"{FOLDER}/jcexecutor/nats_start": "nats_start",
    f"{FOLDER}/jnwcaster": "jnwcaster",
    f"{FOLDER}/gui/bin/jnwengine": "jnwengine",
    f"{FOLDER}/gui/bin/sclaunchd": "sclaunchd",
    f"{FOLDER}/combase/comagent": "comagent",
    f"{FOLDER}/gui/bin/jcdbs": "jcdbs",
    f"{FOLDER}/gui/bin/jnwlauncher": "jnwlauncher",
    f"{FOLDER}/gui/bin/jcwebserver": "jcwebserver",
}
"""Process names by path; on a classic machine jcwebserver may be there from R16.1 on, and no jcexecutor."""


def database(database_path: str) -> str:
    """The folder that cjcmksite makes below the database path (guide JC 2.4 (2) step 2)."""
    return f"{database_path}/nqs"


def make_site(virtual_host: str, machine_id: int, database_path: str) -> tuple[str, ...]:
    """The command that makes a cluster site; its exit codes are not public (guide JC 2.4 (1))."""
    return (CJCMKSITE, virtual_host, str(machine_id), database_path)


def start_site(virtual_host: str, database_path: str) -> tuple[str, ...]:
    """The command that starts a cluster site and stays in the foreground (guide JC 2.5 (1))."""
    return (CJCPW, virtual_host, database_path)


def stop_site(virtual_host: str) -> tuple[str, ...]:
    """The command that stops a cluster site (guide JC 2.5 (1); an ASCII hyphen: ERRATA G2-03)."""
    return (CJCPW, "-stop", virtual_host)

"""What is known of JobCenter on Linux, classic mode: its paths, commands and process names.

Sources: guide JC 2.3 to 2.6; reference/products.md 1.
"""

from collections.abc import Mapping

__all__ = [
    "CJCMKSITE",
    "CJCPW",
    "CODE_WORDS",
    "DAEMON_CONF",
    "FOLDER",
    "LOCAL_MINIMA",
    "NQSSTART",
    "NQSSTOP",
    "NQS_DAEMON",
    "PROGRAMS",
    "SITE_MINIMA",
    "STOP_SECONDS",
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

CODE_WORDS = "/etc/opt/wsnlesd/.lockinfo"
"""LicenseManager's code words: ``MODEL CODEWORD`` a line, filled in before JobCenter is set up (products.md 1.3)."""

STOP_SECONDS = 600
"""Longest a stop is waited for; the guide says 1 to 2 minutes (JC 2.5 (2) step 2)."""

LOCAL_MINIMA: Mapping[str, int] = {
    "nqsdaemon": 1,
    "jnwcaster": 1,
    "jnwengine": 1,
    "sclaunchd": 1,
    "comagent": 1,
    "jcdbs": 1,
    "jnwlauncher": 1,
}
"""Names of a local site's processes, and how many there are at least (NEC FAQ 3150101977: counts are minima)."""

SITE_MINIMA: Mapping[str, int] = {"cjcpw": 1, **LOCAL_MINIMA, "jnwcaster": 2}
"""The eight names of a cluster site; jnwcaster is there twice (guide JC 2.4 (2) step 4; ERRATA G2-14)."""

NQS_DAEMON = ("NQS", "nqsdaemon")
"""The title that nqsdaemon shows instead of its path on Linux (guide JC 2.4 (2) step 4; ERRATA G2-16)."""

PROGRAMS: Mapping[str, str] = {
    CJCPW: "cjcpw",
    f"{FOLDER}/jnwcaster": "jnwcaster",
    f"{FOLDER}/gui/bin/jnwengine": "jnwengine",
    f"{FOLDER}/gui/bin/sclaunchd": "sclaunchd",
    f"{FOLDER}/combase/comagent": "comagent",
    f"{FOLDER}/gui/bin/jcdbs": "jcdbs",
    f"{FOLDER}/gui/bin/jnwlauncher": "jnwlauncher",
    f"{FOLDER}/gui/bin/jcwebserver": "jcwebserver",
}
"""Process names by path; jcwebserver may be there from R16.1 on."""


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

"""What JobCenter, classic mode, puts on a node: installed and set up, or on its media. Controller side, pure."""

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.jobcenter.daemon_conf import SHIPPED
from clprun.lab.standin.launch import launcher, program

__all__ = ["node_files", "units"]

COMMANDS = (
    "/usr/lib/nqs/cluster/cjcmksite",
    "/usr/lib/nqs/cluster/cjcpw",
    "/usr/lib/nqs/nqsstart",
    "/usr/lib/nqs/nqsstop",
)
FOLDERS = ("cluster", "rc", "gui/bin", "combase")
MEDIA = "/media/jobcenter"
CODE_WORDS = b"UL1246-1X1\t\tLAB%0O1l#notalicence\nUL1246-1X2\t\tLAB%0O1l#neitherthis\n"
"""In the shape of products.md 1.3; worth nothing outside the lab."""


def node_files(site: Site, python: str) -> list[NodeFile]:
    """JobCenter installed and set up (products.md 1.3, 1.4), or its media.

    Args:
        site: how JobCenter is given.
        python: interpreter as the node sees it.
    """
    return _installed(python) if site.jobcenter == "installed" else _media(python)


def units(site: Site, python: str) -> list[Unit]:
    """The local site's service."""
    del site
    return [Unit("nqs", program("nqs", python), True, "JobCenter local site (stand-in)")]


def _installed(python: str) -> list[NodeFile]:
    return [
        *(NodeFile(f"/usr/lib/nqs/{folder}", mode=0o755, directory=True) for folder in FOLDERS),
        *(launcher(path, python) for path in COMMANDS),
        NodeFile("/usr/lib/nqs/rc/daemon.conf", SHIPPED),
        NodeFile("/usr/lib/nqs/.setup"),
        NodeFile("/etc/opt/wsnlesd/.lockinfo", CODE_WORDS, 0o600),
    ]


def _media(python: str) -> list[NodeFile]:
    """Only the media: the installer, and what it will lay down."""
    laid = [
        NodeFile(f"{MEDIA}/files{each.path}", each.content, each.mode, directory=each.directory)
        for each in _installed(python)
    ]
    return [launcher(f"{MEDIA}/install.sh", python), *laid]

"""What JobCenter MG, standard mode, puts on a node: installed and set up, or on its media. Controller side, pure."""

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.jobcenter.contents import CODE_WORDS
from clprun.lab.standin.jobcenter.daemon_conf import SHIPPED
from clprun.lab.standin.jobcenter_standard.manager import CHILDREN, SET_UP
from clprun.lab.standin.jobcenter_standard.media import on_media
from clprun.lab.standin.launch import launcher

__all__ = ["MEDIA", "node_files", "units"]

MEDIA = "/media/jobcenter-standard-mg"


def node_files(site: Site, python: str) -> list[NodeFile]:
    """JobCenter MG installed and set up, or its media; on both, what makes a site.

    Args:
        site: how JobCenter is given.
        python: interpreter as the node sees it.
    """
    installed = _installed(python)
    given = installed if site.jobcenter == "installed" else on_media(MEDIA, installed, python)
    return [launcher(f"{MEDIA}/create-site.sh", python), *given]


def units(site: Site, python: str) -> list[Unit]:
    """None: a local site of the standard mode is not played (JC chapter 3 does not deal with it)."""
    del site, python
    return []


def _installed(python: str) -> list[NodeFile]:
    programs = sorted({path for path, _ in CHILDREN})
    return [
        launcher("/usr/lib/nqs/cluster/cjcpw", python),
        *(NodeFile(path, b"#!/bin/sh\nexit 1\n", 0o755) for path in programs),  # cjcpw plays them all
        NodeFile("/usr/lib/nqs/rc/daemon.conf", SHIPPED),
        NodeFile("/usr/lib/nqs/.setup", SET_UP),
        NodeFile("/etc/opt/wsnlesd/.lockinfo", CODE_WORDS, 0o600),
    ]

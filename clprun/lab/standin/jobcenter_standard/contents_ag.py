"""What JobCenter AG, standard mode, puts on a node: installed, or on its media. Controller side, pure."""

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.jobcenter_standard.media import on_media
from clprun.lab.standin.launch import launcher

__all__ = ["MEDIA", "node_files", "units"]

MEDIA = "/media/jobcenter-standard-ag"
_SCRIPTS = ("create-instance.sh", "register-agent.sh", "agent-registered.sh")


def node_files(site: Site, python: str) -> list[NodeFile]:
    """JobCenter AG installed, or its media; on both, what makes an instance and what plays the manager's part.

    Args:
        site: how JobCenter is given.
        python: interpreter as the node sees it.
    """
    installed = [launcher(path, python) for path in ("/usr/bin/jcagctrl", "/usr/lib/nqs/jcexecutor/jcexecutor_agent")]
    given = installed if site.jobcenter == "installed" else on_media(MEDIA, installed, python)
    return [*(launcher(f"{MEDIA}/{script}", python) for script in _SCRIPTS), *given]


def units(site: Site, python: str) -> list[Unit]:
    """None: the service of an instance comes with the instance (JC 3.3 (2))."""
    del site, python
    return []

"""Which function stands in for which command or service of a Windows node, and which Windows has what.

Every module is one of the package of the stand-ins.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["COMMANDS", "DIE_HALFWAY", "SERVICES", "function", "own"]

COMMANDS: dict[str, str] = {
    "cacls": "windows.cacls:cacls",
    "certutil": "windows.certutil:certutil",
    "curl": "windows.curl:curl",
    "del": "windows.files:del_",
    "dir": "windows.listing:listing",
    "erase": "windows.files:del_",
    "fc": "windows.compare:fc",
    "find": "windows.findstr:find",
    "findstr": "windows.findstr:findstr",
    "fsutil": "windows.volumes:fsutil",
    "icacls": "windows.icacls:icacls",
    "linkd": "windows.links:linkd",
    "mklink": "windows.links:mklink",
    "more": "windows.reading:more",
    "move": "windows.move:move",
    "net": "windows.account:net",
    "ping": "windows.ping:ping",
    "powershell": "windows.absent:absent",
    "query": "windows.sessions:query",
    "rd": "windows.folders:rmdir",
    "ren": "windows.files:ren",
    "rename": "windows.files:ren",
    "rmdir": "windows.folders:rmdir",
    "robocopy": "windows.robocopy:robocopy",
    "schtasks": "windows.schtasks:schtasks",
    "shutdown": "windows.power:shutdown",
    "systeminfo": "windows.account:systeminfo",
    "takeown": "windows.account:takeown",
    "type": "windows.reading:type_",
    "vol": "windows.volumes:vol",
    "xcopy": "windows.xcopy:xcopy",
    "whoami": "windows.account:whoami",
    # CLUSTERPRO and what it makes highly available.
    "clpcfctrl": "clusterpro.clpcfctrl:clpcfctrl",
    "clpcl": "clusterpro.clpcl:clpcl",
    "clpdown": "clusterpro.clpcl:clpdown",
    "clpgrp": "clusterpro.commands:clpgrp",
    "clplogcmd": "clusterpro.commands:clplogcmd",
    "clpmonctrl": "clusterpro.commands:clpmonctrl",
    "clprsc": "clusterpro.commands:clprsc",
    "clpstat": "clusterpro.clpstat:clpstat",
    "clpstdn": "clusterpro.clpcl:clpstdn",
    "armbcast": "clusterpro.windows.arm:armbcast",
    "armkill": "clusterpro.windows.arm:armkill",
    "armload": "clusterpro.windows.arm:armload",
    "armnsadd": "clusterpro.windows.arm:armnsadd",
    "armnsdel": "clusterpro.windows.arm:armnsdel",
    "webui": "clusterpro.windows.webui:webui",
    "install": "clweb.install:install_sh",
    "update": "clweb.install:update_sh",
    "cmgui": "esmpro.programs:cmgui",
    "cmsetdst": "esmpro.programs:cmsetdst",
    "setup": "esmpro.setup:setup",
    "splaunch": "esmpro.programs:splaunch",
    "uninstall": "esmpro.uninstall:uninstall",
}
"""Name of a command, in small letters and without ``.exe`` -> module and function called with its ``BridgeCall``."""

DIE_HALFWAY = frozenset({"cacls", "clpcfctrl", "icacls", "robocopy", "setup", "uninstall", "xcopy"})
"""Commands with a point of their own for the fault ``die``; the others die before doing anything."""

SERVICES: dict[str, str] = {"jobcenterclweb": "clweb.service:jobcenterclweb", "nvbase": "esmpro.base_service:nvbase"}
"""Key of a service, in small letters -> module and function called with its ``ServiceCall``; others simply run."""


def function(place: str) -> Callable[[Any], int]:
    """The function at ``place``, a value of the tables."""
    module, _, name = place.partition(":")
    package = __name__.rpartition(".")[0].rpartition(".")[0]
    found: Callable[[Any], int] = getattr(import_module(f"{package}.{module}"), name)
    return found


def own(place: str) -> bool:
    """Whether ``place`` stands in for a command of Windows itself: these are recorded only when they change things."""
    return place.startswith("windows.")

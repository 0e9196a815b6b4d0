"""Finds the stand-in behind the name it is called by, obeys the lab's faults, records the call. Not the product."""

import os
import signal
from importlib import import_module

from .calls import Call, Refusal
from .settings import Settings
from .title import rename

__all__ = ["COMMANDS", "DAEMONS", "main"]

COMMANDS = {
    "clpstat": "clusterpro.clpstat",
    "clpgrp": "clusterpro.commands",
    "clprsc": "clusterpro.commands",
    "clpcl": "clusterpro.clpcl",
    "clpdown": "clusterpro.clpcl",
    "clpstdn": "clusterpro.clpcl",
    "clpmonctrl": "clusterpro.commands",
    "clplogcmd": "clusterpro.commands",
    "clpcfctrl": "clusterpro.clpcfctrl",
    "clplcnsc": "clusterpro.clplcnsc",
    "clp_httpmon": "isa.commands",
    "clp_smtpmon": "isa.commands",
    "cjcmksite": "jobcenter.cjcmksite",
    "cjcpw": "jobcenter.cjcpw",
    "nqsstart": "jobcenter.local",
    "nqsstop": "jobcenter.local",
    "install.sh": "jobcenter.install",
    "/media/jobcenter-standard-mg/install.sh": "jobcenter_standard.install",
    "/media/jobcenter-standard-ag/install.sh": "jobcenter_standard.install",
    "create-site.sh": "jobcenter_standard.create_site",
    "create-instance.sh": "jobcenter_standard.create_instance",
    "register-agent.sh": "jobcenter_standard.registration",
    "agent-registered.sh": "jobcenter_standard.registration",
    "jcagctrl": "jobcenter_standard.jcagctrl",
    "jcexecutor_agent": "jobcenter_standard.agent",
    "/media/jcclweb/install.sh": "clweb.install",
    "/media/jcclweb/update.sh": "clweb.install",
    "chkconfig": "sysv.commands",
    "service": "sysv.commands",
}
"""Product command -> module holding a function of the command's name (dots and dashes as ``_``); a whole path where
two products have a command of one name."""

DAEMONS = {
    "clppm": "clusterpro.clppm",
    "clptrnsv": "clusterpro.clptrnsv",
    "nqs": "jobcenter.local",
    "jcclweb": "clweb.server",
    "httpd": "isa.httpd",
    "postfix": "isa.postfix",
    "windows-tools": "windows.daemon",
}
"""Services of the nodes; they are not recorded as calls."""

DIE_HALFWAY = frozenset({"cjcmksite", "clpcfctrl", "clplcnsc", "create-site.sh", "create-instance.sh"})
"""Commands with a point of their own for the fault ``die``; the others die before doing anything."""


def main(argv: list[str]) -> int:
    """Run the stand-in named by ``argv[0]``; the return value is the exit code."""
    name = argv[0].rpartition("/")[2]
    package = __name__.rpartition(".")[0]
    settings = Settings.load()
    if name in DAEMONS:
        return int(import_module(f"{package}.{DAEMONS[name]}").serve(settings))
    place = COMMANDS.get(argv[0]) or COMMANDS.get(name)
    if place is None:
        return 127
    call = Call(settings, argv)
    module = import_module(f"{package}.{place}")
    try:
        _obey_fault(call)
        code = 0 if call.fault == "lie" else int(getattr(module, name.replace(".", "_").replace("-", "_"))(call))
    except Refusal as refusal:
        call.complain(refusal.text)
        code = refusal.code
    call.record(code)
    return code


def _obey_fault(call: Call) -> None:
    if call.fault == "fail":
        call.refuse(f"{call.name}: failed (fault of the lab)", "fault")
    if call.fault == "hang":
        call.record(None)
        rename("\0".join([*call.argv, ""]), call.name)
        while True:
            signal.pause()
    if call.fault == "die" and call.name not in DIE_HALFWAY:
        os.kill(os.getpid(), signal.SIGKILL)

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
    "cjcmksite": "jobcenter.cjcmksite",
    "cjcpw": "jobcenter.cjcpw",
    "nqsstart": "jobcenter.local",
    "nqsstop": "jobcenter.local",
    "install.sh": "jobcenter.install",
}
"""Product command -> module holding a function of the command's name (dots and dashes as ``_``)."""

DAEMONS = {"clppm": "clusterpro.clppm", "clptrnsv": "clusterpro.clptrnsv", "nqs": "jobcenter.local"}
"""Services of the nodes; they are not recorded as calls."""

DIE_HALFWAY = frozenset({"cjcmksite", "clpcfctrl"})
"""Commands with a point of their own for the fault ``die``; the others die before doing anything."""


def main(argv: list[str]) -> int:
    """Run the stand-in named by ``argv[0]``; the return value is the exit code."""
    name = argv[0].rpartition("/")[2]
    package = __name__.rpartition(".")[0]
    settings = Settings.load()
    if name in DAEMONS:
        return int(import_module(f"{package}.{DAEMONS[name]}").serve(settings))
    if name not in COMMANDS:
        return 127
    call = Call(settings, argv)
    module = import_module(f"{package}.{COMMANDS[name]}")
    try:
        _obey_fault(call)
        code = int(getattr(module, name.replace(".", "_"))(call))
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

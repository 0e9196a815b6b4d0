"""``cjcmksite NAME MACHINE-ID DATABASE-PATH`` (products.md 1.2, JC 2.4): makes a site. A stand-in, not the product."""

import os
import time

from ..calls import Call
from ..clusterpro.holders import mounted
from .database import Database
from .names import name_problem
from .site import LOCAL, running

__all__ = ["cjcmksite"]

WORK = 30.0
"""Seconds the product is taken to need; unknown."""
OVERWRITES = ("exists", "not empty", "already used")
"""How a second call refuses is unknown (ERRATA G2-27): the seed chooses among refusals with different codes."""


def cjcmksite(call: Call) -> int:
    """Make the site, or refuse and change nothing."""
    name, machine_id, path = _arguments(call)
    database = Database(path)
    _refuse(call, name, machine_id, path)
    if database.exists:
        reason = OVERWRITES[call.settings.choice("cjcmksite again", len(OVERWRITES))]
        call.refuse(f"{call.name}: {database.folder}: {reason}", reason)
    call.changes = True
    call.record(None)
    try:
        database.make_first_half(name, machine_id)
        time.sleep(call.settings.scaled(WORK / 2))
        call.halfway()
        database.make_second_half(name, machine_id)
        time.sleep(call.settings.scaled(WORK / 2))
    except OSError as failure:
        call.refuse(f"{call.name}: {failure.filename}: {failure.strerror}", "disk")
    call.say(f"{call.name}: site {name} has been created in {database.folder}")
    return 0


def _arguments(call: Call) -> tuple[str, int, str]:
    if len(call.arguments) != 3 or not call.arguments[1].isdigit() or not call.arguments[2].startswith("/"):
        call.refuse(f"Usage: {call.name} virtual-machine-name machine-ID database-path", "usage")
    name, machine_id, path = call.arguments
    return name, int(machine_id), path.rstrip("/")


def _refuse(call: Call, name: str, machine_id: int, path: str) -> None:
    """What the guide demands beforehand (JC 2.3(1), 2.4): each missing thing refuses."""
    if os.geteuid() != 0:
        call.refuse(f"{call.name}: must be root", "not root")
    if mounted(path) is None:
        call.refuse(f"{call.name}: {path} is not active", "not mounted")
    if running(LOCAL) is not None:
        call.refuse(f"{call.name}: the local JobCenter is running", "local runs")
    problem = name_problem(name)
    if problem is not None:
        call.refuse(f"{call.name}: {problem}", "name")
    taken = {node.get("machine_id") for node in call.settings.nodes}
    if not 0 < machine_id < 2**31 or machine_id in taken:
        call.refuse(f"{call.name}: machine ID {machine_id} is in use", "machine id")

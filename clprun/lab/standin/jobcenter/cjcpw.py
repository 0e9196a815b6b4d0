"""``cjcpw [-c] NAME DATABASE-PATH`` and ``cjcpw -stop NAME`` (products.md 1.2, JC 2.5). A stand-in, not the product.

An en dash instead of the hyphen makes ``–stop NAME`` a start with two words (ERRATA G2-03): it fails, nothing stops.
"""

import os
import signal
import time
from types import FrameType

from ..calls import Call, warn
from ..jobcenter_standard import manager
from ..title import rename
from . import site
from .database import Database
from .licence import licence_problem
from .names import address_of, name_problem

__all__ = ["cjcpw"]

STOPPING = (60.0, 120.0)
"""Seconds that stopping a site takes (JC 2.5: one to two minutes)."""


def cjcpw(call: Call) -> int:
    """Start a site in the foreground, start it unwatched (``-c``), or stop it."""
    arguments = call.arguments
    if os.geteuid() != 0:
        call.refuse("cjcpw: must be root", "not root")
    if len(arguments) == 2 and arguments[0] == "-stop":
        return _stop(call, arguments[1])
    unwatched = bool(arguments) and arguments[0] == "-c"
    rest = arguments[1:] if unwatched else arguments
    if len(rest) != 2:
        call.refuse("Usage: cjcpw [-c] name database-path | cjcpw -stop name", "usage")
    return _start(call, rest[0], rest[1].rstrip("/"), unwatched=unwatched)


def _refuse(call: Call, name: str, database: Database, path: str) -> None:
    if not path.startswith("/"):
        call.refuse(f"cjcpw: {path}: not a full path", "path")
    for problem in (licence_problem(), name_problem(name)):
        if problem is not None:
            call.refuse(f"cjcpw: {problem}", "name")
    if not database.exists:
        call.refuse(f"cjcpw: {database.folder}: No such file or directory", "no database")
    if database.name is None:
        call.refuse(f"cjcpw: {database.folder}: the database is incomplete", "half")
    if database.name != name:  # ERRATA G2-21
        call.refuse(f"cjcpw: the site in {database.folder} is {database.name}, not {name}", "other name")
    if site.running(name) is not None:
        call.refuse(f"cjcpw: site {name} is already running", "running")


def _start(call: Call, name: str, path: str, *, unwatched: bool) -> int:
    database = Database(path)
    _refuse(call, name, database, path)
    try:
        port = site.bind_port(address_of(name) or "")
    except OSError as failure:  # the address is not here, or the local daemon holds every address (JC 2.3(1), (2))
        call.refuse(f"cjcpw: nqsdaemon: {failure.strerror}", "port")
    call.changes = True
    told = None
    if unwatched:
        told = site.detach()
        if told is None:
            port.close()
            return 0
    else:
        call.record(None)
    with port:
        code = _lead(call, name, path, database, told)
    if unwatched:
        os._exit(code)  # only the command itself is recorded
    return code


def _lead(call: Call, name: str, path: str, database: Database, told: int | None) -> int:
    """Lead the site's processes until they end; the exit code.

    An unwatched site (``told`` is the descriptor that tells it is up) has a cjcpw too, in the background: the guide's
    list of processes knows no difference (JC 2.6).
    """
    lease, others = site.claim(path, call.settings)
    if others:
        text = f"site {name} runs on {', '.join(others)} and {call.settings.node} at once"
        database.mark_split(text)
        warn(call.settings, "split brain", text, "lab-linux.md 11 (cjcpw)")
    stopping: list[bool] = []

    def ask_to_stop(_sign: int, _frame: FrameType | None) -> None:
        stopping.append(True)

    signal.signal(signal.SIGTERM, ask_to_stop)
    site.note_running(name)
    rename("\0".join(["/usr/lib/nqs/cluster/cjcpw", *call.arguments]), "cjcpw")
    wanted = manager.CHILDREN if manager.is_set_up() else site.CLUSTER_SITE
    children = site.children_of(str(database.folder), wanted, outlive=call.settings.site.get("orphans") != "end")
    site.note_children(name, children)
    database.lock(call.settings.node)
    site.report_up(told)
    try:
        why = _follow(children, database, stopping, watched=told is None)
        if why == "stopped":
            low, high = STOPPING
            time.sleep(call.settings.scaled(low + (high - low) * (call.settings.seed % 10) / 10))
    finally:
        site.end(children)
        site.forget_running(name)
        lease.release()
    if why == "stopped":
        database.unlock()
        return 0
    call.complain(f"cjcpw: site {name}: {'a process' if why == 'died' else 'the database'} has gone")
    return call.settings.code(f"cjcpw {why}")


def _follow(children: list[int], database: Database, stopping: list[bool], *, watched: bool) -> str:
    """Wait; an unwatched site goes on without the processes that die (``-c``: no watching)."""
    while True:
        why = site.watch(children, database.reachable, stopping)
        if watched or why != "died":
            return why
        if not any(os.path.exists(f"/proc/{child}") for child in children):  # noqa: PTH110 - pids, not paths of ours
            return why


def _stop(call: Call, name: str) -> int:
    """Stop the site and wait for its end; where it does not run, say so."""
    found = site.running(name)
    left = site.orphans(name) if call.settings.site.get("orphans") == "stopped" else []
    if found is None and left:
        call.changes = True
        site.end(left)
        call.say(f"cjcpw: site {name} has been stopped")
        return 0
    if found is None:
        call.refuse(f"cjcpw: site {name} is not running", "not running")
    call.changes = True
    if not site.stop_running(found, call.settings.scaled(2 * STOPPING[1], 30.0)):
        call.refuse(f"cjcpw: site {name} does not stop", "does not stop")
    call.say(f"cjcpw: site {name} has been stopped")
    return 0

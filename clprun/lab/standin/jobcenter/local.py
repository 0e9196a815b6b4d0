"""``nqsstart``, ``nqsstop``, the boot service: JobCenter's local site (products.md 1.2, 1.3). Not the product."""

import os
import signal
import socket
import time
from types import FrameType

from ..calls import Call
from ..settings import Settings
from ..title import rename
from . import site
from .daemon_conf import read_local_daemon
from .licence import licence_problem
from .names import address_of

__all__ = ["nqsstart", "nqsstop", "serve"]

STARTING = 5.0
STOPPING = 20.0
"""Seconds; unknown of the product."""


def _open_port() -> socket.socket:
    """The port of the local daemon: with SITE on its own address only, else on every one (JC 2.3(2)).

    Raises:
        OSError: a cluster site holds the port.
    """
    sharing = read_local_daemon() == "SITE"
    return site.bind_port((address_of(os.uname().nodename) or "") if sharing else "")


def nqsstart(call: Call) -> int:
    """Start the local site; refused with ``local_daemon=OFF`` (ERRATA G2-24) and beside a cluster site unless SITE."""
    if os.geteuid() != 0:
        call.refuse("nqsstart: must be root", "not root")
    if site.running(site.LOCAL) is not None:
        call.refuse("nqsstart: JobCenter is already running", "running")
    if (problem := licence_problem()) is not None:
        call.refuse(f"nqsstart: {problem}", "licence")
    if read_local_daemon() == "OFF":
        call.refuse("nqsstart: local_daemon=OFF", "off")
    try:
        port = _open_port()
    except OSError as failure:
        call.refuse(f"nqsstart: nqsdaemon: {failure.strerror}", "port")
    call.changes = True
    told = site.detach()
    if told is not None:
        with port:
            _lead(call.settings, told)
        os._exit(0)
    port.close()
    time.sleep(call.settings.scaled(STARTING))
    call.say("JobCenter has been started.")
    return 0


def _lead(settings: Settings, told: int | None = None) -> None:
    """Be the local nqsdaemon, parent of the others (JC 2.4: told apart from a cluster site by the parent's pid).

    ``told`` is the descriptor that tells a waiting command that the site is up.
    """
    stopping: list[bool] = []

    def ask_to_stop(_sign: int, _frame: FrameType | None) -> None:
        stopping.append(True)

    signal.signal(signal.SIGTERM, ask_to_stop)
    site.note_running(site.LOCAL)
    rename("NQS nqsdaemon", "nqsdaemon")
    children = site.children_of("/", site.LOCAL_SITE)  # this process is the nqsdaemon
    site.report_up(told)
    site.watch(children, None, stopping)
    if stopping:
        time.sleep(settings.scaled(STOPPING))
    site.end(children)
    site.forget_running(site.LOCAL)


def nqsstop(call: Call) -> int:
    """Stop the local site and wait for its end."""
    if os.geteuid() != 0:
        call.refuse("nqsstop: must be root", "not root")
    found = site.running(site.LOCAL)
    if found is None:
        call.refuse("nqsstop: JobCenter is not running", "not running")
    call.changes = True
    if not site.stop_running(found, call.settings.scaled(10 * STOPPING, 30.0)):
        call.refuse("nqsstop: JobCenter does not stop", "does not stop")
    call.say("JobCenter has been stopped.")
    return 0


def serve(settings: Settings) -> int:
    """The service of the boot: leads the local site unless ``local_daemon=OFF``, or it cannot run here."""
    if read_local_daemon() == "OFF" or licence_problem() is not None or site.running(site.LOCAL) is not None:
        return 0
    try:
        port = _open_port()
    except OSError:
        return settings.code("nqs boot")
    with port:
        _lead(settings)
    return 0

"""A running site: which process leads it, its port, its children. Part of a stand-in, not the product.

Process names: products.md 1.4; made as lab-linux.md 4.3 recommends.
"""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..files import read_json, write_atomic
from ..lease import Lease, holders
from ..settings import Settings
from ..title import spawn

__all__ = [
    "CLUSTER_SITE",
    "LOCAL",
    "LOCAL_SITE",
    "Running",
    "bind_port",
    "children_of",
    "claim",
    "detach",
    "end",
    "forget_running",
    "note_children",
    "note_running",
    "orphans",
    "report_up",
    "running",
    "stop_running",
    "watch",
]

LOCAL = "local"
"""Name under which the local site's leader is noted."""
NOTES = Path("/run/nqs")
PORT = 607
"""Port of nqsdaemon; recall (products.md 1.5)."""

BIN = "/usr/lib/nqs"
CHILDREN = (
    ("NQS nqsdaemon", "nqsdaemon"),
    (f"{BIN}/jnwcaster", "jnwcaster"),
    (f"{BIN}/gui/bin/jnwengine", "jnwengine"),
    (f"{BIN}/gui/bin/sclaunchd", "sclaunchd"),
    (f"{BIN}/combase/comagent", "comagent"),
    (f"{BIN}/gui/bin/jcdbs", "jcdbs"),
    (f"{BIN}/gui/bin/jnwlauncher", "jnwlauncher"),
)
"""What ``ps`` shows of a site beside its cjcpw (products.md 1.4), and the short name."""
SECOND_CASTER = (f"{BIN}/jnwcaster", "jnwcaster")
LOCAL_SITE = CHILDREN[1:]
"""Without nqsdaemon, which leads the others."""
CLUSTER_SITE = (*CHILDREN, SECOND_CASTER)
"""A cluster site has two casters."""
POLL = 0.1


@dataclass(frozen=True)
class Running:
    """A site that runs on this node, and its leading process."""

    name: str
    process: int


def _note(name: str) -> str:
    return str(NOTES / name.replace("/", "-"))


def running(name: str) -> Running | None:
    """The site ``name`` if it runs here; a note left by a dead process counts for nothing."""
    note = read_json(_note(name))
    process = int(str(note.get("process") or 0))
    if not process or not _alive(process, str(note.get("started"))):
        return None
    return Running(name, process)


def note_running(name: str) -> None:
    """Note that this process leads ``name``."""
    NOTES.mkdir(parents=True, exist_ok=True)
    values = {"process": os.getpid(), "started": _started(os.getpid())}
    write_atomic(_note(name), json.dumps(values).encode())


def forget_running(name: str) -> None:
    """Take the note away."""
    Path(_note(name)).unlink(missing_ok=True)


def _started(process: int) -> str:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def _alive(process: int, started: str) -> bool:
    return bool(started) and _started(process) == started


def detach() -> int | None:
    """Fork a leader that outlives the command: a session of its own, its streams closed.

    Returns:
        In the leader: a descriptor for :func:`report_up`. In the command, once the site is up: none.
    """
    up, told = os.pipe()
    if os.fork():
        os.close(told)
        os.read(up, 1)
        return None
    os.close(up)
    os.setsid()
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    return told


def report_up(told: int | None) -> None:
    """Let the command that waits for this detached leader end."""
    if told is not None:
        os.write(told, b"\n")
        os.close(told)


def bind_port(address: str) -> socket.socket:
    """Listen as nqsdaemon does; raises OSError when another site holds the port, or the address is not here.

    Args:
        address: a site's own address; empty = every address, as the local daemon does by default: that is why it
            cannot run beside a cluster site (JC 2.3(2)).
    """
    port = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        port.bind((address, PORT))
        port.listen(8)
    except OSError:
        port.close()
        raise
    return port


def children_of(folder: str, wanted: Sequence[tuple[str, str]], *, outlive: bool = False) -> list[int]:
    """Start the processes of a site below this one; their process ids.

    Args:
        folder: their working folder.
        wanted: title and short name of each.
        outlive: whether they live on when this one is killed.
    """
    return [spawn(title, name, folder, outlives=outlive) for title, name in wanted]


def note_children(name: str, children: list[int]) -> None:
    """Note the processes of site ``name``, so that they can be found when their leader is gone."""
    write_atomic(_note(f"{name}.children"), json.dumps({str(child): _started(child) for child in children}).encode())


def orphans(name: str) -> list[int]:
    """Those of the noted processes of site ``name`` that still live."""
    noted = read_json(_note(f"{name}.children")).items()
    return [int(child) for child, started in noted if _alive(int(child), str(started))]


def watch(children: list[int], healthy: Callable[[], bool] | None, stopping: list[bool]) -> str:
    """Wait until one of ``children`` dies, ``healthy()`` is false or a stop was asked for; says which."""
    while not stopping:
        try:
            dead, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return "died"
        if dead in children:
            return "died"
        if healthy is not None and not healthy():
            return "database"
        time.sleep(POLL)
    return "stopped"


def end(children: list[int]) -> None:
    """End what is left of the children, or of another leader's."""
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except OSError:
            continue


def stop_running(site: Running, patience: float) -> bool:
    """Ask the leading process to stop its site and wait; whether it ended within ``patience`` seconds."""
    started = _started(site.process)
    try:
        os.kill(site.process, signal.SIGTERM)
    except ProcessLookupError:
        return True
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not _alive(site.process, started):
            return True
        time.sleep(0.02)
    return False


def claim(database: str, settings: Settings) -> tuple[Lease, list[str]]:
    """Claim the site in ``database`` for this node; the claim, and the other nodes that hold one already."""
    others = holders("site", database, settings.others)
    return Lease("site", database, settings.node), others

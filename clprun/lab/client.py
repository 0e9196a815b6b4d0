"""The lab's Python face: for the command line, for the engine's connections and for tests.

Every function takes the CLPRUN_HOME whose lab is meant; each home has one lab at most.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from clprun.errors import NodeUnreachable, Problem, StepFailed
from clprun.lab.conversation import ANSWER_SECONDS, ask, ask_for, conversation, hear
from clprun.lab.home import LabHome
from clprun.lab.keys import LabPaths, known_hosts
from clprun.lab.means import Luxury, Tier
from clprun.lab.protocol import Message
from clprun.lab.site import Site, default_site
from clprun.lab.start import start_holder
from clprun.lab.terminal import relay
from clprun.lab.windows.credentials import Credentials

__all__ = ["answers_winrm", "connect", "down", "fault", "is_up", "paths", "run", "shell", "status", "tree_digest", "up"]

_POLL: Final = 0.03
_GREETING_SECONDS: Final = 1.0
CLUSTER_SETTLED: Final = "/run/clusterpro/settled"
"""Made on a node by the stand-ins once the cluster there has made its automatic starts."""

_CLUSTER_SECONDS: Final = 10.0

WINRM_PORT: Final = 5986
"""Where Windows nodes serve WS-Management over HTTPS; plain HTTP is on 5985."""

_CARRIED_VARIABLES: Final = ("TERM", "LANG", "LC_ALL")


def up(
    home: Path,
    tier: Tier | None = None,
    site: Site | None = None,
    *,
    without: Collection[Luxury] = (),
    ends_with: int | None = None,
    deadline: float = 60.0,
) -> dict[str, Any]:
    """Bring the lab up and leave it running; returns when both nodes answer SSH, or WinRM on a Windows site.

    Args:
        home: CLPRUN_HOME.
        tier: forced; None = the best that this machine gives.
        site: None = the guide's values.
        without: what to leave out, as on a poorer machine.
        ends_with: pid of a process whose end is the lab's end, too; None = it stays until it is taken down.
        deadline: seconds until it is given up.

    Returns:
        The same as :func:`status`.

    Raises:
        StepFailed: the machine can't do it, a lab is up already, or it did not come up.
    """
    chosen = site or default_site()
    order = {
        "home": str(home.absolute()),
        "site": chosen.as_json(),
        "tier": tier,
        "without": list(without),
        "ends_with": ends_with,
    }
    _start(LabHome(home), order, deadline)
    try:
        _wait_for_login(home, chosen, time.monotonic() + deadline)
        _wait_for_cluster(home, chosen, time.monotonic() + _CLUSTER_SECONDS)
    except BaseException:
        down(home)
        raise
    return status(home)


def _start(folder: LabHome, order: Message, deadline: float) -> None:
    """Start the holder; a second time when the first try came to nothing.

    Seen once in some hundred starts on a loaded machine: a node's network could not be given to it ("No such
    process"). The cause is not found; a second start has always come up.
    """
    try:
        start_holder(folder, order, deadline)
    except StepFailed as failure:
        if failure.problem.code != "lab.did_not_come_up":
            raise
        start_holder(folder, order, deadline)


def down(home: Path) -> bool:
    """Take the lab down and wait until nothing of it is left.

    Returns:
        Whether there was one.
    """
    folder = LabHome(home)
    was_up = is_up(home)
    if was_up:
        with contextlib.suppress(NodeUnreachable):
            ask(home, {"ask": "down"})
    end = time.monotonic() + ANSWER_SECONDS
    while (lock := folder.lock()) is None:
        if time.monotonic() > end:
            raise StepFailed(Problem("lab.does_not_end", {"log": str(folder.log)}))
        time.sleep(_POLL)
    os.close(lock)
    return was_up


def is_up(home: Path) -> bool:
    """Whether a lab runs for this home."""
    try:
        LabHome(home).connect(ANSWER_SECONDS).close()
    except OSError:
        return False
    return True


def status(home: Path) -> dict[str, Any]:
    """The lab as a document: tier, nodes, faults, calls of product commands, marks; ``{"up": False}`` without one."""
    if not is_up(home):
        return {"up": False}
    return ask(home, {"ask": "status"})


def connect(home: Path, address: str, port: int, *, timeout: float = 10.0) -> socket.socket:
    """A TCP connection to a node over the lab's own network; nothing listens on this machine.

    Args:
        home: CLPRUN_HOME.
        address: IPv4 address or host name of a node, or the virtual host.
        port: TCP port.
        timeout: seconds until the attempt is given up.

    Raises:
        OSError: the node did not take the connection; the number says why, as with an ordinary socket.
        NodeUnreachable: no lab is up.
    """
    message = {"ask": "connect", "address": address, "port": port, "timeout": timeout}
    answer, descriptors = ask_for(home, message, timeout + 5)
    if "errno" in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"]))
    return socket.socket(fileno=descriptors[0])


def paths(home: Path) -> LabPaths:
    """The engineer's key and the nodes' host keys, and Windows' credentials; the known_hosts file is written afresh."""
    document = ask(home, {"ask": "status"})
    folder = LabHome(home)
    file = folder.keys / "known_hosts"
    host_keys = dict(document["host_keys"])
    unfinished = file.with_name(f".{file.name}.{os.getpid()}-{threading.get_ident()}")
    unfinished.write_text(known_hosts(Site.from_json(document["site"]), host_keys), "ascii")
    unfinished.replace(file)  # another command may be reading it
    return LabPaths(folder.keys / "id_ed25519", file, host_keys, Credentials(folder.keys))


def fault(home: Path, kind: str, **values: str | int) -> None:
    """Make a fault, or clear them all.

    Args:
        home: CLPRUN_HOME.
        kind: ``kill`` (node, name), ``link`` (node, state up|down), ``crash``, ``hang``, ``reboot`` (node),
            ``disk`` (state full|gone|read-only), ``fill`` (node), ``clock`` (node, seconds),
            ``command`` (name, effect fail|hang|die|lie), ``clear``.
        values: the arguments named above.

    Raises:
        InputError: there is no such fault, node or process.
    """
    ask(home, {"ask": "fault", "kind": kind, "values": values})


def tree_digest(home: Path, node: str, skipped: Sequence[str] = ()) -> dict[str, str]:
    """What stands at each path of a node: kind and mode, owner, hash of the bytes or target of the link.

    Left out: /proc, /sys, /run, /dev, /tmp, the host's layer of /usr, and the logs of logins and daemons; of Windows
    nodes Wine's own files and the registry, which is not in the files before Wine saves it.

    Args:
        home: CLPRUN_HOME.
        node: name of the node, running or not.
        skipped: further paths to leave out, with all below them.
    """
    answer = ask(home, {"ask": "digest", "node": node, "skipped": list(skipped)})
    return dict(answer["tree"])


def run(home: Path, node: str, argv: Sequence[str], data: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run a command inside a node, not over SSH, and give back what it printed.

    Args:
        home: CLPRUN_HOME.
        node: name of the node.
        argv: program and arguments, unchanged.
        data: its standard input.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        given.write(data)
        given.seek(0)
        code = _run_with(home, node, argv, [given.fileno(), out.fileno(), errors.fileno()])
        out.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(list(argv), code, out.read(), errors.read())


def shell(home: Path, node: str, argv: Sequence[str] = ()) -> int:
    """Run a command inside a node with this process's own streams; a login shell when none is given.

    On a terminal the command gets one of its own in the node.

    Returns:
        The command's exit code; 128 + number when a signal ended it.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _run_on_terminal(home, node, argv)
    sys.stdout.flush()
    return _run_with(home, node, argv, [stream.fileno() for stream in (sys.stdin, sys.stdout, sys.stderr)])


def _wait_for_login(home: Path, site: Site, end: float) -> None:
    answers, code = (answers_winrm, "lab.winrm_silent") if site.windows else (_greets, "lab.no_ssh")
    for node in site.nodes:
        while not answers(home, node.public):
            if time.monotonic() > end:
                raise StepFailed(Problem(code, {"node": node.name, "log": str(LabHome(home).log)}))
            time.sleep(_POLL)


def _wait_for_cluster(home: Path, site: Site, end: float) -> None:
    """Wait until the cluster has made its automatic starts; one that can't is left as it is, to be looked at."""
    for node in site.nodes if site.products else ():
        while run(home, node.name, ["test", "-e", CLUSTER_SETTLED]).returncode != 0 and time.monotonic() < end:
            time.sleep(_POLL)


def _greets(home: Path, address: str) -> bool:
    try:
        # A connection attempt that came too early is only repeated after a second: better to make another one.
        with connect(home, address, 22, timeout=0.2) as connection:
            connection.settimeout(_GREETING_SECONDS)
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def answers_winrm(home: Path, address: str) -> bool:
    """Whether a WS-Management service listens; it does from the end of the node's boot on."""
    try:
        connect(home, address, WINRM_PORT, timeout=0.2).close()
    except OSError:
        return False
    return True


def _shell_request(node: str, argv: Sequence[str]) -> Message:
    environment = {name: os.environ[name] for name in _CARRIED_VARIABLES if name in os.environ}
    return {"ask": "shell", "node": node, "argv": list(argv), "environment": environment}


def _run_with(home: Path, node: str, argv: Sequence[str], streams: Sequence[int]) -> int:
    with conversation(home, _shell_request(node, argv), streams, ANSWER_SECONDS) as connection:
        connection.settimeout(None)
        answer, _ = hear(connection)
    return int(answer["exit"])


def _run_on_terminal(home: Path, node: str, argv: Sequence[str]) -> int:
    with conversation(home, _shell_request(node, argv), (), ANSWER_SECONDS) as connection:
        connection.settimeout(None)
        _, (remote,) = hear(connection)
        try:
            relay(remote, connection)
        finally:
            os.close(remote)
        answer, _ = hear(connection)
    return int(answer["exit"])

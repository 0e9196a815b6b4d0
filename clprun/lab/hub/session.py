"""Runs a command inside a node for ``lab shell``: in its namespaces, with the caller's descriptors or a terminal."""

import os
import pty
import select
import signal
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

from clprun.lab import kernel, protocol
from clprun.lab.hub.boot import drop_capabilities
from clprun.lab.hub.node import Node

__all__ = ["enter", "run_session"]

_NAMESPACES: Final = ("cgroup", "uts", "ipc", "net", "pid", "mnt")
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "USER": "root",
    "LOGNAME": "root",
}
_NOT_EXECUTABLE: Final = 126
_NOT_FOUND: Final = 127


def run_session(
    connection: socket.socket, argv: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]
) -> None:
    """Run a command in the node entered before, until it ends or the caller goes away.

    Args:
        connection: the caller; it gets the exit code at the end and, first, the terminal when one is made.
        argv: program and arguments, unchanged; empty = a login shell.
        environment: the caller's variables that go along (TERM, LANG).
        streams: the caller's standard input, output and error; empty = a terminal is made and handed over.
    """
    command = list(argv) or ["/bin/sh", "-l"]
    terminal: int | None = None
    if streams:
        pid = os.fork()
        if pid == 0:
            _become(command, environment, streams)
    else:
        pid, terminal = pty.fork()
        if pid == 0:
            _become(command, environment, ())
        protocol.send(connection, {}, [terminal])
        os.close(terminal)
    for stream in streams:
        os.close(stream)
    protocol.send(connection, {"exit": _wait(pid, connection)})


def enter(node: Node) -> None:
    """Enter the node's namespaces; one that is our own already can't always be entered again.

    Raises:
        OSError: the node has died.
    """
    paths = [f"ns/{kind}" for kind in _NAMESPACES]
    theirs, ours = Path(f"/proc/{node.pid}"), Path("/proc/self")
    others = [theirs / path for path in paths if (theirs / path).readlink() != (ours / path).readlink()]
    for descriptor in [os.open(path, os.O_RDONLY | os.O_CLOEXEC) for path in others]:
        kernel.set_namespace(descriptor)
        os.close(descriptor)
    if not node.means.user_namespace:
        drop_capabilities()


def _become(command: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]) -> NoReturn:
    code = _NOT_EXECUTABLE
    try:
        if streams:
            os.setsid()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.chdir("/root")
        os.execvpe(command[0], list(command), {**environment, **_ENVIRONMENT})
    except FileNotFoundError:
        code = _NOT_FOUND
        os.write(2, f"{command[0]}: not found\n".encode(errors="surrogateescape"))
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode(errors="surrogateescape"))
    finally:
        os._exit(code)


def _wait(pid: int, connection: socket.socket) -> int:
    """The command's exit code, as a shell gives it; when the caller goes away first, the command is hung up."""
    ended = os.pidfd_open(pid)
    readable, _, _ = select.select([ended, connection.fileno()], [], [])
    if ended not in readable:
        os.killpg(pid, signal.SIGHUP)
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code

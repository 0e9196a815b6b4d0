"""A forking service that listens, and can be made to fail by a file of the lab. A stand-in, not the product.

``/var/lib/clprun-lab/NAME`` on the node holds one word: ``hang`` (connections are taken, never answered), ``refuse``
(the port is closed, the process lives), ``nonsense`` (an answer of no protocol), ``dead`` (the service does not start),
or a number: the status code of every answer.
"""

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ..title import rename
from ..wire import listen

__all__ = ["FAULTS", "fault", "serve_in_background"]

FAULTS = Path("/var/lib/clprun-lab")
TICK = 0.1
NONSENSE = b"What a nice day it is\r\n"


def fault(name: str, folder: Path = FAULTS) -> str:
    """The word in the fault file of the service ``name``; empty without one."""
    try:
        return (folder / name).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def serve_in_background(name: str, port: int, title: str, answer: Callable[[socket.socket, str], None]) -> int:
    """Fork the server and wait until it listens; the exit code of the service's start command.

    Args:
        name: of the service; its process id goes to ``/run/NAME.pid``.
        port: to listen at, on every address.
        title: what ``ps`` shows.
        answer: answers one connection; told the number in the fault file, or an empty string.
    """
    up, told = os.pipe()
    if os.fork():
        os.close(told)
        return 0 if os.read(up, 1) else 1
    os.close(up)
    os.setsid()
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    try:
        if fault(name) == "dead":
            return 1
        listener = listen(("", port))
    except OSError:
        return 1
    rename(title, title.split(" ", maxsplit=1)[0].rpartition("/")[2])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Path(f"/run/{name}.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    os.write(told, b"\n")
    os.close(told)
    _serve(name, port, listener, answer)
    return 0


def _serve(name: str, port: int, first: socket.socket, answer: Callable[[socket.socket, str], None]) -> None:
    listener: socket.socket | None = first
    while True:
        if fault(name) == "refuse":
            if listener is not None:
                listener.close()
                listener = None
            time.sleep(TICK)
            continue
        listener = listener or listen(("", port))
        if select.select([listener], [], [], TICK)[0]:
            link, _ = listener.accept()
            threading.Thread(target=_one, args=(name, link, answer), daemon=True).start()


def _one(name: str, link: socket.socket, answer: Callable[[socket.socket, str], None]) -> None:
    with link:
        while (word := fault(name)) == "hang":
            time.sleep(TICK)
        try:
            if word == "nonsense":
                link.sendall(NONSENSE)
            else:
                answer(link, word)
        except OSError:
            return

"""Processes that carry the products' names: own argv rewritten, as lab-linux.md 4.3 found to work. Not the product."""

import ctypes
import os
import signal

from .files import read_bytes

__all__ = ["die_with_parent", "rename", "spawn"]

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15


def rename(title: str, name: str | None = None) -> None:
    """Make ``ps`` show ``title`` for this process, and ``name`` (default: its last word's base name) as its short name.

    A title with NULs keeps them, so that a command line stays a list; without, the kernel shows exactly the title
    (a last byte other than NUL makes it read up to the first NUL only).
    """
    fields = read_bytes("/proc/self/stat").rpartition(b")")[2].split()
    start, end = int(fields[45]), int(fields[46])
    room = end - start
    text = title.encode()[: room - 2]
    filler = b"\0" * (room - len(text))
    if b"\0" not in text:
        filler = filler[:-1] + b"\1"
    ctypes.memmove(start, text + filler, room)
    short = name or title.partition("\0")[0].rpartition("/")[2]
    ctypes.CDLL(None).prctl(PR_SET_NAME, short.encode()[:15], 0, 0, 0)


def die_with_parent(sign: int = signal.SIGKILL) -> None:
    """Let the kernel send ``sign`` to this process when its parent ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sign, 0, 0, 0)


def spawn(title: str, name: str | None = None, folder: str = "/", *, outlives: bool = False) -> int:
    """Fork a child that shows ``title`` and waits for its end in ``folder``; returns its process id.

    The child dies on any signal and, unless it ``outlives`` its parent, with that.
    """
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if not outlives:
            die_with_parent()
        os.chdir(folder)
        rename(title, name)
        while outlives or os.getppid() == parent:
            signal.pause()
    finally:
        os._exit(0)

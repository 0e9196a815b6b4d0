"""Connects this process's terminal with one inside a node."""

import contextlib
import os
import select
import signal
import socket
import sys
import termios
import tty
from collections.abc import Iterator

__all__ = ["relay"]

_PIECE = 65536


def relay(remote: int, ended: socket.socket) -> None:
    """Carry bytes both ways until the command ends.

    Args:
        remote: the controlling side of the terminal in the node.
        ended: becomes readable when the command has ended.
    """
    here, out = sys.stdin.fileno(), sys.stdout.fileno()
    with _raw(here), _sized(here, remote):
        sources = [here, remote, ended.fileno()]
        while True:
            readable, _, _ = select.select(sources, [], [])
            if here in readable and not _carry(here, remote):
                sources.remove(here)
            if remote in readable and not _carry(remote, out):
                return
            if readable == [ended.fileno()]:
                return


def _carry(source: int, target: int) -> bool:
    try:
        data = os.read(source, _PIECE)
    except OSError:  # EIO: the terminal's last user is gone
        return False
    while data:
        data = data[os.write(target, data) :]
        if not data:
            return True
    return False


@contextlib.contextmanager
def _raw(descriptor: int) -> Iterator[None]:
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


@contextlib.contextmanager
def _sized(here: int, remote: int) -> Iterator[None]:
    def resize(*_: object) -> None:
        termios.tcsetwinsize(remote, termios.tcgetwinsize(here))

    before = signal.signal(signal.SIGWINCH, resize)
    resize()
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)

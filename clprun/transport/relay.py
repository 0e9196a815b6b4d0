"""A channel of an SSH session as a real socket, for libraries that want one, such as TLS."""

import contextlib
import socket
import threading
from collections.abc import Callable
from functools import partial

from clprun.transport.library import Channel, SSHException

__all__ = ["as_socket"]

_PIECE = 1 << 16


def as_socket(channel: Channel) -> socket.socket:
    """A socket whose bytes go through a channel; closing either closes the other.

    Args:
        channel: open; of no more use to the caller.
    """
    near, far = socket.socketpair()
    threading.Thread(target=_relay, args=(channel, far), daemon=True).start()
    return near


def _relay(channel: Channel, far: socket.socket) -> None:
    hang_up = partial(_hang_up, channel, far)
    with far:
        outward = threading.Thread(target=_pump, args=(far.recv, channel.sendall, hang_up), daemon=True)
        outward.start()
        _pump(channel.recv, far.sendall, hang_up)
        outward.join()


def _pump(receive: Callable[[int], bytes], send: Callable[[bytes], object], hang_up: Callable[[], None]) -> None:
    with contextlib.suppress(OSError, EOFError, SSHException):
        while data := receive(_PIECE):
            send(data)
    hang_up()


def _hang_up(channel: Channel, far: socket.socket) -> None:
    """End both; that wakes the pump of the other direction."""
    with contextlib.suppress(OSError):
        far.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError, EOFError, SSHException):
        channel.close()

"""An SSH session channel as the two-way stream of a kept shell."""

import contextlib
import selectors
import threading
import time
from collections.abc import Callable

from clprun.transport.framing import Stream
from clprun.transport.library import Channel, SSHException

__all__ = ["ChannelDuplex"]

_PIECE = 1 << 20
_SAFE_TO_SEND = 1 << 15
"""Bytes that always fit into the kernel's buffer and the channel's window when no request is open."""


class ChannelDuplex:
    """The streams of a shell behind a channel; both are drained, whichever speaks.

    Args:
        channel: open, with the shell already started.
        abort: closes the link beneath, from any thread.
        terminal: whether it was given a terminal.
    """

    def __init__(self, channel: Channel, abort: Callable[[], None], *, terminal: bool = False) -> None:
        self.terminal = terminal
        self._channel, self._abort = channel, abort
        self._selector = selectors.DefaultSelector()
        self._selector.register(channel.fileno(), selectors.EVENT_READ)

    def send(self, data: bytes, give_up: float) -> None:
        """See :class:`~clprun.transport.shell.Duplex`."""
        remaining = give_up - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._channel.settimeout(remaining)
        # paramiko repeats a write to a blocked socket for ever; only closing the link gets it out of there.
        watch = threading.Timer(remaining, self._abort) if len(data) > _SAFE_TO_SEND else None
        try:
            if watch:
                watch.daemon = True
                watch.start()
            self._channel.sendall(data)
        except TimeoutError:
            raise
        except (OSError, EOFError, SSHException):
            if time.monotonic() >= give_up:
                raise TimeoutError from None
            raise EOFError from None
        finally:
            if watch:
                watch.cancel()

    def receive(self, give_up: float) -> tuple[Stream, bytes]:
        """See :class:`~clprun.transport.shell.Duplex`."""
        channel = self._channel
        while True:
            # Asked before the buffers, so that nothing that came ahead of the end is missed.
            ended = channel.closed or channel.eof_received or channel.exit_status_ready()
            if channel.recv_stderr_ready():
                return Stream.ERR, channel.recv_stderr(_PIECE)
            if channel.recv_ready():
                return Stream.OUT, channel.recv(_PIECE)
            if ended:
                raise EOFError
            if not self._selector.select(max(0.0, give_up - time.monotonic())) and time.monotonic() >= give_up:
                raise TimeoutError

    def close(self) -> None:
        """See :class:`~clprun.transport.shell.Duplex`."""
        self._selector.close()
        with contextlib.suppress(OSError, EOFError, SSHException):
            self._channel.close()

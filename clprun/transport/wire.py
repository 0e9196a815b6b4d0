"""TCP sockets for SSH without the two latencies that paramiko leaves in (reference/performance.md)."""

import socket

__all__ = ["SILENCE_LIMIT", "PromptSocket", "dial_directly"]

SILENCE_LIMIT = 30
"""Seconds sent bytes may stay unacknowledged before the link counts as dead, where the platform can watch that."""

_QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)
_USER_TIMEOUT: int | None = getattr(socket, "TCP_USER_TIMEOUT", None)


class PromptSocket(socket.socket):
    """A TCP socket that neither waits to send small packets (Nagle) nor to acknowledge them (delayed ACK)."""

    @classmethod
    def adopt(cls, plain: socket.socket) -> "PromptSocket":
        """Take over a connected socket; the one given is of no more use."""
        prompt = cls(plain.family, plain.type, plain.proto, plain.detach())
        if prompt.family in (socket.AF_INET, socket.AF_INET6):
            prompt.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            prompt.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            if _USER_TIMEOUT is not None:
                prompt.setsockopt(socket.IPPROTO_TCP, _USER_TIMEOUT, SILENCE_LIMIT * 1000)
            prompt._acknowledge()
        return prompt

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive; the option has to be renewed each time, for the kernel takes it back by itself."""
        data = super().recv(size, flags)
        self._acknowledge()
        return data

    def _acknowledge(self) -> None:
        if _QUICKACK is not None and self.family in (socket.AF_INET, socket.AF_INET6):
            self.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)


def dial_directly(address: str, port: int, timeout: float) -> socket.socket:
    """Connect from this computer.

    Args:
        address: name or IP address.
        port: TCP port.
        timeout: seconds each address of the name may take.

    Raises:
        OSError: no connection.
    """
    return socket.create_connection((address, port), timeout)

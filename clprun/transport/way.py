"""Ways to open TCP connections to a node and its surroundings: from here, by the lab, or by SSH jump hosts."""

import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from clprun.model.cluster import Node
from clprun.model.secret import Secret, SecretReference
from clprun.transport.base import Dial
from clprun.transport.hostkeys import HostKeyPolicy, HostKeys
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.route import jump_hosts
from clprun.transport.wire import PromptSocket, dial_directly

if TYPE_CHECKING:
    from clprun.transport.tunnel import Link, Reach

__all__ = ["DirectWay", "JumpWay", "NotForwarded", "Way", "way_to"]


class NotForwarded(OSError):
    """A jump host could not connect to a port.

    Args:
        jump: the jump host.
        reason: what it said, made safe to show.
    """

    def __init__(self, jump: str, reason: str) -> None:
        super().__init__(reason)
        self.jump, self.reason = jump, reason


class Way(Protocol):
    """Opens TCP connections."""

    def dial(self, host: str, port: int) -> socket.socket:
        """Open one; see :class:`~clprun.transport.base.Dialler`."""

    def close(self) -> None:
        """Give back what the way itself holds; never raises."""


class DirectWay:
    """From this computer, or into the lab.

    Args:
        dial: opens the connections; from this computer when absent.
        timeout: seconds each address of a name may take, from this computer.
    """

    def __init__(self, dial: Dial | None, timeout: float) -> None:
        self._dial, self._timeout = dial, timeout

    def dial(self, host: str, port: int) -> socket.socket:
        """See :class:`Way`."""
        plain = self._dial(host, port) if self._dial else dial_directly(host, port, self._timeout)
        return PromptSocket.adopt(plain)

    def close(self) -> None:
        """See :class:`Way`."""


class JumpWay:
    """Through SSH jump hosts, whose sessions are kept and made again when they are lost.

    Args:
        reach: how to reach the last jump host.
    """

    def __init__(self, reach: "Reach") -> None:
        self._reach = reach
        self._link: Link | None = None
        self._guard = threading.Lock()

    def dial(self, host: str, port: int) -> socket.socket:
        """See :class:`Way`.

        Raises:
            NotForwarded: the jump host can't connect to the port.
        """
        from clprun.transport.relay import as_socket  # noqa: PLC0415  # imports paramiko, which takes long

        with self._guard:
            if self._link is None or not self._link.session.is_active():
                self._hang_up()
                self._link = self._reach.link()
            return as_socket(self._reach.forward(self._link.session, self._reach.hops[-1], host, port))

    def close(self) -> None:
        """See :class:`Way`."""
        with self._guard:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None


def way_to(
    node: Node,
    jump: str | None,
    secrets: Callable[[SecretReference], Secret],
    host_keys: HostKeyPolicy,
    dial: Dial | None,
    configuration: OpenSshConfiguration | None,
    timeout: float,
) -> Way:
    """The way to a node.

    Args:
        node: the node.
        jump: SSH hosts to go through, ``[user@]host[:port]`` separated by commas; none when absent or ``none``.
        secrets: gives passphrases for them.
        host_keys: decides about their unknown host keys.
        dial: opens the TCP connection to the node or the first jump host; from this computer when absent.
        configuration: the OpenSSH client configuration; the user's own when absent.
        timeout: seconds each stage may take.

    Raises:
        InputError: the configuration is malformed, or the jump hosts are.
    """
    if jump is None or jump.lower() == "none":
        return DirectWay(dial, timeout)
    from clprun.transport.tunnel import Reach  # noqa: PLC0415  # imports paramiko, which takes long

    configuration = configuration or OpenSshConfiguration.of_user()
    keys = HostKeys(host_keys, configuration.known_hosts)
    return JumpWay(Reach(node.name, jump_hosts(jump, configuration, node), keys, secrets, dial, timeout))

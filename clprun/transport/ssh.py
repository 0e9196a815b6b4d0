"""A node over SSH: one kept shell, opened again by itself after a lost link.

paramiko is imported only when :func:`connect` is called.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clprun.model.cluster import Node
from clprun.model.secret import Secret, SecretReference
from clprun.transport.base import Dial
from clprun.transport.connection import ShellConnection
from clprun.transport.hostkeys import HostKeyPolicy, HostKeys
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.route import RootAccess, root_access, route
from clprun.transport.shell import KeptShell

if TYPE_CHECKING:
    from clprun.transport.tunnel import Link, Reach

__all__ = ["SshConnection", "connect"]


class SshConnection(ShellConnection):
    """A :class:`~clprun.transport.base.Connection` over SSH.

    Args:
        reach: how to reach the node.
        access: how to become root there, ``None`` to stay who we are.
    """

    def __init__(self, reach: "Reach", access: RootAccess | None = None) -> None:
        super().__init__(reach.node)
        self._reach, self._access = reach, access
        self._link: Link | None = None

    def open(self) -> None:
        """Reach the node now instead of with the first request.

        Raises:
            NodeUnreachable: no way, or a host key, the login or becoming root was refused.
        """
        self._shell = self._shell or self._open()

    def close(self) -> None:
        """Hang up; the next request would reach the node again; never raises."""
        link, self._link = self._link, None
        if link is not None:
            link.close()  # before the shell: its farewell could get stuck in a link that hangs
        super().close()

    def _open(self) -> KeptShell:
        from clprun.transport.become import start_shell  # noqa: PLC0415  # imports paramiko, which takes long

        reach = self._reach
        self._link = reach.link()
        try:
            duplex = start_shell(self._link, self._access, reach.secrets, reach.node, reach.timeout)
            return KeptShell(duplex, start_up=reach.timeout)
        except BaseException:
            self.close()
            raise


def connect(
    node: Node,
    *,
    secrets: Callable[[SecretReference], Secret],
    host_keys: HostKeyPolicy,
    dial: Dial | None = None,
    configuration: OpenSshConfiguration | None = None,
    connect_timeout: float = 15,
) -> SshConnection:
    """Reach a node over SSH and start a shell there, as root where the inventory says how to become root.

    Args:
        node: the node, as the inventory describes it.
        secrets: gives passwords and passphrases; each is asked for once and remembered for reconnects.
        host_keys: decides about unknown host keys.
        dial: opens the TCP connection to the first hop; from this computer when absent.
        configuration: the OpenSSH client configuration; the user's own when absent.
        connect_timeout: seconds each stage may take: TCP connection, greeting and key exchange, each offer of the
            login, opening a channel, becoming root.

    Raises:
        InputError: the OpenSSH configuration is malformed; no node was contacted.
        NodeUnreachable: no way, or a host key, the login or becoming root was refused.
    """
    from clprun.transport.tunnel import Reach  # noqa: PLC0415  # imports paramiko, which takes long

    configuration = configuration or OpenSshConfiguration.of_user()
    ask = _remembering(secrets)
    hops = route(node, configuration)
    reach = Reach(
        node=node.name,
        hops=hops,
        host_keys=HostKeys(host_keys, configuration.known_hosts),
        secrets=ask,
        dial=dial,
        timeout=connect_timeout,
    )
    connection = SshConnection(reach, root_access(node, hops[-1].user))
    connection.open()
    return connection


def _remembering(secrets: Callable[[SecretReference], Secret]) -> Callable[[SecretReference], Secret]:
    """Ask for each secret once."""
    known: dict[SecretReference, Secret] = {}

    def remembered(reference: SecretReference) -> Secret:
        if reference not in known:
            known[reference] = secrets(reference)
        return known[reference]

    return remembered

"""The way into the lab: its own credentials, over its own network; the engineer's keys and settings are left alone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clprun.cli.labsite import require_linux
from clprun.cli.secrets import Secrets

if TYPE_CHECKING:
    from clprun.api import Access
    from clprun.lab.windows.credentials import Credentials
    from clprun.model.cluster import Cluster, Node
    from clprun.transport.base import Connection
    from clprun.transport.hostkeys import HostKeyPolicy

__all__ = ["lab_access"]

_USERS = {"root", "operator"}
"""Logins that exist on the lab's Linux nodes."""


def lab_access(
    home: Path, cluster: "Cluster", secrets: Secrets, host_keys: "Callable[[Path], HostKeyPolicy]"
) -> "Access":
    """The way to the lab's nodes.

    Args:
        home: CLPRUN_HOME of the lab.
        cluster: as the inventory has it.
        secrets: resolves references.
        host_keys: decides about host keys by a known_hosts file.

    Raises:
        NodeUnreachable: no lab is up.
    """
    require_linux()
    from clprun.api import Access, network_access  # noqa: PLC0415  (brings all of the engine)
    from clprun.lab import client  # noqa: PLC0415  (POSIX only)
    from clprun.model.cluster import Platform  # noqa: PLC0415  (brings pydantic)
    from clprun.transport.openssh import OpenSshConfiguration  # noqa: PLC0415

    paths = client.paths(home)
    with_login = (
        partial(_with_winrm, given=paths.windows)
        if cluster.platform is Platform.WINDOWS
        else partial(_with_ssh, key=paths.private_key)
    )
    there = cluster.model_copy(update={"nodes": tuple(with_login(node) for node in cluster.nodes)})
    way = network_access(
        there,
        secrets,
        host_keys(paths.known_hosts),
        dial=partial(client.connect, home),
        configuration=OpenSshConfiguration.empty(),
    )

    def reach(node: "Node") -> "Connection":
        return way.connect(there.node(node.name))

    return Access(reach, way.state_folder, secrets=secrets)


def _with_ssh(node: "Node", key: Path) -> "Node":
    """The login the inventory gives where the lab knows that user, else root's."""
    from clprun.model.cluster import SshLogin  # noqa: PLC0415  (brings pydantic)

    user, become = "root", None
    if node.ssh is not None and node.ssh.user in _USERS:
        user, become = node.ssh.user, node.ssh.become
    return node.model_copy(update={"ssh": SshLogin(user=user, identity_file=str(key), become=become)})


def _with_winrm(node: "Node", given: "Credentials") -> "Node":
    """The only login there is, by the scheme and in the code page that the inventory gives."""
    from clprun.lab.windows.credentials import USER  # noqa: PLC0415
    from clprun.model.cluster import WinrmLogin  # noqa: PLC0415  (brings pydantic)
    from clprun.model.secret import SecretReference  # noqa: PLC0415

    asked = node.winrm or WinrmLogin()
    login = WinrmLogin(
        user=USER,
        password=SecretReference("file", str(given.password_file)),
        scheme=asked.scheme,
        ca_file=str(given.authority),
        code_page=asked.code_page,
    )
    return node.model_copy(update={"winrm": login})

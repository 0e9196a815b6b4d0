"""How a command reaches the nodes: over the network as the engineer's OpenSSH would, or into the lab."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clprun.cli.labsite import remembered_inventory, require_linux
from clprun.cli.secrets import Secrets
from clprun.cli.session import Session

if TYPE_CHECKING:
    from clprun.api import Access
    from clprun.model.cluster import Cluster, Node, SshLogin
    from clprun.transport.base import Connection

__all__ = ["HostKeyQuestions", "access", "lab_inventory"]

_LAB_USERS = {"root", "operator"}
"""Logins that exist on the lab's nodes."""


@dataclass(frozen=True)
class HostKeyQuestions:
    """Who decides about unknown host keys; accepted ones are noted under clprun's home.

    Args:
        session: whose terminal is asked.
        accepted: clprun's own known_hosts file.
    """

    session: Session
    accepted: Path

    def unknown(self, host: str, port: int, key_type: str, fingerprint: str) -> bool:
        """Ask; nobody there means no."""
        return self.session.prompt.host_key(host, port, key_type, fingerprint)


def access(session: Session, cluster: "Cluster", *, lab: bool) -> "Access":
    """The way to the nodes. Every secret their logins need is asked for here, before any node is contacted.

    Args:
        session: whose home and terminal are used.
        cluster: whose nodes are meant.
        lab: whether the nodes are the lab's.

    Raises:
        InputError: a secret is not where the inventory says.
        WaitingForPerson: a secret must be typed in, and nobody is there.
        NodeUnreachable: no lab is up.
    """
    from clprun.api import ssh_access  # noqa: PLC0415  (brings all of the engine)

    secrets = Secrets(session.prompt, session.redactor)
    if lab:
        return _lab_access(session, secrets)
    for login in (node.ssh for node in cluster.nodes if node.ssh):
        for reference in (login.password, login.become.password if login.become else None):
            if reference is not None:
                secrets(reference)
    return ssh_access(secrets, HostKeyQuestions(session, session.home / "known_hosts"))


def lab_inventory(home: Path) -> Path:
    """The inventory of the lab that is up, else the one with the guide's values."""
    require_linux()
    from clprun.lang.load import data_folder  # noqa: PLC0415  (brings pydantic)

    return remembered_inventory(home) or data_folder() / "inventory" / "lab" / "lab.yaml"


def _lab_access(session: Session, secrets: Secrets) -> "Access":
    """Every node with the lab's own key; the engineer's keys and configuration are left alone."""
    require_linux()
    from clprun.api import Access  # noqa: PLC0415
    from clprun.lab import client  # noqa: PLC0415  (POSIX only)
    from clprun.transport.openssh import OpenSshConfiguration  # noqa: PLC0415
    from clprun.transport.ssh import connect  # noqa: PLC0415

    paths = client.paths(session.home)

    def reach(node: "Node") -> "Connection":
        return connect(
            node.model_copy(update={"ssh": _lab_login(node, paths.private_key)}),
            secrets=secrets,
            host_keys=HostKeyQuestions(session, paths.known_hosts),
            dial=partial(client.connect, session.home),
            configuration=OpenSshConfiguration.empty(),
        )

    return Access(reach, secrets=secrets)


def _lab_login(node: "Node", key: Path) -> "SshLogin":
    """The login the inventory gives where the lab knows that user, else root's."""
    from clprun.model.cluster import SshLogin  # noqa: PLC0415

    if node.ssh is not None and node.ssh.user in _LAB_USERS:
        return SshLogin(user=node.ssh.user, identity_file=str(key), become=node.ssh.become)
    return SshLogin(user="root", identity_file=str(key))

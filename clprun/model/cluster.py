"""The inventory: clusters and their two nodes, as loaded. No site value has a default."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from clprun.model.secret import SecretReference

__all__ = ["Become", "Cluster", "Node", "Platform", "Role", "SshLogin", "WinrmLogin"]


class Platform(StrEnum):
    """The operating system family of both nodes."""

    LINUX = "linux"
    WINDOWS = "windows"


class Role(StrEnum):
    """The part a node plays in the cluster by design, wherever the group runs now."""

    PRIMARY = "primary"
    STANDBY = "standby"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Become(_Frozen):
    """How a login that is not root becomes root."""

    method: Literal["sudo", "su"]
    password: SecretReference | None = None


class SshLogin(_Frozen):
    """How to log in over SSH; what is not given comes from the OpenSSH client configuration.

    Args:
        host: entry of the OpenSSH configuration to look up; the node's address when absent.
        user: login name.
        port: TCP port.
        identity_file: private key on the engineer's machine.
        password: for password or keyboard-interactive login.
        jump: ProxyJump, ``[user@]host[:port]``.
        become: how to become root when the user is not root.
    """

    host: str | None = None
    user: str | None = None
    port: int | None = Field(default=None, ge=1, le=65535)
    identity_file: str | None = None
    password: SecretReference | None = None
    jump: str | None = None
    become: Become | None = None


class WinrmLogin(_Frozen):
    r"""How to log in over WinRM, as an administrator of the node.

    Args:
        user: login name, ``user``, ``DOMAIN\user`` or ``user@domain``; none for a client certificate, and none for
            Kerberos where the ticket cache has it.
        password: of the user; none for a client certificate, and none for Kerberos.
        transport: how the server is shown who we are.
        scheme: with ``http``, NTLM and Kerberos encrypt the messages themselves.
        port: TCP port; 5986 (https) or 5985 (http) when absent.
        ca_file: certificates of the authorities that the server's certificate may be signed by.
        fingerprint: SHA-256 of the server's certificate, which is then trusted whoever signed it.
        verify: ``False`` trusts any certificate.
        certificate: client certificate (PEM).
        certificate_key: its private key (PEM, without passphrase).
        code_page: of the shell; probed when absent.
        jump: SSH hosts to go through, ``[user@]host[:port]`` separated by commas.
        allow_unencrypted: lets ``basic`` be used over ``http``, where everybody on the way can read the password.
    """

    user: str | None = None
    password: SecretReference | None = None
    transport: Literal["ntlm", "kerberos", "basic", "certificate"] = "ntlm"
    scheme: Literal["https", "http"] = "https"
    port: int | None = Field(default=None, ge=1, le=65535)
    ca_file: str | None = None
    fingerprint: str | None = None
    verify: bool = True
    certificate: str | None = None
    certificate_key: str | None = None
    code_page: Literal[65001, 932] | None = None
    jump: str | None = None
    allow_unencrypted: bool = False


class Node(_Frozen):
    """One of the two nodes; ``name`` is the host name it must answer with."""

    name: str
    role: Role
    address: str
    machine_id: int | None = Field(default=None, ge=1, le=2147483647)
    ssh: SshLogin | None = None
    winrm: WinrmLogin | None = None

    @property
    def label(self) -> str:
        """The first label of its name; a cluster knows its servers by that, until it says otherwise."""
        return self.name.partition(".")[0]

    @property
    def secrets(self) -> tuple[SecretReference, ...]:
        """What has to be known to log in."""
        ssh, winrm = self.ssh or SshLogin(), self.winrm or WinrmLogin()
        become = ssh.become.password if ssh.become else None
        return tuple(it for it in (ssh.password, become, winrm.password) if it is not None)


class Cluster(_Frozen):
    """A two-node cluster.

    Args:
        name: its name in the inventory.
        platform: operating system family of both nodes.
        group: the failover group the runbooks work on.
        cluster_config: ``push`` lets clprun change the cluster configuration, ``manual`` turns it into manual steps.
        clusterpro_folder: of both nodes of a Windows cluster; CLUSTERPRO's own choice when absent.
        nodes: primary first, standby second.
        parameters: per runbook name, the site's values.
    """

    name: str
    platform: Platform
    group: str
    cluster_config: Literal["push", "manual"] = "push"
    clusterpro_folder: str | None = None
    nodes: tuple[Node, Node]
    parameters: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @property
    def primary(self) -> Node:
        """The node that runs the group by design."""
        return self.with_role(Role.PRIMARY)

    @property
    def standby(self) -> Node:
        """The node that waits by design."""
        return self.with_role(Role.STANDBY)

    def with_role(self, role: Role) -> Node:
        """The node that has a role."""
        return next(node for node in self.nodes if node.role is role)

    def node(self, name: str) -> Node:
        """The node called ``name``; ``KeyError`` when there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)

    def called(self, server: str | None) -> Node | None:
        """The node that a server's name in clpstat means; only first labels count where one of the names is short."""
        for node in self.nodes:
            if server is not None and _comparable(node.name, server) == _comparable(server, node.name):
                return node
        return None

    def peer(self, node: Node) -> Node:
        """The other node."""
        return self.nodes[1] if node == self.nodes[0] else self.nodes[0]


def _comparable(name: str, other: str) -> str:
    name = name.lower()
    return name if "." in other else name.partition(".")[0]

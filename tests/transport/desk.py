"""What an engineer brings along to reach the test servers: host key policies, secrets, a node of the inventory."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clprun.model.cluster import Become, Node, Role, SshLogin
from clprun.model.secret import Secret, SecretReference
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.ssh import SshConnection, connect
from tests.support.sshd import Sshd

__all__ = ["Asked", "Keys", "Vault", "connected", "node_at"]

Asked = tuple[str, int, str, str]


@dataclass
class Keys:
    """A host key policy that gives always the same answer and remembers what it was asked."""

    accepted: Path
    accepts: bool = True
    asked: list[Asked] = field(default_factory=list)

    def unknown(self, host: str, port: int, key_type: str, fingerprint: str) -> bool:
        self.asked.append((host, port, key_type, fingerprint))
        return self.accepts


@dataclass
class Vault:
    """Secrets by name that remember how often they were given."""

    texts: dict[str, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)

    def __call__(self, reference: SecretReference) -> Secret:
        self.given.append(reference.name)
        return Secret(self.texts[reference.name])


def node_at(
    server: Sshd,
    *,
    user: str = "root",
    key: bool = True,
    password: str | None = None,
    become: Become | None = None,
    jump: str | None = None,
) -> Node:
    """The inventory's entry of a test server; passwords are names of the vault."""
    login = SshLogin(
        user=user,
        port=server.port,
        identity_file=str(server.user_key) if key else None,
        password=None if password is None else SecretReference("prompt", password),
        become=become,
        jump=jump,
    )
    return Node(name="clu1", role=Role.PRIMARY, address="127.0.0.1", ssh=login)


@contextlib.contextmanager
def connected(
    node: Node,
    keys: Keys,
    vault: Vault | None = None,
    configuration: OpenSshConfiguration | None = None,
    timeout: float = 15,
) -> Iterator[SshConnection]:
    """A connection that is given back at the end."""
    connection = connect(
        node,
        secrets=vault or Vault(),
        host_keys=keys,
        configuration=configuration or OpenSshConfiguration.empty(),
        connect_timeout=timeout,
    )
    try:
        yield connection
    finally:
        connection.close()

"""How the nodes are reached: secrets, host keys, and for the lab its own way in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from clprun.engine.nodes import ReadableNodes, WritableNodes
from clprun.errors import NodeUnreachable
from clprun.model.cluster import Cluster, Node, Platform
from clprun.model.secret import Secret, SecretReference
from clprun.node.lock import NodeLock
from clprun.node.reader import Reader
from clprun.node.shell import STATE_FOLDER
from clprun.node.writer import Writer
from clprun.transport import ssh, winrm
from clprun.transport.base import Connection, Dial
from clprun.transport.hostkeys import HostKeyPolicy
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.sidebyside import side_by_side

__all__ = ["Access", "network_access", "readable", "writable"]


@dataclass(frozen=True)
class Access:
    """How the nodes are reached.

    Args:
        connect: reaches one node.
        state_folder: where clprun keeps its locks and jobs on the nodes.
        secrets: gives the secrets that a runbook's parameters refer to.
    """

    connect: Callable[[Node], Connection]
    state_folder: str = STATE_FOLDER
    secrets: Callable[[SecretReference], Secret] | None = None


def network_access(
    cluster: Cluster,
    secrets: Callable[[SecretReference], Secret],
    host_keys: HostKeyPolicy,
    dial: Dial | None = None,
    configuration: OpenSshConfiguration | None = None,
) -> Access:
    """Access over SSH to Linux nodes, over WinRM to Windows nodes.

    Args:
        cluster: whose nodes are meant.
        secrets: resolves a reference, asking at most once.
        host_keys: what is known of the host keys of nodes and jump hosts, and who is asked about a new one.
        dial: the lab's way in; ``None`` = the network.
        configuration: the OpenSSH client configuration; ``None`` = the engineer's own.
    """
    connect: Callable[..., Connection] = winrm.connect if cluster.platform is Platform.WINDOWS else ssh.connect
    reach = partial(connect, secrets=secrets, host_keys=host_keys, dial=dial, configuration=configuration)
    return Access(reach, secrets=secrets)


@contextmanager
def _connected(cluster: Cluster, access: Access) -> Iterator[dict[str, Connection]]:
    """Both nodes, reached side by side; closed again in the end.

    Raises:
        NodeUnreachable: with a problem for each node that can't be reached.
    """
    outcomes = side_by_side([partial(access.connect, node) for node in cluster.nodes])
    connections = {
        node.name: outcome
        for node, outcome in zip(cluster.nodes, outcomes, strict=True)
        if not isinstance(outcome, BaseException)
    }
    try:
        _raise_together([outcome for outcome in outcomes if isinstance(outcome, BaseException)])
        yield connections
    finally:
        for connection in connections.values():
            connection.close()


def _raise_together(failures: Sequence[BaseException]) -> None:
    """One failure that tells of every unreachable node; a fault of another sort goes first."""
    unreachable = [error for error in failures if isinstance(error, NodeUnreachable)]
    for failure in failures:
        if failure not in unreachable:
            raise failure
    if unreachable:
        raise NodeUnreachable(*(problem for error in unreachable for problem in error.problems))


@contextmanager
def readable(cluster: Cluster, access: Access) -> Iterator[ReadableNodes]:
    """Both nodes, for questions only."""
    with _connected(cluster, access) as connections:
        readers = {name: Reader(connection, cluster.platform, name) for name, connection in connections.items()}
        yield ReadableNodes(readers, connections)


@contextmanager
def writable(cluster: Cluster, access: Access, run: str) -> Iterator[WritableNodes]:
    """Both nodes, for a run that changes them; each change sees first that the run still holds the node's lock."""
    with _connected(cluster, access) as connections:
        locks = {
            name: NodeLock(connection, name, platform=cluster.platform, state_folder=access.state_folder)
            for name, connection in connections.items()
        }
        writers = {
            name: Writer(
                connection,
                cluster.platform,
                name,
                run=run,
                state_folder=access.state_folder,
                secrets=access.secrets,
                guard=locks[name].guard,
            )
            for name, connection in connections.items()
        }
        yield WritableNodes(writers, connections, locks, access.state_folder)

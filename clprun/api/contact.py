"""An interview of both nodes: everything is asked, nothing is changed, and nothing that fails ends it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from time import monotonic

import clprun
from clprun.api.access import Access, readable
from clprun.contact.looks import Look, Topic, topics_of
from clprun.contact.record import NodeRecord, Record, Reply
from clprun.errors import ClprunError, Interrupted, NodeUnreachable
from clprun.model.cluster import Cluster, Node
from clprun.model.question import Unanswerable
from clprun.node.reader import Reader
from clprun.products.clusterpro_commands import installation_of
from clprun.transport.base import Connection
from clprun.transport.sidebyside import side_by_side

__all__ = ["Tell", "interview"]

Tell = Callable[[str, Topic], None]
"""Called with a node's name and a topic before it is asked."""


def interview(cluster: Cluster, access: Access, tell: Tell) -> Record:
    """Ask both nodes everything, side by side. Nothing is changed: no Writer exists here.

    Raises:
        NodeUnreachable: a node can't be reached in the beginning; later that is an answer like any other.
    """
    opened: dict[str, float] = {}

    def connect(node: Node) -> Connection:
        began = monotonic()
        connection = access.connect(node)
        opened.setdefault(node.name, round(monotonic() - began, 2))
        return connection

    with readable(cluster, Access(connect, access.state_folder, access.secrets)) as nodes:
        asked = [
            partial(_ask, cluster, access, node, nodes.connections[node.name], tell) for node in _in_order(cluster)
        ]
        outcomes = side_by_side(asked)
    records = []
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
        records.append(outcome.model_copy(update={"opened": opened[outcome.name]}))
    return Record(
        clprun=clprun.__version__,
        taken=datetime.now(UTC).date().isoformat(),
        platform=cluster.platform,
        group=cluster.group,
        nodes=tuple(records),
    )


def _in_order(cluster: Cluster) -> tuple[Node, Node]:
    return cluster.primary, cluster.standby


def _ask(cluster: Cluster, access: Access, node: Node, connection: Connection, tell: Tell) -> NodeRecord:
    link = _Link(cluster, access, node, connection)
    replies: dict[str, Reply] = {}
    for topic in topics_of(installation_of(cluster)):
        tell(node.name, topic)
        replies.update(link.asked(topic.looks))
    link.close()
    return NodeRecord(name=node.name, replies=replies)


class _Link:
    """The way to one node, made anew once it is lost.

    Args:
        cluster: both nodes.
        access: how they are reached.
        node: which of them.
        connection: its first connection, which belongs to whoever made it.
    """

    def __init__(self, cluster: Cluster, access: Access, node: Node, connection: Connection) -> None:
        self._platform, self._access, self._node = cluster.platform, access, node
        self._connection, self._own = connection, False

    def asked(self, looks: Sequence[Look]) -> dict[str, Reply]:
        """The replies to some looks; asked one by one where they can't be asked together."""
        try:
            return self._together(looks)
        except ClprunError as failure:
            if isinstance(failure, Interrupted):
                raise
            refused = Reply(refused=failure.problem.code)
            if not self._renewed():
                return {look.id: refused for look in looks}
            if len(looks) == 1:
                return {looks[0].id: refused}
        return {name: reply for look in looks for name, reply in self.asked([look]).items()}

    def close(self) -> None:
        """Give back a connection that was made here."""
        if self._own:
            self._connection.close()

    def _together(self, looks: Sequence[Look]) -> dict[str, Reply]:
        answers = Reader(self._connection, self._platform, self._node.name).ask(looks)
        return {look.id: _reply(answer) for look, answer in zip(looks, answers, strict=True)}

    def _renewed(self) -> bool:
        self.close()
        self._own = False
        try:
            self._connection, self._own = self._access.connect(self._node), True
        except NodeUnreachable:
            return False
        return True


def _reply(answer: object) -> Reply:
    if isinstance(answer, Unanswerable):
        return Reply(refused=answer.problem.code)
    assert isinstance(answer, Reply)
    return answer

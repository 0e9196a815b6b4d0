"""Both nodes of a cluster, reached: asked by everybody, changed only by whoever was given the writers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clprun.model.question import Ask
from clprun.node.jobs import JobAnswer, Jobs
from clprun.node.lock import NodeLock
from clprun.node.reader import Reader, ask_all
from clprun.node.writer import Writer
from clprun.transport.base import Connection

__all__ = ["ReadableNodes", "WritableNodes"]


class ReadableNodes:
    """Both nodes, for questions only.

    Args:
        readers: by node name.
        connections: by node name.
    """

    def __init__(self, readers: Mapping[str, Reader], connections: Mapping[str, Connection]) -> None:
        self._readers = readers
        self.connections = connections

    def ask(self, asks: Iterable[Ask[Any]]) -> Mapping[Ask[Any], object]:
        """Ask both side by side, each in one round trip."""
        return ask_all(self._readers, asks)

    def round_trips(self, node: str) -> int:
        """Requests answered by a node so far."""
        return self.connections[node].meter.round_trips

    def close(self) -> None:
        """Give the connections back."""
        for connection in self.connections.values():
            connection.close()


class WritableNodes(ReadableNodes):
    """Both nodes, for a run that changes them.

    Args:
        writers: by node name.
        connections: by node name.
        locks: by node name; kept in the one order in which every controller takes them.
        state_folder: where clprun keeps its locks and jobs on the nodes.
    """

    def __init__(
        self,
        writers: Mapping[str, Writer],
        connections: Mapping[str, Connection],
        locks: Mapping[str, NodeLock],
        state_folder: str,
    ) -> None:
        super().__init__(writers, connections)
        self.writers = writers
        self.locks = {name: locks[name] for name in sorted(locks)}
        self.state_folder = state_folder

    def fence_all(self, run: str, jobs: Iterable[str]) -> None:
        """Keep what has not begun of a run's jobs, each ``node/job``, from ever beginning; others are left out."""
        for name in jobs:
            node, _, job = name.partition("/")
            if node in self.writers:
                platform, link = self.writers[node].platform, self.connections[node]
                Jobs(link, node, run, platform=platform, state_folder=self.state_folder).fence(job)

    def fence(self, job: str) -> JobAnswer:
        """See :class:`clprun.engine.desk.Nodes`."""
        node, _, name = job.partition("/")
        return self.writers[node].fence(name)

    def attend(self, job: str, begun: JobAnswer, within: int | None, tell: Callable[[int], None]) -> JobAnswer:
        """See :class:`clprun.engine.desk.Nodes`."""
        node, _, name = job.partition("/")
        return self.writers[node].attend(name, begun, within, tell)

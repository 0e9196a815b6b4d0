"""Heartbeats over UDP 29002 (clusterpro.md 5): one path per heartbeat resource. Not the product's protocol."""

import json
import select
import socket
import threading
import time
from collections.abc import Callable

from .model import Cluster
from .view import Report

__all__ = ["PORT", "Heartbeats"]

PORT = 29002


class Heartbeats:
    """Sends this server's report over every path and remembers what came in over which.

    Args:
        cluster: the configuration.
        node: this server.
        patience: seconds of silence after which a path or a peer counts as dead.
        heard: called with each report of a peer.
    """

    def __init__(self, cluster: Cluster, node: str, patience: float, heard: Callable[[str, Report], None]) -> None:
        self._node = node
        self._heard = heard
        self._seen: dict[tuple[str, str], float] = {}
        self._paths: dict[str, tuple[socket.socket, list[str]]] = {}
        self._opened: object = None
        self._sequence = 0
        self.reload(cluster, patience)
        threading.Thread(target=self._receive, daemon=True).start()

    def reload(self, cluster: Cluster, patience: float) -> None:
        """Take another configuration; paths that stay the same go on undisturbed."""
        self._patience = patience
        wanted = (cluster.heartbeats, cluster.servers)
        if wanted == self._opened:
            return
        self._opened = wanted
        before, self._paths = self._paths, {}
        for path, _ in before.values():
            path.close()
        opened = {}
        for beat in cluster.heartbeats:
            own = cluster.server(self._node).address(beat.device)
            peers = [peer.address(beat.device) for peer in cluster.peers(self._node)]
            if own is not None and (bound := _bound(own)) is not None:
                opened[beat.name] = (bound, [peer for peer in peers if peer is not None])
                for peer in cluster.peers(self._node):  # a new path is given the time of one silence
                    self._seen.setdefault((peer.name, beat.name), time.monotonic() if before else float("-inf"))
        self._paths = opened

    def send(self, report: Report) -> None:
        """Tell every peer ``report`` over every path; a path that is down is left to its silence."""
        self._sequence += 1
        for name, (path, peers) in self._paths.items():
            datagram = json.dumps({**report, "path": name, "sequence": self._sequence}).encode()
            for peer in peers:
                try:
                    path.sendto(datagram, (peer, PORT))
                except OSError:
                    continue

    def excuse(self, seconds: float) -> None:
        """Leave ``seconds`` out of every silence: this server itself stood still and could not hear."""
        self._seen = {key: since + seconds for key, since in self._seen.items()}

    def alive(self, peer: str) -> bool:
        """Whether ``peer`` was heard lately over any path."""
        return any(self._fresh(peer, name) for name in self._paths)

    def reaches(self, peers: list[str]) -> dict[str, bool]:
        """Per heartbeat resource: whether any of ``peers`` was heard lately over it."""
        return {name: any(self._fresh(peer, name) for peer in peers) for name in self._paths}

    def _fresh(self, peer: str, name: str) -> bool:
        return time.monotonic() - self._seen.get((peer, name), float("-inf")) < self._patience

    def _receive(self) -> None:
        while True:
            try:
                ready, _, _ = select.select([path for path, _ in self._paths.values()], [], [], 0.5)
                for path in ready:
                    report = json.loads(path.recv(1 << 16))
                    sender = str(report["from"])
                    self._heard(sender, report)
                    self._seen[sender, str(report["path"])] = time.monotonic()
            except (OSError, ValueError, KeyError):
                continue


def _bound(address: str) -> socket.socket | None:
    path = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    path.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        path.bind((address, PORT))
    except OSError:
        path.close()
        return None
    return path

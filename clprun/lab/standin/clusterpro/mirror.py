"""Mirror disks: which side holds the last data, and whether both do (clusterpro.md 2.5, md). Not the product.

The lab's disk is one device that both nodes see; what is simulated is the bookkeeping: a side that was away while the
other wrote is old, may not be activated, and is brought up to date after some time (mdw: Caution until then, 1.1).
"""

import time
from pathlib import Path

from ..settings import Settings
from .model import Cluster
from .places import HOME
from .view import Report

__all__ = ["COPY", "Mirrors"]

COPY = 60.0
"""Seconds of the product's time that bringing the lab's small disk up to date takes."""


class Mirrors:
    """The mirror disks of one server.

    Args:
        settings: the node's settings.
        cluster: the configuration.
    """

    def __init__(self, settings: Settings, cluster: Cluster) -> None:
        self._settings = settings
        self._names: tuple[str, ...] = ()
        self._copied_at: dict[str, float] = {}
        self.reload(cluster)

    def reload(self, cluster: Cluster) -> None:
        """Take the mirror disks of ``cluster``."""
        self._names = tuple(each.name for each in cluster.resources if each.kind == "md")

    def _file(self, name: str, mark: str) -> Path:
        return HOME / "work" / f"{name}.{mark}"

    def _mark(self, name: str, mark: str, on: bool) -> None:
        path = self._file(name, mark)
        if on:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        else:
            path.unlink(missing_ok=True)

    def report(self) -> dict[str, dict[str, bool]]:
        """Per mirror disk: does this side hold data the peer lacks (``ahead``), or the other way round (``old``)?"""
        return {
            name: {"ahead": self._file(name, "ahead").exists(), "old": self._file(name, "old").exists()}
            for name in self._names
        }

    def claim(self, name: str, alone: bool) -> bool:
        """Whether this side may be activated: never with old data; ``alone`` = the peer misses what is written."""
        if self._file(name, "old").exists():
            return False
        if alone:
            self._mark(name, "ahead", True)
        return True

    def tick(self, active: set[str], peer: Report | None) -> None:
        """Follow the peer.

        Args:
            active: mirror disks in use on this side.
            peer: the peer's report, none while it is away.
        """
        for name in self._names:
            if peer is None:
                if name in active:
                    self._mark(name, "ahead", True)
                self._copied_at.pop(name, None)
                continue
            theirs = peer.get("mirrors")
            told = theirs.get(name, {}) if isinstance(theirs, dict) else {}
            if told.get("ahead") and not self._file(name, "ahead").exists():
                self._mark(name, "old", True)
            elif not told.get("ahead"):
                self._mark(name, "old", False)
            if self._file(name, "ahead").exists():
                due = self._copied_at.setdefault(name, time.monotonic() + self._settings.scaled(COPY))
                if time.monotonic() >= due:
                    self._mark(name, "ahead", False)
                    del self._copied_at[name]

    def in_sync(self, name: str) -> bool:
        """Whether both sides hold the same."""
        return not self._file(name, "ahead").exists() and not self._file(name, "old").exists()

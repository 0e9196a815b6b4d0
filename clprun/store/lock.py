"""The lock on the controller: one run a cluster. The operating system frees it when its holder dies."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from clprun.errors import ClusterHeld, Problem
from clprun.store.files import on_disk, write_file

__all__ = ["hold_cluster", "is_held"]


@contextmanager
def hold_cluster(home: Path, cluster: str, run: str) -> Iterator[None]:
    """Hold a cluster for a run of this controller.

    Args:
        home: clprun's home folder.
        cluster: name of the cluster in the inventory.
        run: id of the run, or what else holds it; told to whoever comes second.

    Raises:
        ClusterHeld: another process of this controller holds it.
        DiskRefused: the lock can't be kept.
    """
    folder = home / "locks"
    owner = folder / f"{cluster}.json"
    lock = FileLock(folder / f"{cluster}.lock")
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise ClusterHeld(Problem("run.cluster_locked", {"cluster": cluster, **_owner(owner)})) from None
    try:
        write_file(owner, json.dumps({"run": run, "pid": os.getpid(), "host": socket.gethostname()}).encode())
        yield
    finally:
        lock.release()


def is_held(home: Path, cluster: str) -> bool:
    """Whether a process of this controller holds a cluster, and so lives; also when it is this process itself."""
    lock = FileLock(home / "locks" / f"{cluster}.lock")
    if not Path(lock.lock_file).exists():
        return False
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True


def _owner(path: Path) -> dict[str, str]:
    """Who holds the lock, as far as can be read."""
    try:
        held = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        held = {}
    return {key: str(held.get(key, "?")) for key in ("run", "pid", "host")}

"""Claims that both nodes see and that the kernel drops with their holder: flock on the lab's shared folder.

A file left by a crashed node would lie, a lock does not. Not the product.
"""

import fcntl
import os

from .settings import SHARED

__all__ = ["Lease", "holders"]


def _path(kind: str, subject: str, node: str) -> str:
    return f"{SHARED}/locks/{kind}.{subject.strip('/').replace('/', '-')}.{node}"


class Lease:
    """The claim of ``node`` on ``subject``, held as long as one process that inherited it lives.

    Args:
        kind: what is claimed, a word such as ``mount`` or ``site``.
        subject: path of the thing.
        node: the claiming node.
    """

    def __init__(self, kind: str, subject: str, node: str) -> None:
        os.makedirs(f"{SHARED}/locks", exist_ok=True)  # noqa: PTH103 - pathlib is not loaded here
        self._descriptor = os.open(_path(kind, subject, node), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def release(self) -> None:
        """Give the claim up."""
        os.close(self._descriptor)


def holders(kind: str, subject: str, nodes: list[str]) -> list[str]:
    """Those of ``nodes`` that hold a claim on ``subject`` now."""
    return [node for node in nodes if _held(_path(kind, subject, node))]


def _held(path: str) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False

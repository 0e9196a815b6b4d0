"""Where a lab keeps its few files on the engineer's machine: ``CLPRUN_HOME/lab``."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LabHome"]


@dataclass(frozen=True)
class LabHome:
    """The lab's folder below one CLPRUN_HOME.

    Args:
        home: the value of CLPRUN_HOME.
    """

    home: Path

    @property
    def folder(self) -> Path:
        """The lab's own folder; made, for its owner only, when it isn't there."""
        folder = self.home / "lab"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @property
    def log(self) -> Path:
        """What the lab's processes print; read when the lab does not come up."""
        return self.folder / "holder.log"

    @property
    def keys(self) -> Path:
        """The folder of the lab's SSH keys."""
        return self.folder / "keys"

    def listen(self) -> socket.socket:
        """The lab's socket, listening. To be called with the lock held.

        A socket's path may have 108 bytes only, so it is named through the open folder.
        """
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        (self.folder / "socket").unlink(missing_ok=True)
        with self._short_path() as path:
            listener.bind(path)
        listener.listen(64)
        return listener

    def connect(self, timeout: float) -> socket.socket:
        """A connection to the lab.

        Args:
            timeout: seconds that each operation on it may take.

        Raises:
            OSError: no lab listens here.
        """
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        connection.settimeout(timeout)
        try:
            with self._short_path() as path:
                connection.connect(path)
        except BaseException:
            connection.close()
            raise
        return connection

    def lock(self) -> int | None:
        """Take the lab's lock: a descriptor that holds it, or None while another lab (or its rest) lives here.

        The holder hands the descriptor to the hub, so the lock is free only when both are gone.
        """
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    @contextmanager
    def _short_path(self) -> Iterator[str]:
        descriptor = os.open(self.folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield f"/proc/self/fd/{descriptor}/socket"
        finally:
            os.close(descriptor)

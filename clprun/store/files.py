"""Files of clprun's own on this machine: whole or not at all, and on disk before anybody relies on them."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from clprun.errors import DiskRefused, Problem

__all__ = ["on_disk", "sync_folder", "write_file"]


@contextlib.contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Work with a file or folder of clprun's own.

    Raises:
        DiskRefused: instead of what the operating system raised.
    """
    try:
        yield
    except OSError as refusal:
        reason = refusal.strerror or type(refusal).__name__
        raise DiskRefused(
            Problem("run.disk_refused", {"path": str(path), "reason": reason, "free": _free(path)})
        ) from refusal


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only.

    Raises:
        DiskRefused: it can't be written.
    """
    with on_disk(path):
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new directory entry durable where the platform can (Windows has no handle for it)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _free(path: Path) -> str:
    """The space left where a path lies, or would lie."""
    for place in (path, *path.parents):
        with contextlib.suppress(OSError):
            return f"{shutil.disk_usage(place).free / 2**20:.1f} MiB"
    return "?"

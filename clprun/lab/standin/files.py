"""Small file helpers without pathlib, whose import alone costs more than a whole call of a command. A stand-in."""

import json
import os

__all__ = ["append_line", "read_bytes", "read_json", "write_atomic"]


def read_bytes(path: str) -> bytes:
    """All bytes of the file ``path``; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        parts = []
        while part := os.read(descriptor, 1 << 20):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def read_json(path: str) -> dict[str, object]:
    """The JSON object in the file ``path``; an absent or torn file is an empty one."""
    try:
        found = json.loads(read_bytes(path))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def append_line(path: str, line: str) -> None:
    """Append ``line`` in one write; silently does nothing where the folder is gone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    except OSError:
        return
    try:
        os.write(descriptor, line.encode("utf-8", "backslashreplace") + b"\n")
    finally:
        os.close(descriptor)


def write_atomic(path: str, content: bytes, mode: int = 0o644) -> None:
    """Replace the file ``path`` by ``content``: a reader sees the old bytes or the new ones."""
    temporary = f"{path}.{os.getpid()}.new"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    try:
        os.write(descriptor, content)
        os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)
    os.rename(temporary, path)  # noqa: PTH104 - pathlib is not loaded here

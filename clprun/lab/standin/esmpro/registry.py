"""Writes and reads the node's registry by Wine's own ``reg``. Part of a stand-in, not the product."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..clusterpro.places import SYSTEM_DRIVE, shown
from ..clusterpro.wine import run_windows

__all__ = ["Expandable", "exported", "read", "remove", "write"]

PASSING = SYSTEM_DRIVE / "windows/temp/clientmanager.reg"


@dataclass(frozen=True)
class Expandable:
    """A text of type REG_EXPAND_SZ."""

    text: str


Values = Mapping[str, str | Expandable]


def exported(keys: Mapping[str, Values]) -> bytes:
    """A file for ``reg import``.

    Args:
        keys: values by name, by whole key.
    """
    parts = ["Windows Registry Editor Version 5.00\r\n"]
    for key, values in keys.items():
        parts.append(f"\r\n[{key}]\r\n")
        parts += [f'"{_escaped(name)}"={_data(value)}\r\n' for name, value in values.items()]
    return b"\xff\xfe" + "".join(parts).encode("utf-16-le")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _data(value: str | Expandable) -> str:
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    return "hex(2):" + ",".join(f"{byte:02x}" for byte in (value.text + "\0").encode("utf-16-le"))


def write(keys: Mapping[str, Values], file: Path = PASSING) -> bool:
    """Set values; whether it was done."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(exported(keys))
    try:
        return run_windows("reg", "import", shown(file)).returncode == 0
    finally:
        file.unlink()


def remove(key: str) -> bool:
    """Remove a key with all below it; whether it was there."""
    return run_windows("reg", "delete", key, "/f").returncode == 0


def read(key: str, name: str) -> str | None:
    """The text of a value; none where it is not there."""
    said = run_windows("reg", "query", key, "/v", name)
    found = re.search(rf"^\s+{re.escape(name)}\s+REG_\w+\s+(.*?)\s*$", said.stdout, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else None

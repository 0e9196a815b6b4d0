"""Which controller this is: an id of its own, made at first use, that no copy of the state folder takes along."""

import hashlib
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path

from filelock import FileLock

from clprun.store.files import on_disk, sync_folder

__all__ = ["controller_id"]


def controller_id(home: Path) -> str:
    """The id of the controller whose state folder this is.

    It lies in a file that also says for which file it was made. A folder that was copied, restored from a backup or
    moved to another disk or machine is another controller: whose runs go on elsewhere must not be taken for one's own.

    Args:
        home: clprun's home folder.

    Raises:
        DiskRefused: it can't be kept.
    """
    file = home / "controller.json"
    known = _read(file)
    if known is not None:
        return known
    with on_disk(file):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(home / "controller.lock"):
            return _read(file) or _made(file)


def _read(file: Path) -> str | None:
    """The id, if it was made for just this file."""
    try:
        with file.open("rb") as opened:
            found, inode = json.load(opened), os.fstat(opened.fileno()).st_ino
        return str(found["id"]) if found["made_for"] == _identity(file, inode) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _made(file: Path) -> str:
    made = secrets.token_hex(16)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        json.dump({"id": made, "made_for": _identity(file, os.fstat(descriptor).st_ino)}, opened)
        opened.flush()
        os.fsync(descriptor)
    Path(temporary).replace(file)
    sync_folder(file.parent)
    return made


def _identity(file: Path, inode: int) -> str:
    """What tells a file from its copies; a device's number is left out, for it may change when a machine starts."""
    return hashlib.sha256(f"{_machine()}\0{file.resolve()}\0{inode}".encode()).hexdigest()


def _machine() -> str:
    """The id that the operating system gave its installation; empty where it has none."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  (Windows only)

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    try:
        return Path("/etc/machine-id").read_text("ascii").strip()
    except (OSError, ValueError):
        return ""

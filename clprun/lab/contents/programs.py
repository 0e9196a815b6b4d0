"""The folder ``/usr/lib/clprun-lab`` that every node sees: the lab's own programs and the product stand-ins.

It is read into memory while this process still is the user who started the lab, since the rootless lab's user may not
be able to reach the checkout (below /root, for one).
"""

import compileall
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["FOLDER", "PYTHON", "REAL", "Programs", "launcher", "tree", "write_programs"]

FOLDER: Final = "/usr/lib/clprun-lab"
PYTHON: Final = f"{FOLDER}/python"
"""The controller's interpreter under a short path without blanks, fit for a ``#!`` line."""

REAL: Final = (
    *("date", "mount", "systemctl", "blkid", "fsck", "fsck.ext4", "fsck.xfs", "e2fsck"),
    *("mkfs", "mkfs.ext4", "mkfs.xfs", "mke2fs"),
)
"""Programs of the host that the lab puts its own in front of; the real ones stay in ``real/``."""

_PACKAGE: Final = Path(__file__).parents[1]
_SHARED_MODULES: Final = ("__init__.py", "kernel.py", "protocol.py")


@dataclass(frozen=True)
class Programs:
    """The folder's files.

    Args:
        files: content by path relative to the folder.
        interpreter: the controller's Python.
    """

    files: dict[str, bytes]
    interpreter: str

    @classmethod
    def read(cls, more: Mapping[str, bytes]) -> "Programs":
        """Collect them from this installation of clprun.

        Args:
            more: files of this lab alone, by path relative to the folder.
        """
        files = {"lib/clprun/__init__.py": b""}
        for name in _SHARED_MODULES:
            files[f"lib/clprun/lab/{name}"] = (_PACKAGE / name).read_bytes()
        files |= tree(_PACKAGE / "inside", "lib/clprun/lab/inside")
        files |= tree(_PACKAGE / "standin", "standin")
        files["lib/__main__.py"] = b"from clprun.lab.inside.main import main\n\nmain()\n"
        files["garp"] = launcher("garp")
        files["python-path"] = "".join(f"{entry}\n" for entry in sys.path if Path(entry).is_dir()).encode()
        return cls({**files, **more}, os.path.realpath(sys.executable))


def launcher(program: str) -> bytes:
    """A script that runs one of the lab's own programs."""
    return f'#!/bin/sh\nexec {PYTHON} -I -S {FOLDER}/lib {program} "$@"\n'.encode()


def write_programs(programs: Programs, folder: Path) -> None:
    """Lay the folder down."""
    for relative, content in programs.files.items():
        file = folder / relative
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o755 if content.startswith(b"#!") else 0o644)
    compileall.compile_dir(folder, quiet=2)  # or each program would be compiled at every call
    (folder / "python").symlink_to(programs.interpreter)
    (folder / "real").mkdir()
    for name in REAL:
        if found := shutil.which(name, path="/usr/bin:/usr/sbin"):
            shutil.copy(found, folder / "real" / name)


def tree(source: Path, target: str) -> dict[str, bytes]:
    """The files below a folder by their path below ``target``."""
    return {
        f"{target}/{file.relative_to(source)}": file.read_bytes()
        for file in sorted(source.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }

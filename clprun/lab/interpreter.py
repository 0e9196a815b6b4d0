"""Which folders outside ``/usr`` the controller's Python needs, so that nodes can run the very same one.

It may live in a virtual environment, pyenv or conda, even below /root (reference/lab-linux.md 3.2).
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

__all__ = ["everything", "outermost", "standard_library"]


def standard_library() -> list[Path]:
    """The folders that the interpreter and its standard library need."""
    return outermost([Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent])


def everything() -> list[Path]:
    """The folders above and those that imports of third-party packages need."""
    imports = (Path(entry) for entry in sys.path if os.path.isdir(entry))  # noqa: PTH112 -- entries may be empty
    return outermost([*standard_library(), Path(sys.prefix), *imports])


def outermost(folders: Iterable[Path]) -> list[Path]:
    """Each folder once, without those that lie in ``/usr`` or inside another one."""
    kept: list[Path] = []
    for folder in sorted({Path(os.path.realpath(folder)) for folder in folders}):
        if folder != Path("/") and not any(folder.is_relative_to(other) for other in (Path("/usr"), *kept)):
            kept.append(folder)
    return kept

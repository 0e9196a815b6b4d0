"""Wildcards of Windows' commands. A stand-in."""

import fnmatch
import os
import re
from pathlib import Path

__all__ = ["has_wildcard", "matches", "matching"]


def has_wildcard(name: str) -> bool:
    """Whether ``name`` is a pattern."""
    return "*" in name or "?" in name


def matches(name: str, pattern: str) -> bool:
    """Whether ``name`` fits ``pattern``, whatever the case; ``*.*`` is everything [k]."""
    if pattern in {"*", "*.*"}:
        return True
    plain = pattern.casefold().replace("[", "[[]")
    folded = name.casefold()
    return bool(re.match(fnmatch.translate(plain), folded)) or (
        plain.endswith(".") and "." not in folded and fnmatch.fnmatchcase(folded, plain[:-1])
    )


def matching(folder: Path, pattern: str) -> list[Path]:
    """The entries of ``folder`` that fit, in the order NTFS gives them: by name, capitals and small letters alike."""
    names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 - names only
    return [folder / name for name in sorted(names, key=str.upper) if matches(name, pattern)]

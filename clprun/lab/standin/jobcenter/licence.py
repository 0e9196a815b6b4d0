"""LicenseManager's code words and the set-up of JobCenter (products.md 1.3). Part of a stand-in, not the product."""

from pathlib import Path

__all__ = ["LOCKINFO", "SETUP", "licence_problem"]

LOCKINFO = Path("/etc/opt/wsnlesd/.lockinfo")
SETUP = Path("/usr/lib/nqs/.setup")
"""Left by the initial set-up; the real marker is not public."""


def licence_problem() -> str | None:
    """Why JobCenter would not run here; none when code words and set-up are there."""
    try:
        lines = LOCKINFO.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "LicenseManager is not installed"
    if not any(len(line.split()) == 2 for line in lines):  # model number, blanks or tabs, code word
        return "no code word is registered"
    return None if SETUP.exists() else "JobCenter is not set up"

"""How a program of Wine is started on a node: one script, which everything on the node uses.

Wine lives in a chroot that both nodes share and nothing writes to; the prefix, the registry's and drives' home, is the
node's own and lies at the same path inside and outside.
"""

import shlex
from typing import Final

__all__ = [
    "BRIDGE_PORT",
    "DRIVES",
    "LOCALES",
    "PREFIX",
    "ROOT",
    "WINE",
    "wine_command",
    "wine_launcher",
    "wine_variables",
]

WINE: Final = "/usr/lib/clprun-lab/wine"
ROOT: Final = "/windows/root"
"""Wine's chroot on a node."""
PREFIX: Final = "/windows/prefix"
"""The node's prefix, inside the chroot and outside."""
DRIVES: Final = "/windows/drives"
"""Where shared disks are mounted, inside the chroot and outside."""
BRIDGE_PORT: Final = 7700
"""Where the daemon of the stand-ins listens, on the node's own loopback."""

LOCALES: Final = {"en": "C.UTF-8", "ja": "ja_JP.UTF-8"}
"""Locale of Wine by the node's language: ja gives it code page 932 (reference/lab-windows.md 1.3)."""

_NOISE: Final = ("INVOCATION_ID", "JOURNAL_STREAM", "SYSTEMD_EXEC_PID", "LANG", "TERM", "DISPLAY", "SHELL", "LOGNAME")
"""Variables of the Linux around Wine that no Windows program should see in its environment."""


def wine_variables(language: str, overrides: str = "") -> dict[str, str]:
    """What Wine is told by variables.

    Args:
        language: ``en`` or ``ja``.
        overrides: which DLLs and programs are taken from the prefix, as WINEDLLOVERRIDES has it.
    """
    return {
        "HOME": "/tmp",
        "USER": "Administrator",
        "LC_ALL": LOCALES[language],
        "XDG_RUNTIME_DIR": "/tmp",  # Wine 10 complains into every error stream without it
        "WINEPREFIX": PREFIX,
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": ";".join(filter(None, (overrides, "mscoree,mshtml,winemenubuilder.exe="))),
    }


def wine_command(*words: str) -> list[str]:
    """The command line that starts a program inside Wine's chroot on a node.

    It keeps the caller's streams, variables, and folder where that is one of Windows.

    Args:
        words: ``wine`` or ``wineserver`` and its arguments; words ``NAME=value`` before it become variables.
    """
    return [WINE, *words]


def wine_launcher(language: str, overrides: str) -> bytes:
    """The script behind :func:`wine_command`; arguments as :func:`wine_variables`."""
    given = shlex.join(f"{name}={value}" for name, value in wine_variables(language, overrides).items())
    unset = " ".join(f"-u {name}" for name in _NOISE)
    return f"""\
#!/bin/sh
case $PWD in
    {PREFIX}/drive_c*|{DRIVES}/*) folder=$PWD ;;
    *) folder={PREFIX}/drive_c ;;
esac
exec chroot {ROOT} /usr/bin/env {unset} -C "$folder" {given} "$@"
""".encode()

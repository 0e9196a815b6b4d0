"""The few things every command line for cmd.exe needs: quoting, decoding, refusing. Pure.

A command line is run as ``cmd.exe /d /v:on /s /c "LINE"`` on Windows Server 2003 to 2025 (reference/lab-windows.md 5):

* Delayed expansion is on: ``!name!`` is replaced while the line runs, and what it is replaced by is never parsed again.
* Values are quoted by :func:`quote`. A value that cmd.exe would change even between quotes is refused, not escaped:
  no escape holds in every place of a line.
* ``echo off`` has been said before, so that the body of a ``for`` is not printed.
* Nothing is judged by words, which are translated, nor by ``!errorlevel!`` after a built-in command, many of which
  leave it as it was (reference/lab-windows.md 5): by ``&&`` and ``||``, by numbers, by the state found afterwards.
"""

import re
from pathlib import PureWindowsPath

from clprun.model.cluster import Platform
from clprun.transport import winrm_line
from clprun.transport.codec import decode

__all__ = [
    "LONGEST_LINE",
    "QUIET",
    "Unquotable",
    "absolute",
    "lines",
    "parent",
    "quote",
    "text",
    "windows_only",
]

LONGEST_LINE = winrm_line.LONGEST_LINE - 500
"""Characters of a command line; the rest is for what is put before it to see that the node's lock is still held."""

QUIET = "echo off&"
"""Begins every command line."""

_CHANGED_BY_CMD = re.compile(r'[\x00-\x1f\x7f"%!^]')
_ABSOLUTE = re.compile(r"[A-Za-z]:\\[^<>|?*/:]*")


def windows_only(platform: Platform) -> None:
    """What asks in cmd.exe's words says so.

    Raises:
        NotImplementedError: the node is not a Windows one.
    """
    if platform is not Platform.WINDOWS:
        raise NotImplementedError(platform)


class Unquotable(ValueError):
    """A value that cmd.exe would not pass on as it is.

    Args:
        value: it.
    """

    def __init__(self, value: str) -> None:
        super().__init__(f"can't stand on a command line of cmd.exe: {value!r}")
        self.value = value


def quote(value: str) -> str:
    r"""One word for cmd.exe and for the program that it starts.

    Backslashes at the end are doubled: a program takes ``\"`` for a quotation mark (rules of Microsoft's C runtime).

    Raises:
        Unquotable: it holds a control character or one of ``" % ! ^``.
    """
    if _CHANGED_BY_CMD.search(value):
        raise Unquotable(value)
    return f'"{value}{_backslashes_at_the_end(value)}"'


def _backslashes_at_the_end(value: str) -> str:
    return value[len(value.rstrip("\\")) :]


def absolute(path: str) -> str:
    r"""An absolute path such as ``E:\folder`` as one word; backslashes at its end, which would follow a link, go.

    Raises:
        Unquotable: it is no absolute path of a drive, or :func:`quote` refuses it.
    """
    if not _ABSOLUTE.fullmatch(path):
        raise Unquotable(path)
    plain = path.rstrip("\\")
    return quote(f"{plain}\\." if plain.endswith(":") else plain)


def parent(path: str) -> str:
    """The folder a path lies in, as one word."""
    return absolute(str(PureWindowsPath(path).parent))


def text(raw: bytes) -> str:
    """Untrusted bytes as text: UTF-8, else code page 932, with Unix line ends."""
    return decode(raw).replace("\r\n", "\n")


def lines(raw: bytes) -> list[str]:
    """The lines of untrusted bytes, without blanks at their ends; empty ones left out."""
    return [line.rstrip() for line in text(raw).split("\n") if line.strip()]

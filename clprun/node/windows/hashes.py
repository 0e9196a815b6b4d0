"""Hashes of files by ``certutil``, which Windows has since Server 2003 (reference/lab-windows.md 4 and 5).

SHA256 may be missing before Windows Server 2008 R2, where certutil's own choice is taken, SHA1; the length of what is
printed tells which one it is. Old versions put blanks between the bytes, and the lines round the hash are translated.
An empty file has no hash: certutil fails.
"""

import hashlib
import re

__all__ = ["arises_from", "is_content", "print_hash"]

_HEXADECIMAL = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ALGORITHMS = {40: hashlib.sha1, 64: hashlib.sha256}


def print_hash(file: str, *, escape: str = "") -> str:
    """A command that prints the hash of a file among other lines.

    Args:
        file: its path, quoted.
        escape: ``^`` where the command stands between the quotes of a ``for /f``.
    """
    return f"certutil -hashfile {file} SHA256{escape}|{escape}|certutil -hashfile {file}"


def arises_from(content: bytes, printed: str) -> bool | None:
    """Whether a hash that :func:`print_hash` printed is that of ``content``; ``None`` when none was printed."""
    found = (line.replace(" ", "").lower() for line in printed.splitlines())
    hashes = [line for line in found if _HEXADECIMAL.fullmatch(line)]
    if not hashes:
        return None
    return _ALGORITHMS[len(hashes[-1])](content).hexdigest() == hashes[-1]


def is_content(file: str, content: bytes) -> str:
    """Commands that define the variable ``same`` when a file has a content, and undefine it otherwise.

    Args:
        file: its path, quoted.
        content: what it should hold.
    """
    if not content:
        return f'set "same="&(for %i in ({file}) do if "%~zi"=="0" set "same=1")'
    digests = (hashlib.sha256(content).hexdigest(), hashlib.sha1(content).hexdigest())
    compared = "&".join(f'(if /i "!line: =!"=="{digest}" set "same=1")' for digest in digests)
    command = print_hash(file, escape="^")
    return f'set "same="&(for /f "delims=" %i in (\'{command}\') do (set "line=%i"&{compared}))'

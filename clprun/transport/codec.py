"""Bytes from nodes as text for people; pure. What comes from a node is untrusted: it never reaches a terminal raw."""

import re
from collections.abc import Sequence

from clprun.model.visible import visible

__all__ = ["PREFERRED", "decode", "printable", "readable"]

PREFERRED = ("utf-8", "cp932", "euc_jp")
"""Encodings tried in this order: the nodes' own, then what older Japanese products write."""

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS and their like: titles, links
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]*[0-~]?"
)

_UNASSIGNED_BYTES = re.compile("[\uf8f0-\uf8f3]")
"""What Python's cp932 makes of single bytes that mean nothing there (0xa0, 0xfd to 0xff)."""


def decode(data: bytes, preferred: Sequence[str] = PREFERRED) -> str:
    r"""Decode with the first encoding that fits; else ASCII with the other bytes as ``\xNN``.

    Args:
        data: untrusted bytes.
        preferred: encodings in the order they are tried.
    """
    for encoding in preferred:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _UNASSIGNED_BYTES.search(text):
            return text
    return data.decode("ascii", "backslashreplace")


def printable(text: str, limit: int = 4000) -> str:
    """Text that is safe to show: no escape sequences, controls escaped, bounded.

    Line ends and tabs stay. Longer text loses its beginning, since the end of an output tells most.

    Args:
        text: untrusted text.
        limit: characters kept.
    """
    text = _ESCAPE_SEQUENCE.sub("", text.replace("\r\n", "\n"))
    shown = visible(text[-limit:])
    return shown if len(text) <= limit and len(shown) <= limit else "…" + shown[len(shown) - limit + 1 :]


def readable(data: bytes, limit: int = 4000, preferred: Sequence[str] = PREFERRED) -> str:
    """Untrusted bytes as text that is safe to show, without blank edges; see :func:`decode` and :func:`printable`."""
    return printable(decode(data, preferred), limit).strip()

"""Links, as ``fsutil reparsepoint query`` shows them: its words are translated, its numbers are not. Pure.

The layout of the data is that of REPARSE_DATA_BUFFER ([MS-FSCC] 2.1.2): a symbolic link has flags after the four
offsets and lengths of its names, a mount point (junction) has not.
"""

import re
import struct

__all__ = ["target_of"]

_TAG = re.compile(r"\b0x([0-9a-fA-F]{8})\b")
_DUMP = re.compile(r"^[0-9a-fA-F]{4}: ((?: {1,2}[0-9a-fA-F]{2}){1,16})", re.MULTILINE)
_NAMES_AT = {0xA000000C: 12, 0xA0000003: 8}
"""Where the names begin, by tag: symbolic links and mount points; others are no links."""

_NAME_OF_THE_OBJECT_MANAGER = "\\??\\"


def target_of(shown: str) -> str | None:
    """Where a link leads, ``None`` when this is no link.

    Args:
        shown: what ``fsutil reparsepoint query`` printed.
    """
    tag = _TAG.search(shown)
    names_at = _NAMES_AT.get(int(tag[1], 16)) if tag else None
    data = bytes.fromhex("".join(_DUMP.findall(shown)))
    if names_at is None or len(data) < names_at:
        return None
    substitute_at, substitute, print_at, printed = struct.unpack_from("<4H", data)
    at, length = (print_at, printed) if printed else (substitute_at, substitute)
    name = data[names_at + at : names_at + at + length]
    return name.decode("utf-16-le", "replace").removeprefix(_NAME_OF_THE_OBJECT_MANAGER)

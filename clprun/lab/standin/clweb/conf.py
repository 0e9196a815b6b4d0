"""``clweb.conf``: lines ``$key = "value"`` and comments, as a Ruby program would read them (products.md 3).

Only ``$bind`` is public. A line that is no assignment is a syntax error, as the one is that a shell leaves behind when
it expands ``$bind`` to nothing (ERRATA G1-13). Not the product.
"""

import re

__all__ = ["EVERY_ADDRESS", "SHIPPED", "Mistake", "bind_address"]

EVERY_ADDRESS = "0.0.0.0"
SHIPPED = b"""\
# CL/Web settings
# ---------------
# Address that the server listens on.
# $bind = "0.0.0.0"

# Language of the pages.
$language = "ja"
"""
"""The line of ``$bind`` as the guide shows it (CLWEB (4))."""

_ASSIGNMENT = re.compile(rb'\$([a-z_]+)\s*=\s*"([^"\r\n]*)"\s*(#.*)?')


class Mistake(Exception):
    """A line that is neither comment nor assignment; carries its number, from 1."""


def bind_address(content: bytes) -> str:
    """The address to listen on: that of the last assignment to ``$bind``.

    Raises:
        Mistake: the file has a line that is no Ruby of this kind.
    """
    address = EVERY_ADDRESS
    for number, line in enumerate(content.splitlines(), start=1):
        bare = line.strip()
        if not bare or bare.startswith(b"#"):
            continue
        found = _ASSIGNMENT.fullmatch(bare)
        if found is None:
            raise Mistake(number)
        if found[1] == b"bind":
            address = found[2].decode("ascii", "replace")
    return address

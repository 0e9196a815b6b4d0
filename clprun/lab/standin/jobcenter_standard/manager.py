"""What a site of JobCenter MG consists of (JC 3.5; products.md 2.1), and which nodes have it. Not the product."""

from ..files import read_bytes
from ..jobcenter.licence import SETUP

__all__ = ["CHILDREN", "SET_UP", "is_set_up"]

_NAMES = (
    *("jcexecutor/jcexecutor_manager", "jcexecutor/jcexecutor_webserver", "jcexecutor/nats_start"),
    *("jnwcaster", "jnwcaster", "gui/bin/jnwengine", "gui/bin/sclaunchd", "combase/comagent"),
    *("gui/bin/jcdbs", "gui/bin/jnwlauncher", "gui/bin/jcwebserver"),
)
CHILDREN = tuple((f"/usr/lib/nqs/{name}", name.rpartition("/")[2]) for name in _NAMES)
"""What ``ps`` shows beside cjcpw, and the short names: with cjcpw eleven names, jnwcaster twice (ERRATA G2-15)."""

SET_UP = b"standard\n"
"""Content of the set-up's marker on such a node; the real marker is not public."""


def is_set_up() -> bool:
    """Whether JobCenter was set up in standard mode on this node."""
    try:
        return read_bytes(str(SETUP)) == SET_UP
    except OSError:
        return False

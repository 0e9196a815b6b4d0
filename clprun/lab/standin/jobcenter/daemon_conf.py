"""``local_daemon`` in daemon.conf (products.md 1.3): exactly ``key=value``, ``#`` comments. Not the product."""

from pathlib import Path

__all__ = ["DAEMON_CONF", "SHIPPED", "local_daemon", "read_local_daemon"]

DAEMON_CONF = Path("/usr/lib/nqs/rc/daemon.conf")

SHIPPED = b"""\
# local_daemon
# --------------------
# Start mode of the local daemon.
#   SITE : the local daemon shares this machine with cluster sites
#   OFF  : the local daemon is not started
#
# sample
# local_daemon=SITE
"""
"""As the guide shows it (JC 2.3(3), ERRATA G2-23): a header line and a sample line, both comments."""


def local_daemon(content: bytes) -> str:
    """``SITE``, ``OFF`` or an empty string for the default.

    A blank anywhere in the line, or a carriage return at its end, makes it another line (products.md 1.3).
    """
    found = ""
    for line in content.split(b"\n"):
        key, separator, value = line.partition(b"=")
        if key == b"local_daemon" and separator:
            found = value.decode("latin-1")
    return found if found in {"SITE", "OFF"} else ""


def read_local_daemon() -> str:
    """The setting of this node."""
    try:
        return local_daemon(DAEMON_CONF.read_bytes())
    except OSError:
        return ""

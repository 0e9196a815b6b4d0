"""The alert log (clusterpro.md 5: alert/log/alert.log.cur) and syslog. Part of a stand-in, not the product."""

import contextlib
import os
import time
from pathlib import Path

from .places import HOME

__all__ = ["LOG", "SYSLOG", "alert"]

LOG = HOME / "alert/log/alert.log.cur"
SYSLOG = Path("/var/log/messages")


def alert(module: str, text: str, level: str = "INFO", event: int | None = None) -> None:
    """Append one line to the alert log; a message with an event id goes to syslog too (ISA chapter 3).

    The form of both lines is not public: the alert log's is invented, syslog's is recall.

    Args:
        module: as in the product's messages (rc, rm, cl, cfmgr ...).
        text: what happened.
        level: ``INFO``, ``WARN`` or ``ERROR``.
        event: the event id, where it is known.
    """
    now = time.localtime()
    shown = text if event is None else f"{event} {text}"
    _append(LOG, f"{time.strftime('%Y/%m/%d %H:%M:%S', now)} {level:5} {module:6} {shown}")
    if event is not None:
        node = os.uname().nodename
        stamp = f"{time.strftime('%b', now)} {now.tm_mday:2} {time.strftime('%H:%M:%S', now)}"
        _append(SYSLOG, f"{stamp} {node} clusterpro: <type: {module}><event: {event}> {text}")


def _append(log: Path, line: str) -> None:
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{line}\n")

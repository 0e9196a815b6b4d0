"""The alert log (clusterpro.md 5: alert/log/alert.log.cur). Part of a stand-in, not the product."""

import time

from .configuration import HOME

__all__ = ["alert"]


def alert(module: str, text: str, level: str = "INFO") -> None:
    """Append one line; ``module`` as in the product's messages (rc, rm, cl, cfmgr ...)."""
    log = HOME / "alert/log/alert.log.cur"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{time.strftime('%Y/%m/%d %H:%M:%S')} {level:5} {module:6} {text}\n")
    except OSError:
        return

"""``shutdown``: the lab's power switch. A stand-in [doc: shutdown; k: sentences and codes]."""

import subprocess
import threading
import time

from ..calls import Refusal
from .call import BridgeCall

__all__ = ["shutdown"]

ALREADY, NONE = 1190, 1116
"""Error numbers: a shutdown is under way; there is none to abort [doc]."""
DEFAULT = 30.0
"""Seconds of ``shutdown`` without ``/t`` [doc]."""
GRACE = 0.5
"""Seconds in which the caller still gets its answer."""


def shutdown(call: BridgeCall) -> int:
    """``shutdown /r|/s [/f] [/t SECONDS]`` and ``shutdown /a``."""
    words = [f"/{word[1:].lower()}" if word[:1] in {"-", "/"} else word for word in call.arguments]
    node = call.node
    if "/a" in words:
        call.changes = True
        if node.power is None:
            raise Refusal(
                call.text(
                    "Unable to abort the system shutdown because no shutdown was in progress.(1116)",
                    "シャットダウンが進行中でないため、システムのシャットダウンを中止できません。(1116)",
                ),
                NONE,
            )
        node.power.cancel()
        node.power = None
        return 0
    if not {"/r", "/s"} & set(words):
        call.say("Usage: shutdown [/i | /l | /s | /r | /a] [/f] [/t xxx]")
        return 0
    if node.power is not None:
        raise Refusal(
            call.text(
                "A system shutdown is in progress.(1190)", "システムのシャットダウンは既に予定されています。(1190)"
            ),
            ALREADY,
        )
    number = words[words.index("/t") + 1] if "/t" in words[:-1] else str(DEFAULT)
    seconds = float(number) if number.replace(".", "", 1).isdigit() else DEFAULT
    call.changes = True
    node.power = threading.Timer(
        node.settings.scaled(seconds) + GRACE, _go, ["reboot" if "/r" in words else "poweroff"]
    )
    node.power.daemon = True
    node.power.start()
    return 0


def _go(command: str) -> None:
    subprocess.run([command], stdin=subprocess.DEVNULL, check=False)
    time.sleep(GRACE)

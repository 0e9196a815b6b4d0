"""``query user``: who is logged in at a screen of the node. A stand-in.

Nobody is, but for the users whose names stand in a file of the hidden Linux: they have a remote session each.
"""

from pathlib import Path

from ..calls import Refusal
from .call import BridgeCall

__all__ = ["query"]

USERS = Path("/var/lib/clprun-lab/sessions")
"""One name a line; there need be none."""


def query(call: BridgeCall) -> int:
    """``query user``; 1 also where somebody is logged in [k: layout and code]."""
    if [word.lower() for word in call.arguments] != ["user"]:
        raise Refusal(call.text("Invalid parameter(s)", "無効なパラメーター"), 1)
    users = USERS.read_text("utf-8").split() if USERS.exists() else []
    if not users:
        raise Refusal(call.text("No User exists for *", "* のユーザーはいません"), 1)
    columns = call.text(
        " USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME",
        " ユーザー名            セッション名       ID  状態    アイドル時間  ログオン時刻",
    )
    call.say(columns)
    for number, user in enumerate(users, 2):
        call.say(f" {user:<21} {f'rdp-tcp#{number}':<16} {number:>4}  Active          .  11/21/2026 9:00 AM")
    return 1

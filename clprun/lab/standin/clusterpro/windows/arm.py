"""``ARMLOAD``, ``ARMKILL``, ``ARMBCAST``, ``ARMNSADD``, ``ARMNSDEL`` (products.md 4.2). Stand-ins, not the product.

Exit codes other than 0 are not public. ``/M`` and ``/W`` are taken and mean nothing here.
"""

import json
from pathlib import Path

from ...calls import Call
from ..alerts import alert
from ..commands import request_engine
from ..places import HOME

__all__ = ["armbcast", "armkill", "armload", "armnsadd", "armnsdel"]

LONGEST_ID = 255
RESERVED = "NEC_"
VALUED = ("/R", "/U", "/H", "/INT", "/WAIT", "/T", "/MSG")
FLAGS = ("/S", "/M", "/A", "/W", "/SCR")


def _given(call: Call, words: int) -> tuple[list[str], dict[str, str]]:
    """The words and the options of a call, whose letters' case does not matter; refuses what is neither."""
    found: list[str] = []
    options: dict[str, str] = {}
    rest = list(call.arguments)
    while rest:
        argument = rest.pop(0)
        upper = argument.upper()
        if upper in VALUED and rest:
            options[upper] = rest.pop(0)
        elif upper in FLAGS:
            options[upper] = ""
        elif not argument.startswith("/"):
            found.append(argument)
        else:
            call.refuse(f"Invalid parameter: {argument}", "usage")
    if len(found) != words:
        call.refuse(f"{call.name.upper()}: wrong number of parameters", "usage")
    return found, options


def _watch_id(call: Call, name: str) -> str:
    if len(name) > LONGEST_ID or name.upper().startswith(RESERVED):
        call.refuse(f"Invalid watch ID: {name}", "watch id")
    return name


def armload(call: Call) -> int:
    """``ARMLOAD ID [/M] [/A] [/R n] /S SERVICE``; programs (without ``/S``) are not played here."""
    (name, service), options = _given(call, 2)
    if "/S" not in options:
        call.refuse("ARMLOAD: the lab knows services only (/S)", "program")
    restarts = options.get("/R", "0")
    if not restarts.isdigit():
        call.refuse(f"Invalid parameter: /R {restarts}", "usage")
    request = {"op": "arm", "watch": _watch_id(call, name), "service": service}
    return _ask(call, {**request, "running": "/A" in options, "restarts": int(restarts)})


def armkill(call: Call) -> int:
    """``ARMKILL ID [/T n]``."""
    (name,), _ = _given(call, 1)
    return _ask(call, {"op": "disarm", "watch": _watch_id(call, name)})


def _ask(call: Call, request: dict[str, object]) -> int:
    answer = request_engine(call, request)
    if not answer.get("good"):
        call.refuse(f"Error: {answer.get('text', '')}", str(request["op"]))
    call.changes = True
    return 0


def armbcast(call: Call) -> int:
    """``ARMBCAST /MSG TEXT /A``: kept in the alert log."""
    _, options = _given(call, 0)
    if "/MSG" not in options:
        call.refuse("ARMBCAST: no message", "usage")
    alert("armbcast", options["/MSG"])
    return 0


def armnsadd(call: Call) -> int:
    """``ARMNSADD SHARE FOLDER``: publish a folder; the folder must be there, the name must be free."""
    (share, folder), _ = _given(call, 2)
    shares = _shares()
    if share.casefold() in shares:
        call.refuse(f"The share {share} is there already.", "share")
    if not call.path(folder).is_dir():
        call.refuse(f"{folder} does not exist.", "folder")
    _keep(call, {**shares, share.casefold(): folder})
    return 0


def armnsdel(call: Call) -> int:
    """``ARMNSDEL SHARE``."""
    (share,), _ = _given(call, 1)
    shares = _shares()
    if share.casefold() not in shares:
        call.refuse(f"The share {share} does not exist.", "share")
    del shares[share.casefold()]
    _keep(call, shares)
    return 0


def _file() -> Path:
    return HOME / "work/shares.json"


def _shares() -> dict[str, str]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {str(name): str(folder) for name, folder in found.items()}


def _keep(call: Call, shares: dict[str, str]) -> None:
    call.changes = True
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(json.dumps(shares, ensure_ascii=False), encoding="utf-8")

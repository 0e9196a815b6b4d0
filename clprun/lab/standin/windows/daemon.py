"""The daemon of a Windows node's stand-ins: answers the programs of the Windows side on 127.0.0.1. Not Windows."""

import shutil
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import NoReturn

from ..calls import Refusal
from ..settings import Settings
from .call import BridgeCall, Died
from .dispatch import COMMANDS, DIE_HALFWAY, SERVICES, function, own
from .drives import Drives
from .errors import WindowsError
from .frames import EXIT, GO, LOCAL, RUN, SERVICE, Gone, Hello, Line
from .node import PREFIX, RUNNING, WindowsNode
from .services import BROKEN, ServiceCall

__all__ = ["PORT", "answer", "serve"]

PORT = 7700
"""TCP port on the node's own address 127.0.0.1; native/lab.c knows it too."""


def serve(settings: Settings) -> NoReturn:
    """Answer until the node goes down."""
    node = WindowsNode(settings, Drives(PREFIX))
    shutil.rmtree(RUNNING, ignore_errors=True)
    Path(RUNNING).mkdir(parents=True)
    listener = socket.create_server(("127.0.0.1", PORT), backlog=128)
    while True:
        link, _ = listener.accept()
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=answer, args=(node, Line(link)), daemon=True).start()


def answer(node: WindowsNode, line: Line) -> None:
    """Serve one connection to its end."""
    try:
        kind, payload = line.receive()
        hello = Hello.parse(payload)
        if kind == RUN:
            _run(BridgeCall(node, hello, line), line)
        elif kind == LOCAL:
            _watch(BridgeCall(node, hello, line), line)
        elif kind == SERVICE:
            place = SERVICES.get(hello.name.lower())
            ServiceCall(node, hello, line).run(function(place) if place else None)
    except (Gone, Died, ValueError):
        return
    finally:
        line.close()


def _run(call: BridgeCall, line: Line) -> None:
    """Do the work of a command."""
    place = COMMANDS.get(call.name, "windows.absent:absent")
    try:
        _obey_fault(call)
        code = _own_answer(call, place)
    except Refusal as refusal:
        call.complain(refusal.text)
        code = refusal.code
    except WindowsError as error:
        call.complain(call.sentence(error.number))
        code = 1
    except (Gone, Died):
        if call.changes:
            call.record(None)
        raise
    except Exception:  # noqa: BLE001 - a mistake of a stand-in must not look like a dead machine
        sys.stderr.write(f"{call.command_line!r}\n{traceback.format_exc()}")
        call.complain(f"{call.name}: the stand-in has failed: {traceback.format_exc(limit=-2)}")
        code = BROKEN
    if call.changes or not own(place):
        call.record(code & 0xFFFFFFFF)
    line.exit(code)


def _own_answer(call: BridgeCall, place: str) -> int:
    """What the stand-in makes of the call; with the fault ``lie`` nothing, and it says that all is well."""
    if call.fault == "lie":
        return 0
    return _usage(call) if own(place) and call.arguments == ["/?"] else function(place)(call)


def _usage(call: BridgeCall) -> int:
    """Something for ``/?``, by which scripts find out what a Windows has; robocopy gives 16, others 0 [k]."""
    call.say(f"{call.name.upper()} ...")
    return 16 if call.name == "robocopy" else 0


def _watch(call: BridgeCall, line: Line) -> None:
    """Let a command do its work itself, unless the lab wants a failure, and record it."""
    try:
        _obey_fault(call)
    except Refusal as refusal:
        call.complain(refusal.text)
        line.exit(refusal.code)
        return
    if call.fault == "lie":
        line.exit(0)
        return
    line.send(GO)
    kind, report = line.receive()
    if kind == EXIT and report[4:] != b"\0":
        code = int.from_bytes(report[:4], "little")
        call.changes = True
        call.record(code)
    line.send(GO)


def _obey_fault(call: BridgeCall) -> None:
    """Fail, hang or die as the lab wants of this command now; raises Refusal, Gone or Died."""
    if call.fault == "fail":
        call.refuse(f"{call.name}: failed (fault of the lab)", "fault")
    if call.fault == "hang":
        call.record(None)
        call.hang()
    if call.fault == "die" and call.name not in DIE_HALFWAY:
        raise Died

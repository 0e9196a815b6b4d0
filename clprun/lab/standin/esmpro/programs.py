"""Programs on the switched drive: CMSetDst, splaunch and the GUI (products.md 4). Stand-ins, not the product."""

from ..windows.call import BridgeCall
from . import registry
from .names import CM

__all__ = ["cmgui", "cmsetdst", "splaunch"]


def cmsetdst(call: BridgeCall) -> int:
    """``CMSetDst ADDRESS``: the manager that the data viewer connects to; a dialog in truth (CM 4 (2))."""
    if len(call.arguments) != 1:
        call.refuse("CMSetDst: its dialog needs a desktop; here: CMSetDst ADDRESS", "no desktop")
    call.changes = True
    if not registry.write({CM: {"ManagerName": call.arguments[0]}}):
        call.refuse("CMSetDst: the registry cannot be written", "registry")
    return 0


def splaunch(call: BridgeCall) -> int:
    """Does something that is not known, and takes no word (ERRATA G3-22)."""
    if call.arguments:
        call.refuse(f"splaunch: {call.tail.strip()}", "words")
    return 0


def cmgui(call: BridgeCall) -> int:
    """The GUI: open until its process is ended (ERRATA G3-34)."""
    call.record(None)
    call.hang()
    return 0

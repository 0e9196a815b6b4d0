"""``vol`` and ``fsutil``: what is known of drives and links. A stand-in."""

import os
import shutil
import zlib
from typing import NamedTuple

from ..calls import Refusal
from .call import BridgeCall
from .errors import WindowsError
from .links import Link, link_at
from .node import WindowsNode

__all__ = ["Room", "free", "fsutil", "serial_number", "vol"]

TAGS = {"JUNCTION": 0xA0000003, "SYMLINK": 0xA000000C, "SYMLINKD": 0xA000000C}
"""Reparse tags [doc: MS-FSCC 2.1.2.1]."""

_NUMBERS = (
    "Total free bytes",
    "Total bytes",
    "Total quota free bytes",
    "Unavailable pool bytes",
    "Quota unavailable pool bytes",
    "Used bytes",
    "Total Reserved bytes",
    "Volume storage reserve bytes",
    "Available committed bytes",
    "Pool available bytes",
)
"""What newer releases tell of a volume's room [github.com/bmrf/tron/pull/206]."""


class Room(NamedTuple):
    """Sizes of a drive, in bytes."""

    total: int
    free: int


def free(node: WindowsNode, drive: str) -> Room:
    """The room of ``drive``, for example ``E:``; raises WindowsError."""
    usage = shutil.disk_usage(node.drives.find(f"{drive}\\"))
    return Room(usage.total, usage.free)


def serial_number(node: WindowsNode, drive: str) -> str:
    """The serial number of the volume behind ``drive``: each node's own for C, the same on both for a shared one."""
    node.drives.find(f"{drive}\\")
    own = node.name if drive.upper() == "C:" else ""
    number = zlib.crc32(f"{node.settings.seed}{drive.upper()}{own}".encode())
    return f"{number >> 16:04X}-{number & 0xFFFF:04X}"


def vol(call: BridgeCall) -> int:
    """``vol [DRIVE:]``; 0, or 1 where there is no such drive [k]."""
    _, names = call.words()
    drive = (names[0] if names else call.cwd)[:2].upper()
    number = serial_number(call.node, drive)
    call.say(
        call.text(
            f" Volume in drive {drive[0]} has no label.", f" ドライブ {drive[0]} のボリューム ラベルがありません。"
        )
    )
    call.say(call.text(f" Volume Serial Number is {number}", f" ボリューム シリアル番号は {number} です"))
    return 0


def fsutil(call: BridgeCall) -> int:
    """``fsutil reparsepoint query``, ``volume diskfree`` and ``fsinfo drives``; 0 or 1 [k]."""
    words = [word.lower() for word in call.arguments[:2]]
    place = call.arguments[2] if len(call.arguments) > 2 else ""
    try:
        if words == ["reparsepoint", "query"] and place:
            return _reparse_point(call, place)
        if words == ["volume", "diskfree"] and place:
            return _disk_free(call, place)
    except WindowsError as error:
        raise Refusal(_error(call, error.number), 1) from error
    if words == ["fsinfo", "drives"]:
        call.say(
            "\n" + call.text("Drives: ", "ドライブ: ") + " ".join(f"{each}\\" for each in call.node.drives.letters)
        )
        return 0
    raise Refusal("---- Commands Supported ----\n\nfsinfo          File system information\n", 1)


def _error(call: BridgeCall, number: int) -> str:
    return call.text(f"Error:  {call.sentence(number)}", f"エラー:  {call.sentence(number)}")


def _disk_free(call: BridgeCall, place: str) -> int:
    room = free(call.node, call.absolute(place)[:2])
    if call.node.flavour == "2022":
        used = room.total - room.free
        for name, value in zip(_NUMBERS, (room.free, room.total, room.free, 0, 0, used, 0, 0, 0, 0), strict=True):
            call.say(f"{name:<32}: {value:>20,} ({value / (1 << 30):.1f} GB)")
        return 0
    names = call.text(
        "Total # of free bytes       ,Total # of bytes            ,Total # of avail free bytes ",
        "空きバイト総数          ,バイト総数              ,利用可能な空きバイト総数",
    )
    for name, value in zip(names.split(","), (room.free, room.total, room.free), strict=True):
        call.say(f"{name} : {value}")
    return 0


def _reparse_point(call: BridgeCall, place: str) -> int:
    path = call.path(place)
    if not os.path.lexists(path):
        raise WindowsError(2)
    link = link_at(call.node.drives, path)
    if link is None:
        raise WindowsError(4390)
    data = _data(link)
    call.say(f"Reparse Tag Value : 0x{TAGS[link.kind]:08x}")
    call.say("Tag value: Microsoft\nTag value: Name Surrogate")
    call.say(f"Tag value: {'Mount Point' if link.kind == 'JUNCTION' else 'Symbolic Link'}")
    call.say(f"\nReparse Data Length: 0x{len(data):08x}\nReparse Data:")
    for start in range(0, len(data), 16):
        row = data[start : start + 16]
        left, right = (" ".join(f"{byte:02x}" for byte in part) for part in (row[:8], row[8:]))
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        call.say(f"{start:04x}:  {f'{left}  {right}':<49} {text}")
    return 0


def _data(link: Link) -> bytes:
    """The data of the reparse point: names' offsets and lengths, flags, both names [doc: MS-FSCC 2.1.2.4, 2.1.2.5]."""
    relative = link.target[1:2] != ":"
    shown = link.target.encode("utf-16-le")
    real = shown if relative else f"\\??\\{link.target}".encode("utf-16-le")
    gap = b"\0\0" if link.kind == "JUNCTION" else b""
    fields = (0, len(real), len(real) + len(gap), len(shown))
    flags = b"" if link.kind == "JUNCTION" else int(relative).to_bytes(4, "little")
    return b"".join(field.to_bytes(2, "little") for field in fields) + flags + real + gap + shown + gap

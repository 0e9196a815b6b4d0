"""``fc``: compares two files. A stand-in, because Wine's does nothing (lab-windows.md 1.3) [doc: fc; k: sentences]."""

import difflib
import os

from ..calls import Refusal
from .call import BridgeCall
from .errors import WindowsError

__all__ = ["fc"]

BINARY = (".exe", ".com", ".sys", ".obj", ".lib", ".bin")
"""Endings that are compared byte by byte unless asked otherwise [doc]."""


def fc(call: BridgeCall) -> int:
    """``fc [/B] [/L] [/N] [/C] [/W] FILE FILE``; 0 equal, 1 different, 2 a file is missing, -1 wrong words."""
    switches = {word.lower() for word in call.arguments if word.startswith("/")}
    names = [word for word in call.arguments if not word.startswith("/")]
    if len(names) != 2:
        raise Refusal(call.text("FC: Insufficient number of file specifications", "FC: ファイルの指定が足りません"), -1)
    first, second = (_read(call, name) for name in names)
    shown = f"{names[0]} " + call.text("and", "と") + f" {names[1].upper()}"
    call.say(call.text(f"Comparing files {shown}", f"ファイル {shown} を比較しています"))
    if _key(first, switches) == _key(second, switches):
        call.say(call.text("FC: no differences encountered\n", "FC: 相違点は検出されませんでした\n"))
        return 0
    if "/b" in switches or (names[0].lower().endswith(BINARY) and "/l" not in switches):
        _bytes(call, first, second, names)
    else:
        _lines(call, first, second, names)
    call.say("")
    return 1


def _read(call: BridgeCall, name: str) -> bytes:
    try:
        path = call.path(name)
        if os.path.lexists(path):
            return call.node.drives.follow(path).read_bytes()
    except (OSError, WindowsError):
        pass
    english = f"FC: cannot open {name.upper()} - No such file or folder\n"
    raise Refusal(
        call.text(english, f"FC: {name.upper()} を開けません - そのようなファイルまたはフォルダーはありません\n"), 2
    )


def _key(content: bytes, switches: set[str]) -> object:
    """What counts of a file: its bytes, or its lines without their ends, blanks or case."""
    if "/b" in switches:
        return content
    lines = content.splitlines()
    if "/w" in switches:
        lines = [b" ".join(line.split()) for line in lines]
    return [line.lower() for line in lines] if "/c" in switches else lines


def _bytes(call: BridgeCall, first: bytes, second: bytes, names: list[str]) -> None:
    for place, (left, right) in enumerate(zip(first, second, strict=False)):
        if left != right:
            call.say(f"{place:08X}: {left:02X} {right:02X}")
    if len(first) != len(second):
        longer, shorter = names if len(first) > len(second) else reversed(names)
        english = f"FC: {longer} longer than {shorter.upper()}"
        call.say(call.text(english, f"FC: {longer} は {shorter.upper()} より長いです"))


def _lines(call: BridgeCall, first: bytes, second: bytes, names: list[str]) -> None:
    left, right = (call.decode(content).splitlines() for content in (first, second))
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        call.say(f"***** {names[0]}")
        for line in left[max(begin - 1, 0) : end + 1]:
            call.say(line)
        call.say(f"***** {names[1].upper()}")
        for line in right[max(other_begin - 1, 0) : other_end + 1]:
            call.say(line)
        call.say("*****\n")

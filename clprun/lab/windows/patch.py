"""Makes a cmd.exe that asks for the lab's commands where Wine's own built-in ones lie about Windows.

Wine's cmd looks a word up in a table of built-in names before it looks for a program. A copy with some of these names
blanked finds the lab's program of the name instead (reference/lab-windows.md 1.4, measured). Besides, ``%TIME%`` gets
its seconds and ``for /f`` reads files as UTF-8.
"""

import re
from collections import defaultdict
from typing import Final

__all__ = ["BLANKED", "PatchError", "patched"]

BLANKED: Final = (
    *("DEL", "DIR", "ERASE", "MKLINK", "MORE", "MOVE"),
    *("RD", "REN", "RENAME", "RMDIR", "TYPE", "VOL"),
)
"""Built-in commands that Wine 10 does wrong or prints differently (reference/lab-windows.md 1.3). Its ``del`` and
``ren`` of a link act on what the link leads to [m]."""

_FILE_MODE: Final = ("rt,ccs=unicode", "rt,ccs=utf-8")
"""How ``for /f`` opens a file: Wine's way takes every byte for a Latin-1 letter, Windows knows the code page [m]."""

_MARK: Final = b"Wine builtin DLL"
_MARK_AT: Final = 0x40
_NUL: Final = b"\0\0"

_NO_SECONDS: Final = re.compile(rb"\xba\x02\0\0\0(?=.{0,26}?\xff\x15(.{4}))", re.DOTALL)
"""``mov edx, TIME_NOSECONDS`` shortly before a call of an imported function, whose place is relative to the call."""
_24_HOURS: Final = 0x08 | 0x04
"""TIME_FORCE24HOURFORMAT and TIME_NOTIMEMARKER: what ``%TIME%`` shows in every language, hundredths apart."""
_TIMES_SHOWN: Final = 3
"""Places where cmd asks for the time of day: ``time``, ``%TIME%``, the prompt; nothing else is called so [m]."""


class PatchError(ValueError):
    """This cmd.exe is not the one whose table is known.

    Args:
        what: what was not found exactly once.
        times: how often it was found.
    """

    def __init__(self, what: str, times: int) -> None:
        super().__init__(f"{what}: found {times} times in Wine's cmd.exe, not once")


def patched(program: bytes) -> bytes:
    """Wine's cmd.exe without the built-in commands in :data:`BLANKED`.

    Args:
        program: Wine's cmd.exe.

    Raises:
        PatchError: something does not stand in it exactly as often as it must, or it is not one of Wine's programs.
    """
    if program[_MARK_AT : _MARK_AT + len(_MARK)] != _MARK:
        raise PatchError(_MARK.decode(), 0)
    content = bytearray(program)
    content[_MARK_AT : _MARK_AT + len(_MARK)] = bytes(len(_MARK))  # marked files are replaced by Wine's own
    for name in BLANKED:
        place = _only(program, _NUL + _wide(name)) + len(_NUL)
        content[place : place + 2] = b"\x01\0"  # a letter that no command begins with
    old, new = _FILE_MODE
    place = _only(program, _wide(old))
    content[place : place + len(_wide(old))] = _wide(new).ljust(len(_wide(old)), b"\0")
    for place in _times_of_day(program):
        content[place + 1] = _24_HOURS
    return bytes(content)


def _wide(text: str) -> bytes:
    """``text`` as it stands in the program, with its end."""
    return text.encode("utf-16-le") + _NUL


def _only(program: bytes, content: bytes) -> int:
    """Where ``content`` begins, which must stand in the program once."""
    if (times := program.count(content)) != 1:
        raise PatchError(content.decode("utf-16-le").strip("\0"), times)
    return program.index(content)


def _times_of_day(program: bytes) -> list[int]:
    """Where the time of day is asked for without seconds, which Windows' ``%TIME%`` has."""
    callers: dict[int, list[int]] = defaultdict(list)
    for found in _NO_SECONDS.finditer(program):
        callers[found.end(1) + int.from_bytes(found.group(1), "little", signed=True)].append(found.start())
    fitting = [places for places in callers.values() if len(places) == _TIMES_SHOWN]
    if len(fitting) != 1:
        raise PatchError("GetTimeFormat", len(fitting))
    return fitting[0]

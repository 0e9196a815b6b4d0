"""``type`` and ``more``: the bytes of files. A stand-in.

Windows passes bytes on; Wine's own ``type`` turns them into the console's code page (lab-windows.md 1.3).
"""

import codecs
import ntpath
import os
from pathlib import Path

from ..calls import Refusal
from .call import BridgeCall
from .errors import WindowsError, of_unix
from .patterns import has_wildcard, matching

__all__ = ["contents", "more", "type_"]

BLOCK = 1 << 16


def contents(call: BridgeCall, name: str) -> list[tuple[str, Path]]:
    """The files that ``name`` means, each as it is shown and where it lies; raises WindowsError for none."""
    if not has_wildcard(name):
        path = call.node.drives.follow(call.path(name)) if os.path.lexists(call.path(name)) else None
        if path is None:
            raise WindowsError(2)
        if path.is_dir():
            raise WindowsError(5)
        return [(name, path)]
    folder, pattern = ntpath.split(name)
    found = [each for each in matching(call.path(folder or "."), pattern) if each.is_file()]
    if not found:
        raise WindowsError(2)
    return [(ntpath.join(folder, each.name), each) for each in found]


def type_(call: BridgeCall) -> int:
    """``type FILE...``; 0 or 1. A file that begins with UTF-16's mark is shown in the code page [k]."""
    _, names = call.words()
    if not names:
        raise Refusal(call.text("The syntax of the command is incorrect.", "コマンドの構文が誤っています。"), 1)
    code = 0
    for name in names:
        try:
            files = [] if name.lower() in {"nul", "nul:"} else contents(call, name)
        except WindowsError as error:
            call.complain(call.sentence(error.number))
            if len(names) > 1:
                call.complain(
                    call.text(
                        f"Error occurred while processing: {name}.", f"次の処理中にエラーが発生しました: {name}。"
                    )
                )
            code = 1
            continue
        for shown, path in files:
            if len(names) + len(files) > 2:
                call.complain(f"\n{shown}\n\n")
            _print(call, path)
    return code


def _print(call: BridgeCall, path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(BLOCK)
            if head.startswith(codecs.BOM_UTF16_LE):
                text = (head + file.read())[len(codecs.BOM_UTF16_LE) :].decode("utf-16-le", "replace")
                call.out(call.encode(text))
                return
            while head:
                call.out(head)
                head = file.read(BLOCK)
    except OSError as error:
        raise of_unix(error) from error


def more(call: BridgeCall) -> int:
    """``more [/E] [+N] [FILE...]``: everything at once, as into a pipe; a last line without an end gets one [k]."""
    _, names = call.words()
    start = next((int(name[1:]) for name in names if name.startswith("+") and name[1:].isdigit()), 0)
    files = [each for name in names if not name.startswith("+") for each in contents(call, name)]
    parts = [path.read_bytes() for _, path in files] if files else [call.stdin()]
    for part in parts:
        lines = part.splitlines(keepends=True)[start:]
        if lines and not lines[-1].endswith(b"\n"):
            lines[-1] += b"\r\n"
        call.out(b"".join(lines))
    return 0

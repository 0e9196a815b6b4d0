"""The command lines that write a file on a Windows node. Pure.

The new content is sent as base 64 by ``echo``, so that no code page and no parser ever sees its bytes, and prepared
in a folder beside the file. It takes the file's name by ``move``, within the folder, only once its hash is right; so
the file is the old one or the new one wherever this is killed (reference/lab-windows.md 4).

A file that is replaced is first copied with its access rights, owner and attributes, then the copy's content is
overwritten, which changes none of these; ``move`` takes them along. ``xcopy /o`` does that on every release.
"""

import base64
from pathlib import PureWindowsPath

from clprun.model.change import WriteFile
from clprun.node.edits import ATTRIBUTES, CHANGED, CUT, temporary_file
from clprun.node.windows.cmd import LONGEST_LINE, QUIET, parent, quote
from clprun.node.windows.hashes import is_content
from clprun.node.windows.patience import DONE, patiently, removed

__all__ = ["upload"]

_QUARTET = 4


def upload(action: WriteFile) -> list[str]:
    """The command lines, to be run in order; only the last one touches the file itself.

    Raises:
        Unquotable: the path can't stand on a command line.
    """
    name, work = quote(PureWindowsPath(action.path).name)[1:-1], PureWindowsPath(temporary_file(action.path)).name
    begin = f'{QUIET}cd /d {parent(action.path)}||exit 1&set "w={work}"'
    finish = _finish(action, f'".\\{name}"', f'"{work}\\copy\\{name}"')
    append = '&>>"!w!\\base64" echo '
    text = base64.b64encode(action.content).decode()
    if len(begin) + len(_PREPARE) + len(append) + len(text) + len(finish) <= LONGEST_LINE:
        return [begin + _PREPARE + (append + text if text else "") + finish]
    room = (LONGEST_LINE - len(begin) - len(append)) // _QUARTET * _QUARTET
    chunks = [text[at : at + room] for at in range(0, len(text), room)]
    return [begin + _PREPARE, *(f"{begin}{append}{chunk}" for chunk in chunks), begin + finish]


_PREPARE = '&(if exist "!w!" rd "!w!" 2>nul||rd /s /q "!w!")&(md "!w!\\copy"||exit 1)'
"""Clears away what an earlier try left, and makes the folder anew.

``rd`` without ``/s`` takes a link away and leaves what it points to.
"""


def _finish(action: WriteFile, target: str, copy: str) -> str:
    """Take the content, which has been sent, for that of the file; all three paths lie in its folder."""
    decode = 'certutil -f -decode "!w!\\base64" "!w!\\content">nul' if action.content else 'type nul>"!w!\\content"'
    keep = f'&(xcopy {target} "!w!\\copy" /o /x /h /k /y /q>nul||{_fail(ATTRIBUTES)})'
    as_planned = (
        f"if exist {target} {_fail(CHANGED)}"
        if action.before is None
        else f"{is_content(target, action.before)}&if not defined same {_fail(CHANGED)}"
    )
    cleared, moved = removed('"!w!"'), patiently(f"move /y {copy} {target}")
    return (
        f"&({as_planned})"
        f"&({decode}||{_fail(CUT)})"
        f"{keep if action.before is not None else ''}"
        f'&(copy /y /b "!w!\\content" {copy}>nul||{_fail(1)})'
        f"&({is_content(copy, action.content)})&(if not defined same {_fail(CUT)})"
        f"&{moved}&(if not {DONE} {_fail(1)})"
        f"&{cleared}&exit 0"
    )


def _fail(code: int) -> str:
    return f'(rd /s /q "!w!"&exit {code})'

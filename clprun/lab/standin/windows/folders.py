"""``rmdir`` and ``rd``: of a link they remove only the link, also with ``/s``. A stand-in."""

import os
import stat
from pathlib import Path

from ..calls import Refusal
from .busy import refuse_if_scanned
from .call import BridgeCall
from .errors import WindowsError, of_unix
from .links import link_at

__all__ = ["existing_folder", "remove_tree", "rmdir"]


def rmdir(call: BridgeCall) -> int:
    """``rmdir [/s] [/q] FOLDER...``; the exit code is Windows' error number: 2, 3, 145, 267 [wt]."""
    switches, names = call.words()
    if not names or set(switches) - {"/s", "/q"}:
        raise Refusal(call.text("The syntax of the command is incorrect.", "コマンドの構文が誤っています。"), 1)
    code = 0
    for name in names:
        try:
            if "/s" not in switches or "/q" in switches or _sure(call, name):
                _remove(call, call.path(name), tree="/s" in switches)
        except WindowsError as error:
            call.complain(call.sentence(error.number))
            code = error.number
    return code


def _sure(call: BridgeCall, name: str) -> bool:
    call.write(call.text(f"{name}, Are you sure (Y/N)? ", f"{name}、よろしいですか (Y/N)? "))
    return call.decode(call.stdin())[:1].upper() == "Y"


def _remove(call: BridgeCall, path: Path, tree: bool) -> None:
    if not os.path.lexists(path):
        raise WindowsError(2)
    link = link_at(call.node.drives, path)
    if (link and not link.of_folder) or not (link or path.is_dir()):
        raise WindowsError(267)
    call.changes = True
    try:
        if path.is_symlink():
            path.unlink()
        elif tree:
            refuse_if_scanned(call, path)
            remove_tree(call, path)
        else:
            path.rmdir()
    except OSError as error:
        raise of_unix(error) from error


def remove_tree(call: BridgeCall, folder: Path) -> None:
    """Remove ``folder`` and what is in it; of links only themselves (lab-windows.md 1.3: Wine's empties the target).

    Raises:
        OSError: something cannot be removed; the rest stays.
        Gone: the caller was killed.
    """
    call.alive()
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            remove_tree(call, Path(entry.path))
        else:
            Path(entry.path).unlink()
    folder.chmod(stat.S_IRWXU)
    folder.rmdir()


def existing_folder(call: BridgeCall, name: str) -> Path:
    """The folder that ``name`` means, links followed; raises WindowsError 2 or 3 where there is none."""
    path = call.path(name)
    if not os.path.lexists(path):
        raise WindowsError(2)
    found = call.node.drives.follow(path)
    if not found.is_dir():
        raise WindowsError(3)
    return found

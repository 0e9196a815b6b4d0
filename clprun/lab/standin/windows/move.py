"""``move``: files anywhere, folders only within their volume. A stand-in."""

import errno
import ntpath
import os
import shutil
from pathlib import Path

from ..calls import Refusal
from .busy import refuse_if_in_use
from .call import BridgeCall
from .errors import WindowsError, of_unix
from .links import link_at
from .patterns import has_wildcard, matching

__all__ = ["move"]


def move(call: BridgeCall) -> int:
    """``move [/Y | /-Y] SOURCE... TARGET``; 0 or 1 [wt: codes; k: a folder across volumes is "Access is denied."]."""
    switches, names = call.words()
    if not names or len(names) > 2 or set(switches) - {"/y", "/-y"}:
        raise Refusal(call.text("The syntax of the command is incorrect.", "コマンドの構文が誤っています。"), 1)
    target = call.path(names[1] if len(names) == 2 else ".")
    moved = 0
    folders = False
    problem: WindowsError | None = None
    for source in _sources(call, names[0]):
        folders = folders or _is_folder(call, source)
        try:
            moved += _move(call, source, _goal(call, source, target), "/y" in switches)
        except WindowsError as error:
            problem = error
            call.complain(call.sentence(error.number))
    call.say(_moved(call, moved, folders))
    return 1 if problem or not moved else 0


def _moved(call: BridgeCall, number: int, folders: bool) -> str:
    kind = ("dir(s)", "個のディレクトリ") if folders else ("file(s)", "個のファイル")
    return call.text(f"{number:9} {kind[0]} moved.", f"{number:9} {kind[1]}を移動しました。")


def _sources(call: BridgeCall, name: str) -> list[Path]:
    if not has_wildcard(name):
        found = call.path(name)
        if not os.path.lexists(found):
            raise WindowsError(2)
        return [found]
    folder, pattern = ntpath.split(name)
    files = [each for each in matching(call.path(folder or "."), pattern) if not _is_folder(call, each)]
    if not files:
        raise WindowsError(2)
    return files


def _is_folder(call: BridgeCall, path: Path) -> bool:
    link = link_at(call.node.drives, path)
    return link.of_folder if link else path.is_dir()


def _goal(call: BridgeCall, source: Path, target: Path) -> Path:
    """The new path of ``source``: below ``target`` where that is a folder, ``target`` itself else."""
    return call.node.drives.follow(target) / source.name if target.is_dir() else target


def _move(call: BridgeCall, source: Path, goal: Path, overwrite: bool) -> int:
    """Move one file or folder; 0 where a person has to say yes first and none does."""
    drives = call.node.drives
    folder = _is_folder(call, source)
    if not goal.parent.is_dir():
        raise WindowsError(3)
    if folder and drives.volume(source) != drives.volume(goal):
        raise WindowsError(5)
    if os.path.lexists(goal) and not _same(source, goal):
        if folder or _is_folder(call, goal):
            raise WindowsError(5)
        if not overwrite and not _agreed(call, drives.windows(goal)):
            return 0
    if not source.is_symlink():
        refuse_if_in_use(call, source)
    call.changes = True
    try:
        _rename(source, goal)
    except OSError as error:
        raise of_unix(error) from error
    return 1


def _same(source: Path, goal: Path) -> bool:
    """Whether only the case of the letters changes."""
    return source.parent == goal.parent and source.name.casefold() == goal.name.casefold()


def _agreed(call: BridgeCall, path: str) -> bool:
    call.write(call.text(f"Overwrite {path}? (Yes/No/All): ", f"{path} を上書きしますか? (Yes/No/All): "))
    return call.decode(call.stdin())[:1].upper() in {"Y", "A"}


def _rename(source: Path, goal: Path) -> None:
    """Within a volume a rename, with everything that hangs on the file; else the content and times only."""
    try:
        source.replace(goal)
    except OSError as error:
        if error.errno != errno.EXDEV or source.is_dir():
            raise
        shutil.copyfile(source, goal)
        shutil.copymode(source, goal)
        times = source.stat()
        os.utime(goal, ns=(times.st_atime_ns, times.st_mtime_ns))
        source.unlink()

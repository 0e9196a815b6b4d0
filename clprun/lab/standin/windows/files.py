"""``del`` and ``ren``: of a link they act on the link itself. A stand-in, because Wine's act on its target [m]."""

import ntpath
import os
from pathlib import Path

from ..calls import Refusal
from .attributes import attributes
from .busy import refuse_if_in_use
from .call import BridgeCall
from .errors import WindowsError, of_unix
from .links import link_at
from .patterns import has_wildcard, matches, matching

__all__ = ["del_", "ren"]


def del_(call: BridgeCall) -> int:
    """``del [/F] [/Q] [/S] FILE...``; 1 only where a whole path on the way is not there, as Windows has it [wt]."""
    switches, names = call.words()
    if not names:
        raise Refusal(call.text("The syntax of the command is incorrect.", "コマンドの構文が誤っています。"), 1)
    code = 0
    for name in names:
        try:
            found = _files(call, name, below="/s" in switches)
            if not found:
                call.complain(call.text(f"Could Not Find {name}", f"{name} が見つかりませんでした。"))
            for path in found:
                _delete(call, path, forced="/f" in switches)
        except WindowsError as error:
            call.complain(call.sentence(error.number))
            code = 1
    return code


def _files(call: BridgeCall, name: str, below: bool) -> list[Path]:
    """The files that ``name`` means; a folder stands for the files in it."""
    if not has_wildcard(name):
        path = call.path(name)
        if not os.path.lexists(path):
            return []
        if not _folder(call, path):
            return [path]
        base, pattern = call.node.drives.follow(path), "*"
    else:
        folder, pattern = ntpath.split(name)
        base = call.node.drives.follow(call.path(folder or "."))
    found = [each for each in matching(base, pattern) if not _folder(call, each)]
    if below:
        for place, folders, files in os.walk(base):
            folders[:] = [each for each in folders if not (Path(place) / each).is_symlink()]
            found += [Path(place) / each for each in files if Path(place) != base and matches(each, pattern)]
    return found


def _folder(call: BridgeCall, path: Path) -> bool:
    link = link_at(call.node.drives, path)
    return link.of_folder if link else path.is_dir()


def _delete(call: BridgeCall, path: Path, forced: bool) -> None:
    letters = attributes(path)
    if "r" in letters and not forced:
        call.complain(f"{call.node.drives.windows(path)}\n{call.sentence(5)}")
        return
    if letters & {"h", "s"}:
        return  # found by nobody without /a
    call.changes = True
    try:
        path.unlink()
    except OSError as error:
        raise of_unix(error) from error


def ren(call: BridgeCall) -> int:
    """``ren OLD NEW``; NEW is a name without a folder, wildcards only as ``*`` for what stays; 0 or 1 [wt]."""
    _, names = call.words()
    if len(names) != 2 or set(names[1]) & set("\\/:"):
        raise Refusal(call.text("The syntax of the command is incorrect.", "コマンドの構文が誤っています。"), 1)
    folder, pattern = ntpath.split(names[0])
    found = matching(call.path(folder or "."), pattern) if has_wildcard(pattern) else [call.path(names[0])]
    if not found or not os.path.lexists(found[0]):
        raise WindowsError(2)
    for path in found:
        _rename(call, path, path.with_name(_new_name(path.name, names[1])))
    return 0


def _new_name(old: str, pattern: str) -> str:
    stem, ending = ntpath.splitext(old)
    new_stem, new_ending = ntpath.splitext(pattern)
    return new_stem.replace("*", stem) + (new_ending.replace(".*", ending) if "*" in new_ending else new_ending)


def _rename(call: BridgeCall, path: Path, goal: Path) -> None:
    same = path.name.casefold() == goal.name.casefold()
    there = call.node.drives.find(call.node.drives.windows(goal.parent) + "\\" + goal.name)
    if os.path.lexists(there) and not same:
        raise Refusal(
            call.text(
                "A duplicate file name exists, or the file\ncannot be found.",
                "重複するファイル名が存在するか、ファイルが\n見つかりません。",
            ),
            1,
        )
    if not path.is_symlink():
        refuse_if_in_use(call, path)
    call.changes = True
    try:
        path.rename(goal)
    except OSError as error:
        raise of_unix(error) from error

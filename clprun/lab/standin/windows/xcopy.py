"""``xcopy``: copies files and folders. A stand-in, because Wine's takes no access rights along [m].

[doc: xcopy and its exit codes]: 0 done, 4 nothing to copy, wrong words or no room, 5 cannot write.
"""

import ntpath
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ..calls import Refusal
from .attributes import attributes
from .call import BridgeCall
from .copying import copy_facts, copy_file
from .errors import WindowsError, of_unix
from .patterns import has_wildcard, matching

__all__ = ["xcopy"]

INVALID, UNWRITABLE = 4, 5


def xcopy(call: BridgeCall) -> int:
    r"""``xcopy SOURCE [TARGET] [/E /S /T /I /H /K /O /X /C /R /Y /Q /F /L /D /V /Z]``."""
    switches, names = call.words()
    if not 1 <= len(names) <= 2:
        raise Refusal(call.text("Invalid number of parameters", "パラメーターの数が正しくありません"), INVALID)
    below = bool({"/e", "/s", "/t"} & set(switches))
    try:
        source, pattern = _source(call, names[0])
    except WindowsError:
        return _nothing(call, names[0])
    pairs = list(_pairs(source, pattern, "", below, "/h" in switches))
    if not pairs and not below:
        return _nothing(call, names[0])
    try:
        target = call.path(names[1] if len(names) == 2 else ".")
    except WindowsError as error:
        raise Refusal(call.sentence(error.number), INVALID) from error
    return _copy(call, set(switches), source, pairs, target, names[-1])


def _nothing(call: BridgeCall, name: str) -> int:
    shown = ntpath.basename(name)
    call.complain(call.text(f"File not found - {shown}", f"ファイルが見つかりません - {shown}"))
    call.say(_copied(call, 0))
    return INVALID


def _source(call: BridgeCall, name: str) -> tuple[Path, str]:
    """The folder to copy from and the pattern of what."""
    if has_wildcard(ntpath.basename(name)):
        return call.node.drives.follow(call.path(ntpath.dirname(name) or ".")), ntpath.basename(name)
    path = call.path(name)
    if not os.path.lexists(path):
        raise WindowsError(2)
    real = call.node.drives.follow(path)
    return (real, "*") if real.is_dir() else (path.parent, path.name)


def _pairs(folder: Path, pattern: str, inside: str, below: bool, hidden: bool) -> Iterator[tuple[Path, str]]:
    """Files, and folders where those below count too, each with its Windows path from the top."""
    for path in matching(folder, pattern):
        if path.is_file() and (hidden or not attributes(path) & {"h", "s"}):
            yield path, ntpath.join(inside, path.name)
    for path in matching(folder, "*") if below else ():
        if path.is_dir():
            name = ntpath.join(inside, path.name)
            yield path, name
            yield from _pairs(path, pattern, name, below, hidden)


def _copied(call: BridgeCall, number: int) -> str:
    return call.text(f"{number} File(s) copied", f"{number} 個のファイルをコピーしました")


def _copy(
    call: BridgeCall, switches: set[str], source: Path, pairs: list[tuple[Path, str]], target: Path, name: str
) -> int:
    several = len(pairs) != 1 or pairs[0][0].is_dir()
    folder = target.is_dir() or name.endswith(("\\", "/")) or several
    if not folder and not target.exists() and not ({"/i"} & switches):
        folder = _is_folder(call, name)
    what = "DAT" + ("S" if switches & {"/o", "/x"} else "")
    number = 0
    for path, inside in pairs:
        call.alive()
        goal = target.joinpath(*inside.split("\\")) if folder else target
        if path.is_dir() and "/e" not in switches and "/t" not in switches and not any(path.iterdir()):
            continue
        if path.is_file() and "/t" in switches:
            continue
        try:
            number += _one(call, switches, path, goal, what)
        except WindowsError as error:
            call.complain(call.sentence(error.number))
            if "/c" not in switches:
                call.say(_copied(call, number))
                return INVALID if error.number == 112 else UNWRITABLE
    if folder and what.endswith("S") and several and target.is_dir():
        copy_facts(source, target, "S")
    call.say(_copied(call, number))
    return 0


def _is_folder(call: BridgeCall, name: str) -> bool:
    call.say(
        call.text(
            f"Does {name} specify a file name\nor directory name on the target\n(F = file, D = directory)?",
            f"{name} は受け側のファイル名ですか、\nまたはディレクトリ名ですか\n(F= ファイル、D= ディレクトリ)?",
        )
    )
    reply = call.decode(call.stdin()).strip()[:1].upper()
    if reply not in {"F", "D"}:
        raise Refusal("", 2)
    return reply == "D"


def _one(call: BridgeCall, switches: set[str], path: Path, goal: Path, what: str) -> int:
    if "/q" not in switches and path.is_file():
        call.say(call.node.drives.windows(path))
    if "/l" in switches:
        return int(path.is_file())
    if goal.exists() and path.is_file() and not _overwrites(call, switches, goal):
        return 0
    call.changes = True
    try:
        (goal if path.is_dir() else goal.parent).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise of_unix(error) from error
    if path.is_dir():
        if what.endswith("S"):
            copy_facts(path, goal, "S")
        return 0
    copy_file(path, goal, what)
    if "/k" not in switches:
        goal.chmod(goal.stat().st_mode | stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    call.halfway()
    return 1


def _overwrites(call: BridgeCall, switches: set[str], goal: Path) -> bool:
    if "r" in attributes(goal) and "/r" not in switches:
        raise WindowsError(5)
    if "/y" in switches or call.environment.get("COPYCMD", "").lower() == "/y":
        return True
    name = call.node.drives.windows(goal)
    call.write(call.text(f"Overwrite {name} (Yes/No/All)? ", f"{name} を上書きしますか (Yes/No/All)? "))
    return call.decode(call.stdin())[:1].upper() in {"Y", "A"}

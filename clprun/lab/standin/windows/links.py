r"""Symbolic links and junctions of the node, and the commands that make them. A stand-in.

A Windows link is a Unix symbolic link, so that Wine follows it by itself; its kind stands in the spelling of its text,
which no reader of paths cares about. So it travels with the disk, with a rename, and through a power cut.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ..calls import Refusal
from .call import BridgeCall
from .drives import Drives
from .errors import WindowsError, of_unix

__all__ = ["Kind", "Link", "link_at", "linkd", "make_link", "mklink"]

Kind = Literal["SYMLINKD", "SYMLINK", "JUNCTION"]
"""As ``dir`` shows it: link to a folder, to a file, or junction."""

MARKS: Final[dict[str, Kind]] = {"././": "JUNCTION", ".//": "SYMLINK", "./": "SYMLINKD"}
"""Spelling of the link's text, before the path below its drive -> kind; the longest first."""


@dataclass(frozen=True)
class Link:
    """One link.

    Args:
        kind: what it is.
        target: Windows path it leads to, whole or from the link's folder.
    """

    kind: Kind
    target: str

    @property
    def of_folder(self) -> bool:
        """Whether it counts as a folder, which ``rmdir`` removes and ``del`` doesn't."""
        return self.kind != "SYMLINK"


def link_at(drives: Drives, path: Path) -> Link | None:
    """The Windows link at the Unix path ``path``; None for everything else, also for links of Unix only."""
    try:
        text = os.readlink(path)  # noqa: PTH115 - the spelling counts, a Path would tidy it
    except OSError:
        return None
    drive, text = _of_drive(drives, text)
    for mark, kind in MARKS.items():
        if text.startswith(mark):
            return Link(kind, drive + text.removeprefix(mark).replace("/", "\\"))
    return None


def _of_drive(drives: Drives, text: str) -> tuple[str, str]:
    head = f"{drives.prefix}/dosdevices/"
    if not text.startswith(head):
        return "", text
    letter, _, rest = text.removeprefix(head).partition("/")
    return f"{letter.upper()}\\", rest


def make_link(drives: Drives, path: Path, kind: Kind, target: str) -> None:
    """Make a link.

    Args:
        drives: the node's drives.
        path: Unix path of the link; nothing is there yet.
        kind: its kind.
        target: whole Windows path, or one from the link's folder.

    Raises:
        WindowsError: 183 something is there; 3 its folder is not there.
    """
    mark = next(mark for mark, each in MARKS.items() if each == kind)
    whole = target[1:2] == ":"
    text = drives.unix_text(target) if whole else target.replace("\\", "/")
    head, _, rest = text.partition(":/") if whole else ("", "", text)
    try:
        path.symlink_to(f"{head}:/{mark}{rest}" if whole else mark + rest)
    except FileNotFoundError as error:
        raise WindowsError(3) from error
    except OSError as error:
        raise of_unix(error) from error


def mklink(call: BridgeCall) -> int:
    """``mklink [/D | /H | /J] LINK TARGET``; 0 or 1 [wt: exit codes; k: sentences]."""
    switches, names = call.words()
    if len(names) != 2 or set(switches) - {"/d", "/h", "/j"}:
        raise Refusal(call.text("The syntax of the command is incorrect.", "コマンドの構文が誤っています。"), 1)
    name, target = names
    path = call.path(name)
    if os.path.lexists(path):
        raise WindowsError(183)
    call.changes = True
    if "/h" in switches:
        _hard_link(call, path, target)
        call.say(_made(call, name, target, "Hardlink", "ハードリンク"))
    elif "/j" in switches:
        make_link(call.node.drives, path, "JUNCTION", call.absolute(target))
        call.say(_made(call, name, target, "Junction", "ジャンクション"))
    else:
        kind: Kind = "SYMLINKD" if "/d" in switches else "SYMLINK"
        make_link(call.node.drives, path, kind, _target(call, target))
        call.say(_made(call, name, target, "symbolic link", "シンボリック リンク"))
    return 0


def _made(call: BridgeCall, name: str, target: str, english: str, japanese: str) -> str:
    pair = f"{name} <<===>> {target}"
    return call.text(f"{english} created for {pair}", f"{pair} の{japanese}が作成されました")


def _target(call: BridgeCall, target: str) -> str:
    r"""A relative target stays one; ``\x`` and ``C:x`` mean a whole path here."""
    relative = not target.startswith(("\\", "/")) and target[1:2] != ":"
    return os.path.normpath(target.replace("\\", "/")).replace("/", "\\") if relative else call.absolute(target)


def _hard_link(call: BridgeCall, path: Path, target: str) -> None:
    existing = call.path(target)
    if not os.path.lexists(existing):
        raise WindowsError(2)
    if existing.is_dir():
        raise WindowsError(5)
    try:
        path.hardlink_to(existing)
    except OSError as error:
        raise of_unix(error) from error


def linkd(call: BridgeCall) -> int:
    """``linkd LINK TARGET``, ``linkd LINK`` and ``linkd LINK /D`` of Windows 2003's Resource Kit: junctions [k]."""
    switches, names = call.words()
    path = call.path(names[0]) if names else None
    if path is None or len(names) > 2:
        raise Refusal("LINKD Source [/D] Destination", 1)
    link = link_at(call.node.drives, path)
    if len(names) == 2:
        _join(call, path, names[1])
        call.say(f"Link created at: {names[0]}")
        return 0
    if link is None:
        raise Refusal(f"{names[0]} is not linked to another directory.", 1)
    if "/d" not in switches:
        call.say(f"Source  {names[0]} is linked to\n{link.target}")
        return 0
    call.changes = True
    path.unlink()
    path.mkdir()  # linkd leaves the empty folder that carried the junction
    call.say("The delete operation succeeded.")
    return 0


def _join(call: BridgeCall, path: Path, target: str) -> None:
    """Make a junction; an empty folder in its place is taken for it."""
    call.changes = True
    if path.is_dir() and not path.is_symlink():
        try:
            path.rmdir()
        except OSError as error:
            raise of_unix(error) from error
    make_link(call.node.drives, path, "JUNCTION", call.absolute(target))

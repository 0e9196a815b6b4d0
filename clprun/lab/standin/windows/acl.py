"""Access control lists of files, stored next to them as SDDL and inherited as on NTFS. A stand-in.

[doc: Security Descriptor Definition Language; ACE inheritance rules.] Inherited entries are worked out when they are
asked for: a new file has its folder's at once, and so has one that was moved there, which on Windows keeps its old
ones until somebody propagates [k].
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from .accounts import ADMINISTRATORS, SYSTEM, USERS

__all__ = [
    "Ace",
    "Acl",
    "copy_list",
    "effective",
    "load",
    "owner",
    "parse",
    "save",
    "set_owner",
    "simplified",
    "to_text",
]

ATTRIBUTES = ("user.clprun-lab.sddl", "trusted.clprun-lab.sddl")
"""Extended attribute with a list; the second where the file system lacks the first."""
OWNERS = ("user.clprun-lab.owner", "trusted.clprun-lab.owner")
"""The same with the identifier of an owner."""

LETTERS = {"F": "FA", "M": "0x1301bf", "RX": "0x1200a9", "R": "FR", "W": "FW", "D": "SD"}
"""icacls' simple rights -> SDDL's."""
CONTAINED = {"F": {"M", "RX", "R", "W", "D"}, "M": {"RX", "R", "W", "D"}, "RX": {"R"}}
ALIASES = {
    ADMINISTRATORS: "BA",
    USERS: "BU",
    SYSTEM: "SY",
    "S-1-1-0": "WD",
    "S-1-5-11": "AU",
    "S-1-3-0": "CO",
    "S-1-5-19": "LS",
    "S-1-5-20": "NS",
}


@dataclass(frozen=True)
class Ace:
    """One entry.

    Args:
        sid: whom it is about.
        rights: letters as icacls has them, without those that others contain.
        flags: of ``OI CI IO NP``.
        deny: whether it takes rights away.
        inherited: whether it comes from a folder above.
    """

    sid: str
    rights: frozenset[str]
    flags: frozenset[str] = frozenset()
    deny: bool = False
    inherited: bool = False


@dataclass(frozen=True)
class Acl:
    """What is set at one file or folder itself.

    Args:
        aces: its own entries.
        protected: whether it inherits nothing.
    """

    aces: tuple[Ace, ...] = ()
    protected: bool = False


DEFAULT = Acl(
    tuple(
        Ace(sid, frozenset({right}), frozenset({"OI", "CI"}))
        for sid, right in ((ADMINISTRATORS, "F"), (SYSTEM, "F"), (USERS, "RX"))
    ),
    protected=True,
)
"""What the root of a drive has when nobody has changed it [k: nearly that of a fresh Windows]."""


def simplified(rights: Iterable[str]) -> frozenset[str]:
    """The rights without those that another of them contains."""
    given = set(rights)
    return frozenset(given - {weaker for right in given for weaker in CONTAINED.get(right, ())})


def load(path: Path) -> Acl:
    """What is set at ``path`` itself; a link is followed."""
    return parse(_read(path, ATTRIBUTES))


def save(path: Path, acl: Acl) -> None:
    """Set ``acl`` at ``path``; raises OSError where no file system here can keep it."""
    _write(path, ATTRIBUTES, to_text(acl))


def owner(path: Path) -> str:
    """Whose ``path`` is: what an administrator makes belongs to the group [doc]."""
    return _read(path, OWNERS) or ADMINISTRATORS


def set_owner(path: Path, sid: str) -> None:
    """Give ``path`` to somebody."""
    _write(path, OWNERS, sid)


def _read(path: Path, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return os.getxattr(path, name).decode()
        except OSError:
            continue
    return ""


def _write(path: Path, names: tuple[str, ...], value: str) -> None:
    problem: OSError | None = None
    for name in names:
        try:
            os.setxattr(path, name, value.encode())
        except OSError as error:
            problem = error
            continue
        return
    if problem:
        raise problem


def copy_list(source: Path, target: Path) -> None:
    """Give ``target`` what is set at ``source`` itself."""
    if (acl := load(source)) != load(target):
        save(target, acl)


def effective(path: Path, base: Path) -> list[Ace]:
    """All entries that count for ``path``, its own first.

    Args:
        path: a file or folder; links on the way are followed.
        base: root of its drive.
    """
    own = load(path)
    if path == base:
        return list((own if own.aces or own.protected else DEFAULT).aces)
    if own.protected:
        return list(own.aces)
    above = effective(path.parent, base) if base in path.parents else list(DEFAULT.aces)
    passed = (_passed(ace, path.is_dir()) for ace in above)
    return [*own.aces, *(ace for ace in passed if ace)]


def _passed(ace: Ace, folder: bool) -> Ace | None:
    """What an entry of a folder becomes at something in it."""
    if folder:
        if "CI" in ace.flags:
            flags = frozenset() if "NP" in ace.flags else ace.flags - {"IO"}
        elif "OI" in ace.flags and "NP" not in ace.flags:
            flags = frozenset({"OI", "IO"})
        else:
            return None
        return replace(ace, flags=flags, inherited=True)
    return replace(ace, flags=frozenset(), inherited=True) if "OI" in ace.flags else None


def to_text(acl: Acl) -> str:
    """The list as SDDL."""
    return f"D:{'PAI' if acl.protected else 'AI'}" + "".join(map(_ace_text, acl.aces))


def _ace_text(ace: Ace) -> str:
    flags = "".join(flag for flag in ("OI", "CI", "IO", "NP") if flag in ace.flags) + ("ID" if ace.inherited else "")
    rights = "+".join(LETTERS.get(right, right) for right in sorted(ace.rights))
    sid = ALIASES.get(ace.sid, ace.sid)
    return f"({'D' if ace.deny else 'A'};{flags};{rights};;;{sid})"


def parse(text: str) -> Acl:
    """The list that :func:`to_text` wrote; entries marked as inherited are left out."""
    found = re.match(r"D:(P?)(?:AI|AR)*((?:\([^()]*\))*)", text)
    if not found:
        return Acl()
    aces = (_parse_ace(each) for each in re.findall(r"\(([^()]*)\)", found.group(2)))
    return Acl(tuple(ace for ace in aces if not ace.inherited), protected=bool(found.group(1)))


def _parse_ace(text: str) -> Ace:
    kind, flags, rights, _, _, sid = text.split(";")
    names = {code: letter for letter, code in LETTERS.items()}
    sids = {alias: each for each, alias in ALIASES.items()}
    marks = frozenset(flags[place : place + 2] for place in range(0, len(flags), 2))
    return Ace(
        sids.get(sid, sid),
        frozenset(names.get(right, right) for right in rights.split("+")),
        marks - {"ID"},
        deny=kind == "D",
        inherited="ID" in marks,
    )

"""Who may do what with a folder and all that lies below it, and how that is granted.

``icacls`` and ``cacls`` show names of accounts. Which of them stands for which well-known SID the node itself tells
(``whoami /groups``), so that nothing depends on its language; the names of Windows in English and Japanese, which are
the same, stand in for those it does not tell.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import refuse
from clprun.node.windows.cmd import absolute, text, windows_only
from clprun.node.windows.files import folder

__all__ = ["Access", "AccessAnswer", "AccessRights", "Right", "grant"]

_NAMES = {
    "S-1-1-0": "Everyone",
    "S-1-5-18": "NT AUTHORITY\\SYSTEM",
    "S-1-5-32-544": "BUILTIN\\Administrators",
    "S-1-5-32-545": "BUILTIN\\Users",
}
"""Well-known SIDs (Microsoft, Well-known SIDs)."""

_OLD_NAMES = {"S-1-1-0": "Everyone", "S-1-5-18": "SYSTEM", "S-1-5-32-544": "Administrators", "S-1-5-32-545": "Users"}
"""What ``cacls`` takes for them."""

_SECONDS = 120
_TOOL = b"\nclprun-tool "


class Right(StrEnum):
    """How much an account may do."""

    FULL = "full"
    READ_EXECUTE = "read-execute"


_LETTERS: Mapping[str, frozenset[Right]] = {
    "F": frozenset(Right),
    **dict.fromkeys(("M", "C", "RX"), frozenset({Right.READ_EXECUTE})),
}
"""What a simple right of ``icacls`` or ``cacls`` allows."""

_OLD_READ = "R"
"""What ``cacls`` calls read is read and execute; of ``icacls`` it is read alone."""

_ENTRY = re.compile(r"(.*):((?:\([A-Z]+(?:,[A-Z]+)*\))*)([FCRWN]?)\s*")
_GROUP = re.compile(r'"([^"]*)","[^"]*","(S-1-[\d-]+)"')


@dataclass(frozen=True)
class Access:
    """One entry of an access control list.

    Args:
        account: the SID where it is a well-known one, else the name.
        rights: what it allows or denies.
        denies: whether it denies.
        inherited: whether it comes from the folder above.
        passes_on: whether files and folders made below inherit it.
        for_itself: whether it holds for the thing itself, not only for what is made below.
    """

    account: str
    rights: frozenset[Right]
    denies: bool = False
    inherited: bool = False
    passes_on: bool = False
    for_itself: bool = True


@dataclass(frozen=True)
class AccessAnswer:
    """The access control lists of a folder and what lies below it.

    Args:
        tool: ``icacls`` or ``cacls``, whichever the node has.
        lists: by path, the folder itself first; empty where there is no such folder.
    """

    tool: str
    lists: Mapping[str, tuple[Access, ...]]

    def lacking(self, account: str, right: Right) -> tuple[str, ...]:
        """The paths with which an account may not do so much, or that would not pass it on.

        Args:
            account: SID, or name with its domain.
            right: how much it is to be allowed.
        """
        top = next(iter(self.lists), None)
        return tuple(path for path, entries in self.lists.items() if not _allows(entries, account, right, path == top))


def _allows(entries: Iterable[Access], account: str, right: Right, passes_on: bool) -> bool:
    own = [entry for entry in entries if entry.account.casefold() == account.casefold()]
    granted = [entry for entry in own if not entry.denies and entry.for_itself and right in entry.rights]
    return (
        bool(granted)
        and not any(entry.denies for entry in own)
        and (not passes_on or any(entry.passes_on and not entry.denies and right in entry.rights for entry in own))
    )


@dataclass(frozen=True)
class AccessRights(Question[AccessAnswer]):
    """The access control lists of a folder, and of everything below it.

    Args:
        path: the folder.
        below: whether to look at what lies below it, too.
        seconds: time limit.
    """

    path: str
    below: bool = True
    seconds: int = _SECONDS

    def script(self, platform: Platform) -> str:
        """The names of SIDs, the paths, then their lists."""
        windows_only(platform)
        path, deep = absolute(self.path), " /t" if self.below else ""
        paths = f"echo {path}" + (f"&dir /s /b /a {path} 2>nul" if self.below else "")
        return (
            f"(whoami /groups /fo csv /nh 2>nul)&echo clprun-paths&(if exist {folder(self.path)} ({paths}))"
            "&(icacls /? >nul 2>nul&&set clprun=icacls||set clprun=cacls)"
            f"&echo clprun-tool !clprun!&(if !clprun!==icacls (icacls {path}{deep}) else (cacls {path}{deep}))"
        )

    def answer(self, raw: Raw) -> AccessAnswer:
        """The lists.

        Raises:
            Unanswerable: a list can't be read.
        """
        if _TOOL not in raw.out:
            refuse("node.reply_not_understood", raw, question=f"icacls {self.path}")
        before, _, shown = text(raw.out).partition("\nclprun-tool ")
        told, _, listed = before.partition("clprun-paths\n")
        tool, _, blocks = shown.partition("\n")
        names = {name.casefold(): sid for name, sid in _GROUP.findall(told)}
        names = {**{name.casefold(): sid for sid, name in _NAMES.items()}, **names}
        paths = [path.strip(' "') for path in listed.split("\n") if path.strip()]
        lists = _lists(blocks, paths, names, tool)
        if missing := [path for path in paths if path not in lists]:
            refuse("node.access_unreadable", raw, path=missing[0])
        return AccessAnswer(tool, lists)


def _lists(blocks: str, paths: Sequence[str], names: Mapping[str, str], tool: str) -> dict[str, tuple[Access, ...]]:
    """The entries by path. A path stands before its first entry, blanks of the same width before the others."""
    lists: dict[str, list[Access]] = {}
    longest_first = sorted(paths, key=len, reverse=True)
    entries: list[Access] = []
    for line in blocks.split("\n"):
        path = next((path for path in longest_first if line.startswith(f"{path} ")), None)
        if path is not None:
            entries = lists.setdefault(path, [])
            line = line[len(path) :]  # noqa: PLW2901  # what follows the path is an entry like the others
        elif not line.startswith(" "):
            continue
        if found := _ENTRY.fullmatch(line):
            entries.append(_access(found, names, tool))
    return {path: tuple(lists[path]) for path in paths if path in lists}


def _access(found: re.Match[str], names: Mapping[str, str], tool: str) -> Access:
    account, marks, letter = found[1].strip(), re.findall(r"\(([^)]*)\)", found[2]), found[3]
    simple = letter or (marks[-1] if marks else "")
    readable = tool == "cacls" and simple == _OLD_READ
    denies = "DENY" in marks or simple == "N"
    return Access(
        account=names.get(account.casefold(), account),
        rights=_LETTERS["RX"] if readable else _LETTERS["F"] if simple == "N" else _LETTERS.get(simple, frozenset()),
        denies=denies,
        inherited=bool({"I", "ID"} & {*marks}),
        passes_on={"OI", "CI"} <= {*marks},
        for_itself="IO" not in marks,
    )


def grant(path: str, rights: Mapping[str, Right], tool: str, *, below: bool = True) -> tuple[str, ...]:
    """Program and arguments that add rights to a folder, also to what is made below; other rights stay as they are.

    Args:
        path: the folder.
        rights: by account: SID, or name with its domain.
        tool: ``icacls`` or ``cacls``; the latter knows only names, so of SIDs only well-known ones.
        below: whether what lies below gets them, too.

    Raises:
        ValueError: ``cacls`` has no name for a SID.
    """
    deep = ("/t",) if below else ()
    if tool == "cacls":
        letters = {Right.FULL: "F", Right.READ_EXECUTE: "R"}
        return ("cacls", path, *deep, "/e", "/c", "/g", *(f"{_old_name(a)}:{letters[r]}" for a, r in rights.items()))
    letters = {Right.FULL: "F", Right.READ_EXECUTE: "RX"}
    entries = (f"{_as_sid(account)}:(OI)(CI){letters[right]}" for account, right in rights.items())
    return ("icacls", path, *(word for entry in entries for word in ("/grant", entry)), *deep, "/q")


def _as_sid(account: str) -> str:
    return f"*{account}" if account.startswith("S-1-") else account


def _old_name(account: str) -> str:
    if account.startswith("S-1-") and account not in _OLD_NAMES:
        raise ValueError(f"cacls has no name for {account}")
    return _OLD_NAMES.get(account, account)

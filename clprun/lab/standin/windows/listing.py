"""``dir``, with links shown as Windows shows them. A stand-in.

Layout of Windows 2008 R2, English and Japanese; code 1 for "File Not Found" [wt]; the rest [k].
"""

import ntpath
import os
from dataclasses import dataclass
from pathlib import Path

from .accounts import name_of
from .acl import owner
from .attributes import attributes, clock, day
from .call import BridgeCall
from .errors import WindowsError
from .links import Link, link_at
from .patterns import has_wildcard, matching
from .volumes import free, serial_number

__all__ = ["listing"]


@dataclass(frozen=True)
class Entry:
    """One line of a listing.

    Args:
        name: as it is shown.
        path: its Unix path.
        letters: its attributes.
        link: what it is a link to.
        size: in bytes.
        time: last change, in seconds since the epoch.
    """

    name: str
    path: Path
    letters: frozenset[str]
    link: Link | None
    size: int
    time: float

    @property
    def folder(self) -> bool:
        """Whether it counts as a folder."""
        return self.link.of_folder if self.link else "d" in self.letters


@dataclass(frozen=True)
class Wanted:
    """What the switches ask for.

    Args:
        bare: names only.
        below: folders below too.
        attributes: letters of ``/a`` with ``-`` before those that must be absent; None = all but hidden and system.
        order: letters of ``/o``.
        separators: whether sizes have thousands separators.
        small: names in small letters.
        owners: whether each line tells the owner.
    """

    bare: bool
    below: bool
    attributes: str | None
    order: str
    separators: bool
    small: bool
    owners: bool

    @classmethod
    def of(cls, switches: list[str]) -> "Wanted":
        """The meaning of the switches of a call."""

        def value(letter: str) -> str | None:
            found = [each[2:].removeprefix(":") for each in switches if each[1:2] == letter]
            return found[-1] if found else None

        return cls(
            bare="/b" in switches,
            below="/s" in switches,
            attributes=value("a"),
            order=value("o") or "",
            separators="/-c" not in switches,
            small="/l" in switches,
            owners="/q" in switches,
        )

    def accepts(self, entry: Entry) -> bool:
        """Whether the attributes fit."""
        if self.attributes is None:
            return not entry.letters & {"h", "s"}
        letters = entry.letters | ({"l"} if entry.link else set())
        absent = False
        for letter in self.attributes:
            if letter == "-":
                absent = True
                continue
            if (letter in letters) == absent:
                return False
            absent = False
        return True

    def sorted(self, entries: list[Entry]) -> list[Entry]:
        """The entries in the order asked for."""
        reverse = self.order.startswith("-")
        keys = {
            "n": lambda entry: entry.name.casefold(),
            "d": lambda entry: entry.time,
            "s": lambda entry: entry.size,
            "e": lambda entry: ntpath.splitext(entry.name)[1].casefold(),
            "g": lambda entry: not entry.folder,
        }
        key = keys.get(self.order.lstrip("-")[:1])
        return sorted(entries, key=key, reverse=reverse) if key else entries


def listing(call: BridgeCall) -> int:
    """``dir [PATH...] [/A[:][-]LETTERS] [/B] [/-C] [/L] [/O[:]ORDER] [/Q] [/S]``; 0 or 1."""
    switches, names = call.words()
    wanted = Wanted.of(switches)
    code = 0
    volume = ""
    for name in names or ["."]:
        folder, pattern = _place(call, name)
        if not wanted.bare and (drive := folder[:2]) != volume:
            volume = drive
            _title(call, drive)
        found = _Listing(call, wanted)
        found.show(folder, pattern)
        code = max(code, found.finish(folder))
    return code


def _place(call: BridgeCall, name: str) -> tuple[str, str]:
    """The folder to list and the pattern, for what was asked."""
    whole = call.absolute(ntpath.join(ntpath.dirname(name), "x")) if has_wildcard(name) else call.absolute(name)
    if has_wildcard(name):
        return ntpath.dirname(whole), ntpath.basename(name)
    path = call.node.drives.find(whole)
    if not os.path.lexists(path):
        if name.endswith(("\\", "/")):
            raise WindowsError(2)
        return ntpath.dirname(whole), ntpath.basename(whole)
    link = link_at(call.node.drives, path)
    if link and link.of_folder:
        call.node.drives.follow(path)  # a broken link has nothing to list
        return whole, "*"
    return (whole, "*") if path.is_dir() else (ntpath.dirname(whole), path.name)


def _title(call: BridgeCall, drive: str) -> None:
    number = serial_number(call.node, drive)
    call.say(
        call.text(
            f" Volume in drive {drive[0]} has no label.", f" ドライブ {drive[0]} のボリューム ラベルがありません。"
        )
    )
    call.say(call.text(f" Volume Serial Number is {number}", f" ボリューム シリアル番号は {number} です"))


class _Listing:
    """One listing, with its sums."""

    def __init__(self, call: BridgeCall, wanted: Wanted) -> None:
        self.call = call
        self.wanted = wanted
        self.files = 0
        self.size = 0
        self.folders = 0

    def show(self, folder: str, pattern: str) -> None:
        """List ``folder`` and, where asked, the folders below; a link is never entered [k]."""
        self.call.alive()
        base = self.call.node.drives.follow(self.call.node.drives.find(folder))
        if not base.is_dir():
            raise WindowsError(3)
        found = [self._entry(path) for path in matching(base, pattern)]
        shown = self.wanted.sorted([entry for entry in found if self.wanted.accepts(entry)])
        dots = self._dots(base, folder) if pattern in {"*", "*.*"} else []
        if shown or (dots and not self.wanted.bare):
            self._block(folder, dots, shown)
        if self.wanted.below:
            for path in matching(base, "*"):
                if path.is_dir() and not path.is_symlink():
                    self.show(ntpath.join(folder, path.name), pattern)

    def finish(self, folder: str) -> int:
        """The last lines and the exit code."""
        call = self.call
        if not self.files + self.folders:
            if not self.wanted.bare and not self.wanted.below:
                call.say(self._headline(folder))
            call.complain(call.text("File Not Found", "ファイルが見つかりません"))
            return 1
        if self.wanted.bare:
            return 0
        if self.wanted.below:
            call.say(call.text("\n     Total Files Listed:", "\n     ファイルの総数:"))
            call.say(self._files_line(self.files, self.size))
        space = self._number(free(call.node, folder[:2]).free)
        english = f"{self.folders:16} Dir(s) {space:>15} bytes free"
        call.say(call.text(english, f"{self.folders:16} 個のディレクトリ {space:>15} バイトの空き領域"))
        return 0

    def _block(self, folder: str, dots: list[Entry], shown: list[Entry]) -> None:
        if self.wanted.bare:
            for entry in shown:
                name = ntpath.join(folder, entry.name) if self.wanted.below else entry.name
                self.call.say(name.lower() if self.wanted.small else name)
        else:
            self.call.say(self._headline(folder))
            for entry in [*dots, *shown]:
                self.call.say(self._line(entry))
        files = [entry for entry in shown if not entry.folder]
        self.files += len(files)
        self.size += sum(entry.size for entry in files)
        self.folders += len(shown) - len(files) + (0 if self.wanted.bare else len(dots))
        if not self.wanted.bare:
            self.call.say(self._files_line(len(files), sum(entry.size for entry in files)))

    def _headline(self, folder: str) -> str:
        return self.call.text(f"\n Directory of {folder}\n", f"\n {folder} のディレクトリ\n")

    def _line(self, entry: Entry) -> str:
        japanese = self.call.node.japanese
        stamp = f"{day(entry.time, japanese)}  {clock(entry.time, japanese)}"
        kind = entry.link.kind if entry.link else "DIR" if entry.folder else ""
        middle = f"    {f'<{kind}>':15}" if kind else f"{self._number(entry.size):>18} "
        name = entry.name.lower() if self.wanted.small else entry.name
        whose = f"{name_of(self.call.node, owner(entry.path)):23}" if self.wanted.owners else ""
        return f"{stamp}{middle}{whose}{name}" + (f" [{entry.link.target}]" if entry.link else "")

    def _files_line(self, files: int, size: int) -> str:
        number = self._number(size)
        return self.call.text(f"{files:16} File(s) {number:>14} bytes", f"{files:16} 個のファイル {number:>19} バイト")

    def _number(self, value: int) -> str:
        return f"{value:,}" if self.wanted.separators else str(value)

    def _entry(self, path: Path, name: str | None = None) -> Entry:
        facts = path.lstat()
        link = link_at(self.call.node.drives, path)
        size = 0 if link or path.is_dir() else (path.stat() if path.exists() else facts).st_size
        return Entry(name or path.name, path, attributes(path), link, size, facts.st_mtime)

    def _dots(self, base: Path, folder: str) -> list[Entry]:
        """``.`` and ``..``, which the root of a drive has not."""
        entries = [] if len(folder) <= 3 else [self._entry(base, "."), self._entry(base.parent, "..")]
        return [entry for entry in entries if self.wanted.attributes is None or self.wanted.accepts(entry)]

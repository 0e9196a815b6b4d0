"""Questions about the registry. ``reg query`` prints names, types and data untranslated, what is round them not.

A value's line is indented, its parts stand apart by four blanks (by tabs on Windows Server 2003); a key's line begins
with the name of its root (reference/lab-windows.md 1.3, [doc] reg query).
"""

import re
from dataclasses import dataclass
from typing import Literal

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import refuse
from clprun.node.windows.cmd import Unquotable, quote, text, windows_only

__all__ = ["RegistryAnswer", "RegistryEntry", "RegistryKey", "RegistryKeyAnswer", "RegistryValue", "View"]

View = Literal[32, 64]
"""Of a 64-bit Windows: what programs of so many bits see."""

_VALUE = re.compile(r"(?: {4}|\t)(?P<name>.+?)(?: {4}|\t)(?P<type>REG_[A-Z_]+)(?:(?: {4}|\t)(?P<data>.*))?")
_KEY = re.compile(r"HKEY_[A-Z_]+(?:\\.*)?")
_ROOTS = {
    "HKLM": "HKEY_LOCAL_MACHINE",
    "HKCU": "HKEY_CURRENT_USER",
    "HKCR": "HKEY_CLASSES_ROOT",
    "HKU": "HKEY_USERS",
    "HKCC": "HKEY_CURRENT_CONFIG",
}
_SOFTWARE = re.compile(r"((?:HKLM|HKEY_LOCAL_MACHINE)\\SOFTWARE)\\(?:Wow6432Node(?:\\|$))?", re.IGNORECASE)
_ASKED = re.compile(r"key ([^\r\n]+)\r?\n")


@dataclass(frozen=True)
class RegistryEntry:
    r"""A value of a key.

    Args:
        key: below the key that was asked for; empty = in itself.
        name: of the value.
        type: e.g. ``REG_SZ``, ``REG_DWORD``.
        data: as ``reg query`` shows it: ``0x1f`` of a REG_DWORD, ``\0`` between the strings of a REG_MULTI_SZ.
    """

    key: str
    name: str
    type: str
    data: str


@dataclass(frozen=True)
class RegistryAnswer:
    """A value.

    Args:
        key: where it was looked for, the view written out: the one for ``reg add`` and ``reg delete``.
        type: ``None`` = there is no such value.
        data: see :class:`RegistryEntry`.
    """

    key: str
    type: str | None = None
    data: str | None = None

    @property
    def there(self) -> bool:
        """Whether there is such a value."""
        return self.type is not None


@dataclass(frozen=True)
class RegistryKeyAnswer:
    """A key with all values of itself and below.

    Args:
        key: see :class:`RegistryAnswer`.
        there: whether there is such a key.
        values: sorted by key and name.
    """

    key: str
    there: bool
    values: tuple[RegistryEntry, ...] = ()


@dataclass(frozen=True)
class RegistryValue(Question[RegistryAnswer]):
    r"""A value of a key; a key that may not be read counts as absent.

    Args:
        key: e.g. ``HKLM\SOFTWARE\NEC\ESMPRO/CM``; a slash is a plain character in it.
        name: of the value.
        view: whose view of ``HKLM\SOFTWARE`` is meant; ``None`` = the key as it is written.
    """

    key: str
    name: str
    view: View | None = None

    def script(self, platform: Platform) -> str:
        """The key that is asked, then the value."""
        windows_only(platform)
        if not self.name:
            raise Unquotable(self.name)
        return _query(self.key, self.view, f"/v {quote(self.name)}")

    def answer(self, raw: Raw) -> RegistryAnswer:
        """The value.

        Raises:
            Unanswerable: the reply can't be read.
        """
        key, printed = _asked(raw, self.key)
        found = [entry for entry in _entries(printed, key) if entry.name.lower() == self.name.lower()]
        if raw.exit_code != 0:
            return RegistryAnswer(key)
        if len(found) != 1:
            refuse("node.reply_not_understood", raw, question=f"reg query {self.key} /v {self.name}")
        return RegistryAnswer(key, found[0].type, found[0].data)


@dataclass(frozen=True)
class RegistryKey(Question[RegistryKeyAnswer]):
    """All values of a key and of those below it, for comparisons; see :class:`RegistryValue`."""

    key: str
    view: View | None = None

    def script(self, platform: Platform) -> str:
        """The key that is asked, then all that is in it."""
        windows_only(platform)
        return _query(self.key, self.view, "/s")

    def answer(self, raw: Raw) -> RegistryKeyAnswer:
        """Its values.

        Raises:
            Unanswerable: the reply can't be read.
        """
        key, printed = _asked(raw, self.key)
        if raw.exit_code != 0:
            return RegistryKeyAnswer(key, there=False)
        entries = sorted(_entries(printed, key), key=lambda entry: (entry.key.lower(), entry.name.lower()))
        return RegistryKeyAnswer(key, there=True, values=tuple(entries))


def _query(key: str, view: View | None, what: str) -> str:
    """``reg query`` of a key as a view shows it.

    The view is written out as Wow6432Node, since ``/reg:32`` is not known before Windows Server 2008 R2. A 32-bit
    Windows has no such key, and one view only.
    """
    plain = _SOFTWARE.sub(r"\1\\", key) if view else key
    of_32_bits = _SOFTWARE.sub(r"\1\\Wow6432Node\\", key) if view == 32 else plain
    asked = f'echo key !key!&reg query "!key!" {what}'
    both = f'(set {quote(f"key={of_32_bits}")}&if /i "!PROCESSOR_ARCHITECTURE!"=="x86" set {quote(f"key={plain}")})'
    return f"{both}&{asked}"


def _asked(raw: Raw, key: str) -> tuple[str, str]:
    """The key that was really asked, and what was printed about it."""
    printed = text(raw.out)
    asked = _ASKED.match(printed)
    if asked is None:
        refuse("node.reply_not_understood", raw, question=f"reg query {key}")
    return asked[1], printed[asked.end() :]


def _entries(printed: str, key: str) -> list[RegistryEntry]:
    """The values that were printed; further lines of a string of several lines belong to it."""
    asked, below, entries = _whole(key), "", list[tuple[str, str, str, list[str]]]()
    data: list[str] | None = None
    for line in printed.splitlines():
        if _KEY.fullmatch(line) and _whole(line).lower().startswith(asked.lower()):
            below, data = line[len(asked) :].lstrip("\\"), None
        elif found := _VALUE.fullmatch(line):
            data = [found["data"] or ""]
            entries.append((below, found["name"], found["type"], data))
        elif data is not None and line.strip():
            data.append(line)
    return [RegistryEntry(place, name, kind, "\n".join(lines)) for place, name, kind, lines in entries]


def _whole(key: str) -> str:
    """A key with the whole name of its root."""
    root, mark, rest = key.partition("\\")
    return f"{_ROOTS.get(root.upper(), root)}{mark}{rest}"

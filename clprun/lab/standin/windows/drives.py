r"""Windows paths of the node and where they lie on the Unix side, through Wine's ``dosdevices``. A stand-in.

Names are found whatever their case. Links are Unix symbolic links that Wine follows by itself; their text leads
through ``dosdevices``, so that a link to ``E:`` is broken while the drive is away, and its spelling says what kind of
link Windows would have (``links``).
"""

import ntpath
import os
from collections.abc import Sequence
from pathlib import Path

from .errors import WindowsError, of_unix

__all__ = ["Drives"]

MOST_LINKS = 31
"""Links followed on the way to one file [doc: 63 since Windows 10, 31 before]."""


class Drives:
    """The drives of one node.

    Args:
        prefix: Wine's prefix; it lies at the same path for Wine and outside of Wine's chroot.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    @property
    def letters(self) -> list[str]:
        """The drives that are there now, as ``C:``."""
        names = os.listdir(f"{self.prefix}/dosdevices")  # noqa: PTH208 - names only
        return sorted(name.upper() for name in names if len(name) == 2 and name[1] == ":" and self._mounted(name))

    def absolute(self, path: str, cwd: str = "C:\\") -> str:
        r"""The whole Windows path that ``path`` means in the folder ``cwd``.

        Args:
            path: ``C:\x``, ``\x``, ``x`` or ``C:``; slashes are taken for backslashes.
            cwd: a whole Windows path.

        Raises:
            WindowsError: 53 a path of another machine, 123 not a path.
        """
        text = path.replace("/", "\\")
        if text.startswith(("\\\\?\\", "\\??\\")):
            text = text[4:]
        if text.startswith("\\\\"):
            raise WindowsError(53)
        drive, rest = ntpath.splitdrive(text)
        if set(rest) & set('<>"|?*:') or any(ord(sign) < 32 for sign in text):
            raise WindowsError(123)
        if not drive or (drive.upper() == cwd[:2].upper() and not rest.startswith("\\")):
            text = ntpath.join(cwd, text if not drive else rest)
        elif not rest.startswith("\\"):
            text = f"{drive}\\{rest}"
        whole = ntpath.normpath(text)
        return whole[0].upper() + whole[1:]

    def find(self, path: str) -> Path:
        """Where the whole Windows path ``path`` lies, links on the way followed but not one that it names.

        The last name need not be there.

        Raises:
            WindowsError: 3 the drive or a folder on the way is not there.
        """
        drive, rest = ntpath.splitdrive(path)
        names = [name for name in rest.split("\\") if name]
        base = self._base(drive)
        if not names:
            return base
        return self._child(self._walk(base, names[:-1], MOST_LINKS), names[-1])

    def follow(self, path: Path) -> Path:
        """Where the link ``path`` leads in the end; the path itself when it is none.

        Raises:
            WindowsError: 2 or 3 nothing is there; 1921 the links run in a circle.
        """
        return self._followed(path, MOST_LINKS)

    def windows(self, path: Path) -> str:
        """The Windows path of the Unix path ``path``, which :meth:`find` or :meth:`follow` gave."""
        drive, base = self._volume(path)
        return ntpath.normpath(f"{drive}\\" + "\\".join(path.relative_to(base).parts))

    def volume(self, path: Path) -> str:
        """The drive that the Unix path ``path`` lies on, as ``C:``."""
        return self._volume(path)[0]

    def _volume(self, path: Path) -> tuple[str, Path]:
        found = [(drive, self._base(drive)) for drive in self.letters]
        around = [(drive, base) for drive, base in found if path == base or base in path.parents]
        if not around:
            raise WindowsError(3)
        return max(around, key=lambda each: len(each[1].parts))

    def canonical(self, path: str) -> str:
        """``path`` in the letters it is written in on the disk, as far as it exists; links are not resolved."""
        drive, rest = ntpath.splitdrive(path)
        found = f"{drive.upper()}\\"
        for name in (name for name in rest.split("\\") if name):
            try:
                found = ntpath.join(found, self.find(ntpath.join(found, name)).name)
            except WindowsError:
                found = ntpath.join(found, name)
        return found

    def unix_text(self, path: str) -> str:
        """``path`` as Wine's side of Unix spells it, for the text of a link."""
        drive, rest = ntpath.splitdrive(self.canonical(path))
        return f"{self.prefix}/dosdevices/{drive.lower()}" + rest.replace("\\", "/")

    def _mounted(self, name: str) -> bool:
        try:
            return self._base(name).is_dir()
        except WindowsError:
            return False

    def _base(self, drive: str) -> Path:
        place = Path(f"{self.prefix}/dosdevices/{drive.lower()}")
        if not place.is_symlink():
            raise WindowsError(3)
        return self._followed(place, MOST_LINKS)

    def _walk(self, folder: Path, names: Sequence[str], links: int) -> Path:
        for name in names:
            folder = self._followed(self._child(folder, name), links)
            if not folder.is_dir():
                raise WindowsError(3)
        return folder

    def _child(self, folder: Path, name: str) -> Path:
        """The entry ``name`` of ``folder`` whatever its case; under the name itself when there is none."""
        exact = folder / name
        if os.path.lexists(exact):
            return exact
        try:
            names = os.listdir(folder)  # noqa: PTH208 - names only
        except OSError as error:
            raise WindowsError(3) from error
        folded = name.casefold()
        return next((folder / each for each in sorted(names) if each.casefold() == folded), exact)

    def _followed(self, path: Path, links: int) -> Path:
        try:
            if not path.is_symlink():
                return path
            text = os.readlink(path)  # noqa: PTH115 - the spelling counts, a Path would tidy it
        except OSError as error:
            raise of_unix(error) from error
        if not links:
            raise WindowsError(1921)
        folder = Path("/") if text.startswith("/") else path.parent
        for name in (name for name in text.split("/") if name not in {"", "."}):
            if name == "..":
                folder = folder.parent
                continue
            step = folder / name
            if name[1:] != ":":  # the names of drives are Unix's own
                step = self._child(folder, name)
            if not os.path.lexists(step):
                raise WindowsError(3)
            folder = self._followed(step, links - 1)
        return folder

"""Where the parts of Windows nodes lie on the engineer's machine, shared by all labs: ``~/.cache/clprun/windows``."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

__all__ = ["WindowsHome", "windows_home"]


@dataclass(frozen=True)
class WindowsHome:
    """The folder that ``./dev setup --windows`` fills.

    Args:
        folder: its path.
    """

    folder: Path

    @property
    def root(self) -> Path:
        """The chroot with Wine and the C compiler."""
        return self.folder / "root"

    @property
    def programs(self) -> Path:
        """The lab's own Windows programs, compiled."""
        return self.folder / "programs"

    @property
    def prefix(self) -> Path:
        """The Wine prefix that every node gets a copy of."""
        return self.folder / "prefix"

    def stamp(self, part: str) -> Path:
        """The file that says what a part was made from; it is written last."""
        return self.folder / f"{part}.stamp"


def windows_home() -> WindowsHome:
    """The folder of this user, whether there is anything in it or not."""
    return WindowsHome(platformdirs.user_cache_path("clprun") / "windows")

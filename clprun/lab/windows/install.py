"""Makes what Windows nodes need on this machine, where it is missing or outdated: ``./dev setup --windows``.

Each part is built beside its place and moved there when it is whole; its stamp is written last, so what a broken
installation leaves is made again.
"""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clprun.lab.windows.chroot import build_root
from clprun.lab.windows.home import WindowsHome, windows_home
from clprun.lab.windows.parts import Part, is_current, parts
from clprun.lab.windows.prefix import build_prefix
from clprun.lab.windows.programs import build_programs
from clprun.lab.windows.tools import PROGRAMS

__all__ = ["install", "main"]


def install(home: WindowsHome) -> list[str]:
    """Make every part that is not there as it should be.

    Args:
        home: where.

    Returns:
        The names of the parts that were made.

    Raises:
        subprocess.CalledProcessError: a tool failed; it has said why.
    """
    builders: dict[str, Callable[[Path], None]] = {
        "root": build_root,
        "programs": lambda place: build_programs(home.root, PROGRAMS, place),
        "prefix": lambda place: build_prefix(home.root, place),
    }
    made = []
    with _only_one(home):
        for part in parts():
            if not is_current(home, part):
                _make(home, part, builders[part.name])
                made.append(part.name)
    return made


def _make(home: WindowsHome, part: Part, build: Callable[[Path], None]) -> None:
    """The part there was stays in its place until the new one is whole: a lab may be starting from it."""
    place = home.folder / part.name
    unfinished, outdated = (home.folder / f"{part.name}.{state}" for state in ("unfinished", "outdated"))
    for rest in (unfinished, outdated):
        if rest.exists():
            shutil.rmtree(rest)
    build(unfinished)
    home.stamp(part.name).unlink(missing_ok=True)
    if place.exists():
        place.rename(outdated)
    unfinished.rename(place)
    home.stamp(part.name).write_text(part.recipe)
    if outdated.exists():
        shutil.rmtree(outdated)


@contextmanager
def _only_one(home: WindowsHome) -> Iterator[None]:
    """Keep a second installation waiting."""
    home.folder.mkdir(parents=True, exist_ok=True)
    with (home.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Install; the exit code says whether it went well."""
    try:
        install(windows_home())
    except subprocess.CalledProcessError as failure:
        return failure.returncode or 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

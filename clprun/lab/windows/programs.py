"""Compiles the lab's own Windows programs, with the compiler inside Wine's chroot."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from clprun.lab.windows.chroot import run_inside

__all__ = ["COMPILE", "NATIVE", "build_programs"]

NATIVE: Final = Path(__file__).parent / "native"
"""The sources."""

COMPILE: Final = ("x86_64-w64-mingw32-gcc", "-municode", "-O1", "-s", "-Wall", "-Werror")
_LIBRARIES: Final = ("-lws2_32", "-ladvapi32")


def build_programs(root: Path, programs: Mapping[str, Sequence[str]], target: Path) -> None:
    """Compile all of them.

    Args:
        root: the chroot with the compiler.
        programs: sources by the name of the program.
        target: folder to put them into; must not exist.

    Raises:
        subprocess.CalledProcessError: one does not compile; the compiler has said why.
    """
    with tempfile.TemporaryDirectory(dir=root / "tmp") as place:
        sources = Path(place)
        shutil.copytree(NATIVE, sources, dirs_exist_ok=True)
        inside = Path("/tmp") / sources.name
        for program, files in programs.items():
            words = [*COMPILE, "-o", str(inside / program), *(str(inside / name) for name in files), *_LIBRARIES]
            run_inside(root, words)
        target.mkdir()
        for program in programs:
            shutil.copy(sources / program, target / program)

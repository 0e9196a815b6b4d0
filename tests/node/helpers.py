"""What several tests of the node layer need."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from clprun.errors import Problem
from clprun.messages.nodes import ENTRIES
from clprun.model.question import Raw
from clprun.model.text import Language
from clprun.transport.base import Meter

__all__ = ["OneShot", "bash_as_sh", "eventually", "names", "shown"]

PATIENCE = 30.0


def eventually(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so; fail when it does not come true."""
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, f"never came true: {what}"
        time.sleep(0.01)


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def shown(problem: Problem) -> str:
    """The English text of a problem; fails when either language can't be filled from its values."""
    entry = ENTRIES[problem.code]
    texts = [text for text in (entry.what, entry.why, entry.next) if text is not None]
    filled = {language: [text.in_(language).format_map(problem.values) for text in texts] for language in Language}
    return "\n".join(filled[Language.EN])


def bash_as_sh(folder: Path) -> tuple[str, ...]:
    """Command line of a shell that is bash, and for which every other ``sh`` is bash too."""
    (folder / "sh").symlink_to("/bin/bash")
    return ("/bin/sh", "-c", f'PATH={folder}:"$PATH" exec sh')


class OneShot:
    """A connection that starts a shell for every script, with the script on its command line.

    Args:
        shell: the shell and its arguments up to ``-c``.
        cut: bytes of data after which standard input ends.
    """

    def __init__(self, *shell: str, cut: int | None = None) -> None:
        self.meter = Meter()
        self._shell = shell or ("sh",)
        self._cut = cut

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        argv = [*self._shell, "-c", script]
        done = subprocess.run(argv, input=data[: self._cut], capture_output=True, timeout=deadline, check=False)
        self.meter.round_trips += 1
        return Raw(done.returncode, done.stdout, done.stderr)

    def close(self) -> None:
        """Nothing is open."""

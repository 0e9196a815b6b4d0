"""The folders that runs leave on a Windows node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.runfolders import RunFolders
from clprun.node.shell import refuse
from clprun.node.windows.cmd import QUIET, absolute, lines, windows_only
from clprun.node.windows.files import folder
from clprun.node.windows.jobscript import within
from clprun.node.windows.state import state_folder
from clprun.node.windows.tree_questions import total_kib

__all__ = ["WindowsRunFolders", "remove"]

_MARK = "clprun-run "
_HAS_LINK = 96


@dataclass(frozen=True)
class WindowsRunFolders(Question[Mapping[str, int]]):
    """Id and KiB of every run, of whichever controller, that has a folder on the node."""

    asked: RunFolders

    @property
    def seconds(self) -> int:
        """Time limit."""
        return self.asked.seconds

    def script(self, platform: Platform) -> str:
        """Each name, then ``dir``, whose last two lines are the totals."""
        windows_only(platform)
        runs = rf"{state_folder(self.asked.state_folder)}\runs"
        return within(runs, f'for /d %r in (*) do (echo {_MARK}%r&dir /s /a-d /-c "%r" 2>nul)')

    def answer(self, raw: Raw) -> Mapping[str, int]:
        """What lies there; a folder without a file takes nothing.

        Raises:
            Unanswerable: something else was printed.
        """
        found: list[tuple[str, list[str]]] = []
        for line in lines(raw.out):
            if line.startswith(_MARK):
                found.append((line.removeprefix(_MARK), []))
            elif not found:
                refuse("node.reply_not_understood", raw, question="dir runs")
            else:
                found[-1][1].append(line)
        return {run: total_kib(printed) or 0 for run, printed in found}


def remove(state: str, runs: Sequence[str]) -> list[str]:
    """A command line for each run that removes its folder; one that is a link or holds one stays and is told.

    Not every release's ``rd /s`` stops at a junction, so what ``dir`` shows is looked through first.
    """
    return [QUIET + _remove(rf"{state}\runs\{run}", rf"{state}\{run}.links") for run in runs]


def _remove(path: str, listed: str) -> str:
    place, links = absolute(path), absolute(listed)
    look = (
        f"(fsutil reparsepoint query {place} >nul 2>nul&&exit {_HAS_LINK})"
        f"&(dir /s /a {place} >{links} 2>nul||exit 1)"
        f'&(findstr /c:"<JUNCTION>" /c:"<SYMLINK" {links}&&(del {links}&exit {_HAS_LINK}))&del {links}'
    )
    return f"(if not exist {folder(path)} exit 0)&{look}&rd /s /q {place}&(if exist {folder(path)} exit 1)&exit 0"

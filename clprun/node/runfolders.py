"""The question which runs have left a folder on a node, and what it takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import STATE_FOLDER, linux_only, quote, refuse, text

__all__ = ["RunFolders"]

_LINE = re.compile(r"(\d{1,15})\t(\.|\./.+)")
_SECONDS = 120


@dataclass(frozen=True)
class RunFolders(Question[Mapping[str, int]]):
    """Id and KiB of every run, of whichever controller, that has a folder on the node.

    Args:
        state_folder: where clprun keeps its things on the node.
        seconds: what looking through them may take.
    """

    state_folder: str = STATE_FOLDER
    seconds: int = _SECONDS

    def script(self, platform: Platform) -> str:
        """``du``, which follows no link; nothing where no run was ever here."""
        linux_only(platform)
        runs = f"{self.state_folder}/runs"
        return f"cd -- {quote(runs)} 2>/dev/null || {{ [ ! -e {quote(runs)} ]; exit; }}\ndu -kx --max-depth=1 . || :\n"

    def answer(self, raw: Raw) -> Mapping[str, int]:
        """What lies there. ``du`` grumbles about what goes while it looks; it has been through when it tells the whole.

        Raises:
            Unanswerable: the folders can't be read.
        """
        if raw.exit_code == 0 and not raw.out:
            return {}
        *found, whole = (_LINE.fullmatch(line) for line in text(raw.out).removesuffix("\n").split("\n"))
        if raw.exit_code != 0 or whole is None or whole[2] != "." or not all(found):
            refuse("node.reply_not_understood", raw, question="du runs")
        return {line[2].removeprefix("./"): int(line[1]) for line in found if line}

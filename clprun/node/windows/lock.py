"""The question about the lock, asked of cmd.exe."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.lock import LockAnswer, LockFacts
from clprun.node.windows import lockscript
from clprun.node.windows.cmd import windows_only
from clprun.node.windows.state import state_folder

__all__ = ["WindowsLockFacts"]


@dataclass(frozen=True)
class WindowsLockFacts(Question[LockAnswer | None]):
    """Who holds the node's lock, ``None`` = nobody."""

    asked: LockFacts

    def script(self, platform: Platform) -> str:
        """The owner file, if there is a lock."""
        windows_only(platform)
        return lockscript.facts(state_folder(self.asked.state_folder))

    def answer(self, raw: Raw) -> LockAnswer | None:
        """The owner.

        Raises:
            Unanswerable: something else lies there.
        """
        return self.asked.answer(raw)

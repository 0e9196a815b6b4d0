"""Questions that a program on a Windows node answers."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.commands import CommandAnswer, Probe
from clprun.node.windows.cmd import quote, windows_only
from clprun.node.windows.words import is_plain

__all__ = ["WindowsProbe"]

_NOT_FOUND = 9009
"""What cmd.exe gives for a program that it does not find."""

_NO_PROGRAM = 127


@dataclass(frozen=True)
class WindowsProbe(Question[CommandAnswer]):
    """A program that only shows.

    cmd.exe can't end a program that takes too long; it ends with its shell, once the round trip is given up.
    """

    asked: Probe

    @property
    def seconds(self) -> int:
        """Time limit."""
        return self.asked.seconds

    def script(self, platform: Platform) -> str:
        """The program and its arguments, each quoted where it needs that."""
        windows_only(platform)
        return " ".join(word if is_plain(word) else quote(word) for word in self.asked.argv)

    def answer(self, raw: Raw) -> CommandAnswer:
        """Its exit code and streams.

        Raises:
            Unanswerable: it printed too much.
        """
        if raw.exit_code == _NOT_FOUND:
            return CommandAnswer(_NO_PROGRAM, raw.out, raw.err)
        return self.asked.answer(raw)

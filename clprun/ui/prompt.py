"""Questions at a terminal: a question is asked until the answer is one of those offered; nobody there is no answer.

The nodes are reached side by side, but a person is asked one question at a time, and by the thread that hears signals.
"""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from clprun.model.secret import Secret
from clprun.transport.sidebyside import in_front
from clprun.ui.clean import one_line
from clprun.ui.screen import Screen

__all__ = ["NO", "YES", "Prompt"]

YES = frozenset({"y", "yes", "はい"})
NO = frozenset({"n", "no", "いいえ", ""})
"""Enter alone is a no: what is agreed to by accident is never a change."""


@dataclass(frozen=True)
class Prompt:
    """A person at a terminal.

    Args:
        screen: where questions are shown.
        source: what the person types.
    """

    screen: Screen
    source: TextIO

    @property
    def somebody_is_there(self) -> bool:
        """Whether answers come from a terminal."""
        return self.source.isatty()

    def choose(self, question: str, answers: Mapping[str, frozenset[str]]) -> str | None:
        """The key of the answer that was given, ``None`` at the end of input.

        Args:
            question: one line, already cleaned.
            answers: by key, the words that mean it.
        """
        while self.somebody_is_there:
            self.screen.ask(question)
            typed = self.source.readline()
            if not typed:
                self.screen.blank()
                return None
            word = typed.strip().casefold()
            for key, words in answers.items():
                if word in words:
                    return key
            offered = sorted({max(words, key=len) for words in answers.values() if words})
            self.screen.line(self.screen.word("labels.ask_again", answers=" / ".join(offered)), indent=2)
        return None

    def agree(self, question: str) -> bool:
        """Whether a person said yes; Enter, no and silence are all a no."""
        return self.choose(f"{question} [y/N]", {"yes": YES, "no": NO}) == "yes"

    def host_key(self, host: str, port: int, key_type: str, fingerprint: str) -> bool:
        """Whether a person takes an unknown host key for the right one."""
        return self.somebody_is_there and in_front(partial(self._host_key, host, port, key_type, fingerprint))

    def secret(self, label: str) -> Secret | None:
        """What a person types without it being shown; ``None`` when nobody is there.

        Args:
            label: what the inventory calls it, or ``passphrase:PATH`` of a key.
        """
        return in_front(partial(self._secret, label)) if self.somebody_is_there else None

    def _host_key(self, host: str, port: int, key_type: str, fingerprint: str) -> bool:
        self.screen.line(self.screen.word("labels.ask_host_key_shown", host=host, port=port, key_type=key_type))
        self.screen.line((one_line(fingerprint), "bold"), indent=4)
        return self.agree(self.screen.word("labels.ask_host_key"))

    def _secret(self, label: str) -> Secret | None:
        kind, _, path = label.partition(":")
        shown = self.screen.word("labels.ask_passphrase", path=path) if kind == "passphrase" else one_line(label)
        try:
            return Secret(getpass.getpass(f"{shown}: "))
        except EOFError:
            return None

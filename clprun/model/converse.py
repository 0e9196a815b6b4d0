"""A program that asks and is answered, as an action."""

from collections.abc import Iterable
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.secret import SecretReference
from clprun.model.typed import typed

__all__ = ["Converse", "Exchange", "secrets_of"]


@dataclass(frozen=True)
class Exchange:
    """One prompt and the answer to it.

    Args:
        expect: regular expression of the prompt, looked for in what the program printed since the last answer.
        answer: one line; a secret is given as its reference.
    """

    expect: str
    answer: str | SecretReference


@dataclass(frozen=True)
class Converse:
    """Run a program that asks, and answer it. It runs detached on the node, and no answer is ever given twice.

    Args:
        node: name of the node.
        argv: program and arguments; no shell sees them.
        exchange: the prompts in order, with their answers.
        patience: seconds each prompt may take to appear; the program is ended when one does not.
        within: seconds the program may take to end after the last answer; it is ended when it does not.
        judged: whether an exit code other than 0 is a failure; see :class:`~clprun.model.change.Run`.
        says: what it must have printed by its end.
        attach: name of the job of an earlier attempt that still waits for its answers; it is gone on with.
    """

    node: str
    argv: tuple[str, ...]
    exchange: tuple[Exchange, ...]
    patience: int = 60
    within: int = 300
    judged: bool = True
    says: str | None = None
    attach: str | None = None

    @property
    def secrets(self) -> tuple[SecretReference, ...]:
        """The secrets among the answers."""
        return tuple(each.answer for each in self.exchange if isinstance(each.answer, SecretReference))

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type; the answers come after it."""
        return typed(self.argv, platform)


def secrets_of(actions: Iterable[object]) -> tuple[SecretReference, ...]:
    """The secrets that some actions need, each once."""
    conversations = (action for action in actions if isinstance(action, Converse))
    return tuple(dict.fromkeys(secret for each in conversations for secret in each.secrets))

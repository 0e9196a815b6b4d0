"""What is known about the nodes, and what will be true once the steps planned so far are done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from clprun.errors import StepFailed
from clprun.model.change import Change, Unsettled
from clprun.model.question import Answers, Ask, Unanswerable

__all__ = ["AskNodes", "Unforeseen", "World"]

AskNodes = Callable[[Iterable[Ask[Any]]], Mapping[Ask[Any], object]]
"""Asks the nodes; an answer may be an ``Unanswerable``."""


@dataclass(frozen=True)
class Unforeseen:
    """An answer that is only known once ``step`` is done."""

    step: str


class World:
    """Answers of the nodes, with the predictions of planned changes laid over them.

    Args:
        ask: how to ask the nodes.
        clock: monotonic seconds.
    """

    def __init__(self, ask: AskNodes, clock: Callable[[], float] = monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[Ask[Any], object] = {}
        self._since = 0.0
        self._predicted: dict[Ask[Any], object] = {}
        self._unsettled: list[tuple[str, Unsettled]] = []

    def prefetch(self, asks: Iterable[Ask[Any]]) -> None:
        """Ask what is not known yet, all at once."""
        missing = {ask for ask in asks if ask not in self._known}
        if missing:
            if not self._known:
                self._since = self._clock()
            self._known.update(self._ask(missing))

    def forget(self) -> None:
        """Everything may have changed: the next look asks the nodes again."""
        self._known.clear()

    def forget_old(self, seconds: float) -> None:
        """Forget when the oldest answer is older than ``seconds``."""
        if self._clock() - self._since > seconds:
            self.forget()

    def ahead(self) -> "World":
        """A world that shares what is known here and keeps its own predictions."""
        ahead = World(self._ask, self._clock)
        ahead._known = self._known
        return ahead

    def now(self, asks: Iterable[Ask[Any]]) -> Answers:
        """The nodes' own answers, predictions left aside.

        Raises:
            StepFailed: a node's reply made no sense as an answer.
        """
        wanted = list(asks)
        self.prefetch(wanted)
        return _answers({ask: self._known[ask] for ask in wanted})

    def foreseen(self, asks: Iterable[Ask[Any]]) -> Answers | Unforeseen:
        """The answers as they will be after the changes planned so far, or the step that makes one unforeseeable.

        Raises:
            StepFailed: a node's reply made no sense as an answer.
        """
        wanted = list(asks)
        later = [step for ask in wanted if (step := self._hidden_by(ask)) is not None]
        if later:
            return Unforeseen(later[-1])
        self.prefetch(ask for ask in wanted if ask not in self._predicted)
        return _answers({ask: self._predicted[ask] if ask in self._predicted else self._known[ask] for ask in wanted})

    def _hidden_by(self, ask: Ask[Any]) -> str | None:
        """The last step that makes the answer unforeseeable."""
        if ask in self._predicted:
            return None
        hiding = [step for step, unsettled in self._unsettled if unsettled.covers(ask)]
        return hiding[-1] if hiding else None

    def expect(self, step: str, change: Change) -> None:
        """Lay over what will hold once ``step`` has made ``change``."""
        for unsettled in change.unsettles:
            self.hide(step, unsettled)
        self._predicted.update(change.predicts)

    def hide(self, step: str, unsettled: Unsettled) -> None:
        """What ``unsettled`` covers can't be foreseen once ``step`` is done."""
        self._unsettled.append((step, unsettled))
        self._predicted = {ask: each for ask, each in self._predicted.items() if not unsettled.covers(ask)}


def _answers(found: Mapping[Ask[Any], object]) -> Answers:
    senseless = [
        replace(answer.problem, node=ask.node) for ask, answer in found.items() if isinstance(answer, Unanswerable)
    ]
    if senseless:
        raise StepFailed(*senseless)
    return Answers(found)

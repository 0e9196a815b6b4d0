"""Read-only questions to a node. Only a question can be asked in plan mode, so a dry run can't change anything."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from clprun.errors import Problem
from clprun.model.cluster import Platform

__all__ = ["Answers", "Ask", "Question", "Raw", "Unanswerable"]

A = TypeVar("A")


@dataclass(frozen=True)
class Raw:
    """What a script left.

    Args:
        exit_code: its exit code.
        out: standard output, untrusted.
        err: standard error, untrusted.
        sent: when it was sent, in seconds of this computer's monotonic clock; 0 = nobody looked.
        answered: when it had been answered.
    """

    exit_code: int
    out: bytes
    err: bytes = b""
    sent: float = field(default=0.0, compare=False, repr=False)
    answered: float = field(default=0.0, compare=False, repr=False)


class Unanswerable(Exception):
    """The node's reply makes no sense as an answer; carries the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Question(ABC, Generic[A]):
    """Something a node can be asked without changing it; subclasses are frozen dataclasses (hashable).

    Several questions travel in one script; each is run in its own subshell with no standard input.
    """

    @abstractmethod
    def script(self, platform: Platform) -> str:
        """The read-only script whose standard output answers; every value in it is quoted."""

    @abstractmethod
    def answer(self, raw: Raw) -> A:
        """The typed answer from what the script printed.

        Raises:
            Unanswerable: when the reply makes no sense.
        """


@dataclass(frozen=True)
class Ask(Generic[A]):
    """A question to one node."""

    node: str
    question: Question[A]


class Answers:
    """The answers to what was asked, by node and question."""

    def __init__(self, answers: Mapping[Ask[Any], object]) -> None:
        self._answers = answers

    def __call__(self, node: str, question: Question[A]) -> A:
        """The answer ``node`` gave to ``question``; ``KeyError`` when it was not asked."""
        return self._answers[Ask(node, question)]  # type: ignore[return-value]  # stored under its own question

"""Check that people have closed a program on both nodes, which a node can't always tell by itself."""

from collections.abc import Iterator, Sequence
from typing import Any

from clprun.errors import InDoubt, Problem, StepFailed, Value
from clprun.model.change import Change
from clprun.model.question import Answers, Ask
from clprun.model.text import LocalText
from clprun.node.questions import ProcessesNow
from clprun.node.windows.sessions import Sessions
from clprun.steps.base import Decision, Target, Want
from clprun.steps.check import Check
from clprun.steps.no_process import ProgramName, running

__all__ = ["SessionsClosed", "SessionsClosedWant"]

_OPEN = "check.sessions_open"


class SessionsClosedWant(Want):
    """What must be closed.

    Args:
        programs: its processes, as far as their names are known; ``*`` for any text, ``?`` for any character.
        reason: what must be closed, and why.
    """

    programs: tuple[ProgramName, ...] = ()
    reason: LocalText


class SessionsClosed(Check[SessionsClosedWant]):
    """Nobody is logged in at a screen of either node; else a person says that it is closed there (ERRATA G3-34).

    That word is asked for at each such step, by name: no ``--yes`` gives it. Of a program that is seen to run no word
    is taken.
    """

    name = "sessions-closed"
    want = SessionsClosedWant

    def asks(self, want: SessionsClosedWant, target: Target) -> Sequence[Ask[Any]]:
        """Who is logged in at both nodes, and what runs there."""
        nodes = [node.name for node in target.cluster.nodes]
        processes = [Ask[Any](node, ProcessesNow()) for node in nodes] if want.programs else []
        return (*(Ask[Any](node, Sessions()) for node in nodes), *processes)

    def plan(self, want: SessionsClosedWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do.

        Raises:
            StepFailed: one of its processes runs.
            InDoubt: only a person can tell; who wanted to look again is asked again.
        """
        problem = self.missing(want, target, answers)
        if problem is None:
            return None
        raise (InDoubt if problem.code == _OPEN else StepFailed)(problem)

    def missing(self, want: SessionsClosedWant, target: Target, answers: Answers) -> Problem | None:
        """Which process runs, or who is logged in where, unless a person has said that it is closed."""
        for node in target.cluster.nodes:
            if want.programs and (found := running(want.programs, want.reason, node.name, target, answers)):
                return found
        there = "\n".join(_told(target, answers))
        if not there or target.decision is Decision.DONE:
            return None
        values: dict[str, Value] = {"ja": want.reason.ja, "en": want.reason.en}
        return Problem(_OPEN, values, node=target.node.name, output=there)


def _told(target: Target, answers: Answers) -> Iterator[str]:
    """A line for each node on which somebody may have it open."""
    for node in target.cluster.nodes:
        users = answers(node.name, Sessions())
        if users is None:
            yield f"{node.name}: ?"
        elif users:
            yield f"{node.name}: {', '.join(users)}"

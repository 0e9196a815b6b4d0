"""Check that certain programs do not run."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import Problem, Value
from clprun.model.cluster import Platform
from clprun.model.question import Answers, Ask
from clprun.model.text import LocalText
from clprun.node.questions import Process, ProcessesNow
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.trial_wants import matches

__all__ = ["NoProcess", "NoProcessWant", "ProgramName", "running"]

_SHOWN = 10

ProgramName = Annotated[str, Field(pattern=r"[^*?]", max_length=255)]


class NoProcessWant(Want):
    """What must not run.

    Args:
        names: of programs, or what their command lines look like; ``*`` for any text, ``?`` for any character. On
            Windows upper and lower case are the same.
        reason: why, for the person who has to end them.
    """

    names: Annotated[tuple[ProgramName, ...], Field(min_length=1)]
    reason: LocalText


class NoProcess(Check[NoProcessWant]):
    """None of them runs on the step's node, as before a group moves away from under an open window (ERRATA G3-34)."""

    name = "no-process"
    want = NoProcessWant

    def asks(self, want: NoProcessWant, target: Target) -> Sequence[Ask[Any]]:
        """All processes."""
        del want
        return (Ask(target.node.name, ProcessesNow()),)

    def missing(self, want: NoProcessWant, target: Target, answers: Answers) -> Problem | None:
        """Which of them run."""
        return running(want.names, want.reason, target.node.name, target, answers)


def running(names: Sequence[str], reason: LocalText, node: str, target: Target, answers: Answers) -> Problem | None:
    """Which of some programs run on a node.

    Args:
        names: see :class:`NoProcessWant`.
        reason: why they must not.
        node: its name.
        target: where the step works.
        answers: the node's processes at least.
    """
    ignoring_case = target.platform is Platform.WINDOWS
    table = answers(node, ProcessesNow())
    found = [each for each in table if any(_is(name, each, ignoring_case=ignoring_case) for name in names)]
    if not found:
        return None
    values: dict[str, Value] = {"names": ", ".join(names), "ja": reason.ja, "en": reason.en}
    output = "\n".join(f"{process.pid} {process.args[:200]}" for process in found[:_SHOWN])
    return Problem("check.process_runs", {**values, "count": len(found)}, node=node, output=output)


def _is(name: str, process: Process, *, ignoring_case: bool) -> bool:
    if ignoring_case:
        return matches(name.casefold(), replace(process, args=process.args.casefold()))
    return matches(name, process)

"""A program that asks: started once, answered prompt by prompt, until something proves that it has done its work."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from clprun.errors import Problem, Value
from clprun.model.change import Action, Change, Unsettled
from clprun.model.converse import Converse, Exchange
from clprun.model.pattern import Pattern
from clprun.model.question import Answers, Ask, Question
from clprun.model.runbook import Nature
from clprun.model.secret import SecretReference
from clprun.node.questions import JobState
from clprun.steps.base import Kind, Target, Want
from clprun.steps.own_jobs import earlier_jobs, is_done, what_became
from clprun.steps.proof import Proof
from clprun.steps.wants import Argv, Seconds

__all__ = ["Dialogue", "DialogueWant", "still_asking"]


def _expression(pattern: str) -> str:
    try:
        Pattern(pattern)
    except ValueError as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return pattern


class ExchangeWant(Want):
    """One prompt and its answer.

    Args:
        expect: regular expression of the prompt, looked for in what was printed since the last answer; without
            look-around and back-references.
        answer: one line; a parameter of type secret is never shown and never written down.
    """

    expect: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_expression)]
    answer: Annotated[str, Field(max_length=1000, pattern=r"^[^\n\x00]*$")] | SecretReference


class DialogueWant(Proof):
    """A program that asks, its answers, and what proves it.

    Args:
        argv: program and arguments; no shell sees them.
        exchange: the prompts in order.
        patience: seconds each prompt may take; the program is ended when one does not come.
        within: seconds it may take to end after the last answer.
        judged: whether an exit code other than 0 is a failure; false where only the state decides.
        says: what it must have printed by its end.
        repeatable: whether it may be run again without a question when it was cut off.
    """

    argv: Argv
    exchange: Annotated[tuple[ExchangeWant, ...], Field(min_length=1)]
    patience: Seconds = 60
    within: Seconds = 300
    judged: bool = True
    says: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    repeatable: bool = False


class Dialogue(Kind[DialogueWant]):
    """A prompt-driven command with a guard: it is not run when its proof holds already."""

    name = "dialogue"
    nature = Nature.LASTING
    want = DialogueWant
    proved_by = frozenset({"absent", "paths", "probe"})

    def asks(self, want: DialogueWant, target: Target) -> Sequence[Ask[Any]]:
        """What the proof rests on, and the jobs of this step's earlier attempts."""
        return (*want.asks(target), *(Ask(target.node.name, job) for job in earlier_jobs(target)))

    def plan(self, want: DialogueWant, target: Target, answers: Answers) -> Change | None:
        """The program, when its proof does not hold, or a person wants it again; one that still asks is gone on with.

        Raises:
            InDoubt: a person has said that its work is done, and the proof does not hold.
        """
        lacking, asking = want.lacking(target, answers), still_asking(target, answers)
        if asking is None and is_done(target, self.doubt(want, target), lacking):
            return None
        values: dict[str, Value] = {"command": want.argv[0], "count": len(want.exchange)}
        return Change(
            summary=Problem("dialogue.run", values, node=target.node.name),
            actions=(_conversation(want, target, asking),),
            details=() if lacking is None else (lacking,),
            unsettles=(Unsettled((target.node.name,), (Question,)),),
        )

    def doubt(self, want: DialogueWant, target: Target) -> Problem | None:
        """That the program failed or was cut off in the last attempt, whatever its proof says."""
        return what_became(target, want.argv, judged=want.judged, repeatable=want.repeatable)

    def missing(self, want: DialogueWant, target: Target, answers: Answers) -> Problem | None:
        """What does not hold of the proof."""
        return want.lacking(target, answers)

    def intent(self, want: DialogueWant, target: Target) -> tuple[Action, ...]:
        """The command; its answers come after it."""
        return (_conversation(want, target, None),)


def still_asking(target: Target, answers: Answers) -> str | None:
    """The job of an earlier attempt that still runs."""
    jobs = earlier_jobs(target)
    return next((job.job for job in jobs if answers(target.node.name, job).state is JobState.RUNNING), None)


def _conversation(want: DialogueWant, target: Target, attach: str | None) -> Converse:
    return Converse(
        target.node.name,
        want.argv,
        tuple(Exchange(each.expect, each.answer) for each in want.exchange),
        patience=want.patience,
        within=want.within,
        judged=want.judged,
        says=want.says,
        attach=attach,
    )

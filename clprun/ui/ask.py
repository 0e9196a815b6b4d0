"""Who answers a run's questions: options given beforehand first, then the person at the terminal, else nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from clprun.errors import Problem
from clprun.model.operator import Operator
from clprun.model.plan import PlannedStep
from clprun.model.runbook import Phase, Runbook, Step
from clprun.ui.clean import one_line
from clprun.ui.plan import draw_lacking, draw_manual, draw_steps
from clprun.ui.problems import draw_problem, draw_problems
from clprun.ui.prompt import Prompt

__all__ = ["Answers", "Confirm", "FirstAnswer", "TerminalOperator", "UnattendedOperator"]

DECISIONS = ("redo", "done", "stop")


class Confirm(StrEnum):
    """What is asked before it is done; ``never`` also leaves out the questions before disruptive steps."""

    NEVER = "never"
    PHASE = "phase"
    STEP = "step"

    def asks_phase(self) -> bool:
        """Whether a phase that changes something is asked about as a whole."""
        return self is Confirm.PHASE

    def asks_step(self, step: Step, planned: Sequence[PlannedStep], *, decided: bool = False) -> bool:
        """Whether a step that changes something is asked about: each one, or those that disrupt.

        Args:
            step: the step.
            planned: what it changes on each node.
            decided: whether a person has just decided about it; what comes of that is shown.
        """
        disrupts = any(each.change and each.change.disrupts for each in planned) or step.confirm is not None
        return self is Confirm.STEP or (self is Confirm.PHASE and (disrupts or decided))


@dataclass(frozen=True)
class Answers:
    """What the command line answers beforehand.

    Args:
        confirm: what is asked at all.
        yes: agrees to phases and disruptive steps, and to nothing else.
        accept: each an ``Acceptance``.
        in_doubt: by step, ``redo``, ``done`` or ``stop``.
    """

    confirm: Confirm = Confirm.PHASE
    yes: bool = False
    accept: frozenset[str] = frozenset()
    in_doubt: Mapping[str, str] = field(default_factory=dict)


class UnattendedOperator:
    """Answers from options alone; what they don't answer stays open.

    Args:
        answers: see :class:`Answers`.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._unused = dict(answers.in_doubt)
        self._left_open: set[str | None] = set()

    def confirm_phase(self, phase: Phase, steps: Sequence[PlannedStep]) -> str | None:
        """See :class:`Operator`."""
        del phase, steps
        if not self._answers.confirm.asks_phase():
            return "never asked"
        return "yes" if self._answers.yes else None

    def confirm_step(self, step: Step, planned: Sequence[PlannedStep]) -> str | None:
        """See :class:`Operator`."""
        if not self._answers.confirm.asks_step(step, planned, decided=step.id in self._left_open):
            return "never asked"
        return "yes" if self._answers.yes else None

    def decide(self, problem: Problem) -> str | None:
        """See :class:`Operator`; an answer given beforehand holds for one doubt, not for the next one too."""
        answer = self._unused.pop(problem.step or "", None)
        if answer is None:
            self._left_open.add(problem.step)
        return answer

    def manual_done(self, problems: Sequence[Problem]) -> bool:
        """A manual step is never answered by an option."""
        del problems
        return False

    def accept(self, what: str, problems: Sequence[Problem], planned: Sequence[PlannedStep] = ()) -> bool:
        """See :class:`Operator`."""
        del problems, planned
        return what in self._answers.accept


class TerminalOperator:
    """Asks the person at the terminal; the end of input means that nobody is there.

    Args:
        prompt: how to ask.
        runbook: whose titles are shown.
    """

    def __init__(self, prompt: Prompt, runbook: Runbook) -> None:
        self._prompt, self._screen, self._runbook = prompt, prompt.screen, runbook
        self._said_done: set[tuple[str | None, str | None]] = set()

    def confirm_phase(self, phase: Phase, steps: Sequence[PlannedStep]) -> str | None:
        """See :class:`Operator`."""
        if not self._prompt.somebody_is_there:
            return None
        changing = [step for step in steps if step.may_change]
        draw_steps(self._screen, changing, self._runbook)
        disrupting = [f"{it.step} ({one_line(it.node)})" for it in changing if it.change and it.change.disrupts]
        if disrupting:
            self._screen.line((self._screen.word("labels.plan_disrupts", steps=", ".join(disrupting)), "bold yellow"))
        title = phase.title.in_(self._screen.language)
        return self._agreed(self._screen.word("labels.ask_phase", title=title, count=len(changing)))

    def confirm_step(self, step: Step, planned: Sequence[PlannedStep]) -> str | None:
        """See :class:`Operator`."""
        if not self._prompt.somebody_is_there:
            return None
        draw_steps(self._screen, planned, self._runbook)
        asked = step.confirm.in_(self._screen.language) if step.confirm else None
        nodes = ", ".join(each.node for each in planned)
        return self._agreed(asked or self._screen.word("labels.ask_step", step=step.id, node=nodes))

    def decide(self, problem: Problem) -> str | None:
        """See :class:`Operator`."""
        if not self._prompt.somebody_is_there:
            return None
        draw_problem(self._screen, problem, label="labels.verdict_in_doubt", style="bold yellow")
        for decision in DECISIONS:
            self._screen.line(f"{decision}  ", self._screen.word(f"labels.decision_{decision}"), indent=4)
        words = {decision: frozenset({decision}) for decision in DECISIONS}
        return self._prompt.choose(self._screen.word("labels.ask_decision", step=problem.step or ""), words)

    def manual_done(self, problems: Sequence[Problem]) -> bool:
        """See :class:`Operator`."""
        if not self._prompt.somebody_is_there:
            return False
        place = (problems[0].step, problems[0].node)
        if place in self._said_done:
            self._screen.line((self._screen.word("labels.not_done_yet"), "bold yellow"))
            draw_lacking(self._screen, problems[1:], 2)
        else:
            draw_manual(self._screen, problems)
        done = self._prompt.agree(self._screen.word("labels.ask_manual"))
        if done:
            self._said_done.add(place)
        return done

    def accept(self, what: str, problems: Sequence[Problem], planned: Sequence[PlannedStep] = ()) -> bool:
        """See :class:`Operator`."""
        if not self._prompt.somebody_is_there:
            return False
        draw_steps(self._screen, planned, self._runbook)
        draw_problems(self._screen, problems)
        return self._prompt.agree(self._screen.word(f"labels.ask_accept_{what.replace('-', '_')}"))

    def _agreed(self, question: str) -> str | None:
        return "person" if self._prompt.agree(question) else None


class FirstAnswer:
    """Asks one operator, and a second one what the first left open."""

    def __init__(self, first: Operator, second: Operator) -> None:
        self._first, self._second = first, second

    def confirm_phase(self, phase: Phase, steps: Sequence[PlannedStep]) -> str | None:
        """See :class:`Operator`."""
        return self._first.confirm_phase(phase, steps) or self._second.confirm_phase(phase, steps)

    def confirm_step(self, step: Step, planned: Sequence[PlannedStep]) -> str | None:
        """See :class:`Operator`."""
        return self._first.confirm_step(step, planned) or self._second.confirm_step(step, planned)

    def decide(self, problem: Problem) -> str | None:
        """See :class:`Operator`."""
        return self._first.decide(problem) or self._second.decide(problem)

    def manual_done(self, problems: Sequence[Problem]) -> bool:
        """See :class:`Operator`."""
        return self._first.manual_done(problems) or self._second.manual_done(problems)

    def accept(self, what: str, problems: Sequence[Problem], planned: Sequence[PlannedStep] = ()) -> bool:
        """See :class:`Operator`."""
        return self._first.accept(what, problems, planned) or self._second.accept(what, problems, planned)

"""Options that answer a run's questions beforehand, and who is asked about the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from clprun.cli.session import Session
from clprun.errors import InputError, Problem
from clprun.model.acceptance import Acceptance

if TYPE_CHECKING:
    from clprun.model.operator import Operator
    from clprun.model.runbook import Runbook

__all__ = ["Given", "operator", "question_options"]

Function = Callable[..., Any]

_DECISIONS = ("redo", "done", "stop")


@dataclass(frozen=True)
class Given:
    """What the options say.

    Args:
        confirm: ``never``, ``phase`` or ``step``; ``None`` = not said.
        yes: ``--yes``.
        accept: each ``--accept``.
        in_doubt: each ``--in-doubt``, ``STEP=redo|done|stop``.
    """

    confirm: str | None = None
    yes: bool = False
    accept: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()


def question_options(function: Function) -> Function:
    """``--confirm``, ``--yes``, ``--accept`` and ``--in-doubt``, given to the command as ``given``."""

    @click.option("--confirm", "confirm", type=click.Choice(["never", "phase", "step"]))
    @click.option("--yes", "yes", is_flag=True)
    @click.option(
        "--accept", "accept", multiple=True, type=click.Choice([each.value for each in Acceptance]), metavar="FINDING"
    )
    @click.option("--in-doubt", "in_doubt", multiple=True, metavar="STEP=redo|done|stop")
    @wraps(function)
    def collected(
        *args: Any,  # noqa: ANN401  (click's own)
        confirm: str | None,
        yes: bool,
        accept: tuple[str, ...],
        in_doubt: tuple[str, ...],
        **rest: Any,  # noqa: ANN401  (click's own)
    ) -> Any:  # noqa: ANN401  (the command's)
        return function(*args, given=Given(confirm, yes, accept, in_doubt), **rest)

    return collected


def operator(session: Session, given: Given, runbook: "Runbook") -> "Operator":
    """Who answers: the options first, then the person at the terminal.

    Args:
        session: whose terminal is asked.
        given: what the options say.
        runbook: whose steps are named.

    Raises:
        InputError: an option names no step, or no decision.
    """
    from clprun.ui.ask import Answers, Confirm, FirstAnswer, TerminalOperator, UnattendedOperator  # noqa: PLC0415

    answers = Answers(
        confirm=Confirm(given.confirm or "phase"),
        yes=given.yes,
        accept=frozenset(given.accept),
        in_doubt=_decisions(given.in_doubt, [step.id for step in runbook.steps]),
    )
    return FirstAnswer(UnattendedOperator(answers), TerminalOperator(session.prompt, runbook))


def _decisions(texts: tuple[str, ...], steps: list[str]) -> dict[str, str]:
    decisions: dict[str, str] = {}
    for text in texts:
        step, _, decision = text.partition("=")
        if decision not in _DECISIONS:
            raise InputError(Problem("commands.in_doubt_form", {"found": text}))
        if step not in steps:
            raise InputError(Problem("commands.in_doubt_unknown_step", {"step": step, "known": ", ".join(steps)}))
        decisions[step] = decision
    return decisions

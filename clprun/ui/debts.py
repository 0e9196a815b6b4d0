"""Draws what is owed back, with the commands that give it back."""

from collections.abc import Iterable

from clprun.errors import Problem
from clprun.messages.catalog import render
from clprun.model.events import DebtOwed
from clprun.model.text import Language
from clprun.ui.clean import clean_problem, one_line
from clprun.ui.screen import Screen

__all__ = ["draw_debts", "draw_way_back", "what_is_owed"]

_LONGEST_COMMAND = 4000


def draw_debts(screen: Screen, debts: Iterable[DebtOwed], run: str = "", cluster: str = "") -> None:
    """What is owed, each with its commands; nothing when nothing is.

    Args:
        screen: where to.
        debts: of one run.
        run: its id, where that does not stand there already.
        cluster: name of its cluster, likewise.
    """
    whose = "commands.status_debt_of" if run else "commands.status_debt"
    for debt in debts:
        what = what_is_owed(debt, screen.language)
        values = {"what": what, "step": debt.step, "node": debt.node, "run": run, "cluster": cluster}
        screen.line((screen.word(whose, **values), "yellow"), indent=2)
        draw_way_back(screen, debt, indent=6)


def draw_way_back(screen: Screen, debt: DebtOwed, indent: int) -> None:
    """The commands that give back what is owed."""
    for command in debt.commands:
        screen.line(one_line(command, _LONGEST_COMMAND), indent=indent)


def what_is_owed(debt: DebtOwed, language: Language) -> str:
    """What was taken away for a while, in words."""
    problem = Problem(debt.code, dict(debt.values), node=debt.node, step=debt.step)
    return render(clean_problem(problem), language).what

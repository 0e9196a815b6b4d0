"""Draws where a run stands: what is owed back first, then how it ended or halted, then step by step."""

from typing import Any

from rich.cells import cell_len

from clprun.errors import Problem
from clprun.model.events import findings_of, problem_of
from clprun.model.text import Language
from clprun.ui.accepted import draw_accepted
from clprun.ui.clean import one_line
from clprun.ui.cost import http_requests
from clprun.ui.debts import draw_debts, what_is_owed
from clprun.ui.jsonl import problem_data
from clprun.ui.plan import padded
from clprun.ui.problems import draw_problem
from clprun.ui.recovery import recovery
from clprun.ui.screen import Screen
from clprun.ui.tally import Standing, Tally

__all__ = ["draw_status", "status_data"]


def draw_status(screen: Screen, tally: Tally, damage: Problem | None = None) -> None:
    """Everything that is known of a run.

    Args:
        screen: where to.
        tally: of the run's events.
        damage: why its journal tells no more.
    """
    if tally.debts:
        screen.line((screen.word("commands.status_debts"), "bold yellow"))
        draw_debts(screen, tally.owed)
        screen.blank()
    how = "damaged" if damage else (tally.end.how if tally.end else "open").replace("-", "_")
    screen.line((tally.run, "bold"), f"  {tally.runbook}  ", (screen.word(f"commands.how_{how}"), "bold"))
    width = max((cell_len(step) for step, _ in tally.standings), default=0)
    for (step, node), standing in tally.standings.items():
        sign = screen.marks.of_state(standing.state, standing.outcome)
        word = screen.word(f"labels.outcome_{_said(standing)}")
        cost = http_requests(screen, tally.platform, standing.round_trips)
        more = (f"  {recovery(screen, standing)}", "bold") if standing.recovered else ""
        screen.line(f"{sign} {padded(one_line(step), width)}  {one_line(node)}  {word}{cost}", more, indent=2)
    for accepted in tally.accepted:
        draw_accepted(screen, accepted, indent=2)
    problem = damage or (problem_of(tally.end) if tally.end else None)
    if problem is not None:
        screen.blank()
        draw_problem(screen, problem, label="commands.how_damaged" if damage else "commands.status_stopped")


def status_data(tally: Tally, language: Language) -> dict[str, Any]:
    """The same, for JSON."""
    problem = problem_of(tally.end) if tally.end else None
    return {
        "debts": [
            {
                "step": debt.step,
                "node": debt.node,
                "code": debt.code,
                "what": what_is_owed(debt, language),
                "commands": list(debt.commands),
            }
            for debt in tally.owed
        ],
        "steps": [
            {
                "step": step,
                "node": node,
                "state": standing.state,
                "outcome": standing.outcome,
                "recovered_after": standing.recovered_after,
                "round_trips": standing.round_trips,
            }
            for (step, node), standing in tally.standings.items()
        ],
        "accepted": [
            {"what": event.what, "findings": [problem_data(each, language) for each in findings_of(event)]}
            for event in tally.accepted
        ],
        "problem": problem_data(problem, language) if problem else None,
    }


def _said(standing: Standing) -> str:
    return (standing.outcome or standing.state).replace("-", "_")

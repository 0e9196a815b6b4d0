"""An observer for people: what a run does, while it does it."""

from collections.abc import Iterable
from time import monotonic

from rich.cells import cell_len
from rich.status import Status

from clprun.errors import Problem
from clprun.messages.catalog import render
from clprun.model.events import (
    Accepted,
    CheckpointPassed,
    Confirmed,
    DebtOwed,
    DebtSettled,
    DecisionTaken,
    Event,
    JobAwaited,
    PhaseStarted,
    RunEnded,
    RunResumed,
    RunStarted,
    StepEnded,
    StepIntended,
    problem_of,
)
from clprun.model.plan import Plan
from clprun.model.runbook import Runbook
from clprun.model.state import Outcome, StepState
from clprun.ui.accepted import draw_accepted
from clprun.ui.clean import clean_problem, one_line
from clprun.ui.cost import http_requests
from clprun.ui.marks import UNICODE
from clprun.ui.plan import draw_plan, padded
from clprun.ui.recovery import draw_recoveries, recovery
from clprun.ui.screen import Screen
from clprun.ui.tally import Tally

__all__ = ["Live"]

_STATE_STYLES = {
    StepState.FAILED: "bold red",
    StepState.IN_DOUBT: "bold yellow",
    StepState.WAITING: "bold magenta",
}


class Live:
    """Draws phases and steps as their events come; at a terminal, what is under way stands in the last line.

    Args:
        screen: where to.
        runbook: whose titles are shown.
        earlier: events of the run before this command began, when it is resumed.
    """

    def __init__(self, screen: Screen, runbook: Runbook, earlier: Iterable[Event] = ()) -> None:
        self.tally = Tally()
        for event in earlier:
            self.tally.take(event)
        self._screen, self._runbook = screen, runbook
        self._width = max(cell_len(step.id) for step in runbook.steps)
        self._under_way: dict[tuple[str, str], None] = {}
        self._status: Status | None = None
        self._began = monotonic()

    def plan_made(self, plan: Plan) -> None:
        """Draw the plan."""
        self._screen.blank()
        draw_plan(self._screen, plan, self._runbook)

    def happened(self, event: Event) -> None:
        """Draw an event."""
        owed = self.tally.debts.get((event.step, event.node, event.code)) if isinstance(event, DebtSettled) else None
        self.tally.take(event)
        if owed is not None:
            self._say("labels.settled", "dim", indent=6, what=self._what(owed))
        match event:
            case RunStarted():
                self._say("labels.run_started", run=event.run, runbook=event.runbook, cluster=event.cluster)
            case RunResumed():
                self._say("labels.run_resumed", run=event.run)
            case PhaseStarted():
                self._phase(event.phase)
            case StepIntended():
                self._begin(event)
            case StepEnded():
                self._end(event)
            case RunEnded():
                self._over(event)
            case _:
                self._note(event)

    def close(self) -> None:
        """Take the line of what is under way off the screen."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _note(self, event: Event) -> None:
        match event:
            case CheckpointPassed():
                self._say("labels.checkpoint_passed", "green", indent=2)
            case Confirmed(how="yes"):
                self._say("labels.confirmed_by_option", "dim", indent=2, scope=event.scope)
            case Accepted():
                draw_accepted(self._screen, event, indent=2)
            case DecisionTaken():
                self._say("labels.decided", "yellow", indent=2, step=event.step, decision=event.decision)
            case DebtOwed():
                self._say("labels.owed", "yellow", indent=6, what=self._what(event))
            case JobAwaited():
                self._awaited(event)

    def _awaited(self, event: JobAwaited) -> None:
        """What is waited for: in the last line of a terminal, else a line each time."""
        limit = "-" if event.limit is None else event.limit
        values = {"command": event.command or event.job, "node": event.node, "step": event.step, "limit": limit}
        words = self._screen.word("labels.job_awaited", seconds=event.seconds, **values)
        if self._screen.console.is_terminal:
            self._show_status(words)
        else:
            self._screen.line((words, "dim"), indent=2)

    def _say(self, code: str, style: str = "bold", indent: int = 0, **values: str) -> None:
        self._screen.line((self._screen.word(code, **values), style), indent=indent)

    def _what(self, debt: DebtOwed) -> str:
        problem = clean_problem(Problem(debt.code, dict(debt.values), node=debt.node, step=debt.step))
        return render(problem, self._screen.language).what

    def _phase(self, identifier: str) -> None:
        phases = self._runbook.phases
        number, phase = next((n, p) for n, p in enumerate(phases, start=1) if p.id == identifier)
        self._screen.blank()
        title = phase.title.in_(self._screen.language)
        self._say("labels.phase", position=f"{number}/{len(phases)}", title=title)

    def _begin(self, event: StepIntended) -> None:
        self._under_way[event.step, event.node] = None
        self._show_under_way()

    def _end(self, event: StepEnded) -> None:
        self._under_way.pop((event.step, event.node), None)
        state, outcome = StepState(event.state), Outcome(event.outcome) if event.outcome else None
        style = _STATE_STYLES.get(state, "green" if outcome is Outcome.CHANGED else "dim")
        screen = self._screen
        word = screen.word(f"labels.outcome_{outcome or state}".replace("-", "_"))
        cost = http_requests(screen, self.tally.platform, event.round_trips)
        screen.line(
            (f"{screen.marks.of_state(state, outcome)} {padded(event.step, self._width)}", style),
            f"  {one_line(event.node)}  ",
            self._runbook.step(event.step).title.in_(screen.language),
            (f"  ({word}, {screen.word('labels.seconds', seconds=event.seconds)}{cost})", style),
            indent=2,
        )
        standing = self.tally.standings[event.step, event.node]
        if standing.recovered:
            screen.line((recovery(screen, standing), "bold"), indent=6)
        noted = problem_of(event) if state is StepState.DONE else None
        if noted is not None:
            screen.line((render(clean_problem(noted), screen.language).what, "yellow"), indent=6)
        self._show_under_way()

    def _show_under_way(self) -> None:
        self.close()
        if not self._under_way or not self._screen.console.is_terminal:
            return
        steps = ", ".join(f"{step} ({node})" for step, node in self._under_way)
        self._show_status(self._screen.word("labels.under_way", steps=steps))

    def _show_status(self, words: str) -> None:
        self.close()
        spinner = "dots" if self._screen.marks is UNICODE else "line"
        self._status = self._screen.console.status(words, spinner=spinner)
        self._status.start()

    def _over(self, event: RunEnded) -> None:
        self.close()
        if event.how != "done":
            return
        counts = [(outcome, self.tally.count(outcome)) for outcome in Outcome]
        words = [self._screen.word(f"labels.did_{o}".replace("-", "_"), count=count) for o, count in counts if count]
        seconds = f"{monotonic() - self._began:.1f}"
        self._screen.blank()
        draw_recoveries(self._screen, self.tally, self._runbook)
        if not self.tally.count(Outcome.CHANGED):
            self._say("labels.nothing_changed", "bold green")
        self._say(
            "labels.run_done", "bold green", counts=self._screen.word("labels.comma").join(words), seconds=seconds
        )

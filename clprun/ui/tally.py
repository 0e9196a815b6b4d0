"""What a run's events add up to, for people: where each step stands, what is owed, where the run stopped."""

from dataclasses import dataclass, field

from clprun.model.events import (
    ActionEnded,
    DebtOwed,
    DebtSettled,
    Event,
    RunEnded,
    RunResumed,
    RunStarted,
    StepEnded,
    StepIntended,
)
from clprun.model.state import Outcome, StepState

__all__ = ["Standing", "Tally"]


@dataclass(frozen=True)
class Standing:
    """Where a step stands on a node; ``action`` is the last that ended in its last attempt."""

    state: StepState
    outcome: Outcome | None = None
    action: ActionEnded | None = None


@dataclass
class Tally:
    """Takes in events, in order; also those of the journal before a resume.

    Args:
        run: id of the run.
        runbook: name of the runbook.
        standings: by step and node, in the order they were reached.
        debts: owed now, by step, node and code.
        end: the last end or halt; ``None`` while the run goes on.
    """

    run: str = ""
    runbook: str = ""
    standings: dict[tuple[str, str], Standing] = field(default_factory=dict)
    debts: dict[tuple[str, str, str], DebtOwed] = field(default_factory=dict)
    end: RunEnded | None = None

    def take(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case RunStarted():
                self.run, self.runbook = event.run, event.runbook
            case RunResumed():
                self.run, self.end = event.run, None
            case StepIntended():
                self.standings[event.step, event.node] = Standing(StepState.INTENDED)
            case ActionEnded():
                self.standings[event.step, event.node] = Standing(StepState.INTENDED, action=event)
            case StepEnded():
                before = self.standings.get((event.step, event.node))
                outcome = Outcome(event.outcome) if event.outcome else None
                action = before.action if before else None
                self.standings[event.step, event.node] = Standing(StepState(event.state), outcome, action)
            case DebtOwed():
                self.debts[event.step, event.node, event.code] = event
            case DebtSettled():
                self.debts.pop((event.step, event.node, event.code), None)
            case RunEnded():
                self.end = event

    def count(self, outcome: Outcome) -> int:
        """How many steps, counted per node, ended with that outcome."""
        return sum(standing.outcome is outcome for standing in self.standings.values())

    @property
    def open(self) -> dict[tuple[str, str], Standing]:
        """Steps that were begun and are not done."""
        done = {StepState.DONE, StepState.SKIPPED}
        return {key: standing for key, standing in self.standings.items() if standing.state not in done}

"""What a run's events add up to, for people: where each step stands, what is owed, where the run stopped."""

from dataclasses import dataclass, field, replace

from clprun.model.events import (
    Accepted,
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
    """Where a step stands on a node.

    Args:
        state: see :class:`StepState`.
        outcome: why it is done.
        action: the last that ended in its last attempt.
        measured: whether one of its attempts made a fault whose time to recovery is taken.
        recovered_after: that time in seconds; ``None`` where it is not known.
        round_trips: requests to the node that all its attempts took.
    """

    state: StepState
    outcome: Outcome | None = None
    action: ActionEnded | None = None
    measured: bool = False
    recovered_after: float | None = None
    round_trips: int = 0

    @property
    def recovered(self) -> bool:
        """Whether the step made a fault and saw the recovery."""
        return self.measured and self.state is StepState.DONE


@dataclass
class Tally:
    """Takes in events, in order; also those of the journal before a resume.

    Args:
        run: id of the run.
        runbook: name of the runbook.
        platform: of the cluster.
        standings: by step and node, in the order they were reached.
        debts: owed now, by step, node and code.
        accepted: what a person accepted, in order.
        end: the last end or halt; ``None`` while the run goes on.
    """

    run: str = ""
    runbook: str = ""
    platform: str = ""
    standings: dict[tuple[str, str], Standing] = field(default_factory=dict)
    debts: dict[tuple[str, str, str], DebtOwed] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    end: RunEnded | None = None

    def take(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case RunStarted():
                self.run, self.runbook, self.platform = event.run, event.runbook, event.platform
            case RunResumed():
                self.run, self.end = event.run, None
            case StepIntended():
                before = self._standing(event)
                measured = event.measured or before.measured
                self._stands(event, Standing(StepState.INTENDED, measured=measured, round_trips=before.round_trips))
            case ActionEnded():
                self._stands(event, replace(self._standing(event), action=event))
            case StepEnded():
                outcome = Outcome(event.outcome) if event.outcome else None
                before = self._standing(event)
                ended = replace(before, state=StepState(event.state), outcome=outcome)
                trips = before.round_trips + event.round_trips
                self._stands(event, replace(ended, recovered_after=event.recovered_after, round_trips=trips))
            case DebtOwed():
                self.debts[event.step, event.node, event.code] = event
            case DebtSettled():
                self.debts.pop((event.step, event.node, event.code), None)
            case Accepted():
                self.accepted.append(event)
            case RunEnded():
                self.end = event

    def _standing(self, event: StepIntended | ActionEnded | StepEnded) -> Standing:
        return self.standings.get((event.step, event.node), Standing(StepState.INTENDED))

    def _stands(self, event: StepIntended | ActionEnded | StepEnded, standing: Standing) -> None:
        self.standings[event.step, event.node] = standing

    @property
    def owed(self) -> list[DebtOwed]:
        """What is owed now, the last first: in the order in which it is given back."""
        return list(reversed(self.debts.values()))

    @property
    def recoveries(self) -> dict[tuple[str, str], Standing]:
        """The trials that ended well, by step and node."""
        return {key: standing for key, standing in self.standings.items() if standing.recovered}

    def count(self, outcome: Outcome) -> int:
        """How many steps, counted per node, ended with that outcome."""
        return sum(standing.outcome is outcome for standing in self.standings.values())

    @property
    def open(self) -> dict[tuple[str, str], Standing]:
        """Steps that were begun and are not done."""
        done = {StepState.DONE, StepState.SKIPPED}
        return {key: standing for key, standing in self.standings.items() if standing.state not in done}

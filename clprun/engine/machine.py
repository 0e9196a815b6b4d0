"""The pure state machine of a run: events in, state out; from the state, what to do next.

The journal is the only memory: a run that was cut goes on from the same state because its events are folded again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from clprun.errors import InternalFault, Problem
from clprun.model.acceptance import FINDINGS, Acceptance
from clprun.model.events import (
    OVER,
    Accepted,
    ActionEnded,
    CheckpointPassed,
    Confirmed,
    DebtOwed,
    DebtSettled,
    DecisionTaken,
    Event,
    LockTaken,
    PlanMade,
    RunEnded,
    RunResumed,
    RunStarted,
    StepEnded,
    StepIntended,
)
from clprun.model.state import FINAL, MOVES, Outcome, StepState

__all__ = ["Key", "RunState", "Standing", "fold"]

Key = tuple[str, str]
"""A step's id and a node's name."""


@dataclass(frozen=True)
class Standing:
    """Where one step stands on one node.

    Args:
        state: see :class:`StepState`.
        outcome: why it is done.
        attempt: how often it was begun in this run.
        changed: whether an attempt may have changed something.
        jobs: of the last attempt: ``node/job`` to ``run`` or ``launch``.
        limits: seconds each of them may take, where that is known.
        commands: what each of them runs, where that is known.
    """

    state: StepState = StepState.PENDING
    outcome: Outcome | None = None
    attempt: int = 0
    changed: bool = False
    jobs: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    commands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RunState:
    """All that a run knows about itself.

    Args:
        run: its id.
        runbook: name of the runbook.
        cluster: name of the cluster.
        standings: per step and node; what is not in it is pending.
        planned: whether the run got as far as its plan.
        not_needed: decided when the run began.
        version: of the clprun that began it, or went on with it last.
        fingerprints: of the changes that were shown and not begun yet, by ``step@node``; empty where none was needed.
        confirmed: phases and steps a person agreed to; a resume asks about what is left again.
        decisions: a person's words about steps in doubt, by step; each holds for one attempt.
        passed: phases whose checkpoint was passed.
        begun: by node, the last job that has certainly begun there.
        debts: owed now: step, node and code.
        taken_over: what of somebody else's a person gave it; see :class:`Accepted`.
        accepted: findings of steps that a person accepted; see :class:`Accepted`.
        tokens: of the locks that it has taken, or tried to.
        ended: how it ended or halted the last time; ``None`` while it runs or after a crash.
        last: the event that said so.
    """

    run: str = ""
    runbook: str = ""
    cluster: str = ""
    version: str = ""
    standings: Mapping[Key, Standing] = field(default_factory=dict)
    planned: bool = False
    not_needed: frozenset[str] = frozenset()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    decisions: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    begun: Mapping[str, str] = field(default_factory=dict)
    debts: Mapping[tuple[str, str, str], DebtOwed] = field(default_factory=dict)
    taken_over: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    ended: str | None = None
    last: RunEnded | None = None

    def standing(self, step: str, node: str) -> Standing:
        """Where ``step`` stands on ``node``."""
        return self.standings.get((step, node), Standing())

    def is_final(self, step: str, nodes: Iterable[str]) -> bool:
        """Whether nothing is left to do for a step on these nodes."""
        return all(self.standing(step, node).state in FINAL for node in nodes)

    def has_begun(self, step: str) -> bool:
        """Whether a step was begun or ended on any node."""
        return any(key[0] == step and each.state is not StepState.PENDING for key, each in self.standings.items())

    @property
    def open_jobs(self) -> tuple[str, ...]:
        """The jobs of all attempts whose end is not known, as ``node/job``."""
        return tuple(job for each in self.standings.values() if each.state not in FINAL for job in each.jobs)

    @property
    def touched(self) -> bool:
        """Whether this run may have changed anything on a node."""
        return any(each.changed for each in self.standings.values())

    @property
    def is_over(self) -> bool:
        """Whether the run can't be resumed any more."""
        return self.ended in OVER

    @property
    def blocks_others(self) -> bool:
        """Whether another run on this cluster must wait until this one is resumed or abandoned."""
        return not self.is_over and (self.touched or bool(self.debts))


def fold(state: RunState, event: Event) -> RunState:  # noqa: C901  (one return an event reads best)
    """The state after an event.

    Raises:
        InternalFault: the event is no allowed move from this state.
    """
    match event:
        case RunStarted():
            named = replace(state, run=event.run, runbook=event.runbook, cluster=event.cluster)
            return replace(named, version=event.version, ended=None)
        case RunResumed():
            version = event.version or state.version
            return replace(state, version=version, confirmed=frozenset(), ended=None, last=None)
        case LockTaken():
            return replace(state, tokens=state.tokens | {event.token})
        case PlanMade():
            return replace(
                state,
                not_needed=frozenset(event.not_needed),
                fingerprints=event.fingerprints,
                planned=True,
            )
        case Accepted():
            return _accepted(replace(state, fingerprints={**state.fingerprints, **event.fingerprints}), event)
        case Confirmed():
            agreed = replace(state, confirmed=state.confirmed | {event.scope})
            return replace(agreed, fingerprints={**state.fingerprints, **event.fingerprints})
        case DecisionTaken():
            decisions = {**state.decisions, event.step: event.decision}
            confirmed = frozenset(scope for scope in state.confirmed if not scope.startswith(f"{event.step}@"))
            return replace(state, decisions=decisions, confirmed=confirmed)
        case StepIntended():
            before = state.standing(event.step, event.node)
            after = replace(
                before,
                state=StepState.INTENDED,
                attempt=event.attempt,
                changed=True,
                jobs=event.jobs,
                limits=event.limits,
                commands=event.commands,
            )
            answered = {step: decision for step, decision in state.decisions.items() if step != event.step}
            moved = replace(_move(state, (event.step, event.node), before, after), decisions=answered)
            begun = f"{event.step}@{event.node}"
            return replace(moved, fingerprints={at: each for at, each in state.fingerprints.items() if at != begun})
        case ActionEnded(job=str(job)):
            return replace(state, begun={**state.begun, job.partition("/")[0]: job})
        case StepEnded():
            before = state.standing(event.step, event.node)
            outcome = Outcome(event.outcome) if event.outcome else None
            after = replace(before, state=StepState(event.state), outcome=outcome)
            return _move(state, (event.step, event.node), before, after)
        case DebtOwed():
            return replace(state, debts={**state.debts, (event.step, event.node, event.code): event})
        case DebtSettled():
            settled = (event.step, event.node, event.code)
            return replace(state, debts={key: debt for key, debt in state.debts.items() if key != settled})
        case CheckpointPassed():
            return replace(state, passed=(*state.passed, event.phase))
        case RunEnded():
            return replace(state, ended=event.how, last=event)
        case _:
            return state


def _accepted(state: RunState, event: Accepted) -> RunState:
    """What holds for the rest of the run; drift, input and version are accepted where they are found."""
    if event.what == Acceptance.TAKEOVER:
        return replace(state, taken_over=state.taken_over.union(event.codes))
    if event.what in FINDINGS:
        return replace(state, accepted=state.accepted.union(event.codes))
    return state


def _move(state: RunState, key: Key, before: Standing, after: Standing) -> RunState:
    if after.state not in MOVES[before.state]:
        raise InternalFault(
            Problem("run.illegal_move", {"before": before.state, "after": after.state}, step=key[0], node=key[1])
        )
    return replace(state, standings={**state.standings, key: after})

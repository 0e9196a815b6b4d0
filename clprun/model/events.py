"""Everything that happens in a run, one dataclass each. The journal and the JSON stream are these and nothing else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, ClassVar, Protocol

from pydantic import TypeAdapter

from clprun.errors import Problem

__all__ = [
    "EVENTS",
    "OVER",
    "Accepted",
    "ActionEnded",
    "CheckpointPassed",
    "Confirmed",
    "DebtOwed",
    "DebtSettled",
    "DecisionTaken",
    "Event",
    "JobAwaited",
    "Journal",
    "LockTaken",
    "PhaseStarted",
    "PlanMade",
    "RunEnded",
    "RunResumed",
    "RunStarted",
    "StepEnded",
    "StepIntended",
    "Unknown",
    "decode",
    "encode",
    "findings_of",
]


@dataclass(frozen=True)
class Event:
    """Base of all events."""

    event: ClassVar[str]


@dataclass(frozen=True)
class RunStarted(Event):
    """A run begins.

    Args:
        run: its id.
        runbook: name of the runbook.
        cluster: name of the cluster.
        version: of clprun.
        time: UTC, ISO 8601.
        platform: of the cluster, see :class:`clprun.model.cluster.Platform`.
    """

    event = "run-started"
    run: str
    runbook: str
    cluster: str
    version: str
    time: str
    platform: str = "linux"


@dataclass(frozen=True)
class RunResumed(Event):
    """A run goes on after it stopped.

    Args:
        run: its id.
        time: UTC, ISO 8601.
        version: of the clprun that goes on; empty in journals of 0.1.0.
    """

    event = "run-resumed"
    run: str
    time: str
    version: str = ""


@dataclass(frozen=True)
class LockTaken(Event):
    """The locks on the nodes are about to be taken.

    Args:
        token: of this taking; a lock that bears it is this run's.
    """

    event = "lock-taken"
    token: str


@dataclass(frozen=True)
class PlanMade(Event):
    """The plan a run starts from.

    Args:
        not_needed: ``step@node`` of the passing steps that this run does not need, decided once.
        fingerprints: ``step@node`` to the fingerprint of the change that was shown; empty where none was needed.
    """

    event = "plan-made"
    not_needed: tuple[str, ...]
    fingerprints: dict[str, str]


@dataclass(frozen=True)
class Confirmed(Event):
    """A person, or ``--yes``, agreed to a phase or a disruptive step.

    Args:
        scope: id of the phase, or ``step@node``.
        how: ``person`` or ``yes``.
        fingerprints: what was shown with the question, as in :class:`PlanMade`.
    """

    event = "confirmed"
    scope: str
    how: str
    fingerprints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PhaseStarted(Event):
    """A phase begins."""

    event = "phase-started"
    phase: str
    time: str


@dataclass(frozen=True)
class StepIntended(Event):
    """On disk before the first change of a step.

    Args:
        step: id of the step.
        node: name of the node.
        attempt: 1 for the first try in this run.
        fingerprint: of the change about to be made.
        summary: code of the change's summary.
        images: absolute path to the digest of the bytes kept from before the change.
        jobs: ``node/job`` to ``run`` or ``rescue`` (waited for), ``launch`` (stays), ``converse`` or ``reboot``, in the
            order they are started.
        time: UTC, ISO 8601.
        measured: whether the change is a fault whose time to recovery is taken.
        limits: seconds that a job may take, by its name in ``jobs``.
        commands: what a job runs as a person would type it, by its name in ``jobs``.
    """

    event = "step-intended"
    step: str
    node: str
    attempt: int
    fingerprint: str
    summary: str
    images: dict[str, str]
    jobs: dict[str, str]
    time: str
    measured: bool = False
    limits: dict[str, int] = field(default_factory=dict)
    commands: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ActionEnded(Event):
    """One action of a step came to its end.

    Args:
        step: id of the step.
        node: name of the node the step works on.
        attempt: as in :class:`StepIntended`.
        action: its class.
        exit_code: only where a program ran.
        output: the last lines it printed.
        job: ``node/job`` that has certainly begun.
    """

    event = "action-ended"
    step: str
    node: str
    attempt: int
    action: str
    exit_code: int | None
    output: str
    job: str | None = None


@dataclass(frozen=True)
class JobAwaited(Event):
    """A run that goes on waits for a command it left running; told every few seconds, never written down.

    Args:
        step: id of its step.
        node: name of the node it runs on.
        job: its name.
        command: as a person would type it; empty where the journal does not tell.
        since: when it began, UTC, ISO 8601; on Windows, when this began to wait for it.
        seconds: since then.
        limit: how many it may be; ``None`` where the journal does not tell.
    """

    event = "job-awaited"
    step: str
    node: str
    job: str
    command: str
    since: str
    seconds: int
    limit: int | None


@dataclass(frozen=True)
class StepEnded(Event):
    """Where a step stands now on a node.

    Args:
        step: id of the step.
        node: name of the node.
        state: a ``StepState``.
        outcome: an ``Outcome`` when the state is done.
        code: of the problem, when there is one.
        values: of the problem.
        seconds: spent on it.
        round_trips: requests to the node it took; HTTP requests where the node is a Windows one.
        time: UTC, ISO 8601.
        recovered_after: time to recovery in seconds, for a fault that was made on purpose: from the moment before it
            was made until the first look that showed everything there again, by the controller's monotonic clock.
            Looks are at most a second apart, plus what an answer takes. ``None`` for any other step, and where the
            controller was cut in between.
    """

    event = "step-ended"
    step: str
    node: str
    state: str
    outcome: str | None
    seconds: float
    round_trips: int
    time: str
    code: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    recovered_after: float | None = None


@dataclass(frozen=True)
class Accepted(Event):
    """A person, or ``--accept``, accepted a finding.

    Args:
        what: an ``Acceptance``.
        codes: of the findings; of a takeover and of what steps find, with all that each says.
        fingerprints: what was shown with them, as in :class:`PlanMade`.
        findings: the findings for people, each with its code, values, node and step.
    """

    event = "accepted"
    what: str
    codes: tuple[str, ...]
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class DecisionTaken(Event):
    """What a person said about a step in doubt."""

    event = "decision-taken"
    step: str
    decision: str


@dataclass(frozen=True)
class DebtOwed(Event):
    """Something was taken away for a while.

    Args:
        step: id of the step that took it.
        node: name of the step's node.
        code: of the problem that says what it is.
        values: of that problem.
        commands: what gives it back, each as typed at the prompt of the node that stands before it.
        lasting: whether it is still owed when its step is done.
    """

    event = "debt-owed"
    step: str
    node: str
    code: str
    values: Mapping[str, Any]
    commands: tuple[str, ...] = ()
    lasting: bool = False


@dataclass(frozen=True)
class DebtSettled(Event):
    """It was given back."""

    event = "debt-settled"
    step: str
    node: str
    code: str


@dataclass(frozen=True)
class CheckpointPassed(Event):
    """All that a phase left holds on both nodes."""

    event = "checkpoint-passed"
    phase: str
    time: str


OVER = frozenset({"done", "abandoned", "refused"})
"""How a run ends that can't be resumed any more."""


@dataclass(frozen=True)
class RunEnded(Event):
    """A run came to an end or to a halt.

    Args:
        how: ``done``, ``refused`` (by its plan), ``failed``, ``waiting``, ``in-doubt``, ``unreachable``,
            ``interrupted`` or ``abandoned``.
        exit_code: of the command that ran it.
        code: of the problem that stopped it.
        values: of that problem.
        step: where it stopped.
        node: on which node.
        output: last lines of what a command printed.
        time: UTC, ISO 8601.
    """

    event = "run-ended"
    how: str
    exit_code: int
    time: str
    code: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    step: str | None = None
    node: str | None = None
    output: str | None = None


@dataclass(frozen=True)
class Unknown(Event):
    """What a newer release wrote down; nothing follows from it here."""

    event = "unknown"
    data: Mapping[str, Any]


EVENTS: dict[str, type[Event]] = {
    kind.event: kind
    for kind in (
        RunStarted,
        RunResumed,
        LockTaken,
        PlanMade,
        Accepted,
        Confirmed,
        PhaseStarted,
        StepIntended,
        ActionEnded,
        StepEnded,
        DecisionTaken,
        DebtOwed,
        DebtSettled,
        CheckpointPassed,
        RunEnded,
    )
}
"""Every event by its name in the journal; what is only told has none there."""


def encode(event: Event) -> dict[str, Any]:
    """An event as plain JSON data."""
    return {"event": event.event, **asdict(event)}


def decode(data: Mapping[str, Any]) -> Event:
    """The event that ``data`` was made from.

    Another release may have written it: what this one has no name for is passed over, what has a default may lack.

    Raises:
        ValueError: this can't be an event of any release.
    """
    name = data.get("event")
    if not isinstance(name, str):
        raise ValueError("an event has a name")  # noqa: TRY004  (data, not a mistake of the caller)
    return _reader(name).validate_python(data) if name in EVENTS else Unknown(data)


@cache
def _reader(name: str) -> TypeAdapter[Event]:
    return TypeAdapter(EVENTS[name])


def problem_of(event: StepEnded | RunEnded) -> Problem | None:
    """The problem an event carries, when it carries one."""
    if event.code is None:
        return None
    output = event.output if isinstance(event, RunEnded) else None
    return Problem(event.code, dict(event.values), node=event.node, step=event.step, output=output)


def findings_of(event: Accepted) -> list[Problem]:
    """What was accepted, as far as the journal tells; those of 0.1.0 keep codes alone."""
    return [Problem(each["code"], each["values"], node=each["node"], step=each["step"]) for each in event.findings]


class Journal(Protocol):
    """Where events last. A run may only go on once :meth:`append` has returned."""

    def append(self, event: Event) -> None:
        """Make ``event`` durable; returns after fsync or raises."""

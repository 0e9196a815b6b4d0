"""The tree of failures: each has a stable code, a place, a cause and an exit code; texts are made at the edge.

::

    ClprunError
    ├── InputError          2   usage, YAML, inventory, parameter: no node was contacted
    │   └── JournalDamaged  2   the record of a run can't be read to its end
    ├── DiskRefused         1   this machine could not keep a file of clprun's own; resumable
    ├── StepFailed          1   a step, precondition, check or lint failed; resumable
    │   └── PlanRefused     1   the plan of a whole run can't be carried out; nothing was begun
    ├── DriftFound          1   what held no longer holds; resumable
    ├── InDoubt             3   nobody but a person can say what happened; resumable
    ├── WaitingForPerson    3   a question or a manual step is open; resumable
    │   └── NeedsAcceptance 3   goes on only when a person accepts what was found
    ├── NodeUnreachable     4   no link, host key or login refused; resumable
    │   └── LinkLost        4   the link went away in the middle
    ├── ClusterLocked       5   another run holds the cluster, or one is unfinished
    │   └── ClusterHeld     5   a process that lives here holds it
    ├── PlanOutdated        6   a saved plan no longer fits the nodes
    ├── Interrupted       130   a signal stopped the run; resumable
    └── InternalFault      70   a fault of clprun itself
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

__all__ = [
    "ClprunError",
    "ClusterHeld",
    "ClusterLocked",
    "DiskRefused",
    "DriftFound",
    "InDoubt",
    "InputError",
    "InternalFault",
    "Interrupted",
    "JournalDamaged",
    "LinkLost",
    "NeedsAcceptance",
    "NodeUnreachable",
    "Place",
    "PlanOutdated",
    "PlanRefused",
    "Problem",
    "StepFailed",
    "Value",
    "WaitingForPerson",
]

Value = str | int | float
"""What a message can hold; anything longer belongs into a detail of its own."""


@dataclass(frozen=True)
class Place:
    """A position in a file a person wrote; line and column count from 1."""

    file: str
    line: int
    column: int
    source_line: str = ""


@dataclass(frozen=True)
class Problem:
    """One finding: its code names the text in the catalogue, its values fill that text.

    Args:
        code: key of the message catalogue, e.g. ``file.unknown_key``.
        values: what the text's place holders are filled with.
        place: where in a file the cause stands, when it stands in one.
        node: name of the node it concerns.
        step: id of the step it concerns.
        output: last lines a command printed, untrusted; shown bounded and cleaned.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    place: Place | None = None
    node: str | None = None
    step: str | None = None
    output: str | None = None

    def __hash__(self) -> int:
        """Problems are compared by value and may stand in sets."""
        return hash((self.code, tuple(sorted(self.values)), self.place, self.node, self.step))


class ClprunError(Exception):
    """Root of all failures that a person is told about.

    Args:
        problems: one or more findings, the most important first.
        left_running: whether a command may still run on a node; nothing may be put back beneath it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, *problems: Problem, left_running: bool = False) -> None:
        super().__init__(*problems)
        self.problems: Sequence[Problem] = problems
        self.left_running = left_running

    @property
    def problem(self) -> Problem:
        """The most important finding."""
        return self.problems[0]

    def __str__(self) -> str:
        """Codes and values, for logs and tests; people get the catalogue's text."""
        return "; ".join(f"{p.code} {p.values}" for p in self.problems)


class InputError(ClprunError):
    """Bad input; no node was contacted."""

    exit_code = 2


class JournalDamaged(InputError):
    """The record of a run can't be read to its end."""


class DiskRefused(ClprunError):
    """This machine could not keep, or could not read, a file of clprun's own."""

    exit_code = 1


class StepFailed(ClprunError):
    """A step, precondition, check or lint failed."""

    exit_code = 1


class PlanRefused(StepFailed):
    """The plan of a whole run can't be carried out; nothing was begun, and there is nothing to resume."""


class DriftFound(ClprunError):
    """What held at a checkpoint no longer holds."""

    exit_code = 1


class InDoubt(ClprunError):
    """The nodes can't tell what happened; a person has to."""

    exit_code = 3


class WaitingForPerson(ClprunError):
    """A question or a manual step is open."""

    exit_code = 3


class NeedsAcceptance(WaitingForPerson):
    """Goes on only when a person accepts what was found.

    Args:
        what: an ``Acceptance``, as ``--accept`` takes it.
        problems: see :class:`ClprunError`.
    """

    def __init__(self, what: str, *problems: Problem) -> None:
        super().__init__(*problems)
        self.what = what


class NodeUnreachable(ClprunError):
    """No link to a node, or its host key or the login was refused."""

    exit_code = 4


class LinkLost(NodeUnreachable):
    """The link to a node went away in the middle of a conversation."""


class ClusterLocked(ClprunError):
    """Another run holds the cluster, or one is unfinished."""

    exit_code = 5


class ClusterHeld(ClusterLocked):
    """A living process of this controller holds the cluster: there is nothing to go on with before it ends."""


class PlanOutdated(ClprunError):
    """A saved plan no longer fits the nodes."""

    exit_code = 6


class InternalFault(ClprunError):
    """A fault of clprun itself."""

    exit_code = 70


class Interrupted(ClprunError):
    """A signal stopped the run.

    Args:
        problems: see :class:`ClprunError`.
        signal_number: POSIX number of the signal; the exit code is 128 + number.
    """

    exit_code = 130

    def __init__(self, *problems: Problem, signal_number: int = 2) -> None:
        super().__init__(*problems)
        self.signal_number = signal_number

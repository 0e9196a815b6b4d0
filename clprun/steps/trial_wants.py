"""What a failover trial wants: which fault is made, where the group should come to, and what proves that it serves."""

import re
from fnmatch import fnmatchcase
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from clprun.model.cluster import Role
from clprun.node.questions import Process
from clprun.steps.base import Want
from clprun.steps.wants import ObjectName

__all__ = ["FailoverTrialWant", "KilledWant", "RecoveryWant", "ServingProcess", "matches"]

Expected = Literal["other-node", "same-node", "offline"]

_EXPECTED: dict[str, tuple[Expected, ...]] = {
    "start": ("same-node",),
    "stop": ("offline",),
    "move": ("other-node",),
    "kill": ("other-node", "same-node", "offline"),
    "reboot": ("other-node",),
}
"""Where the group can come to after each fault, the usual place first."""

_Pattern = Annotated[str, Field(pattern=r"[^*?]", max_length=255)]
"""``*`` stands for any text, ``?`` for any character, and everything else for itself."""

_ServiceName = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9:_.@]([A-Za-z0-9 ()/:_.@\\-]*[A-Za-z0-9()/:_.@\\-])?$", max_length=255)
]


class KilledWant(Want):
    """The process that is killed: either of the two.

    Args:
        service: a unit of systemd, or a service of Windows by its service name or display name, whose process it is.
        process: what its command line, or its program's own name, looks like. Exactly one process must.
        parent: pid of its parent, where that tells it from others of its name.
    """

    service: _ServiceName | None = None
    process: _Pattern | None = None
    parent: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.service is None) == (self.process is None):
            raise ValueError("either 'service' or 'process' names what is killed")
        if self.service is not None and self.parent is not None:
            raise ValueError("'parent' belongs to 'process'; systemd knows a service's main process")
        return self


class ServingProcess(Want):
    """A process that must run where the group is.

    Args:
        name: see ``process`` of :class:`KilledWant`.
        at_least: how many.
    """

    name: _Pattern
    at_least: Annotated[int, Field(ge=1, le=10000)] = 1


def _spelled_out(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class RecoveryWant(Want):
    """What proves, beyond the group's own state, that it serves again.

    Args:
        url: must answer, with whatever HTTP status; asked from the node where the group is.
        verify_certificate: whether the certificate behind ``https`` must be a valid one.
        processes: run where the group is; in a runbook, a name alone means one or more.
    """

    url: Annotated[str, Field(pattern=r"^https?://", max_length=2000)] | None = None
    verify_certificate: bool = False
    processes: tuple[Annotated[ServingProcess, BeforeValidator(_spelled_out)], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the group's own state is all there is."""
        return self.url is None and not self.processes


class FailoverTrialWant(Want):
    """A fault and what must come of it.

    Args:
        group: the failover group.
        fault: ``start``, ``stop`` or ``move`` of the group, ``kill`` of a process, ``reboot`` of the node it is on.
        kill: for ``kill``, the process.
        reboot_by: for ``reboot``, ``clpdown`` (CLUSTERPRO ends in good order first) or ``os`` (the system's own).
        expect: where the group comes to, seen from the node of the fault; the usual place of the fault when left out.
        proof: what else must hold there.
        was: role of the node of the fault; for previews without nodes only.
    """

    group: ObjectName
    fault: Literal["start", "stop", "move", "kill", "reboot"]
    kill: KilledWant | None = None
    reboot_by: Literal["clpdown", "os"] = "clpdown"
    expect: Expected | None = None
    proof: RecoveryWant = RecoveryWant()
    was: Role = Role.PRIMARY

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.fault == "kill") != (self.kill is not None):
            raise ValueError("'kill' says which process is killed, for fault kill and only for that")
        if self.expected not in _EXPECTED[self.fault]:
            raise ValueError(f"after this fault the group can be: {', '.join(_EXPECTED[self.fault])}")
        if self.expected == "offline" and not self.proof.is_empty:
            raise ValueError("a group that is offline serves nothing; leave 'proof' out")
        if self.fault == "kill" and self.expected == "same-node" and self.proof.is_empty:
            raise ValueError("'proof' is wanted: the group looks the same before and after its process was killed")
        return self

    @property
    def expected(self) -> Expected:
        """Where the group comes to."""
        return self.expect or _EXPECTED[self.fault][0]


def matches(pattern: str, process: Process) -> bool:
    """Whether a process's command line, or its program's own name, looks like a pattern."""
    literal = re.sub(r"\[", "[[]", pattern)
    words = process.args.split(maxsplit=1)
    own_name = words[0].rpartition("/")[2] if words else ""
    return fnmatchcase(process.args, literal) or fnmatchcase(own_name, literal)

"""Check the settings of monitor commands before anything is built: what contradicts itself is refused unseen by a node.

Sources: guide ISA, chapter 2 and chapter 4, Step 5; ERRATA G4-15, G4-16, G4-26.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from clprun.errors import Problem
from clprun.model.question import Answers, Ask
from clprun.node.questions import FileFacts, FileKind
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.isa_wants import MonitorCommand

__all__ = ["IsaSettings", "IsaSettingsWant", "WatchWant"]

_Number = Annotated[int, Field(ge=1, le=10000)]


class WatchWant(MonitorCommand):
    """How a monitor command watches.

    Args:
        interval: seconds from one check to the next.
        retries: how often a check that failed is repeated.
        wait: seconds an answer may take.
    """

    interval: _Number
    retries: _Number
    wait: _Number

    @property
    def gives_up_after(self) -> int:
        """Seconds until it judges a dead server dead; every try may take its whole time (ERRATA G4-26)."""
        return (self.interval + self.wait) * self.retries


class IsaSettingsWant(Want):
    """All monitor commands of a group, and what the PID monitors over them do first.

    Args:
        monitors: the monitor commands; an entry that is null counts for nothing.
        reactivations: how often the PID monitors reactivate the group before anything else.
        first_check_after: seconds from the start of a monitor command to the PID monitor's first check.
    """

    monitors: tuple[WatchWant | None, ...]
    reactivations: Annotated[int, Field(ge=0, le=99)]
    first_check_after: Annotated[int, Field(ge=0, le=9999)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        used: set[str] = set()
        for monitor in filter(None, self.monitors):
            if monitor.id in used:
                raise PydanticCustomError("isa.id_given_twice", "unused", {"id": monitor.id})
            used.add(monitor.id)
            if self.reactivations > 0 and self.first_check_after <= monitor.gives_up_after:
                values = {
                    "id": monitor.id,
                    "found": self.first_check_after,
                    "limit": monitor.gives_up_after,
                    "reactivations": self.reactivations,
                }
                raise PydanticCustomError("isa.start_delay_too_short", "unused", values)
        return self


class IsaSettings(Check[IsaSettingsWant]):
    """The identifiers differ, the start delay is long enough, and the commands are there."""

    name = "isa-settings"
    want = IsaSettingsWant

    def asks(self, want: IsaSettingsWant, target: Target) -> Sequence[Ask[Any]]:
        """What lies where the commands should."""
        return [Ask(target.node.name, question) for question in _commands(want)]

    def missing(self, want: IsaSettingsWant, target: Target, answers: Answers) -> Problem | None:
        """The first command that is not there."""
        for question in _commands(want):
            if answers(target.node.name, question).kind not in {FileKind.FILE, FileKind.LINK}:
                return Problem("isa.command_absent", {"path": question.path}, node=target.node.name)
        return None


def _commands(want: IsaSettingsWant) -> list[FileFacts]:
    names = dict.fromkeys(monitor.command for monitor in want.monitors if monitor is not None)
    return [FileFacts(f"/usr/sbin/{name}") for name in names]

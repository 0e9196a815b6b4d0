"""A controller on a lab that begins a run and goes on with it, and the person who does its manual steps."""

import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from clprun.lab import client
from clprun.lab.site import Site
from tests.runbooks.manager_machine import ManagerMachine
from tests.support.bench import Bench, Finish

__all__ = ["KILLED", "NOTHING_TO_RESUME", "WAITING", "Controller", "advised"]

KILLED: Final = -signal.SIGKILL
WAITING: Final = 3
"""Exit code of a run that waits for a person."""

NOTHING_TO_RESUME: Final = 2
"""Exit code of ``resume`` where no run has begun."""

_PATIENCE: Final = 900.0
_ADVICE: Final = re.compile(r"^ *clprun (resume .+?)(?:   #.*)?$", re.MULTILINE)
_WAITS: Final = re.compile(r"^  (\S+) +(\S+)  waits for a person", re.MULTILINE)
_WHERE: Final = re.compile(r"^  where: node (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Controller:
    """Begins and resumes runs of the bench's runbook.

    Args:
        bench: the lab.
        hands: what a person types on the node for each manual step.
        remedies: words of a message, and what a person types on the node that it names.
        everywhere: words of a message, and what a person types on each node.
    """

    bench: Bench
    hands: Mapping[str, str] = field(default_factory=dict)
    remedies: Mapping[str, str] = field(default_factory=dict)
    everywhere: Mapping[str, str] = field(default_factory=dict)

    def begin(self, fault: str | None = None) -> Finish:
        """Apply the runbook, unless a fault or a question stops it."""
        return self._helped(self.bench.clprun(*self.beginning, fault=fault, seconds=_PATIENCE), fault)

    def go_on(self, fault: str | None = None, *more: str) -> Finish:
        """Resume the run."""
        return self._helped(self.bench.clprun(*self.going_on, *more, fault=fault, seconds=_PATIENCE), fault, *more)

    @property
    def beginning(self) -> tuple[str, ...]:
        """The arguments that begin a run."""
        return ("apply", self.bench.runbook, "--lab", "--yes")

    @property
    def going_on(self) -> tuple[str, ...]:
        """The arguments that go on with the only unfinished run."""
        return ("resume", "--yes")

    def _helped(self, finish: Finish, fault: str | None, *more: str) -> Finish:
        """How a command ended, once everything was done by hand that it waited for."""
        while self.helped(finish):
            finish = self.bench.clprun(*self.going_on, *more, fault=fault, seconds=_PATIENCE)
        return finish

    def helped(self, finish: Finish) -> bool:
        """Do by hand what a run waits for, or says is to be done; whether it was anything that is done by hand."""
        return self._step_done(finish) or self._remedied(finish)

    def _remedied(self, finish: Finish) -> bool:
        there = [command for words, command in self.remedies.items() if words in finish.err]
        everywhere = [command for words, command in self.everywhere.items() if words in finish.err]
        typed = [(node, command) for command in there[:1] for node in _WHERE.findall(finish.err)]
        typed += [(node, command) for command in everywhere[:1] for node in self.bench.nodes]
        for node, command in typed:
            self.bench.sh(node, command)
        return bool(typed)

    def _step_done(self, finish: Finish) -> bool:
        found = _WAITS.findall(finish.text) if finish.code == WAITING else []
        if not found or found[-1][0] not in self.hands:
            return False
        step, node = found[-1]
        site = Site.from_json(client.status(self.bench.home)["site"])
        ManagerMachine(self.bench.home, site).done(node, self.hands[step])
        return True


def advised(finish: Finish) -> tuple[str, ...]:
    """The command that a message gives to go on with."""
    found = _ADVICE.findall(finish.err)
    return (*found[-1].split(), "--yes") if found else ()

"""Check that an address answers."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem
from clprun.model.question import Answers, Ask
from clprun.node.questions import Ping
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import Address

__all__ = ["PingCheck", "PingWant"]


class PingWant(Want):
    """What must answer an echo request of the step's node.

    Args:
        address: IP address.
    """

    address: Address


class PingCheck(Check[PingWant]):
    """An address answers, as the floating IP must (guide JC 2.3 (1))."""

    name = "ping"
    want = PingWant
    patience = 30

    def asks(self, want: PingWant, target: Target) -> Sequence[Ask[Any]]:
        """One echo request."""
        return (Ask(target.node.name, Ping(want.address)),)

    def missing(self, want: PingWant, target: Target, answers: Answers) -> Problem | None:
        """That nobody answers."""
        if answers(target.node.name, Ping(want.address)):
            return None
        return Problem("check.no_echo", {"address": want.address}, node=target.node.name)

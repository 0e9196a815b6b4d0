"""Check that a service listens on one address, and on no other."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Annotated, Any

from pydantic import Field

from clprun.errors import Problem, Value
from clprun.model.question import Answers, Ask
from clprun.node.listeners import Listeners
from clprun.node.questions import ProcessesNow
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.trial_wants import matches
from clprun.steps.wants import Address

__all__ = ["ListensOnly", "ListensOnlyWant"]


class ListensOnlyWant(Want):
    """Who should listen where.

    Args:
        address: the one address.
        port: the TCP port; what the service listens to on other ports does not count.
        processes: pattern of its processes' command lines; other programs may have the port on other addresses.
    """

    address: Address
    port: Annotated[int, Field(ge=1, le=65535)]
    processes: Annotated[str, Field(min_length=1, max_length=1023)]


class ListensOnly(Check[ListensOnlyWant]):
    """What listens on all addresses answers on the node's own, too, and takes the port from everybody else there."""

    name = "listens-only"
    want = ListensOnlyWant
    patience = 60

    def asks(self, want: ListensOnlyWant, target: Target) -> Sequence[Ask[Any]]:
        """Sockets and processes."""
        del want
        return (Ask(target.node.name, Listeners()), Ask(target.node.name, ProcessesNow()))

    def missing(self, want: ListensOnlyWant, target: Target, answers: Answers) -> Problem | None:
        """Where else it listens, or that it does not listen there."""
        node = target.node.name
        own = {each.pid for each in answers(node, ProcessesNow()) if matches(want.processes, each)}
        found = [each for each in answers(node, Listeners()) if each.port == want.port and own & each.pids]
        others = [each.address for each in found if ip_address(each.address) != ip_address(want.address)]
        values: dict[str, Value] = {"address": want.address, "port": want.port, "processes": want.processes}
        if others:
            return Problem("check.listens_elsewhere", {**values, "found": ", ".join(others)}, node=node)
        return None if found else Problem("check.nobody_listens", values, node=node)

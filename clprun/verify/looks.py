"""What several shipped checks look at on a node, by testinfra."""

from typing import TypeVar

from testinfra.host import Host

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.questions import Addresses

__all__ = ["answered", "own_addresses", "resolved"]

A = TypeVar("A")


def answered(host: Host, question: Question[A]) -> A:
    """The answer of a Linux node to one of clprun's own questions.

    Raises:
        Unanswerable: what it says is not understood.
    """
    done = host.run(question.script(Platform.LINUX))
    return question.answer(Raw(done.exit_status, done.stdout_bytes))


def own_addresses(host: Host) -> set[str]:
    """The addresses of a Linux node by which others can reach it."""
    return {each.ip for each in answered(host, Addresses()) if each.interface != "lo"}


def resolved(host: Host, name: str) -> tuple[set[str], set[str]]:
    """Addresses of a name, and the first name of each of them, as the node itself resolves."""
    addresses = {line.split()[0] for line in host.check_output("getent ahosts %s", name).splitlines()}
    return addresses, {host.check_output("getent hosts %s", address).split()[1].lower() for address in addresses}

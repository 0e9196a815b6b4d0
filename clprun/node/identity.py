"""Preconditions of every run about who the nodes are (PROCEDURES.md, common to all runbooks); pure."""

from clprun.errors import Problem
from clprun.model.cluster import Node, Platform
from clprun.node.system import IdentityAnswer

__all__ = ["CLOCK_TOLERANCE", "clocks_agree", "is_expected_host", "is_expected_system", "is_root", "unmet"]

CLOCK_TOLERANCE = 5.0
"""Seconds the clocks of the two nodes may be apart."""

_KERNELS = {Platform.LINUX: "linux", Platform.WINDOWS: "windows"}


def is_expected_host(node: Node, answer: IdentityAnswer) -> Problem | None:
    """Whether the node calls itself by its name in the inventory.

    Where one of the two names is short, only the first labels are compared; letter case never counts.
    """
    ours, theirs = node.name.lower(), answer.host_name.lower()
    if "." not in ours or "." not in theirs:
        ours, theirs = ours.partition(".")[0], theirs.partition(".")[0]
    if ours == theirs:
        return None
    return Problem(
        "node.wrong_host",
        {"expected": node.name, "found": answer.host_name, "address": node.address},
        node=node.name,
    )


def is_root(node: Node, answer: IdentityAnswer) -> Problem | None:
    """Whether root's rights, or all rights of an administrator, are really held."""
    if answer.user_id == 0:
        return None
    if answer.os_id == "windows":
        return Problem("node.not_administrator", node=node.name)
    return Problem("node.not_root", {"user_id": answer.user_id}, node=node.name)


def is_expected_system(node: Node, answer: IdentityAnswer, platform: Platform) -> Problem | None:
    """Whether the operating system is of the family the inventory says."""
    if answer.kernel.lower().startswith(_KERNELS[platform]):
        return None
    return Problem("node.wrong_system", {"expected": platform.value, "found": answer.kernel}, node=node.name)


def clocks_agree(first: tuple[Node, IdentityAnswer], second: tuple[Node, IdentityAnswer]) -> Problem | None:
    """Whether the clocks of two nodes are close enough.

    Each was read at some moment between question and answer, which explains as much of a difference.

    Args:
        first: a node and its answer.
        second: the other node and its answer.
    """
    (one, ours), (other, theirs) = first, second
    apart = max(_ahead(ours, theirs), _ahead(theirs, ours))
    if apart <= CLOCK_TOLERANCE:
        return None
    return Problem(
        "node.clocks_apart",
        {"first": one.name, "second": other.name, "seconds": round(apart, 1), "limit": CLOCK_TOLERANCE},
        node=other.name,
    )


def _ahead(one: IdentityAnswer, other: IdentityAnswer) -> float:
    """Seconds that a clock is ahead of another at least."""
    return (one.clock - one.answered) - (other.clock - other.sent)


def unmet(
    nodes: tuple[Node, Node], answers: tuple[IdentityAnswer, IdentityAnswer], platform: Platform
) -> list[Problem]:
    """All preconditions that do not hold, in the order a person would look at them.

    Args:
        nodes: the two nodes.
        answers: theirs, in the same order.
        platform: the family the inventory says.
    """
    both = list(zip(nodes, answers, strict=True))
    found = [check(node, answer) for node, answer in both for check in (is_expected_host, is_root)]
    found += [is_expected_system(node, answer, platform) for node, answer in both]
    found.append(clocks_agree(both[0], both[1]))
    return [problem for problem in found if problem is not None]

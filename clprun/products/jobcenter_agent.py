"""What is known of JobCenter AG, the standard mode's agent on Linux: its service and its list of instances.

Sources: guide JC 3.4 and 3.5; reference/products.md 2.2. Of the list only two columns are known, not their order, not
the others, and not how the lines are drawn: it is read by its own head, and what does not fit is not guessed.
"""

from dataclasses import dataclass

from clprun.node.commands import ReadOnlyCommand

__all__ = ["AGENTS", "JCAGCTRL", "AgentState", "UnreadableAgents", "agent_state", "agent_unit"]

JCAGCTRL = "/usr/bin/jcagctrl"

AGENTS = ReadOnlyCommand((JCAGCTRL, "list"))
"""The question for a node's instances (guide JC 3.5)."""

_BORDER = frozenset("+-=|─│┼┬┴├┤┌┐└┘ \t")
_WORDS = {"true": True, "false": False}


class UnreadableAgents(Exception):
    """The list has no head with the two columns, or a line that does not fit it."""


@dataclass(frozen=True)
class AgentState:
    """What the list says of an instance.

    Args:
        active: column ACTIVE.
        enable: column ENABLE; what it means is not public (ERRATA G2-30).
    """

    active: bool
    enable: bool


def agent_unit(instance_id: str) -> str:
    """The service of an instance: named by its id, which is neither its name nor the agent's (ERRATA G2-29)."""
    return f"jcexecutor_agent_{instance_id}.service"


def agent_state(listing: str, instance: str) -> AgentState | None:
    """What ``jcagctrl list`` says of an instance; ``None`` when it is not listed.

    Args:
        listing: what the command printed, untrusted.
        instance: name of the instance.

    Raises:
        UnreadableAgents: the list is not understood.
    """
    rows = [_cells(line) for line in listing.splitlines() if not _BORDER.issuperset(line)]
    heads = [index for index, row in enumerate(rows) if {"ACTIVE", "ENABLE"} <= {cell.upper() for cell in row}]
    if not heads:
        raise UnreadableAgents
    head, *lines = rows[heads[0] :]
    found = [row for row in lines if instance in row]
    if not found:
        return None
    columns = [cell.upper() for cell in head]
    if len(found) > 1 or len(found[0]) != len(columns) or len(set(columns)) != len(columns):
        raise UnreadableAgents
    values = dict(zip(columns, found[0], strict=True))
    try:
        return AgentState(_WORDS[values["ACTIVE"].lower()], _WORDS[values["ENABLE"].lower()])
    except KeyError:
        raise UnreadableAgents from None


def _cells(line: str) -> list[str]:
    """The columns of a line: between bars where it has any, else its words."""
    line = line.replace("│", "|")
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if "|" in line else line.split()

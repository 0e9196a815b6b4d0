"""``jcagctrl list`` (JC 3.5): a table with at least the columns ACTIVE and ENABLE. Not the product.

How the table is drawn, the order of its columns, its others and what it says without the disk are not public
(products.md 2.2, 7): the seed chooses. ENABLE is taken for a flag of JobCenter's own (ERRATA G2-30).
"""

from ..calls import Call
from . import agent
from .instance import Instance, known

__all__ = ["jcagctrl"]

_ORDERS = (
    ("INSTANCE", "AGENT", "ID", "ACTIVE", "ENABLE"),
    ("ID", "ENABLE", "ACTIVE", "INSTANCE", "AGENT"),
)


def jcagctrl(call: Call) -> int:
    """Show the instances that this node knows."""
    if call.arguments != ["list"]:
        call.refuse("Usage: jcagctrl list", "usage")
    columns = _ORDERS[call.settings.choice("jcagctrl columns", len(_ORDERS))]
    without_disk = call.settings.choice("jcagctrl without the disk", 2) == 0
    shown = [each for each in known() if without_disk or each.reachable()]
    rows = [columns, *(tuple(_values(each)[column] for column in columns) for each in shown)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(columns))]
    bars = call.settings.choice("jcagctrl bars", 2) == 0
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        call.say(f"| {' | '.join(cells)} |" if bars else "  ".join(cells).rstrip())
    return 0


def _values(instance: Instance) -> dict[str, str]:
    return {
        "INSTANCE": instance.name,
        "AGENT": instance.agent,
        "ID": instance.id,
        "ACTIVE": str(agent.is_active(instance)).lower(),
        "ENABLE": str(instance.enable).lower(),
    }

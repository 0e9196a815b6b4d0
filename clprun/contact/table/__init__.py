"""The one table of assumptions: the interview, the page in the documents and the tests come from it."""

from collections.abc import Mapping

from clprun.contact.assumption import Assumption
from clprun.contact.table import clusterpro, jobcenter, nodes, windows

__all__ = ["ASSUMPTIONS"]

ASSUMPTIONS: Mapping[str, Assumption] = {
    each.id: each for module in (clusterpro, nodes, jobcenter, windows) for each in module.ASSUMPTIONS
}
"""By id, in the order they are shown."""

"""What clpstat prints, read by its structure (reference/clusterpro.md 1.1).

A word that is in no table is kept as it was printed and never taken for a state: whoever decides must stop on it
(:attr:`ClusterStatus.unknown_words`).
"""

from clprun.products.clpstat.errors import ClpstatError, ClpstatProblem
from clprun.products.clpstat.parser import BUSY_EXIT, CLPSTAT, CLPSTAT_LONG, parse
from clprun.products.clpstat.status import ClusterStatus, GroupStatus, ObjectStatus, ServerStatus, State
from clprun.products.clpstat.words import Status

__all__ = [
    "BUSY_EXIT",
    "CLPSTAT",
    "CLPSTAT_LONG",
    "ClpstatError",
    "ClpstatProblem",
    "ClusterStatus",
    "GroupStatus",
    "ObjectStatus",
    "ServerStatus",
    "State",
    "Status",
    "parse",
]

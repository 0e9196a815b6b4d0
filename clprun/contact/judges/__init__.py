"""Who judges which assumption; what a judge makes of a reply is what a run would make of it."""

from collections.abc import Mapping

from clprun.contact.judgement import Judge
from clprun.contact.judges import clusterpro, jobcenter, nodes, windows

__all__ = ["JUDGES"]

JUDGES: Mapping[str, Judge] = {
    **clusterpro.JUDGES,
    **nodes.JUDGES,
    **jobcenter.JUDGES,
    **windows.JUDGES,
}
"""By id of the assumption."""

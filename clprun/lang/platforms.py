"""Whether a runbook and a cluster are for the same operating system."""

from clprun.errors import InputError, Problem, Value
from clprun.lang.inventory import Site
from clprun.lang.loaded import LoadedRunbook

__all__ = ["check_platform"]


def check_platform(loaded: LoadedRunbook, site: Site) -> None:
    """Refuses a cluster that the runbook is not written for.

    Raises:
        InputError: it is such a cluster.
    """
    runbook, platform = loaded.runbook, site.cluster.platform
    if platform not in runbook.platforms:
        values: dict[str, Value] = {
            "runbook": runbook.runbook,
            "wanted": ", ".join(each.value for each in runbook.platforms),
            "cluster": site.cluster.name,
            "found": platform.value,
        }
        raise InputError(Problem("input.wrong_platform", values, place=site.value_place("platform")))

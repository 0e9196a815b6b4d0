"""Whether a runbook and a cluster are for the same operating system."""

from clprun.errors import InputError, Problem, Value
from clprun.lang.inventory import Site
from clprun.lang.loaded import LoadedRunbook
from clprun.model.cluster import Platform

__all__ = ["check_platform"]


def check_platform(loaded: LoadedRunbook, site: Site) -> None:
    """Refuses a cluster that the runbook is not written for, or that clprun can't work on yet.

    Raises:
        InputError: it is such a cluster.
    """
    runbook, platform = loaded.runbook, site.cluster.platform
    place = site.value_place("platform")
    if platform is not runbook.platform:
        values: dict[str, Value] = {
            "runbook": runbook.runbook,
            "wanted": runbook.platform.value,
            "cluster": site.cluster.name,
            "found": platform.value,
        }
        raise InputError(Problem("input.wrong_platform", values, place=place))
    if platform is Platform.WINDOWS:
        raise InputError(Problem("input.platform_not_supported_yet", {"platform": platform.value}, place=place))

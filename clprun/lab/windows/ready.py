"""Whether Windows nodes can be had on this machine."""

from clprun.errors import Problem
from clprun.lab.means import Means
from clprun.lab.windows.home import windows_home
from clprun.lab.windows.parts import wanting

__all__ = ["obstacle"]


def obstacle(means: Means) -> Problem | None:
    """Why a lab of Windows nodes can't be built; None when it can.

    Args:
        means: how the lab would be built. Only systemd, tier A's, ends services in the order in which they need each
            other, and a Windows that is shut down before its products is none.
    """
    if not means.systemd:
        return Problem("lab.windows_tier", {"tier": means.tier})
    if parts := wanting(windows_home()):
        return Problem("lab.windows_missing", {"parts": ", ".join(parts)})
    return None

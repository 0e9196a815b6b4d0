"""Named points of a run at which a test cuts it. A run without ``CLPRUN_FAULT`` passes them for the price of one look.

``CLPRUN_FAULT=POINT:STEP:NODE[:ACTION]`` kills the process there by SIGKILL, as a power cut would. An empty node means
any; ACTION is the place of the action within the change, from 0, which is also what counts when it is not given.
"""

import os
import signal
from enum import StrEnum

__all__ = ["Point", "reach"]


class Point(StrEnum):
    """Where a run can be cut."""

    BEFORE = "before"
    INTENDED = "intended"
    ACTED = "acted"
    PROVEN = "proven"
    DONE = "done"
    PHASE = "phase"


def reach(point: Point, step: str, node: str, action: int = 0) -> None:
    """Die here when the environment says so."""
    wanted = os.environ.get("CLPRUN_FAULT")
    if wanted is None:
        return
    at_point, at_step, at_node, at_action, *_ = [*wanted.split(":"), "", "", "", ""]
    if (at_point, at_step) == (point, step) and at_node in {"", node} and int(at_action or 0) == action:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

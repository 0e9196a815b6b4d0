"""Named points of a run at which a test cuts it. A run without ``CLPRUN_FAULT`` passes them for the price of one look.

``CLPRUN_FAULT=POINT:STEP:NODE`` kills the process there by SIGKILL, as a power cut would. An empty node means any.
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


def reach(point: Point, step: str, node: str) -> None:
    """Die here when the environment says so."""
    wanted = os.environ.get("CLPRUN_FAULT")
    if wanted is None:
        return
    kind, _, rest = wanted.partition(":")
    at_step, _, at_node = rest.partition(":")
    if (kind, at_step) == (point, step) and at_node in {"", node}:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

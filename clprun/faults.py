"""Named points of a run at which a test cuts it. A run without ``CLPRUN_FAULT`` passes them for the price of one look.

``CLPRUN_FAULT=POINT:STEP:NODE[:ACTION]`` kills the process there by SIGKILL, as a power cut would. An empty node means
any; ACTION is the place of the action within the change, from 0, which is also what counts when it is not given.
``CLPRUN_FAULT=POINT:NUMBER`` does so around the NUMBERth event, from 1, that is written to an open journal.
``CLPRUN_FAULT=each:FILE`` kills it at every place of a step or phase where it has not been before: FILE names the
places, and the new one is added. ``CLPRUN_FAULT=note:FILE`` adds every new place to FILE and kills nowhere.
"""

import os
import signal
from enum import StrEnum
from pathlib import Path

__all__ = ["Point", "cut", "is_cut", "reach"]


class Point(StrEnum):
    """Where a run can be cut."""

    BEFORE = "before"
    INTENDED = "intended"
    ACTED = "acted"
    PROVEN = "proven"
    DONE = "done"
    PHASE = "phase"
    APPENDING = "appending"
    """Half of an event's line is written."""
    APPENDED = "appended"
    """The line is on disk, and nothing has followed from it yet."""


_AROUND_AN_EVENT = frozenset({Point.APPENDING, Point.APPENDED})


def reach(point: Point, step: str, node: str = "", action: int = 0) -> None:
    """Die here when the environment says so.

    Args:
        point: where the run is.
        step: what it is at; around an append, the number of the event.
        node: on which node, if on one.
        action: which action of the change.
    """
    if is_cut(point, step, node, action):
        cut()


def is_cut(point: Point, step: str, node: str = "", action: int = 0) -> bool:
    """Whether the environment says that the run ends here; see :func:`reach`."""
    wanted = os.environ.get("CLPRUN_FAULT")
    if wanted is None:
        return False
    mode, _, file = wanted.partition(":")
    if mode in {"each", "note"}:
        place = f"{point}:{step}:{node}:{action}"
        return point not in _AROUND_AN_EVENT and _is_new(place, Path(file)) and mode == "each"
    at_point, at_step, at_node, at_action, *_ = [*wanted.split(":"), "", "", "", ""]
    return (at_point, at_step) == (point, step) and at_node in {"", node} and int(at_action or 0) == action


def _is_new(place: str, file: Path) -> bool:
    """Whether a place is not in the file, which names it from now on."""
    known = file.read_text("utf-8").splitlines() if file.exists() else []
    if place not in known:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"{place}\n")
    return place not in known


def cut() -> None:
    """Die as by a power cut."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

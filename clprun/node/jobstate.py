"""How a detached command stands."""

from dataclasses import dataclass
from enum import StrEnum

from clprun.model.change import ENDED_BY_SIGNAL

__all__ = ["JobAnswer", "JobState"]

_NO_SIGNAL = range(256, 1 << 30)
"""Exit codes of Windows programs that are neither what a shell gives for a signal nor a status of the system."""


_BY_SIGNAL = range(ENDED_BY_SIGNAL + 1, ENDED_BY_SIGNAL + 65)
"""Exit codes that a shell gives for a signal; Linux has 64 of them."""


class JobState(StrEnum):
    """Where a job stands."""

    ABSENT = "absent"
    RUNNING = "running"
    ENDED = "ended"
    LOST = "lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class JobAnswer:
    """State of a detached command.

    Args:
        state: ``ABSENT`` = its command has not begun; ``LOST`` = it has begun, is gone, and left no exit code (killed,
            or the node was restarted); ``UNKNOWN`` = it may have begun and may still run, and nothing tells.
        exit_code: of an ended command.
        output_tail: the end of what it printed on both streams, untrusted.
        started: when it was started, by the node's clock in seconds since the epoch; Windows does not tell.
        pid: of the shell that runs it; Windows does not tell.
        elapsed: seconds it has been running; Windows does not tell.
    """

    state: JobState
    exit_code: int | None = None
    output_tail: bytes = b""
    started: int | None = None
    pid: int | None = None
    elapsed: int = 0

    @property
    def said_no(self) -> bool:
        """Whether its command ended with an exit code of its own that is not 0; a signal's may follow what it did."""
        code = self.exit_code or 0
        return self.state is JobState.ENDED and (0 < code <= ENDED_BY_SIGNAL or code in _NO_SIGNAL)

    @property
    def was_cut(self) -> bool:
        """Whether its command ended by a signal or a status of the system, not by its own will."""
        code = self.exit_code or 0
        return self.state is JobState.ENDED and (code in _BY_SIGNAL or not 0 <= code < _NO_SIGNAL.stop)

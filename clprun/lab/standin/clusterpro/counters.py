"""Counters of a monitor: when it restarts, fails over, takes its final action. Pure; not the product.

Thresholds and their defaults (3 reactivations, 1 failover, no final action), time-outs: clusterpro.md 2.6.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from .model import Monitor

__all__ = ["Counter", "Finding", "Reaction", "judge"]


class Finding(StrEnum):
    """What one check found."""

    NORMAL = "normal"
    FAULT = "fault"
    LATE = "late"
    """The check itself was not over within the monitor's time-out."""


class Reaction(StrEnum):
    """What a monitor does about a failed check."""

    NONE = "none"
    RESTART = "restart"
    FAILOVER = "failover"
    FINAL = "final action"


@dataclass(frozen=True)
class Counter:
    """What one monitor remembers on one server; a normal check clears it (recall: the product counts until normal)."""

    misses: int = 0
    restarts: int = 0
    failovers: int = 0
    finished: bool = False
    failing: bool = False


def judge(monitor: Monitor, counter: Counter, finding: Finding) -> tuple[Counter, Reaction]:
    """The counter after one check, and what is to be done.

    Args:
        monitor: its thresholds.
        counter: the counter before.
        finding: the check's result.
    """
    if finding is Finding.NORMAL:
        return Counter(), Reaction.NONE
    late = finding is Finding.LATE
    if counter.misses < monitor.retries and not (late and monitor.late_is_final):
        return replace(counter, misses=counter.misses + 1), Reaction.NONE
    failing = replace(counter, misses=0, failing=True)
    if counter.finished or (late and monitor.late_is_borne):
        return failing, Reaction.NONE
    if counter.restarts < monitor.restarts and monitor.recovery_kind in {"rsc", "grp"}:
        return replace(failing, restarts=counter.restarts + 1), Reaction.RESTART
    if counter.failovers < monitor.failovers:
        return replace(failing, failovers=counter.failovers + 1), Reaction.FAILOVER
    return replace(failing, finished=True), Reaction.FINAL

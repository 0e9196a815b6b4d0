"""What a monitor does about a fault: restart, failover, final action (clusterpro.md 2.6). Not the product."""

from . import operations
from .alerts import alert
from .counters import Reaction
from .engine import Engine
from .model import Monitor
from .order import dependencies

__all__ = ["recover"]

STOP_GROUP, STOP_RESOURCE = 2, 16
"""Final actions that leave the cluster service alone (clusterpro.md 2.6)."""


def recover(engine: Engine, monitor: Monitor, reaction: Reaction) -> None:
    """Perform ``reaction`` on the recovery target of ``monitor``; returns when it is done."""
    alert("rm", f"{monitor.name}: {reaction} of {monitor.recovery_name or 'nothing'}", "WARN")
    groups = _groups(engine, monitor)
    match reaction:
        case Reaction.RESTART:
            for group in groups:
                _restart(engine, monitor, group)
        case Reaction.FAILOVER:
            for group in groups:
                operations.fail_over(engine, group)
        case Reaction.FINAL:
            _finish(engine, monitor, groups)


def _groups(engine: Engine, monitor: Monitor) -> list[str]:
    """The groups of the recovery target that run here; every one for the local server (``cls``)."""
    groups = engine.cluster.groups
    if monitor.recovery_kind == "grp":
        names = [monitor.recovery_name]
    elif monitor.recovery_kind == "rsc":
        names = [group.name for group in groups if monitor.recovery_name in group.resources]
    else:
        names = [group.name for group in groups]
    return [name for name in names if name in engine.states and engine.states[name].active]


def _restart(engine: Engine, monitor: Monitor, group: str) -> None:
    """Stop and start the recovery target: a group, or a resource with all that depends on it.

    What cannot start again takes the way of a failed activation (inferred).
    """
    with engine.transition(group, wait=True):
        if not engine.states[group].active:
            return
        if monitor.recovery_kind == "grp":
            if engine.stop(group, "RESOURCERESTART") is None:
                operations.start_and_recover(engine, group, "START")
            return
        wanted = _with_dependents(engine, group, monitor.recovery_name)
        if all(engine.stop(group, "RESOURCERESTART", only=name) is None for name in reversed(wanted)):
            operations.start_and_recover(engine, group, "START", only=tuple(wanted))


def _with_dependents(engine: Engine, group: str, resource: str) -> list[str]:
    cluster = engine.cluster
    whole = {name: cluster.resource(name) for name in cluster.group(group).resources}
    wanted = [resource]
    for name, other in whole.items():
        if name not in wanted and set(wanted) & set(dependencies(other, whole)):
            wanted.append(name)
    return wanted


def _finish(engine: Engine, monitor: Monitor, groups: list[str]) -> None:
    action = monitor.final_action
    if action not in {STOP_GROUP, STOP_RESOURCE}:
        engine.final_action(action, f"monitor {monitor.name}")
        return
    for group in groups:
        with engine.transition(group, wait=True):
            alone = action == STOP_RESOURCE and monitor.recovery_kind == "rsc"
            engine.stop(group, only=monitor.recovery_name if alone else None)

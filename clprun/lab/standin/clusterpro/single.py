"""Starting and stopping a single resource (``clprsc``, clusterpro.md 1.3). Part of a stand-in, not the product."""

from ..wire import Message
from .answers import BUSY, SUCCESS, Answer, unready
from .engine import Busy, Engine
from .group import Status
from .model import Resource
from .order import dependencies

__all__ = ["resource_start", "resource_stop"]


def _dependents(engine: Engine, resource: Resource) -> list[str]:
    """Online resources of the same group that need ``resource``."""
    group = engine.cluster.group_of(resource.name)
    whole = {name: engine.cluster.resource(name) for name in group.resources}
    state = engine.states[group.name]
    return [
        name
        for name, other in whole.items()
        if resource.name in dependencies(other, whole) and state.of(name) is not Status.OFFLINE
    ]


def resource_start(engine: Engine, request: Message) -> Answer:
    """``clprsc -s``: refused while something it depends on is offline, unless forced (clusterpro.md 1.3)."""
    return _resource(engine, request, start=True)


def resource_stop(engine: Engine, request: Message) -> Answer:
    """``clprsc -t``: refused while something depends on it, unless forced (clusterpro.md 1.3)."""
    return _resource(engine, request, start=False)


def _resource(engine: Engine, request: Message, *, start: bool) -> Answer:
    if (refusal := unready(engine)) is not None:
        return refusal
    try:
        resource = engine.cluster.resource(str(request["resource"]))
        group = engine.cluster.group_of(resource.name)
    except KeyError:
        return f"Resource {request['resource']} does not exist.", False
    current = engine.active_on(group.name)
    if current not in (None, engine.node):
        return f"Group {group.name} has been started on the other server.", False
    state = engine.states[group.name]
    whole = {name: engine.cluster.resource(name) for name in group.resources}
    if start:
        waiting = [name for name in dependencies(resource, whole) if state.of(name) is not Status.ONLINE]
    else:
        waiting = _dependents(engine, resource)
    if waiting and not request.get("force"):
        return f"Resource {resource.name}: {', '.join(waiting)} first.", False
    if (state.of(resource.name) is Status.ONLINE) is start:
        return f"Resource {resource.name} has already been {'started' if start else 'stopped'}.", False
    try:
        with engine.transition(group.name):
            act = engine.start if start else engine.stop
            culprit = act(group.name, only=resource.name)
    except Busy:
        return BUSY
    return SUCCESS if culprit is None else (f"Resource {resource.name} failed.", False)

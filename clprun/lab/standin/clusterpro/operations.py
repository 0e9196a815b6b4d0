"""What clpgrp, clprsc, clpcl and clpmonctrl ask of a server's cluster service. Part of a stand-in, not the product.

Every function answers ``(text, good)``; refusals name their rule's source.
"""

import threading
from collections.abc import Callable
from contextlib import suppress

from ..wire import Message, ask
from .answers import BUSY, SUCCESS, Answer, unready
from .configuration import ConfigurationError, load
from .engine import Busy, Engine, Phase, fingerprint
from .group import Status
from .model import Resource
from .single import resource_start, resource_stop

__all__ = ["OPERATIONS", "PEER_PORT", "fail_over", "leave", "start_and_recover"]

PEER_PORT = 29001
"""Internal communication (clusterpro.md 5)."""
STOP_GROUP = 2
"""Final action (clusterpro.md 2.4)."""


class Unreachable(Exception):
    """A peer does not answer; the text says which."""


def tell(engine: Engine, server: str, request: Message) -> Answer:
    """Ask the cluster service of ``server``; its addresses in turn (interconnect first, 5).

    Raises:
        Unreachable: it does not answer, or died while it was at it.
    """
    for address in engine.cluster.server(server).addresses if engine.heartbeats.alive(server) else ():
        try:
            answer = ask((address, PEER_PORT), request)
        except OSError:
            continue
        return str(answer.get("text", "")), bool(answer.get("good"))
    raise Unreachable(f"Server {server} cannot be reached.")


def group_start(engine: Engine, request: Message) -> Answer:
    """``clpgrp -s``: on this server; a group that runs elsewhere is refused (recall, clusterpro.md Annex A)."""
    name = str(request["group"])
    if (refusal := unready(engine)) is not None:
        return refusal
    if name not in engine.states:
        return f"Group {name} does not exist.", False
    current = engine.active_on(name)
    if current == engine.node and engine.states[name].status is Status.ONLINE:
        return f"Group {name} has already been started on the local server.", False
    if current not in (None, engine.node):
        return f"Group {name} has already been started on the other server.", False
    try:
        with engine.transition(name):
            return start_and_recover(engine, name, str(request.get("event") or "START"))
    except Busy:
        return BUSY


def start_and_recover(
    engine: Engine, group: str, event: str, failovers: int = 0, only: tuple[str | None, ...] = (None,)
) -> Answer:
    """Start ``group`` here, or some resources of it; a failed activation fails over, then takes its final action.

    Needs the group's transition.

    Args:
        engine: this server's groups.
        group: the group's name.
        event: CLP_EVENT of its scripts.
        failovers: how often it failed over already because it could not be started. That the count goes with the group
            is inferred (clusterpro.md 2.4 has only the threshold).
        only: these resources in this order; none stands for all.
    """
    for name in only:
        culprit = engine.start(group, event, only=name)
        if culprit is not None:
            return _recover(engine, group, culprit, failovers)
    return SUCCESS


def _recover(engine: Engine, group: str, culprit: Resource, failovers: int) -> Answer:
    failure = f"Starting group {group} failed: resource {culprit.name}.", False
    if failovers < culprit.failovers and (destination := _destination(engine, group)) is not None:
        if engine.stop(group, "GROUPFAILOVER") is None:
            order: Message = {"op": "take", "group": group, "event": "FAILOVER", "previous": engine.node}
            with suppress(Unreachable):
                tell(engine, destination, {**order, "failovers": failovers + 1})
        return failure
    if culprit.final_action == STOP_GROUP:
        engine.stop(group)
    else:
        engine.final_action(culprit.final_action, failure[0])
    return failure


def _destination(engine: Engine, group: str) -> str | None:
    """The server a group would go to: the first of its policy that is online and is not this one."""
    online = engine.online_peers()
    return next((name for name in engine.cluster.group(group).policy if name in online), None)


def take(engine: Engine, request: Message) -> Answer:
    """A peer hands a group over.

    The answer does not wait for what follows a failed activation: that may give the group back to the asking server,
    which still holds it until it is answered.
    """
    name = str(request["group"])
    with engine.transition(name, wait=True):
        engine.previous[name] = str(request.get("previous") or "")
        culprit = engine.start(name, str(request["event"]))
    if culprit is None:
        return SUCCESS

    def recover(culprit: Resource) -> None:
        with engine.transition(name, wait=True):
            _recover(engine, name, culprit, int(str(request.get("failovers") or 0)))

    threading.Thread(target=recover, args=(culprit,), daemon=True).start()
    return f"Starting group {name} failed: resource {culprit.name}.", False


def group_stop(engine: Engine, request: Message) -> Answer:
    """``clpgrp -t``: on this server; with ``force`` wherever it runs (recall, clusterpro.md Annex A)."""
    name = str(request["group"])
    if (refusal := unready(engine)) is not None:
        return refusal
    if name not in engine.states:
        return f"Group {name} does not exist.", False
    current = engine.active_on(name)
    if current not in (None, engine.node):
        if request.get("force"):
            return _relay(engine, str(current), request)
        return f"Group {name} has been started on the other server.", False
    if not engine.states[name].active:
        return f"Group {name} has already been stopped on the local server.", False
    try:
        with engine.transition(name):
            culprit = engine.stop(name)
    except Busy:
        return BUSY
    return SUCCESS if culprit is None else (f"Stopping group {name} failed: resource {culprit.name}.", False)


def _relay(engine: Engine, server: str, request: Message) -> Answer:
    try:
        return tell(engine, server, request)
    except Unreachable as failure:
        return str(failure), False


def group_move(engine: Engine, request: Message) -> Answer:
    """``clpgrp -m``: from this server to another of its policy."""
    name = str(request["group"])
    if (refusal := unready(engine)) is not None:
        return refusal
    if name not in engine.states:
        return f"Group {name} does not exist.", False
    if not engine.states[name].active:
        return f"Group {name} does not run on the local server.", False
    destination = str(request.get("destination") or _destination(engine, name) or "")
    if destination not in engine.online_peers() or destination not in engine.cluster.group(name).policy:
        return f"Server {destination or '-'} cannot take group {name}.", False
    try:
        with engine.transition(name):
            return _hand_over(engine, name, destination, "GROUPMOVE", "START")
    except Busy:
        return BUSY


def _hand_over(engine: Engine, group: str, destination: str, factor: str, event: str) -> Answer:
    """Stop ``group`` here and let ``destination`` start it; when that server is gone by then, it starts here again."""
    culprit = engine.stop(group, factor)
    if culprit is not None:
        return f"Stopping group {group} failed: resource {culprit.name}.", False
    try:
        return tell(engine, destination, {"op": "take", "group": group, "event": event, "previous": engine.node})
    except Unreachable as failure:
        start_and_recover(engine, group, "FAILOVER", failovers=1)
        return str(failure), False


def fail_over(engine: Engine, group: str) -> bool:
    """A monitor's failover: whether another server could take the group."""
    destination = _destination(engine, group)
    if destination is None:
        return False
    with engine.transition(group, wait=True):
        if engine.states[group].active:
            _hand_over(engine, group, destination, "GROUPFAILOVER", "FAILOVER")
    return True


def suspend(engine: Engine, request: Message) -> Answer:
    """``clpcl --suspend``: the whole cluster; groups go on (clusterpro.md 0.1, fact 7). Needs every server."""
    return _everywhere(engine, request, suspended=True)


def resume(engine: Engine, request: Message) -> Answer:
    """``clpcl --resume``: takes the installed configuration into use; refused when the servers' files differ."""
    return _everywhere(engine, request, suspended=False)


def _everywhere(engine: Engine, request: Message, *, suspended: bool) -> Answer:
    if engine.phase is not Phase.RUNNING or engine.busy:
        return BUSY
    if not request.get("relayed"):
        missing = set(engine.peer_names()) - set(engine.online_peers())
        if missing and not request.get("force"):
            return f"Server {', '.join(sorted(missing))} does not answer.", False
        if engine.suspended is suspended:
            return f"The cluster is {'already' if suspended else 'not'} suspended.", False
        digest = fingerprint()
        for server in sorted(set(engine.peer_names()) - missing):
            text, good = _relay(engine, server, {**request, "relayed": True, "configuration": digest})
            if not good:
                return text, False
    elif not suspended and request.get("configuration") != fingerprint():
        return "The cluster configuration differs between the servers.", False
    if not suspended:
        try:
            engine.reload(load(engine.node))
        except ConfigurationError as failure:
            return f"The cluster configuration cannot be read: {failure}", False
    engine.suspended = suspended
    engine.announce()
    return SUCCESS


def leave(engine: Engine, request: Message) -> Answer:
    """``clpcl -t``: stop the groups, then the service; with ``all`` no peer takes them (else it does: ERRATA G2-11)."""
    engine.phase = Phase.LEAVING
    answer = SUCCESS
    for name in list(engine.states):
        with engine.transition(name, wait=True):
            if not engine.states[name].active:
                continue
            destination = None if request.get("all") or engine.suspended else _destination(engine, name)
            if destination is None:
                if engine.stop(name) is not None:
                    answer = (f"Stopping group {name} failed.", False)
            else:
                answer = _hand_over(engine, name, destination, "GROUPMOVE", "FAILOVER")
    engine.announce()
    return answer


OPERATIONS: dict[str, Callable[[Engine, Message], Answer]] = {
    "group start": group_start,
    "group stop": group_stop,
    "group move": group_move,
    "take": take,
    "resource start": resource_start,
    "resource stop": resource_stop,
    "suspend": suspend,
    "resume": resume,
}

"""``webui``: a person at Cluster WebUI, for what has no public tag (products.md 7). The lab's own command.

Like the WebUI it suspends a running cluster, delivers the changed configuration to every server and resumes; a group
that the change touches must be stopped.
"""

import base64

from ...calls import Call
from ...wire import Message, ask
from ..change import need, refusal
from ..check import problems
from ..clpstat import SOCKET
from ..clptrnsv import TRANSFER_PORT
from ..commands import finish, request_engine
from ..configuration import CONFIGURATION, parse
from .wishes import Mistaken, changed

__all__ = ["webui"]


def webui(call: Call) -> int:
    """Change the configuration as the words say (``wishes``), and apply it."""
    before = CONFIGURATION.read_bytes()
    try:
        after = changed(before, call.arguments)
    except Mistaken as mistake:
        call.refuse(str(mistake), "mistaken")
    found = problems(after, set(call.settings.names))
    if found:
        call.refuse("\n".join(found), "invalid")
    state = _state()
    active = state.get("active")
    told = {str(name) for name in active} if isinstance(active, list) else set()
    reason = refusal(need(before, after, call.settings.node), running=bool(state), suspended=True, active=told)
    if reason is not None:
        call.refuse(reason, "disturbs")
    apply = bool(state) and not state.get("suspended")
    if apply:
        finish(call, request_engine(call, {"op": "suspend"}))
    _deliver(call, after)
    return finish(call, request_engine(call, {"op": "resume"})) if apply else 0


def _state() -> Message:
    """How the cluster is; empty where it does not run."""
    try:
        return ask(SOCKET, {"op": "state"})
    except OSError:
        return {}


def _deliver(call: Call, content: bytes) -> None:
    file = {"path": "clp.conf", "mode": 0o644, "content": base64.b64encode(content).decode()}
    for server in parse(content, call.settings.node).servers:
        for address in server.addresses:
            try:
                ask((address, TRANSFER_PORT), {"op": "deliver", "files": [file]}, patience=60)
                break
            except OSError:
                continue
        else:
            call.refuse(f"Server {server.name} cannot be reached.", "unreachable")
    call.changes = True

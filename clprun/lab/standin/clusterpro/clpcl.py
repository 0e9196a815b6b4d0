"""``clpcl``, ``clpdown``, ``clpstdn`` (clusterpro.md 1.4): the cluster as a whole. Stand-ins, not the product."""

import contextlib
import time

from ..calls import Call
from ..wire import Message, ask
from .clpstat import SOCKET
from .clptrnsv import SERVICES, TRANSFER_PORT, handle
from .commands import finish, request_engine
from .configuration import ConfigurationError, load
from .model import Server
from .options import Options

__all__ = ["clpcl", "clpdown", "clpstdn"]

START_PATIENCE = 30.0
VERBS = {"-s": "Start", "-t": "Stop", "-r": "Restart"}


def _servers(call: Call) -> tuple[Server, ...]:
    try:
        return load(call.settings.node).servers
    except ConfigurationError as failure:
        call.refuse(f"The cluster is not set up: {failure}", "no configuration")


def _transact(server: Server, request: Message) -> Message:
    """Ask the transaction server of ``server``; its addresses in turn."""
    for address in server.addresses:
        try:
            return ask((address, TRANSFER_PORT), request)
        except OSError:
            continue
    return {"good": False, "text": f"Server {server.name} cannot be reached."}


def clpcl(call: Call) -> int:
    """``-s|-t|-r [-a] [-h SERVER] [--web --alert --ib --api --md]``, ``--suspend|--resume [-a] [--force]``."""
    given = Options(call, f"-s -t -r -a --suspend --resume --force {' '.join(SERVICES)}", "-h -w --apito")
    verb = given.verb(*VERBS, "--suspend", "--resume")
    if verb in {"--suspend", "--resume"}:
        return finish(call, request_engine(call, {"op": verb.lstrip("-"), "force": "--force" in given.flags}))
    if not verb:
        call.refuse("Usage: clpcl -s|-t|-r|--suspend|--resume [-a] [-h server]", "usage")
    everywhere, host = "-a" in given.flags, given.values.get("-h", call.settings.node)
    services = [f"clusterpro_{name}" for option, name in SERVICES.items() if option in given.flags]
    chosen = [server for server in _servers(call) if everywhere or server.name == host]
    if not chosen:
        call.refuse(f"Server {host} does not exist.", "no server")
    done = [_one(call, verb, server, services, everywhere) for server in chosen]
    return 0 if all(done) else call.settings.code(f"clpcl{verb}")


def _one(call: Call, verb: str, server: Server, services: list[str], everywhere: bool) -> bool:
    if services:
        do = {"-s": "start", "-t": "stop", "-r": "restart"}[verb]
        answer = _transact(server, {"op": "services", "verb": do, "names": services})
    else:
        answer = {"good": True}
        if verb in {"-t", "-r"}:
            answer = _transact(server, {"op": "local", "request": {"op": "leave", "all": everywhere or verb == "-r"}})
            _wait(server, running=False)
            _transact(server, {"op": "services", "verb": "stop", "names": ["clusterpro"]})
        if verb in {"-s", "-r"} and answer.get("good"):
            answer = _begin(server)
    good = bool(answer.get("good"))
    call.changes = call.changes or good
    text = "Command succeeded." if good else f"Error: {answer.get('text', '')}"
    (call.say if good else call.complain)(f"{VERBS[verb]} {server.name} : {text}")
    return good


def _begin(server: Server) -> Message:
    if _transact(server, {"op": "state"}).get("running"):
        return {"good": False, "text": "The cluster service has already been started."}
    answer = _transact(server, {"op": "services", "verb": "start", "names": ["clusterpro"]})
    return answer if not answer.get("good") or _wait(server, running=True) else {"good": False, "text": "not started"}


def _wait(server: Server, *, running: bool) -> bool:
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        if bool(_transact(server, {"op": "state"}).get("running")) is running:
            return True
        time.sleep(0.05)
    return False


def clpdown(call: Call) -> int:
    """``clpdown [-r]``: stop the cluster service here, then shut this server down (or reboot it)."""
    if call.settings.refuses_while_suspended and handle({"op": "state"}).get("suspended"):
        call.refuse("The cluster is suspended.", "suspended")
    call.changes = True
    with contextlib.suppress(OSError):
        ask(SOCKET, {"op": "leave"})
    handle({"op": "shutdown", "restart": "-r" in call.arguments})
    return 0


def clpstdn(call: Call) -> int:
    """``clpstdn [-r]``: stop the cluster, then shut every server down (or reboot it)."""
    call.changes = True
    for server in sorted(_servers(call), key=lambda each: each.name == call.settings.node):
        _transact(server, {"op": "local", "request": {"op": "leave", "all": True}})
        _transact(server, {"op": "shutdown", "restart": "-r" in call.arguments})
    return 0

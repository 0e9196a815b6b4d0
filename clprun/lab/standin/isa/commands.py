"""``clp_httpmon`` and ``clp_smtpmon`` (ISA chapter 2). Stand-ins, not the product.

They stay in the foreground and end by themselves when they judge the server dead. Exit codes are not public. Ended by a
signal, whichever, they leave their identifier locked (chapter 2, 注意1).
"""

import os
from functools import partial
from typing import NoReturn

from ..calls import Call
from ..clusterpro.clplcnsc import TRANSFER_PORT
from ..clusterpro.configuration import ConfigurationError, load
from ..clusterpro.licences import Verdict, judge, read, today
from ..title import rename
from ..wire import ask
from .dialogues import ask_http, ask_smtp
from .messages import tell
from .table import PAUSED, STOPPED, WATCHING, Entry
from .watching import Watching
from .words import BadWords, NoIdentifier, Order
from .words import read as read_words

__all__ = ["clp_httpmon", "clp_smtpmon"]

PRODUCT = "ISAG10"
LEAST_INTERVAL = 0.25
LEAST_ANSWER = 2.0
LEAST_PATIENCE = 3.0
"""Seconds of this machine, however fast the lab's time runs."""
PIDS = ("{pid}", "pid: {pid}", "[ID:{id}] pid={pid}")
"""How ``--disp`` might show the process id: the guide does not, so the seed chooses."""
NOT_ENDED = 15


def clp_httpmon(call: Call) -> int:
    """Watch an HTTP server by HEAD, or control the command that does."""
    return _run(call)


def clp_smtpmon(call: Call) -> int:
    """Watch an SMTP server by NOOP, or control the command that does."""
    return _run(call)


def _run(call: Call) -> int:
    if os.geteuid() != 0:
        call.refuse(f"Failed to check the license information of {call.name}.", "not root")
    try:
        order = read_words(call.name, call.arguments)
    except NoIdentifier:
        _refuse(call, 13)
    except BadWords as failure:
        _refuse(call, 11, failure.identifier)
    return _start(call, order) if order.verb == "start" else _control(call, order)


def _refuse(call: Call, event: int, identifier: str = "", detail: str = "") -> NoReturn:
    call.refuse(tell(call.name, event, identifier, detail), f"message {event}")


def _start(call: Call, order: Order) -> int:
    verdict = _licence(call)
    if not verdict.good:
        _refuse(call, verdict.event or 54, detail=verdict.detail)
    entry = Entry(order.identifier)
    try:
        free = entry.claim(order.command)
    except OSError as failure:
        _refuse(call, 42, order.identifier, f"mkdir {failure.errno}")
    if not free:
        _refuse(call, 14, order.identifier)
    call.changes = True
    call.record(None)
    rename("\0".join([f"/usr/sbin/{order.command}", *call.arguments]), order.command)
    if verdict.event is not None:
        call.say(tell(order.command, verdict.event, detail=verdict.detail))
    patience = call.settings.scaled(order.answer, LEAST_ANSWER)
    if order.command == "clp_httpmon":
        question = partial(ask_http, order.server, order.port, patience, order.uri, version=order.version)
    else:
        question = partial(ask_smtp, order.server, order.port, patience)
    watching = Watching(
        entry,
        question,
        lambda event, detail: call.say(tell(order.command, event, order.identifier, detail)),
        call.settings.scaled(order.interval, LEAST_INTERVAL),
        order.retries,
    )
    return 0 if watching.run() else call.settings.code(f"{order.command} gave up")


def _licence(call: Call) -> Verdict:
    try:
        own = read(PRODUCT)
    except (OSError, ValueError):
        return Verdict(False, 54)
    return judge(own, _keys_elsewhere(call), today())


def _keys_elsewhere(call: Call) -> list[str]:
    """Keys of the other servers' own licences; a server that does not answer has none."""
    try:
        peers = load(call.settings.node).peers(call.settings.node)
    except ConfigurationError:
        return []
    return [key for peer in peers for key in _keys_at(peer.addresses)]


def _keys_at(addresses: tuple[str, ...]) -> list[str]:
    for address in addresses:
        try:
            keys = ask((address, TRANSFER_PORT), {"op": "licence keys", "product": PRODUCT}).get("keys")
        except OSError:
            continue
        return [str(key) for key in keys] if isinstance(keys, list) else []
    return []


def _control(call: Call, order: Order) -> int:
    entry = Entry(order.identifier)
    if not entry.belongs_to(order.command):
        if order.verb == "stop":
            _refuse(call, NOT_ENDED, order.identifier)
        call.refuse(f"The specified identifier is not used. [ID:{order.identifier}]", "unknown id")
    match order.verb:
        case "stop":
            return _stop(call, order, entry)
        case "disp":
            shape = PIDS[call.settings.choice("--disp", len(PIDS))]
            call.say(shape.format(pid=entry.process, id=order.identifier))
        case "del":
            entry.remove()
            call.changes = True
        case verb:
            state = PAUSED if verb == "pause" else WATCHING
            if not entry.ask(state, call.settings.scaled(order.patience, LEAST_PATIENCE)):
                call.refuse(f"{order.command} does not answer. [ID:{order.identifier}]", "no answer")
            call.changes = True
    return 0


def _stop(call: Call, order: Order, entry: Entry) -> int:
    if not entry.ask(STOPPED, call.settings.scaled(order.patience, LEAST_PATIENCE)):
        _refuse(call, NOT_ENDED, order.identifier)
    call.changes = True
    return 0

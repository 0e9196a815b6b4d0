"""``clpgrp``, ``clprsc``, ``clpmonctrl``, ``clplogcmd`` (clusterpro.md 1.2, 1.3, 1.10). Stand-ins, not the product."""

import os

from ..calls import Call, Refusal
from ..wire import Message, ask
from .clpstat import SOCKET
from .options import Options

__all__ = ["clpgrp", "clplogcmd", "clpmonctrl", "clprsc", "finish", "request_engine"]

TRANSFER_PORT = 29002
SUCCESS = "Command succeeded."


def request_engine(call: Call, request: Message, server: str | None = None) -> Message:
    """Ask the cluster service here, or on ``server`` by way of its transaction server; refuses where it is down."""
    if os.geteuid() != 0:
        call.refuse("Log in as root.", "not root")
    if server in (None, call.settings.node):
        try:
            return ask(SOCKET, request)
        except OSError:
            raise _down(call) from None
    for address in _addresses(call, str(server)):
        try:
            return ask((address, TRANSFER_PORT), {"op": "local", "request": request})
        except OSError:
            continue
    raise _down(call)


def _down(call: Call) -> Refusal:
    return Refusal("The cluster service does not run.", call.settings.code("service down"))


def _addresses(call: Call, server: str) -> tuple[str, ...]:
    from .configuration import ConfigurationError, load  # noqa: PLC0415 - only for another server

    try:
        return load(call.settings.node).server(server).addresses
    except (ConfigurationError, KeyError):
        return ()


def finish(call: Call, answer: Message) -> int:
    """Print the answer; success is always 0 and ``Command succeeded.`` (clusterpro.md 1)."""
    text = _told(call, answer)
    call.changes = True
    if call.settings.language == "ja":
        from .words import word  # noqa: PLC0415 - only for Japanese

        text = word(text, "ja")
    call.say(text)
    return 0


def _told(call: Call, answer: Message) -> str:
    text = str(answer.get("text", ""))
    if not answer.get("good"):
        call.refuse(f"Error: {text}", text.partition(" ")[0])
    return text


def clpgrp(call: Call) -> int:
    """``-s|-t|-m [GROUP] [-a SERVER] [-h SERVER] [-f]``, ``-n GROUP``; no name = all groups."""
    given = Options(call, "-s -t -m -n -f", "-a -h --apito", words=1)
    server = given.values.get("-h")
    verb = given.verb("-s", "-t", "-m", "-n")
    if verb == "-n" and given.word:
        call.say(_told(call, request_engine(call, {"op": "where", "group": given.word}, server)))
        return 0
    operation = {"-s": "group start", "-t": "group stop", "-m": "group move"}.get(verb)
    if operation is None:
        call.refuse("Usage: clpgrp -s|-t|-m [group] [-a server] [-h server] [-f]", "usage")
    request: Message = {"op": operation, "force": "-f" in given.flags}
    if "-a" in given.values:
        request["destination"] = given.values["-a"]
    names = [given.word] if given.word else _groups(call, server)
    for name in names:
        finish(call, request_engine(call, {**request, "group": name}, server))
    return 0


def _groups(call: Call, server: str | None) -> list[str]:
    return _told(call, request_engine(call, {"op": "groups"}, server)).splitlines()


def clprsc(call: Call) -> int:
    """``-s|-t RESOURCE [-f] [-h SERVER]``."""
    given = Options(call, "-s -t -f", "-h", words=1)
    operation = {"-s": "resource start", "-t": "resource stop"}.get(given.verb("-s", "-t"))
    if operation is None or not given.word:
        call.refuse("Usage: clprsc -s|-t resource [-f] [-h server]", "usage")
    request: Message = {"op": operation, "resource": given.word, "force": "-f" in given.flags}
    return finish(call, request_engine(call, request, given.values.get("-h")))


def clpmonctrl(call: Call) -> int:
    """``-s|-r [-m MONITOR] [-h SERVER]``: suspend or resume monitors of one server (clusterpro.md 1.10)."""
    given = Options(call, "-s -r", "-m -h")
    verb = given.verb("-s", "-r")
    if not verb:
        call.refuse("Usage: clpmonctrl -s|-r [-m monitor] [-h server]", "usage")
    request: Message = {"op": "monitor", "monitor": given.values.get("-m", ""), "resume": verb == "-r"}
    return finish(call, request_engine(call, request, given.values.get("-h")))


def clplogcmd(call: Call) -> int:
    """``-m TEXT [-l LEVEL] [-i ID] [--alert] [--syslog]``: a line into the alert log (clusterpro.md 1.10)."""
    from .alerts import alert  # noqa: PLC0415 - the other commands here do without

    given = Options(call, "--alert --syslog --mail --trap", "-m -l -L -i")
    text = given.values.get("-m")
    if not text:
        call.refuse("Usage: clplogcmd -m message [-l level] [-i id] [--alert] [--syslog]", "usage")
    alert("logcmd", text, given.values.get("-l") or given.values.get("-L") or "INFO")
    return 0

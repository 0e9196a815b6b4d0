"""``systemctl`` for nodes whose PID 1 is the small init.

Verbs about files go to the real binary, which works offline with ``SYSTEMD_OFFLINE=1``; verbs about processes go to the
init. Trap: offline, the real one answers ``start`` and ``is-active`` with success without doing anything
(reference/lab-linux.md 3.5).
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from clprun.lab.inside import init, power, unitfile
from clprun.lab.inside.unitfile import ServiceUnit, full_name

__all__ = ["main"]

_REAL: Final = "/usr/lib/clprun-lab/real/systemctl"
_UNITS: Final = unitfile.FOLDERS[0]
_OFFLINE: Final = frozenset(
    {
        *("enable", "disable", "is-enabled", "mask", "unmask", "preset", "reenable", "list-unit-files", "cat"),
        *("edit", "get-default", "set-default", "add-wants", "link", "revert"),
    }
)
# Exit codes: systemctl(1), section "Exit status".
_FAILED: Final = 1
_NOT_RUNNING: Final = 3
_NO_SUCH_UNIT: Final = 4
_NOT_INSTALLED: Final = 5

Document = dict[str, Any]


@dataclass
class _Call:
    """A command line, taken apart.

    Args:
        verb: first word that is no option.
        units: the words after it.
        options: the options that stand without a value.
        properties: names after ``-p``.
    """

    verb: str = "list-units"
    units: list[str] = field(default_factory=list)
    options: set[str] = field(default_factory=set)
    properties: list[str] = field(default_factory=list)


def main(_program: str, arguments: list[str]) -> int:
    """Do what systemctl would."""
    call = _parsed(arguments)
    if call.verb in {"reboot", "poweroff", "halt"}:
        return power.main(call.verb, ["-f"] if call.options & {"-f", "--force"} else [])
    if call.verb in _OFFLINE:
        code = _offline(call, arguments)
        if code == 0 and "--now" in call.options and call.verb in {"enable", "disable"}:
            return _change("start" if call.verb == "enable" else "stop", call)
        return code
    verbs: dict[str, Callable[[_Call], int]] = {
        **dict.fromkeys(("daemon-reload", "reset-failed", "daemon-reexec"), lambda _: 0),
        **dict.fromkeys(("start", "stop", "restart", "reload"), lambda call: _change(call.verb, call)),
        **dict.fromkeys(("reload-or-restart", "force-reload"), lambda call: _change("restart", call)),
        **dict.fromkeys(("try-restart", "condrestart"), _try_restart),
        "is-active": lambda call: _is(call, {"active"}),
        "is-failed": lambda call: _is(call, {"failed"}),
        "is-system-running": lambda _: _say("running"),
        "status": _status,
        "show": _show,
        "kill": _kill,
        "list-units": _list_units,
    }
    if call.verb not in verbs:
        sys.stderr.write(f"Unknown command verb {call.verb}.\n")
        return _FAILED
    try:
        return verbs[call.verb](call)
    except PermissionError as error:
        sys.stderr.write(f"Failed to connect to bus: {error.strerror}\n")
        return _FAILED


def _parsed(arguments: Sequence[str]) -> _Call:
    call = _Call()
    words = iter(arguments)
    verb_seen = False
    for word in words:
        if word in {"-p", "--property"}:
            call.properties += next(words, "").split(",")
        elif word.startswith("--property="):
            call.properties += word.partition("=")[2].split(",")
        elif word.startswith("-p") and word != "-p":
            call.properties += word[2:].split(",")
        elif word in {"-t", "--type", "-s", "--signal", "-n", "--lines", "-o", "--output", "--state"}:
            call.options.add(f"{word}={next(words, '')}")
        elif word.startswith("-"):
            call.options.add(word)
        elif not verb_seen:
            call.verb, verb_seen = word, True
        else:
            call.units.append(word)
    return call


def _ask(verb: str, unit: str = "") -> Document:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(init.SOCKET)
        connection.sendall(json.dumps({"verb": verb, "unit": unit}).encode() + b"\n")
        answer: Document = json.loads(connection.makefile("rb").readline() or b"{}")
        return answer


def _offline(call: _Call, arguments: Sequence[str]) -> int:
    if Path(_REAL).exists():
        words = [word for word in arguments if word != "--now"]
        return subprocess.run([_REAL, *words], env={**os.environ, "SYSTEMD_OFFLINE": "1"}, check=False).returncode
    handlers: dict[str, Callable[[ServiceUnit], int]] = {
        "enable": _enable,
        "disable": _disable,
        "is-enabled": lambda unit: _say(_enabled(unit.name), _FAILED if _enabled(unit.name) != "enabled" else 0),
        "cat": lambda unit: _say(f"# {unit.path}\n{unit.path.read_text()}"),
    }
    if call.verb not in handlers:
        sys.stderr.write(f"{call.verb} needs the real systemctl, which this machine doesn't have.\n")
        return _FAILED
    codes = []
    for name in call.units:
        unit = unitfile.find(name)
        if unit is None:
            sys.stderr.write(f"Failed to {call.verb} unit, unit file {full_name(name)} does not exist.\n")
        codes.append(_FAILED if unit is None else handlers[call.verb](unit))
    return max(codes, default=0)


def _enable(unit: ServiceUnit) -> int:
    for target in unit.wanted_by:
        link = _UNITS / f"{target}.wants" / unit.name
        link.parent.mkdir(exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(unit.path)
            sys.stderr.write(f"Created symlink {link} → {unit.path}.\n")
    return 0


def _disable(unit: ServiceUnit) -> int:
    for link in _UNITS.glob(f"*.wants/{unit.name}"):
        link.unlink()
        sys.stderr.write(f"Removed {link}.\n")
    return 0


def _enabled(name: str) -> str:
    path = _UNITS / full_name(name)
    if path.is_symlink() and str(path.readlink()) == "/dev/null":
        return "masked"
    if any(_UNITS.glob(f"*.wants/{full_name(name)}")):
        return "enabled"
    unit = unitfile.find(name)
    return "" if unit is None else "disabled" if unit.wanted_by else "static"


def _change(verb: str, call: _Call) -> int:
    if os.geteuid() != 0:
        sys.stderr.write(f"Failed to {verb} {' '.join(call.units)}: Access denied\n")
        return _NO_SUCH_UNIT
    code = 0
    for name in call.units:
        answer = _ask(verb, full_name(name))
        if "missing" in answer:
            word = "Unit {0} not loaded." if verb == "stop" else "Unit {0} not found."
            sys.stderr.write(f"Failed to {verb} {full_name(name)}: {word.format(full_name(name))}\n")
            code = _NOT_INSTALLED
        elif not answer.get("well"):
            sys.stderr.write(f"Job for {full_name(name)} failed.\n")
            code = code or _FAILED
    return code


def _try_restart(call: _Call) -> int:
    running = [name for name in call.units if _ask("show", full_name(name)).get("ActiveState") == "active"]
    call.units = running
    return _change("restart", call)


def _is(call: _Call, wanted: set[str]) -> int:
    documents = [_ask("show", full_name(name)) for name in call.units]
    states = [document.get("ActiveState", "inactive") for document in documents]
    if "--quiet" not in call.options and "-q" not in call.options:
        _say("\n".join(states))
    if wanted & set(states):
        return 0
    return _NO_SUCH_UNIT if documents and all("missing" in document for document in documents) else _NOT_RUNNING


def _show(call: _Call) -> int:
    blocks = []
    for name in call.units:
        document = _ask("show", full_name(name))
        if "missing" in document:
            document = {
                "Id": full_name(name),
                "LoadState": "not-found",
                "ActiveState": "inactive",
                "SubState": "dead",
                "MainPID": "0",
            }
        document["UnitFileState"] = _enabled(name)
        document.pop("Since", None)
        keys = [key for key in (call.properties or document) if key in document]
        bare = "--value" in call.options
        blocks.append("\n".join(str(document[key]) if bare else f"{key}={document[key]}" for key in keys))
    return _say("\n\n".join(blocks))


def _status(call: _Call) -> int:
    code = 0
    for name in call.units:
        document = _ask("show", full_name(name))
        if "missing" in document:
            sys.stderr.write(f"Unit {full_name(name)} could not be found.\n")
            code = _NO_SUCH_UNIT
            continue
        active = document["ActiveState"] == "active"
        since = time.strftime("%a %Y-%m-%d %H:%M:%S %Z", time.localtime(document["Since"]))
        _say(
            f"{'●' if active else '○'} {document['Id']} - {document['Description']}\n"
            f"     Loaded: loaded ({document['FragmentPath']}; {_enabled(name)})\n"
            f"     Active: {document['ActiveState']} ({document['SubState']}) since {since}\n"
            f"   Main PID: {document['MainPID']}\n"
        )
        code = code or (0 if active else _NOT_RUNNING)
    return code


def _kill(call: _Call) -> int:
    names = [word.partition("=")[2] for word in call.options if word.startswith(("-s=", "--signal"))]
    number = (names or ["TERM"])[0].removeprefix("SIG")
    for name in call.units:
        pid = _ask("show", full_name(name)).get("MainPID", "0")
        if pid != "0":
            subprocess.run(["kill", f"-{number}", pid], check=False)
    return 0


def _list_units(call: _Call) -> int:
    documents = _ask("list")["units"]
    lines = [
        f"{document['Id']} loaded {document['ActiveState']} {document['SubState']} {document['Description']}"
        for document in documents
        if "--all" in call.options or "-a" in call.options or document["ActiveState"] != "inactive"
    ]
    if "--no-legend" not in call.options:
        lines = ["UNIT LOAD ACTIVE SUB DESCRIPTION", *lines, "", f"{len(lines)} loaded units listed."]
    return _say("\n".join(lines))


def _say(text: str, code: int = 0) -> int:
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{text}\n")
    return code

"""``chkconfig`` and ``service`` of RHEL 6, where systemd does not manage a service. Stand-ins, not the tools.

Behaviour and output: chkconfig(8) and service(8) of RHEL 6.
"""

import os
import re
import subprocess
from pathlib import Path

from ..calls import Call

__all__ = ["chkconfig", "service"]

SCRIPTS = Path("/etc/rc.d/init.d")
LEVELS = range(7)
DEFAULT_LEVELS = frozenset({2, 3, 4, 5})
RUN_LEVEL = 3
HEADER = re.compile(r"^# chkconfig: +([0-9]+|-) +([0-9]{1,2}) +([0-9]{1,2})$", re.MULTILINE)


def service(call: Call) -> int:
    """``service NAME ACTION``: the init script with an environment of its own; its exit code."""
    if len(call.arguments) < 2:
        call.refuse("Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]", "usage")
    name, *words = call.arguments
    script = SCRIPTS / name
    if "/" in name or not os.access(script, os.X_OK):
        call.complain(f"{name}: unrecognized service")
        return 1
    call.changes = words[0] != "status"
    environment = {"PATH": "/sbin:/usr/sbin:/bin:/usr/bin", "TERM": os.environ.get("TERM", "dumb")}
    return subprocess.run([str(script), *words], env=environment, cwd="/", check=False).returncode


def chkconfig(call: Call) -> int:
    """``--list [NAME]``, ``--add NAME``, ``--del NAME``, ``NAME``, ``NAME on|off``."""
    match call.arguments:
        case ["--list"]:
            return max((_list(call, script.name) for script in sorted(SCRIPTS.iterdir())), default=0)
        case ["--list", name]:
            return _list(call, name)
        case ["--add", name]:
            return _switch(call, name, _levels(name) or DEFAULT_LEVELS)
        case ["--del", name]:
            return _switch(call, name, frozenset(), forget=True)
        case [name, "on"]:
            return _switch(call, name, DEFAULT_LEVELS)
        case [name, "off"]:
            return _switch(call, name, frozenset())
        case [name] if not name.startswith("-"):
            return 0 if RUN_LEVEL in _levels(name) else 1
        case _:
            call.complain("usage:   chkconfig [--list] [name]")
            return 1


def _levels(name: str) -> frozenset[int]:
    """The run levels the service starts in."""
    return frozenset(level for level in LEVELS if any(Path(f"/etc/rc.d/rc{level}.d").glob(f"S??{name}")))


def _list(call: Call, name: str) -> int:
    if not (SCRIPTS / name).is_file():
        call.complain(f"error reading information on service {name}: No such file or directory")
        return 1
    if not any(Path(f"/etc/rc.d/rc{level}.d").glob(f"[SK]??{name}") for level in LEVELS):
        call.complain(f"service {name} supports chkconfig, but is not referenced in any runlevel")
        return 1
    on = _levels(name)
    states = "\t".join(f"{level}:{'on' if level in on else 'off'}" for level in LEVELS)
    call.say(f"{name:<15}\t{states}")
    return 0


def _switch(call: Call, name: str, on: frozenset[int], *, forget: bool = False) -> int:
    if os.geteuid() != 0:
        call.complain("You do not have enough privileges to perform this operation.")
        return 1
    try:
        header = HEADER.search((SCRIPTS / name).read_text(encoding="utf-8"))
    except OSError:
        header = None
    if header is None:
        call.complain(f"error reading information on service {name}: No such file or directory")
        return 1
    call.changes = True
    for level in LEVELS:
        folder = Path(f"/etc/rc.d/rc{level}.d")
        folder.mkdir(parents=True, exist_ok=True)
        for link in folder.glob(f"[SK]??{name}"):
            link.unlink()
        if not forget:
            link = folder / (f"S{header[2]}{name}" if level in on else f"K{header[3]}{name}")
            link.symlink_to(f"../init.d/{name}")
    return 0

"""The lab's verbs of the command line, without the command line: values in, lines and documents out."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from clprun.errors import InputError, Problem
from clprun.lab import client
from clprun.lab.means import Tier
from clprun.lab.site import Site
from clprun.lab.texts import Line
from clprun.lab.windows.contents import CMD

__all__ = ["doctor", "down", "fault", "shell", "status", "up"]

_ROOT: Final = str(Path(__file__).parents[2])
_DIAGNOSE: Final = f"import sys; sys.path.insert(0, {_ROOT!r}); from clprun.lab.doctor import main; main()"


def up(home: Path, tier: Tier | None = None, site: Site | None = None) -> list[Line]:
    """``clprun lab up``."""
    document = client.up(home, tier, site)
    code = "lab.is_up_windows" if document["site"]["windows"] else "lab.is_up"
    return [Line(code, {"tier": document["tier"]}), *_not_real(document["not_real"])]


def down(home: Path) -> list[Line]:
    """``clprun lab down``."""
    return [Line("lab.is_down" if client.down(home) else "lab.was_not_up", {})]


def status(home: Path) -> tuple[list[Line], dict[str, Any]]:
    """``clprun lab status``: lines for people and the document of ``--json``."""
    document = client.status(home)
    if not document["up"]:
        return [Line("lab.not_up", {"home": str(home)})], document
    lines = [Line("lab.tier", {"tier": document["tier"]})]
    for node in document["nodes"]:
        lines.append(_line("lab.node", node=node["name"], **_only(node, "state", "address", "interconnect")))
        lines += [
            _line("lab.mounted", device=device, node=node["name"], place=place)
            for device, places in node["mounts"].items()
            for place in places
        ]
    if document["disk_conflict"]:
        lines.append(Line("lab.disk_conflict", {}))
    lines += [_line("lab.warning", **_only(found, "node", "message", "source")) for found in document["warnings"]]
    return [*lines, *_faults(document["faults"]), *_not_real(document["not_real"])], document


def shell(home: Path, node: str, argv: Sequence[str]) -> int:
    """``clprun lab shell NODE [-- ARGV…]``: the command's exit code. On a Windows node cmd takes the words."""
    document = client.status(home)
    windows = document["up"] and document["site"]["windows"]
    return client.shell(home, node, [CMD, *argv] if windows else argv)


def fault(home: Path, words: Sequence[str]) -> list[Line]:
    """``clprun lab fault …``.

    Args:
        home: CLPRUN_HOME.
        words: ``kill NODE NAME``, ``link NODE down|up``, ``crash|hang|reboot|fill NODE``,
            ``disk full|gone|read-only``, ``clock NODE +SECONDS``, ``busy NODE SECONDS``,
            ``command NAME fail|hang|die|lie``,
            ``winrm NODE FAULT TIMES``, ``list`` or ``clear``.

    Raises:
        InputError: no such fault, or it was given the wrong words.
    """
    kind, *given = words or [""]
    if kind == "list":
        return _faults(client.status(home)["faults"])
    if kind not in _USAGE:
        raise InputError(Problem("lab.unknown_fault", {"fault": kind}))
    usage, names, check = _USAGE[kind]
    if len(given) != len(names) or not check(given):
        raise InputError(Problem("lab.fault_usage", {"usage": usage}))
    values: dict[str, str | int] = dict(zip(names, given, strict=True))
    if kind in {"clock", "busy"}:
        values["seconds"] = int(given[1])
    if kind == "winrm":
        values["times"] = int(given[2])
    client.fault(home, kind, **values)
    return [Line("lab.faults_cleared" if kind == "clear" else "lab.fault_made", {})]


def doctor() -> tuple[list[Line], dict[str, Any]]:
    """``clprun lab doctor``: what was tried, with error and advice, and the tier that results."""
    command = [sys.executable, "-P", "-c", _DIAGNOSE]
    done = subprocess.run(command, capture_output=True, check=True, cwd="/")
    document = json.loads(done.stdout)
    lines = []
    for check in document["checks"]:
        lines.append(Line(f"lab.check_{check['name']}", {"result": check["result"]}))
        if check["advice"]:
            lines.append(Line(check["advice"], {}))
    if document["tier"] is None:
        return [*lines, *(Line(found["code"], found["values"]) for found in document["problems"])], document
    lines.append(Line("lab.doctor_tiers", {"tiers": ", ".join(document["tiers"])}))
    lines.append(Line("lab.doctor_tier", {"tier": document["tier"]}))
    return [*lines, *_not_real(document["not_real"])], document


def _not_real(codes: Sequence[str]) -> list[Line]:
    return [Line("lab.not_real", {}), *(Line(code, {}) for code in codes)]


def _faults(faults: Mapping[str, Any]) -> list[Line]:
    lines = [
        *(_line("lab.fault_link", node=node) for node in faults["links"]),
        *(_line("lab.fault_node", node=node, effect=effect) for node, effect in faults["nodes"].items()),
        *([_line("lab.fault_disk", effect=faults["disk"])] if faults["disk"] else []),
        *(_line("lab.fault_full", node=node) for node in faults["full"]),
        *(_line("lab.fault_clock", node=node, seconds=f"{value:+d}") for node, value in faults["clock"].items()),
        *(_line("lab.fault_busy", node=node, seconds=str(value)) for node, value in faults["busy"].items()),
        *(_line("lab.fault_command", name=name, effect=effect) for name, effect in faults["commands"].items()),
        *(
            _line("lab.fault_winrm", node=node, fault=fault)
            for node, armed in faults["winrm"].items()
            for fault in armed
        ),
    ]
    return lines or [Line("lab.no_faults", {})]


def _line(code: str, **values: str) -> Line:
    return Line(code, values)


def _only(values: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: str(values[name]) for name in names}


def _is_number(text: str) -> bool:
    return text.lstrip("+-").isdecimal() and len(text) - len(text.lstrip("+-")) <= 1


_TIMES: Final = frozenset(str(number) for number in range(1, 100))
_Check = Callable[[Sequence[str]], bool]
_USAGE: Final[dict[str, tuple[str, tuple[str, ...], _Check]]] = {
    "kill": ("kill NODE NAME", ("node", "name"), lambda _: True),
    "link": ("link NODE down|up", ("node", "state"), lambda words: words[1] in {"up", "down"}),
    "crash": ("crash NODE", ("node",), lambda _: True),
    "hang": ("hang NODE", ("node",), lambda _: True),
    "reboot": ("reboot NODE", ("node",), lambda _: True),
    "disk": ("disk full|gone|read-only", ("state",), lambda words: words[0] in {"full", "gone", "read-only"}),
    "fill": ("fill NODE", ("node",), lambda _: True),
    "clock": ("clock NODE +SECONDS", ("node", "seconds"), lambda words: _is_number(words[1])),
    "busy": ("busy NODE SECONDS", ("node", "seconds"), lambda words: words[1].isdecimal()),
    "command": (
        "command NAME fail|hang|die|lie",
        ("name", "effect"),
        lambda words: words[1] in {"fail", "hang", "die", "lie"},
    ),
    "winrm": ("winrm NODE FAULT TIMES", ("node", "fault", "times"), lambda words: words[2] in _TIMES),
    "clear": ("clear", (), lambda _: True),
}

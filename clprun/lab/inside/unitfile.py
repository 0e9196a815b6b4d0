"""Reads systemd unit files: the keys that the small init understands (systemd.unit(5), systemd.service(5))."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

__all__ = ["FOLDERS", "ServiceUnit", "find", "full_name", "known_names", "parse", "seconds"]

FOLDERS: Final = (Path("/etc/systemd/system"), Path("/run/systemd/system"), Path("/usr/lib/systemd/system"))
"""Where units are looked for, the first one found counts."""

_DEFAULT_STOP_SECONDS: Final = 90.0
_SPANS: Final = {"": 1.0, "ms": 0.001, "s": 1.0, "sec": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True)
class ServiceUnit:
    """One service as its file describes it.

    Args:
        name: with ``.service``.
        path: its file.
        description: one line for people.
        kind: ``simple``, ``oneshot``, ``forking`` and so on.
        start: command lines that start it; only a oneshot has several.
        stop: command lines that stop it; empty = the signal alone.
        reload: command lines that make it read its settings again.
        restart: ``no``, ``always``, ``on-failure`` and so on.
        environment: variables for its commands.
        folder: working directory.
        pid_file: where a forking service leaves the number of its main process.
        remain: whether a oneshot counts as active after its end.
        stop_seconds: until a stop turns into a kill.
        wanted_by: targets that start it when it is enabled.
    """

    name: str
    path: Path
    description: str = ""
    kind: str = "simple"
    start: Sequence[Sequence[str]] = ()
    stop: Sequence[Sequence[str]] = ()
    reload: Sequence[Sequence[str]] = ()
    restart: str = "no"
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    pid_file: str | None = None
    remain: bool = False
    stop_seconds: float = _DEFAULT_STOP_SECONDS
    wanted_by: Sequence[str] = ()


def full_name(name: str) -> str:
    """A unit's name with its suffix, as systemctl completes it."""
    return name if "." in name else f"{name}.service"


def find(name: str) -> ServiceUnit | None:
    """The service called ``name``, read afresh; None when there is none or it is masked."""
    for folder in FOLDERS:
        path = folder / full_name(name)
        if path.is_file():
            return parse(full_name(name), path, path.read_text("utf-8", errors="replace"))
        if path.is_symlink():
            return None
    return None


def known_names() -> list[str]:
    """Names of the services that lie in the node's own folder."""
    return sorted(path.name for path in FOLDERS[0].glob("*.service") if path.is_file())


def parse(name: str, path: Path, text: str) -> ServiceUnit:
    """A unit from the text of its file."""
    keys = _keys(text)

    def last(section: str, key: str, otherwise: str) -> str:
        return (keys.get((section, key)) or [otherwise])[-1]

    def commands(key: str) -> list[list[str]]:
        return [_command(line) for line in keys.get(("Service", key), [])]

    return ServiceUnit(
        name=name,
        path=path,
        description=last("Unit", "Description", name),
        kind=last("Service", "Type", "simple"),
        start=commands("ExecStart"),
        stop=commands("ExecStop"),
        reload=commands("ExecReload"),
        restart=last("Service", "Restart", "no"),
        environment=dict(
            word.split("=", 1) for line in keys.get(("Service", "Environment"), []) for word in shlex.split(line)
        ),
        folder=last("Service", "WorkingDirectory", "/"),
        pid_file=last("Service", "PIDFile", "") or None,
        remain=last("Service", "RemainAfterExit", "no") in {"yes", "true", "1", "on"},
        stop_seconds=seconds(last("Service", "TimeoutStopSec", str(_DEFAULT_STOP_SECONDS))),
        wanted_by=[word for line in keys.get(("Install", "WantedBy"), []) for word in line.split()],
    )


def seconds(text: str) -> float:
    """A time span such as ``5min 20s`` in seconds; ``infinity`` is endless (systemd.time(7))."""
    if text == "infinity":
        return float("inf")
    return sum(float(number) * _SPANS.get(unit, 1.0) for number, unit in re.findall(r"([\d.]+)\s*([a-z]*)", text))


def _keys(text: str) -> dict[tuple[str, str], list[str]]:
    """All values per section and key; an empty value forgets those before it, a trailing backslash joins lines."""
    found: dict[tuple[str, str], list[str]] = {}
    section = ""
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        bare = line.strip()
        if not bare or bare[0] in "#;":
            continue
        if bare.startswith("[") and bare.endswith("]"):
            section = bare[1:-1]
        elif "=" in bare:
            key, value = (part.strip() for part in bare.split("=", 1))
            values = found.setdefault((section, key), [])
            values.append(value) if value else values.clear()
    return found


def _command(line: str) -> list[str]:
    words = shlex.split(line.lstrip("-@:+!"))
    return [word.replace("%%", "%").replace("$$", "$") for word in words]

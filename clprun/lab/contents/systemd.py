"""systemd units of a node: the lab's small target instead of a whole Debian boot (reference/lab-linux.md 3.5)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from clprun.lab.files import NodeFile, Unit

__all__ = ["quiet_systemd", "unit_files"]

_UNITS: Final = "/etc/systemd/system"
_HOST_UNITS: Final = Path("/usr/lib/systemd/system")
_EMPTIED: Final = ("sysinit", "basic", "local-fs", "sockets", "timers", "paths", "multi-user")
_KEPT: Final = ("systemd-journald",)
_KEEP_MOUNTS: Final = """\
# At shutdown services need their programs until they have stopped; the mounts go with the node.
[Unit]
DefaultDependencies=no
"""
_LAB_TARGET: Final = """\
[Unit]
Description=Rehearsal lab of clprun
DefaultDependencies=no
Wants=multi-user.target systemd-journald.service
AllowIsolate=yes
"""


def unit_files(units: Iterable[Unit]) -> list[NodeFile]:
    """The units' files and, for those that start at boot, what ``systemctl enable`` would make."""
    files = []
    for unit in units:
        path = f"{_UNITS}/{unit.name}.service"
        files.append(NodeFile(path, _service(unit).encode()))
        if unit.enabled:
            files.append(NodeFile(f"{_UNITS}/multi-user.target.wants/{unit.name}.service", link=path))
    return files


def quiet_systemd() -> list[NodeFile]:
    """What keeps the host's own units out of a node's boot."""
    files = [
        NodeFile(f"{_UNITS}/lab.target", _LAB_TARGET.encode()),
        NodeFile(f"{_UNITS}/mount.d/lab.conf", _KEEP_MOUNTS.encode()),
    ]
    for name in _EMPTIED:
        text = f"[Unit]\nDescription={name} (emptied by the lab)\nDefaultDependencies=no\n"
        files.append(NodeFile(f"{_UNITS}/{name}.target", text.encode()))
        wanted = _HOST_UNITS / f"{name}.target.wants"
        names = [entry.name for entry in wanted.iterdir()] if wanted.is_dir() else []
        files += [_masked(unit) for unit in names if not unit.startswith(_KEPT)]
    for folder in ("system-generators", "system-environment-generators"):
        generators = Path("/usr/lib/systemd") / folder
        names = [entry.name for entry in generators.iterdir()] if generators.is_dir() else []
        files += [NodeFile(f"/etc/systemd/{folder}/{name}", link="/dev/null") for name in names]
    return files


def _masked(unit: str) -> NodeFile:
    return NodeFile(f"{_UNITS}/{unit}", link="/dev/null")


def _service(unit: Unit) -> str:
    start = " ".join(_quoted(word) for word in unit.start)
    after = "".join(f"After={name}.service\n" for name in unit.after)
    return f"""\
[Unit]
Description={unit.description}
{after}
[Service]
ExecStart={start}
Restart={"always" if unit.restart else "no"}
KillMode=process
TimeoutStopSec=10min

[Install]
WantedBy=multi-user.target
"""


def _quoted(word: str) -> str:
    """One word of an ExecStart line (systemd.service(5), systemd.syntax(7))."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or not word or any(letter in word for letter in " \t'") else word

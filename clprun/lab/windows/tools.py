r"""Puts the lab's Windows programs into a Wine prefix: the commands of Windows, a product's commands, its services."""

import ntpath
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

from clprun.lab.windows.patch import patched

__all__ = ["OVERRIDES", "PROGRAMS", "SYSTEM", "Flavour", "commands", "install", "install_service", "install_tools"]

Flavour = Literal["2003", "2008r2", "2022"]
"""The release of Windows Server that a node passes for."""

PROGRAMS: Final[Mapping[str, tuple[str, ...]]] = {
    "bridge.exe": ("bridge.c", "lab.c", "relay.c", "text.c"),
    "svc.exe": ("service.c", "lab.c"),
    "sc.exe": ("sc.c", "sc_change.c", "sc_failure.c", "sc_show.c", "lab.c", "relay.c", "text.c"),
    "net.exe": ("net.c", "lab.c", "relay.c", "text.c"),
    "taskkill.exe": ("taskkill.c", "lab.c", "relay.c", "text.c"),
    "launch.exe": ("launch.c",),
    "winrshost.exe": ("winrshost.c",),
}
"""Each program and its sources in the folder ``native``."""

SYSTEM: Final = r"C:\windows\system32"

_BRIDGED: Final = frozenset(
    {
        *(
            "cacls",
            "certutil",
            "del",
            "dir",
            "erase",
            "fc",
            "find",
            "findstr",
            "fsutil",
            "more",
            "move",
            "ping",
            "query",
        ),
        *("powershell", "rd", "ren", "rename", "rmdir", "schtasks", "shutdown", "systeminfo", "takeown", "type", "vol"),
        *("whoami", "xcopy"),
    }
)
"""Commands of every Windows, whose work the daemon does."""
_OWN: Final = frozenset({"net", "sc", "taskkill"})
"""Commands that do their work themselves, over Wine's real service manager and processes."""
_LATER: Final[Mapping[Flavour, frozenset[str]]] = {
    "2003": frozenset({"linkd"}),
    "2008r2": frozenset({"icacls", "mklink", "robocopy"}),
    "2022": frozenset({"curl", "icacls", "mklink", "robocopy"}),
}
"""What only some releases have (reference/lab-windows.md 5); linkd is the Resource Kit's."""
_WITHOUT: Final = ("timeout", "wmic", "wevtutil")
"""Programs of Wine that are there but do not do what Windows' do, and have no stand-in (lab-windows.md 1.3)."""

OVERRIDES: Final = (
    ",".join(f"{name}.exe" for name in sorted({"cmd", *_BRIDGED, *_OWN, *frozenset().union(*_LATER.values())})) + "=n"
)
"""What makes Wine take these programs from the prefix: a value for WINEDLLOVERRIDES."""


def commands(flavour: Flavour) -> frozenset[str]:
    """The commands of a release of Windows whose work the daemon does."""
    return _BRIDGED | _LATER[flavour]


def install_tools(prefix: Path, programs: Path, flavour: Flavour, cmd: bytes) -> None:
    """Put Windows' own commands into a prefix.

    Args:
        prefix: the node's Wine prefix.
        programs: folder with the compiled :data:`PROGRAMS`.
        flavour: which release's commands; those that it lacks are removed.
        cmd: Wine's own cmd.exe.

    Raises:
        PatchError: this cmd.exe is not the one whose table is known.
        OSError: a file cannot be written.
    """
    system = _unix(prefix, SYSTEM)
    for name in {*_WITHOUT, *frozenset().union(*_LATER.values())}:
        (system / f"{name}.exe").unlink(missing_ok=True)
    install(prefix, programs, commands(flavour))
    for name in _OWN:
        _place(programs / f"{name}.exe", system / f"{name}.exe")
    for name in ("launch.exe", "winrshost.exe"):
        _place(programs / name, _unix(prefix, rf"C:\lab\{name}"))
    (system / "cmd.exe").unlink(missing_ok=True)
    (system / "cmd.exe").write_bytes(patched(cmd))


def install(prefix: Path, programs: Path, names: Iterable[str], folder: str = SYSTEM) -> None:
    r"""Put commands into a prefix whose work the daemon does.

    Args:
        prefix: the node's Wine prefix.
        programs: folder with the compiled :data:`PROGRAMS`.
        names: names of the commands without ``.exe``; the daemon's table knows each.
        folder: Windows path of the folder to put them into; made where it is missing.
    """
    for name in sorted(names):
        _place(programs / "bridge.exe", _unix(prefix, ntpath.join(folder, f"{name}.exe")))


def install_service(prefix: Path, programs: Path, path: str) -> None:
    r"""Put a service's program into a prefix.

    Args:
        prefix: the node's Wine prefix.
        programs: folder with the compiled :data:`PROGRAMS`.
        path: Windows path of the product's program, for example ``C:\Program Files\CLWeb\bin\jcclweb.exe``.
    """
    _place(programs / "svc.exe", _unix(prefix, path))


def _place(program: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.copyfile(program, target)
    target.chmod(0o755)


def _unix(prefix: Path, path: str) -> Path:
    """Where a path of drive C lies; names that are there are found whatever their case."""
    place = prefix / "drive_c"
    for name in ntpath.splitdrive(path)[1].strip("\\").split("\\"):
        there = [each.name for each in place.iterdir()] if place.is_dir() else []
        place /= next((each for each in there if each.casefold() == name.casefold()), name)
    return place

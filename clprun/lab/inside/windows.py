"""The service that is Windows on a node: boots Wine, keeps it up, and shuts it down in good order."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from clprun.lab.windows.registry import BOOT_KEY, TIME_ZONE_KEY, section
from clprun.lab.windows.wine import BRIDGE_PORT, PREFIX, wine_command

__all__ = ["UP", "main", "wait_until_up"]

UP: Final = Path("/run/windows-up")
"""Exists once the services that start by themselves have been started."""

_BOOTS: Final = Path("/windows/boots")
_POLL_SECONDS: Final = 0.05


def main(*_: object) -> int:
    """Run until the node shuts down; Wine's own end is the service's failure."""
    _wait_for(_bridge_listens)
    _note_boot()
    # The first process of the prefix must be the server with -p, or Wine ends with its last program; and whatever
    # starts it must not wait for its output's end (reference/lab-windows.md 1.6).
    with subprocess.Popen(
        wine_command("wineserver", "-f", "-p"), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as server:
        signal.signal(signal.SIGTERM, lambda *_: _shut_down())
        _quietly("wine", "cmd", "/c", "rem")
        UP.touch()
        server.wait()
    return 1


def wait_until_up() -> None:
    """Wait until Windows has booted."""
    _wait_for(UP.exists)


def _note_boot() -> None:
    """What each boot of a Windows leaves: the count of boots, the minutes to UTC, the page file's time."""
    number = int(_BOOTS.read_text()) + 1 if _BOOTS.exists() else 1
    _BOOTS.write_text(f"{number}\n")
    with (Path(PREFIX) / "system.reg").open("a", encoding="ascii") as registry:
        registry.write(section(BOOT_KEY, {"BootId": number}))
        registry.write(section(TIME_ZONE_KEY, {"ActiveTimeBias": -time.localtime().tm_gmtoff // 60}))
    (Path(PREFIX) / "drive_c/pagefile.sys").touch()


def _shut_down() -> None:
    """End all programs and write the registry to the disk."""
    _quietly("wineserver", "-k")
    raise SystemExit(0)


def _quietly(*words: str) -> None:
    subprocess.run(
        wine_command(*words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def _bridge_listens() -> bool:
    try:
        socket.create_connection(("127.0.0.1", BRIDGE_PORT), timeout=1).close()
    except OSError:
        return False
    return True


def _wait_for(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(_POLL_SECONDS)

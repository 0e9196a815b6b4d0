"""The endpoint as a program: WinRM's service of a Windows node of the lab."""

import json
import os
import subprocess
from pathlib import Path
from threading import Event
from typing import Final

from clprun.lab.windows.endpoint.certificate import Certificate
from clprun.lab.windows.endpoint.endpoint import Endpoint
from clprun.lab.windows.endpoint.faults import FaultFolder
from clprun.lab.windows.endpoint.wineshells import WineShells
from clprun.lab.windows.wine import wine_command

__all__ = ["main"]

PORTS: Final = (5985, 5986)
"""Of HTTP and HTTPS, from WinRM 2.0 on."""

_FILES: Final = Path("/windows/winrm")
_SHARED: Final = Path("/run/clprun-lab")


def main() -> int:
    """Serve until the node shuts down; Windows must have booted."""
    node = os.uname().nodename
    settings = json.loads((_SHARED / f"settings-{node}.json").read_text("utf-8"))
    certificate = Certificate((_FILES / "certificate.pem").read_bytes(), (_FILES / "key.pem").read_bytes())
    with Endpoint(
        WineShells(wine_command("wine")),
        json.loads((_FILES / "users.json").read_text("utf-8")),
        "0.0.0.0",
        settings["site"]["windows"]["flavour"],
        certificate,
        FaultFolder(_SHARED / f"winrm-{node}"),
        machine=node.upper(),
        ports=PORTS,
        reboot=_restart,
    ):
        Event().wait()
    return 0


def _restart() -> None:
    """The power button: nothing is asked, nothing is saved."""
    subprocess.run(["reboot", "-f"], check=True)

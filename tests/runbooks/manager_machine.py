"""A Japanese Windows cluster with ClientManager set up on its first node, and the scripts of runbook clientmanager."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Final

from clprun.lab import client
from clprun.lab.site import WindowsSite, site_for
from clprun.lang.expression import render_text
from clprun.steps.batch_text import stored
from tests.runbooks.machine import ROOT
from tests.standin.rehearsal import Said
from tests.standin.windows_rehearsal import DRIVE_C, WindowsRehearsal, windows_rehearsing

__all__ = ["CASES", "MODES", "NAMES", "START_ORDER", "STOP_ORDER", "ManagerMachine", "batch_text", "manager_machine"]

FILES: Final = ROOT / "runbooks" / "clientmanager" / "files"
NAMES: Final = ("start.bat", "stop.bat")
MODES: Final = ("arm", "resources")
EVENTS: Final = ("START", "FAILOVER", "RECOVER", "", "SOMETHING")
DISKS: Final = ("SUCCESS", "FAILURE", "")
CASES: Final = tuple(product(EVENTS, DISKS))
"""What the cluster may say, and what it never does."""

START_ORDER: Final = (
    ("ESMBASE", "ESM Base Service"),
    ("ESMCMD", "ESM Command Service"),
    ("ESMALT", "ESM Alert Service"),
    ("ESMRMT", "ESM Remote Map Service"),
    ("DMIEVT", "Dmi Event Watcher"),
    ("ALMSOK", "Alert Manager Socket(R) Service"),
    ("CMIT", "ESMPRO/CM CMIT service"),
    ("", "ESMPRO/CM CMURELAY"),
    ("CMMANAGER", "ESMPRO/CM Manager"),
    ("CMPOWERON", "ESMPRO/CM Poweron Service"),
    ("CMSENDER", "ESMPRO/CM Sender"),
    ("CMSNMP", "ESMPRO/CM Snmp Manager"),
    ("CMTIME", "ESMPRO Time Server"),
)
"""Watch ids and services in the guide's order; CMURELAY is watched by nothing (CM 6 (1))."""

STOP_ORDER: Final = (
    *("CMTIME", "CMSNMP", "CMSENDER", "CMMANAGER", "CMPOWERON", "", "CMIT", "ALMSOK", "DMIEVT", "ESMALT", "ESMRMT"),
    *("ESMCMD", "ESMBASE"),
)
"""Watch ids in the guide's order, which is not the start's from its end (ERRATA G3-23)."""

SHARED: Final = r"W:\Program Files\ESMPRO\ESMPROCM"
NODE: Final = "win1"


def batch_text(name: str, mode: str, **values: object) -> str:
    """A script as the runbook makes it; ``values`` are parameters."""
    given = {"services": mode, "shared_folder": SHARED, "start_limit": 60, "stop_limit": 60, "kill_after": 20, **values}
    return render_text((FILES / f"{name}.j2").read_text(encoding="utf-8"), given)


class ManagerMachine(WindowsRehearsal):
    """The first node: its group is online, and none of ClientManager's services run until a test starts them."""

    def cmd(self, node: str, *lines: str) -> Said:
        """As the base class has it, in the code page of Japanese systems."""
        batch = f"{DRIVE_C}/lab/test.bat"
        self.write(node, batch, "".join(f"{line}\r\n" for line in ("@echo off", *lines)).encode("cp932"))
        words = ["sh", "-c", f"cd {DRIVE_C}/lab && exec /usr/lib/clprun-lab/wine wine cmd /c test.bat </dev/null 2>&1"]
        done = client.run(self.home, node, words)
        return Said(done.returncode, done.stdout.decode("cp932", "replace"))

    def call(self, name: str, event: str = "START", disk: str = "SUCCESS", mode: str = "arm", **values: object) -> int:
        """Run a script to its end as the cluster would; its exit code."""
        self.write(NODE, f"{DRIVE_C}/work/{name}", stored(batch_text(name, mode, **values)))
        given = (f'set "CLP_EVENT={event}"', f'set "CLP_DISK={disk}"', 'set "CLP_SERVER=HOME"')
        self._before = len(client.status(self.home)["calls"])
        self.said = self.cmd(NODE, *given, rf"call C:\work\{name}", "exit %errorlevel%")
        return self.said.code

    @property
    def running(self) -> list[str]:
        """ClientManager's services that run, in the guide's order."""
        listed = {line.strip() for line in self.cmd(NODE, "net start").text.splitlines()}
        return [service for _, service in START_ORDER if service in listed]

    def start_services(self, services: Sequence[str]) -> None:
        """Start services, watched by nobody."""
        self.cmd(NODE, *(f'net start "{service}"' for service in services))

    def stop_services(self) -> None:
        """Stop what runs, and end its watch."""
        running = self.running
        watches = [watch for watch, service in START_ORDER if watch and service in running]
        stops = [f'net stop "{service}" >nul 2>&1' for service in running]
        if running:
            self.cmd(NODE, *(f"ARMKILL {watch} >nul" for watch in watches), *stops)

    @property
    def called(self) -> list[list[str]]:
        """The command lines of products that the last script called, in order."""
        calls: list[dict[str, Any]] = client.status(self.home)["calls"]
        return [call["argv"] for call in calls[self._before :] if call["by"] != "cluster" and call["exit"] is not None]

    @property
    def told(self) -> list[str]:
        """What the last script told the cluster's log."""
        return [call[call.index("-m") + 1] for call in self.called if call[0] == "clplogcmd"]


@contextmanager
def manager_machine(home: Path) -> Iterator[ManagerMachine]:
    """The machine, up; down again afterwards."""
    with windows_rehearsing(
        home, replace(site_for("clientmanager"), language="ja", windows=WindowsSite("2003", "W:"))
    ) as lab:
        machine = ManagerMachine(lab.home, lab.site)
        machine.done(NODE, r"C:\media\clientmanager\setup.exe")
        machine.stop_services()
        yield machine

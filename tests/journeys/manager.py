"""ClientManager's cluster for the journeys: a lab of Windows nodes, clprun on it, and the person at its dialogs."""

import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from clprun.lab.site import site_for
from tests.runbooks.manager_machine import START_ORDER, ManagerMachine
from tests.standin.windows_rehearsal import windows_rehearsing
from tests.support.bench import Bench, Finish
from tests.support.windows_bench import WINDOWS_NODES

__all__ = ["HANDS", "NODES", "SHARED", "ManagerBench", "manager_bench"]

NODES: Final = WINDOWS_NODES
SHARED: Final = r"W:\Program Files\ESMPRO\ESMPROCM"
KEY: Final = r"HKLM\SOFTWARE\Wow6432Node\NEC"

_SET_UP: Final = r"C:\media\clientmanager\setup.exe"
_DATA_VIEWER: Final = rf'"{SHARED}\bin\CMSetDst.exe" 10.0.0.114'
_KEYS: Final = rf'"{KEY}\ESMPRO/CM" "{KEY}\NVBASE" HKLM\SYSTEM\CurrentControlSet\Services\Nvbase'
HANDS: Final[Mapping[str, str]] = {
    "set-up-primary": _SET_UP,
    "data-viewer-primary": _DATA_VIEWER,
    "set-up-standby": _SET_UP,
    "data-viewer-standby": _DATA_VIEWER,
    "exit-codes": r"C:\lab\webui.exe normal-return-value script-esmprocm 0",
    "synchronised": rf"C:\lab\webui.exe registry-synchronisation ESMPROCM regsync1 {_KEYS}",
    "not-synchronised": r"C:\lab\webui.exe registry-synchronisation ESMPROCM regsync1",
    "uninstalled-primary": r"C:\media\clientmanager\uninstall.exe",
    "uninstalled-standby": r"C:\media\clientmanager\uninstall.exe",
}
"""What a person does for each manual step: the lab's programs stand for dialogs, and webui for Cluster WebUI."""

WAITING: Final = 3
"""Exit code of a run that waits for a person."""

_PATIENCE: Final = 600.0
"""Seconds: 13 services on each node, each told apart."""


@dataclass(frozen=True)
class ManagerBench:
    """A lab whose group ESMPROCM is online on win1, before anybody has installed ClientManager.

    Args:
        lab: asked by batch files.
        bench: runs clprun on it.
    """

    lab: ManagerMachine
    bench: Bench

    def begin(self, runbook: str, *more: str, fault: str | None = None) -> Finish:
        """Apply a runbook."""
        return self.bench.clprun("apply", runbook, "--lab", "--yes", *more, fault=fault, seconds=_PATIENCE)

    def go_on(self, finish: Finish, cuts: list[str]) -> tuple[Finish, list[str]]:
        """Resume to the end, doing by hand what a person is waited for, and killing clprun at each of ``cuts``.

        Returns:
            How it ended, and the manual steps that were waited for, in order.
        """
        asked = []
        while finish.code in {WAITING, -signal.SIGKILL}:
            if finish.code == WAITING:
                step, node = _waiting(finish)
                asked.append(step)
                self.lab.done(node, HANDS[step])
            elif cuts:
                cuts.pop(0)
            finish = self.bench.clprun("resume", "--yes", fault=cuts[0] if cuts else None, seconds=_PATIENCE)
        return finish, asked

    def running(self, node: str) -> int:
        """How many of ClientManager's services run on a node."""
        listed = {line.strip() for line in self.lab.cmd(node, "net start").text.splitlines()}
        return len(listed & {service for _, service in START_ORDER})


def _waiting(finish: Finish) -> tuple[str, str]:
    found = re.findall(r"^  (\S+) +(\S+)  waits for a person", finish.text, re.MULTILINE)
    assert found, finish.text
    step, node = found[-1]
    return str(step), str(node)


@contextmanager
def manager_bench(home: Path) -> Iterator[ManagerBench]:
    """The lab, up; down again afterwards.

    Japanese, as the product is.
    """
    site = replace(site_for("clientmanager"), language="ja")
    with windows_rehearsing(home, site) as lab:
        yield ManagerBench(ManagerMachine(lab.home, lab.site), Bench(home))

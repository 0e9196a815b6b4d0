"""Faults of the lab: which hold now, and how each is made and undone (reference/lab-linux.md 5)."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from clprun.lab.hub import network
from clprun.lab.hub.node import Node
from clprun.lab.hub.root import SHARED
from clprun.lab.windows.endpoint.faults import Fault, FaultFolder

__all__ = ["DiskFault", "Faults", "set_link"]

DiskFault = Literal["full", "gone", "read-only"]


@dataclass
class Faults:
    """The faults that hold until they are cleared.

    Args:
        links: names of nodes whose cables are pulled.
        nodes: per node ``crashed`` or ``hung``.
        disk: what is wrong with the shared disks.
        full: names of nodes whose own disk has no free space.
        clock: per node the seconds its ``date`` is ahead.
        busy: per Windows node the seconds for which a virus scanner holds each file that was written.
        commands: per product command ``fail``, ``hang``, ``die`` or ``lie``; the stand-ins obey.
    """

    links: set[str] = field(default_factory=set)
    nodes: dict[str, str] = field(default_factory=dict)
    disk: DiskFault | None = None
    full: set[str] = field(default_factory=set)
    clock: dict[str, int] = field(default_factory=dict)
    busy: dict[str, int] = field(default_factory=dict)
    commands: dict[str, str] = field(default_factory=dict)

    def arm_winrm(self, node: str, fault: Fault, times: int) -> None:
        """Let a fault strike the WinRM service of a Windows node some times."""
        _winrm(node).arm(fault, times)

    def clear_winrm(self, nodes: Iterable[str]) -> None:
        """Let nothing strike their WinRM services any more."""
        for node in nodes:
            _winrm(node).clear()

    def winrm(self, nodes: Iterable[str]) -> dict[str, list[str]]:
        """Per node what is still to strike its WinRM service."""
        armed = {node: [strike.fault.value for strike in _winrm(node).armed()] for node in nodes}
        return {node: faults for node, faults in armed.items() if faults}

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return {
            "links": dict.fromkeys(sorted(self.links), "down"),
            "nodes": dict(self.nodes),
            "disk": self.disk,
            "full": sorted(self.full),
            "clock": dict(self.clock),
            "busy": dict(self.busy),
            "commands": dict(self.commands),
        }

    def publish(self) -> None:
        """Tell the nodes: ``faults.json`` for the stand-ins, one file per wrong clock for ``date``."""
        told = {"commands": self.commands, "clock": self.clock, "busy": self.busy}
        _replace(SHARED / "faults.json", json.dumps(told))
        for stale in SHARED.glob("clock-*"):
            if stale.name.removeprefix("clock-") not in self.clock:
                stale.unlink()
        for name, seconds in self.clock.items():
            _replace(SHARED / f"clock-{name}", f"{seconds:+d}\n")


def set_link(node: Node, *, up: bool) -> None:
    """Pull or plug both cables of a node, at the hub's end."""
    state = "up" if up else "down"
    network.run_ip([f"link set {network.hub_port(node.index, number)} {state}" for number in range(2)], force=True)


def _winrm(node: str) -> FaultFolder:
    return FaultFolder(SHARED / f"winrm-{node}")


def _replace(file: Path, text: str) -> None:
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_text(text, "utf-8")
    os.replace(unfinished, file)  # noqa: PTH105 -- the same call, and it says what it is for

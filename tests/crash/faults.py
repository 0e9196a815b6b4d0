"""The faults of links, nodes, disks, commands and clocks: how each is made, and how a person puts it right."""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clprun.errors import ClprunError
from clprun.lab import client
from tests.support.bench import Bench
from tests.support.lab import eventually

__all__ = ["FAULTS", "Fault", "small_disk"]

_PATIENCE: Final = 60.0
_BALLAST, _SMALL = "ballast", "64m"
_A_DAY: Final = 86400


@dataclass(frozen=True)
class Fault:
    """One way to disturb a run.

    Args:
        strike: makes it.
        mend: takes it away, with what a person does who looks after it.
        armed: whether it is there before the phase begins; else it strikes when the phase begins to change something.
        codes: exit codes that a run may end with which it stops.
    """

    strike: Callable[[Bench], None]
    mend: Callable[[Bench], None]
    armed: bool = True
    codes: frozenset[int] = frozenset({1, 3})


def _clear(bench: Bench) -> None:
    bench.fault("clear")


def _up(bench: Bench) -> None:
    """All faults cleared; then wait until the nodes answer and the cluster has come up."""
    bench.fault("clear")
    for node in client.status(bench.home)["nodes"]:
        if node["state"] == "off":
            bench.fault("reboot", node=node["name"])
    for name in bench.nodes:
        eventually(lambda name=name: _is_up(bench, name), f"{name} is up", _PATIENCE)  # type: ignore[misc]


def _is_up(bench: Bench, node: str) -> bool:
    try:
        done = client.run(bench.home, node, ["sh", "-c", "test -e /run/clusterpro/settled && pgrep -x sshd"])
    except ClprunError:
        return False
    return done.returncode == 0


_COMMANDS: Final = ("clpgrp", "clpcl", "clpcfctrl", "cjcmksite", "cjcpw", "nqsstart", "nqsstop")
"""Product commands of the builds that change something."""


def _all_commands(effect: str) -> Callable[[Bench], None]:
    """Every product command behaves so."""

    def strike(bench: Bench) -> None:
        for name in _COMMANDS:
            bench.fault("command", name=name, effect=effect)

    return strike


def _kill_hung(bench: Bench) -> None:
    """The commands that hang are ended by hand, and the next ones don't hang."""
    bench.fault("clear")
    for node in bench.nodes:
        bench.sh(node, f"pkill -KILL -x '{'|'.join(_COMMANDS)}' || :")


def _cut_sessions(bench: Bench) -> None:
    bench.sh(bench.nodes[0], "pkill -KILL -f '^sshd: root@' || :")


def _link_down(bench: Bench) -> None:
    bench.fault("link", node=bench.nodes[0], state="down")


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Give a controller's home a disk of its own, that can be filled; only root can, others do without."""
    if os.geteuid() != 0:
        yield
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SMALL},mode=700", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _fill_controller(bench: Bench) -> None:
    """Nothing is free any more where CLPRUN_HOME lies."""
    assert bench.home.is_mount(), "root alone can give CLPRUN_HOME a disk of its own"
    with (bench.home / _BALLAST).open("ab", buffering=0) as ballast:
        piece = bytes(1 << 16)
        while piece:
            try:
                ballast.write(piece)
            except OSError:
                piece = piece[: len(piece) // 2]


def _empty_controller(bench: Bench) -> None:
    (bench.home / _BALLAST).unlink(missing_ok=True)


_LOST: Final = frozenset({1, 3, 4})
"""Exit codes of runs that lose a node: 4, and what follows when the cluster has moved the group meanwhile."""

FAULTS: Final[Mapping[str, Fault]] = {
    "link cut": Fault(_cut_sessions, _clear, armed=False, codes=_LOST),
    "link silent": Fault(_link_down, _up, armed=False, codes=_LOST),
    "node off": Fault(lambda bench: bench.fault("crash", node=bench.nodes[0]), _up, armed=False, codes=_LOST),
    "node hangs": Fault(lambda bench: bench.fault("hang", node=bench.nodes[0]), _up, armed=False, codes=_LOST),
    "node's disk full": Fault(lambda bench: bench.fault("fill", node=bench.nodes[0]), _clear),
    "shared disk full": Fault(lambda bench: bench.fault("disk", state="full"), _clear),
    "shared disk read-only": Fault(lambda bench: bench.fault("disk", state="read-only"), _clear),
    "shared disk gone": Fault(lambda bench: bench.fault("disk", state="gone"), _clear),
    "controller's disk full": Fault(_fill_controller, _empty_controller, armed=False),
    "command fails": Fault(_all_commands("fail"), _clear),
    "command hangs": Fault(_all_commands("hang"), _kill_hung),
    "command dies": Fault(_all_commands("die"), _clear),
    "command lies": Fault(_all_commands("lie"), _clear),
    "clock jumps ahead": Fault(lambda b: b.fault("clock", node=b.nodes[0], seconds=_A_DAY), _clear, armed=False),
    "clock jumps back": Fault(lambda b: b.fault("clock", node=b.nodes[0], seconds=-_A_DAY), _clear, armed=False),
}

"""A lab of Windows nodes, the command line on it, and the state a run leaves, told so that two runs can be compared."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clprun.lab import client
from clprun.lab.site import Site
from clprun.lab.windows.wine import PREFIX, WINE
from tests.support.bench import Bench
from tests.support.windows import windows_lab_of

__all__ = ["WINDOWS_NODES", "WindowsBench", "windows_bench_of"]

WINDOWS_NODES: Final = ("win1", "win2")

_KEYS: Final = (
    r"HKLM\Software\NEC",
    r"HKLM\Software\Wow6432Node\NEC",
    r"HKLM\System\CurrentControlSet\Services",
)
"""What runbooks change of a registry: the products' settings, and how services start."""

_DRIVE_C: Final = f"{PREFIX}/drive_c"
_OUT_OF_COMPARISON: Final = (
    *("/var", "/etc", "/root", "/opt", "/home", "/windows/winrm", "/windows/boots", f"{PREFIX}/wineserver"),
    *(f"{_DRIVE_C}/{folder}" for folder in ("Program Files/clprun", "windows", "users", "lab")),
    *(f"{_DRIVE_C}/Program Files/CLUSTERPRO/{folder}" for folder in ("log", "alert", "work")),
    f"{_DRIVE_C}/pagefile.sys",
)
"""What differs from one lab to the next, what a run's own id is in, and the Linux that a node hides."""


@dataclass(frozen=True)
class WindowsBench(Bench):
    """A lab of Windows nodes and a place to run clprun on it."""

    nodes: Sequence[str] = WINDOWS_NODES

    def cmd(self, name: str, *line: str) -> str:
        """What a command of Windows says inside a node; it does not go through clprun."""
        return client.run(self.home, name, [WINE, "wine", *line]).stdout.decode("cp932", "replace")

    def state(self) -> dict[str, Any]:
        """All that two runs are compared by: files, links, registry, services, the cluster, the drives."""
        left_out = (*_OUT_OF_COMPARISON, *self.varying)
        return {
            "trees": {node: client.tree_digest(self.home, node, left_out) for node in self.nodes},
            "registry": {node: {key: self._registry(node, key) for key in _KEYS} for node in self.nodes},
            "clpstat": {node: self.cmd(node, "clpstat", "--local") for node in self.nodes},
            "drives": {node: self.sh(node, f"ls {PREFIX}/dosdevices") for node in self.nodes},
        }

    def _registry(self, node: str, key: str) -> list[str]:
        return sorted(self.cmd(node, "reg", "query", key, "/s").splitlines())


@contextmanager
def windows_bench_of(home: Path, site: Site) -> Iterator[WindowsBench]:
    """A lab whose cluster has come up; taken down in the end."""
    with windows_lab_of(home, site):
        yield WindowsBench(home)

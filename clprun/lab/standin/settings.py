"""What the lab tells the stand-ins: site, scale of time, seed, language, faults. Not the product."""

import os
import zlib

from .files import read_json

__all__ = ["SHARED", "Settings"]

SHARED = "/run/clprun-lab"
"""The folder of the lab that both nodes see."""

UNKNOWN_CODES = (1, 2, 3, 4, 5, 7, 8, 10, 11, 16, 20, 64, 99, 127, 200, 255)
"""Failure codes for commands whose own are not public (clusterpro.md 1, Annex B; products.md 1.2): the seed chooses."""


class Settings:
    """The settings of one node.

    Args:
        values: content of ``settings-NODE.json``.
    """

    def __init__(self, values: dict[str, object]) -> None:
        self.node = str(values.get("node") or os.uname().nodename)
        site = values.get("site")
        self.site: dict[str, object] = site if isinstance(site, dict) else {}
        nodes = self.site.get("nodes")
        self.nodes = [each for each in nodes if isinstance(each, dict)] if isinstance(nodes, list) else []
        self.time_factor = max(float(str(values.get("time_factor") or 1)), 0.001)
        self.seed = int(str(values.get("seed") or 0))
        self.language = str(values.get("language") or "en")

    @property
    def names(self) -> list[str]:
        """The names of both nodes."""
        return [str(node.get("name")) for node in self.nodes]

    @property
    def others(self) -> list[str]:
        """The names of the other nodes."""
        return [name for name in self.names if name != self.node]

    @property
    def shared_folder(self) -> str:
        """Where this node's Linux mounts the shared disk; empty where the site has none."""
        windows = self.site.get("windows")
        if isinstance(windows, dict):
            return f"/windows/drives/{str(windows['drive'])[0].lower()}"
        return str(self.site.get("mount_point") or "")

    @property
    def shared_device(self) -> str:
        """The first shared disk that holds a file system; empty where the site has none."""
        disks = self.site.get("disks")
        for disk in disks if isinstance(disks, list) else []:
            if disk.get("file_system"):
                return str(disk["device"])
        return ""

    @property
    def refuses_while_suspended(self) -> bool:
        """Whether clpstat and its kin are disabled while the cluster is suspended (clusterpro.md, corrections: R)."""
        return self.site.get("while_suspended") != "answer"

    @property
    def manner(self) -> dict[str, object]:
        """How a pair answered that the lab was told to resemble; empty without one."""
        manner = self.site.get("manner")
        return manner if isinstance(manner, dict) else {}

    @property
    def refusal(self) -> tuple[int, str] | None:
        """Exit code and text of a command that is disabled while the cluster is suspended, where a pair told them."""
        told = self.manner.get("refusal")
        return (int(told[0]), str(told[1])) if isinstance(told, list) else None

    @property
    def windows(self) -> str:
        """The Windows Server that a node looks like (``2003``, ``2008r2``, ``2022``); empty on Linux."""
        windows = self.site.get("windows")
        return str(windows["flavour"]) if isinstance(windows, dict) else ""

    @classmethod
    def load(cls) -> "Settings":
        """The settings that the lab wrote for the node this runs on."""
        return cls(read_json(f"{SHARED}/settings-{os.uname().nodename}.json"))

    def scaled(self, seconds: float, floor: float = 0.0) -> float:
        """The product's wait of ``seconds``, in the lab's time; never below ``floor`` seconds."""
        return max(seconds / self.time_factor, floor)

    def code(self, reason: str) -> int:
        """A failure code for ``reason``: stable for one seed, another for the next, never 0 and never 9."""
        return UNKNOWN_CODES[self.choice(reason, len(UNKNOWN_CODES))]

    def choice(self, question: str, options: int) -> int:
        """An index below ``options`` for behaviour nobody knows, settled by the seed."""
        return zlib.crc32(f"{self.seed}:{question}".encode()) % options

    def fault(self, command: str) -> str | None:
        """The fault switched on for ``command`` now: ``fail``, ``hang``, ``die`` or none."""
        found = _faults("commands").get(command)
        return str(found) if found else None

    @property
    def busy(self) -> float:
        """Seconds for which a virus scanner on this node now holds each file after it was written; 0 = none does."""
        return float(str(_faults("busy").get(self.node) or 0))


def _faults(kind: str) -> dict[object, object]:
    """The faults of a kind that hold now."""
    found = read_json(f"{SHARED}/faults.json").get(kind)
    return found if isinstance(found, dict) else {}

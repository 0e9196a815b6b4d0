"""An instance of JobCenter AG: its files on the shared disk, and what each node knows of it. Not the product.

What the product keeps and where is not public (products.md 7).
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ..files import read_json, write_atomic
from ..settings import Settings

__all__ = ["Instance", "known", "known_by_id", "new_id"]

_KNOWN = Path("/var/opt/jcexecutor/instances")


@dataclass(frozen=True)
class Instance:
    """One instance.

    Args:
        id: what its service is named by.
        name: its name.
        agent: name of the agent, as the manager knows it.
        path: a mount point; its files lie in a folder of its name below.
    """

    id: str
    name: str
    agent: str
    path: str

    @property
    def folder(self) -> Path:
        """Its files."""
        return Path(self.path) / self.name

    @property
    def unit(self) -> str:
        """Its service (JC 3.4: named by the id)."""
        return f"jcexecutor_agent_{self.id}.service"

    @property
    def pid_file(self) -> str:
        """Where its main process leaves its number."""
        return f"/run/jcexecutor/{self.id}.pid"

    def make(self) -> None:
        """Lay its files down."""
        (self.folder / "data").mkdir(parents=True)
        self._write(self.folder / "instance.json", {**asdict(self), "enable": True})
        os.sync()

    def note(self) -> None:
        """Let this node know it."""
        _KNOWN.mkdir(parents=True, exist_ok=True)
        self._write(_KNOWN / f"{self.id}.json", asdict(self))

    @property
    def is_known(self) -> bool:
        """Whether this node knows it."""
        return (_KNOWN / f"{self.id}.json").exists()

    @property
    def enable(self) -> bool:
        """The flag that column ENABLE shows; false where its files are not at hand."""
        return bool(read_json(str(self.folder / "instance.json")).get("enable"))

    def reachable(self) -> bool:
        """Whether its files can be read: false without the disk."""
        return bool(read_json(str(self.folder / "instance.json")))

    @classmethod
    def on_disk(cls, path: str, name: str) -> "Instance | None":
        """The instance whose files lie there."""
        return _read(Path(path) / name / "instance.json")

    def _write(self, path: Path, values: dict[str, object]) -> None:
        write_atomic(str(path), json.dumps(values).encode() + b"\n")


def new_id(settings: Settings) -> str:
    """The id of the next instance: nothing that follows from a name (ERRATA G2-29); the seed chooses."""
    return str(1001 + settings.choice("instance id", 9000))


def known() -> Iterator[Instance]:
    """All instances this node knows."""
    for path in sorted(_KNOWN.glob("*.json")):
        found = _read(path)
        if found is not None:
            yield found


def known_by_id(identifier: str) -> Instance | None:
    """The one with that id, if this node knows it."""
    return next((each for each in known() if each.id == identifier), None)


def _read(path: Path) -> Instance | None:
    values = read_json(str(path))
    keys = ("id", "name", "agent", "path")
    return Instance(*(str(values[key]) for key in keys)) if values else None

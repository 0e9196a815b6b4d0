"""Registry synchronization (clusterpro.md 2.5, regsync): keys that go with the group. Not the product.

The product notices changes and sends them to the other servers at once. Here the keys are read when the group has
started and when it stops, so that what was changed before a crash is lost.
"""

from collections.abc import Iterator
from pathlib import Path

from ...settings import SHARED
from ..activation import Occasion
from ..model import Resource
from ..places import HOME, shown
from ..wine import run_windows

__all__ = ["KEY", "RegistrySynchronization"]

KEY = "regkey"
"""Tag of a key below ``parameters``: the lab's own, the product's is not public (clusterpro.md 2.5)."""


class RegistrySynchronization:
    """Resources of type ``regsync``.

    Args:
        kept: folder that both servers see.
    """

    def __init__(self, kept: Path = Path(SHARED) / "registry") -> None:
        self._kept = kept

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Write the keys that another server left, and keep them as they are now."""
        for _, file in self._keys(resource, occasion):
            if file.exists():
                passing = _passing_file()
                passing.write_bytes(file.read_bytes())
                run_windows("reg", "import", shown(passing))
        return self.stop(resource, occasion)

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Keep the keys for the next server; one that is not there is passed over."""
        for key, file in self._keys(resource, occasion):
            passing = _passing_file()
            if run_windows("reg", "export", key, shown(passing), "/y").returncode == 0:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(passing.read_bytes())
        return True

    def _keys(self, resource: Resource, occasion: Occasion) -> Iterator[tuple[str, Path]]:
        for path, key in sorted(resource.parameters.items()):
            if path.startswith(f"{KEY}@"):
                yield key, self._kept / f"{occasion.group.name}.{resource.name}.{path}.reg"


def _passing_file() -> Path:
    file = HOME / "work/regsync.reg"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file

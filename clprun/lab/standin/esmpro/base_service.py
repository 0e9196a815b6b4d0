"""ESM Base Service: it needs its work folder, which the registry names (products.md 4.3). Not the product."""

from ..windows.errors import WindowsError
from ..windows.services import ServiceCall
from . import registry
from .names import BASE

__all__ = ["nvbase"]

NO_WORK_FOLDER = 3
"""Its own exit code; the product's is not known."""


def nvbase(service: ServiceCall) -> int:
    """Start where the work folder is there; that it does not start otherwise is inferred."""
    drives = service.node.drives
    try:
        folder = drives.find(drives.absolute(registry.read(BASE, "WorkDir") or ""))
    except WindowsError:
        return NO_WORK_FOLDER
    return 0 if folder.is_dir() else NO_WORK_FOLDER

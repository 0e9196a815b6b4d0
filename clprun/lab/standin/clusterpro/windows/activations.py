"""Which types of resource a Windows server can start and stop (clusterpro.md 2.5). A stand-in, not the product."""

from collections.abc import Callable, Mapping

from ...settings import Settings
from ..activation import Activation
from ..addresses import FloatingIp
from .batch import BatchFiles
from .computers import VirtualComputer
from .drives import MirrorDrive, SharedDrive
from .registry import RegistrySynchronization
from .services import ServiceResource

__all__ = ["windows_activations"]


def windows_activations(settings: Settings, node: str, claim: Callable[[str], bool]) -> Mapping[str, Activation]:
    """The types by their names.

    Args:
        settings: the node's settings.
        node: this server.
        claim: asks whether this server may use a mirror disk.
    """
    return {
        "fip": FloatingIp(),
        "vcom": VirtualComputer(),
        "sd": SharedDrive(settings),
        "md": MirrorDrive(settings, claim),
        "regsync": RegistrySynchronization(),
        "script": BatchFiles(node),
        "service": ServiceResource(),
    }

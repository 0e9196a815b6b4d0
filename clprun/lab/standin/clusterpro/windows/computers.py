"""Virtual computer names (clusterpro.md 2.5, vcom). Part of a stand-in, not the product."""

from ..activation import Occasion
from ..model import Resource

__all__ = ["VirtualComputer"]


class VirtualComputer:
    """Resources of type ``vcom``; nothing in the lab asks for the name itself."""

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Good with a name and, where one is set, a floating IP resource of the same group as its target."""
        target = resource.text("target")
        return bool(resource.text("vcomname")) and (not target or target in occasion.group.resources)

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Nothing to undo."""
        del resource, occasion
        return True

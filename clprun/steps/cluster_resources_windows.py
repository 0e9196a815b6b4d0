"""What a failover group of Windows servers should hold: its drive, and a virtual computer name."""

from typing import Annotated

from pydantic import Field

from clprun.errors import Problem, StepFailed
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.resources import VirtualComputer
from clprun.products.clpconf.wanted import WantedResource
from clprun.products.clpconf.wanted_resources import virtual_computer
from clprun.steps.base import Want
from clprun.steps.cluster_look import drive, members
from clprun.steps.ownership import watchers
from clprun.steps.wants import ObjectName

__all__ = ["VirtualComputerWant", "require_drive"]


class VirtualComputerWant(Want):
    """A virtual computer name resource.

    Args:
        name: its name; later steps know it by that.
        computer: the virtual computer name.
        floating_ip: name of the floating IP resource that it stands for.
    """

    name: ObjectName
    computer: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,15}$")]
    floating_ip: ObjectName

    def is_in(self, group: str, installed: Configuration) -> bool:
        """Whether a group has the computer name.

        Raises:
            StepFailed: it has it under another name of the resource.
        """
        for resource in members(installed, group, "vcom"):
            settings = resource.settings()
            if isinstance(settings, VirtualComputer) and settings.computer.upper() == self.computer.upper():
                if resource.name != self.name:
                    watched_by = watchers(installed, resource.name)
                    values = {"name": self.name, "found": f"vcom@{resource.name}", "watchers": watched_by}
                    raise StepFailed(Problem("configuration.there_already", {**values}))
                return True
        return False

    def resource(self, floating_ip: str) -> WantedResource:
        """The same in the product's terms, for a floating IP resource under the name that it has."""
        return virtual_computer(self.name, computer=self.computer, floating_ip_resource=floating_ip)


def require_drive(group: str, letter: str, installed: Configuration) -> None:
    """See that a disk or mirror disk resource of a group brings a drive.

    Raises:
        StepFailed: none does. It is not added: the disk must have been filtered when CLUSTERPRO was installed.
    """
    if letter not in {drive(resource) for resource in members(installed, group, "sd", "md")}:
        raise StepFailed(Problem("configuration.no_drive", {"group": group, "drive": letter}))

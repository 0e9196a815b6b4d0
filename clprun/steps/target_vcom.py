"""The virtual computer name under which a service resource runs its service."""

from clprun.errors import Problem
from clprun.model.cluster import Node
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.model import Resource
from clprun.steps.base import Target
from clprun.steps.cluster_look import members
from clprun.steps.configuration_change import ConfigurationWant
from clprun.steps.unpublished_setting import UnpublishedSetting
from clprun.steps.wants import ObjectName

__all__ = ["TargetVcom", "TargetVcomWant"]

_PARAMETERS = "parameters/"
_KNOWN = frozenset({"parameters/name"})
"""Where a name may stand that is none of a virtual computer."""


class TargetVcomWant(ConfigurationWant):
    """Which service resource, and which virtual computer.

    Args:
        resource: name of the service resource.
        virtual_computer: name of the virtual computer name resource of the same group.
    """

    resource: ObjectName
    virtual_computer: ObjectName


class TargetVcom(UnpublishedSetting[TargetVcomWant]):
    """A person sets it: the tag behind "target VCOM resource name" is not public (reference/products.md 3).

    The check: below the resource's parameters stands a value that is the virtual computer name resource's name, or the
    computer's. Without such a resource in the group there is nothing to set, and no step of this kind (ERRATA G1-18).
    """

    name = "target-vcom"
    want = TargetVcomWant

    def lacking(self, want: TargetVcomWant, installed: Configuration, node: Node) -> Problem | None:
        """That one of the two resources is not there, or the one does not name the other."""
        values = want.model_dump()
        services, computers = (members(installed, want.group, kind) for kind in ("service", "vcom"))
        service = next((each for each in services if each.name == want.resource), None)
        computer = next((each for each in computers if each.name == want.virtual_computer), None)
        if computer is None:
            return Problem("configuration.no_vcom", values, node=node.name)
        if service is None or not _names(service, computer):
            return Problem("configuration.target_vcom_not_set", values, node=node.name)
        return None

    def advice(self, want: TargetVcomWant, target: Target) -> tuple[Problem, ...]:
        """Which screen, which field, which value."""
        return (Problem("configuration.set_target_vcom", want.model_dump(), node=target.node.name),)


def _names(service: Resource, computer: Resource) -> bool:
    wanted = {computer.name, computer.values.get("parameters/vcomname", computer.name)}
    own = (path for path in service.values if path.startswith(_PARAMETERS) and path not in _KNOWN)
    return any(service.values[path] in wanted for path in own)

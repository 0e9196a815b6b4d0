"""Resources that are to go from a failover group, with what watches them."""

from typing import Annotated

from pydantic import Field

from clprun.errors import Problem
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.dependencies import set_dependencies
from clprun.products.clpconf.removal import remove_monitor, remove_resource
from clprun.steps.base import Target
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.wants import ObjectName

__all__ = ["ResourcesRemoved", "ResourcesRemovedWant"]


class ResourcesRemovedWant(ConfigurationWant):
    """What the group should no longer hold.

    Args:
        resources: their names; one that is not there counts as removed.
    """

    resources: Annotated[tuple[ObjectName, ...], Field(min_length=1)]


class ResourcesRemoved(ConfigurationChange[ResourcesRemovedWant]):
    """Resources, the monitors whose target they are, and dependencies on them are taken out; their scripts may stay."""

    name = "resources-removed"
    want = ResourcesRemovedWant

    def wanted(self, want: ResourcesRemovedWant, installed: Configuration, target: Target) -> Configuration:
        """The configuration without them.

        Raises:
            ConfigurationError: something else still names one of them.
        """
        del target
        group = installed.group(want.group)
        held = {entry.name for entry in group.resources} if group else set()
        gone = held.intersection(want.resources)
        result = installed
        for monitor in installed.monitors:
            if monitor.values.get("target") in gone:
                result = remove_monitor(result, monitor.name)
        for name in sorted(held):
            result = _independent(result, name, gone)
        for name in sorted(gone):
            result = remove_resource(result, name)
        return result

    def advice(self, want: ResourcesRemovedWant, target: Target) -> tuple[Problem, ...]:
        """What to take out of clp.conf, or in Cluster WebUI."""
        values = {"group": want.group, "resources": ", ".join(want.resources)}
        told = Problem("configuration.advice_removed", {**values}, node=target.node.name)
        return (told, *super().advice(want, target))


def _independent(configuration: Configuration, name: str, gone: set[str]) -> Configuration:
    """The configuration with a resource that depends on none of those that go; the product's default for one alone."""
    resource = configuration.resource(name)
    others = (resource.depends if resource is not None else None) or ()
    if not gone.intersection(others):
        return configuration
    left = tuple(other for other in others if other not in gone)
    return set_dependencies(configuration, name, left or None)

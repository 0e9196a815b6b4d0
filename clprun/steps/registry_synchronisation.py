"""Keys of the registry that CLUSTERPRO carries from node to node with the group."""

from typing import Annotated, Literal

from pydantic import Field

from clprun.errors import Problem, Value
from clprun.model.cluster import Node
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.base import Target
from clprun.steps.cluster_look import members
from clprun.steps.configuration_change import ConfigurationWant
from clprun.steps.registry_wants import RegistryKeyName, one_key
from clprun.steps.unpublished_setting import UnpublishedSetting
from clprun.steps.wants import ObjectName

__all__ = ["RegistrySynchronisation", "RegistrySynchronisationWant"]


class RegistrySynchronisationWant(ConfigurationWant):
    """What the group's registry synchronisation resource should hold.

    Args:
        keys: the keys.
        name: of the resource, should there be none yet.
        state: ``present``, or ``removed`` where no such resource of the group may hold one of the keys.
    """

    keys: Annotated[tuple[RegistryKeyName, ...], Field(min_length=1)]
    name: ObjectName = "regsync1"
    state: Literal["present", "removed"] = "present"


class RegistrySynchronisation(UnpublishedSetting[RegistrySynchronisationWant]):
    """A person sets it: of the type ``regsync`` only the name is public (reference/clusterpro.md 2.5).

    The check looks for the keys among all values of the group's resources of that type, whatever their tags are.
    """

    name = "registry-synchronisation"
    want = RegistrySynchronisationWant

    def lacking(self, want: RegistrySynchronisationWant, installed: Configuration, node: Node) -> Problem | None:
        """The keys that are not there, or still are."""
        resources = members(installed, want.group, "regsync")
        held = {one_key(value.strip("\\")).casefold() for each in resources for value in each.values.values()}
        wrong = [key for key in want.keys if (key.casefold() in held) != (want.state == "present")]
        if not wrong:
            return None
        code = "registry.not_synchronised" if want.state == "present" else "registry.still_synchronised"
        return Problem(code, {"group": want.group, "keys": ", ".join(wrong)}, node=node.name)

    def advice(self, want: RegistrySynchronisationWant, target: Target) -> tuple[Problem, ...]:
        """Which screen, which field, which value."""
        keys = "\n".join(f"  {key}" for key in want.keys)
        values: dict[str, Value] = {"group": want.group, "name": want.name, "keys": keys}
        code = "registry.synchronise" if want.state == "present" else "registry.stop_synchronising"
        return (Problem(code, values, node=target.node.name),)

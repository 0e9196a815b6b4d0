"""The normal return value of a script resource: without one CLUSTERPRO on Windows ignores the exit codes."""

from collections.abc import Mapping

from clprun.errors import Problem, StepFailed, Value
from clprun.model.cluster import Node
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.base import Target
from clprun.steps.configuration_change import ConfigurationWant
from clprun.steps.unpublished_setting import UnpublishedSetting
from clprun.steps.wants import ObjectName

__all__ = ["NormalReturnValue", "NormalReturnValueWant"]

_PARAMETERS = "parameters/"
_WRITTEN_BY_CLPRUN = frozenset({"parameters/recoveruse"})
_SCRIPTS = 2
"""Start and stop have a value each."""


class NormalReturnValueWant(ConfigurationWant):
    """Whose exit codes should count.

    Args:
        resource: name of the group's script resource; 0 becomes the normal return value of its start and its stop.
    """

    resource: ObjectName


class NormalReturnValue(UnpublishedSetting[NormalReturnValueWant]):
    """A person sets it: the tag behind "Normal Return Value" is not public (reference/clusterpro.md 3.4).

    The check: among the resource's parameters stand at least two values 0 that clprun never writes.
    """

    name = "normal-return-value"
    want = NormalReturnValueWant

    def lacking(self, want: NormalReturnValueWant, installed: Configuration, node: Node) -> Problem | None:
        """That the values are not there.

        Raises:
            StepFailed: there is no such script resource.
        """
        values: dict[str, Value] = {**want.model_dump()}
        resource = installed.resource(want.resource)
        if resource is None or resource.kind != "script":
            raise StepFailed(Problem("windows.no_script_resource", values, node=node.name))
        if _zeros(resource.values) < _SCRIPTS:
            return Problem("windows.exit_codes_ignored", values, node=node.name)
        return None

    def advice(self, want: NormalReturnValueWant, target: Target) -> tuple[Problem, ...]:
        """Which screen, which field, which value."""
        return (Problem("windows.set_normal_return_value", {**want.model_dump()}, node=target.node.name),)


def _zeros(values: Mapping[str, str]) -> int:
    unknown = (path for path in values if path.startswith(_PARAMETERS) and path not in _WRITTEN_BY_CLPRUN)
    return sum(values[path] == "0" for path in unknown)

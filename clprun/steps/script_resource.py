"""A script resource of Windows with its two batch files, pushed as one change."""

from collections.abc import Iterator

from clprun.errors import Problem
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.wanted import Wanted, wanted
from clprun.products.clpconf.wanted_resources import script_resource
from clprun.products.clusterpro_commands import script_folder
from clprun.steps.base import Target
from clprun.steps.batch_text import BatchText, stored
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.resource_remarks import stop_failure
from clprun.steps.resource_wants import ResourceWant

__all__ = ["ScriptResource", "ScriptResourceWant"]


class ScriptResourceWant(ConfigurationWant, ResourceWant):
    """What the script resource should be.

    Args:
        start: text of start.bat.
        stop: text of stop.bat.
        runs_on_recovery: whether start.bat also runs when a server comes back (``RECOVER``); as it is, or the
            product's, when not given.
    """

    start: BatchText
    stop: BatchText
    runs_on_recovery: bool | None = None


class ScriptResource(ConfigurationChange[ScriptResourceWant]):
    """One script resource of a failover group; other resources of the group stay as they are.

    So do values that no public tag is known of, as the normal return value (reference/clusterpro.md 3.4).
    """

    name = "script-resource"
    want = ScriptResourceWant

    def wanted(self, want: ScriptResourceWant, installed: Configuration, target: Target) -> Configuration:
        """The configuration with the resource."""
        del target
        resource = script_resource(
            want.name,
            runs_on_recovery=want.runs_on_recovery,
            depends_on=want.depends_on,
            start_failure=want.on_start_failure.settings,
            stop_failure=want.on_stop_failure.settings,
        )
        return wanted(installed, Wanted(want.group, (resource,)))

    def scripts(self, want: ScriptResourceWant) -> dict[str, bytes]:
        """start.bat and stop.bat."""
        folder = script_folder(want.group, want.name)
        return {f"{folder}/start.bat": stored(want.start), f"{folder}/stop.bat": stored(want.stop)}

    def advice(self, want: ScriptResourceWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        values = {"name": want.name, "group": want.group}
        told = Problem("configuration.advice_script", {**values}, node=target.node.name)
        return (told, *super().advice(want, target))

    def remarks(self, want: ScriptResourceWant, wanted: Configuration) -> Iterator[Problem]:
        """What follows when stop.bat fails."""
        yield from stop_failure(want.name, wanted)

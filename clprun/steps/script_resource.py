"""A script resource of Windows with its two batch files, pushed as one change."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from clprun.errors import Problem
from clprun.model.question import Answers, Ask
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.wanted import Wanted, wanted
from clprun.products.clpconf.wanted_resources import script_resource
from clprun.products.clusterpro_commands import owner_of, script_folder
from clprun.steps.base import Target
from clprun.steps.batch_text import BatchText, stored
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.configuration_files import script_question
from clprun.steps.ownership import heading
from clprun.steps.resource_remarks import stop_failure
from clprun.steps.resource_wants import ResourceWant
from clprun.steps.wants import ObjectName

__all__ = ["ScriptResource", "ScriptResourceWant"]


class ScriptResourceWant(ConfigurationWant, ResourceWant):
    """What the script resource should be.

    Args:
        formerly: the name that an earlier release of the runbook gave it by default.
        start: text of start.bat.
        stop: text of stop.bat.
        runs_on_recovery: whether start.bat also runs when a server comes back (``RECOVER``); as it is, or the
            product's, when not given.
    """

    formerly: ObjectName | None = None
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

    def others_asks(self, want: ScriptResourceWant, target: Target) -> Sequence[Ask[Any]]:
        """start.bat under the former name."""
        return [Ask(target.node.name, script_question(path, target)) for path in _formerly(want)]

    def same(self, want: ScriptResourceWant, target: Target, answers: Answers) -> Collection[str]:
        """The one of the former name, when its start.bat says the same in its first comment line."""
        own = heading(stored(want.start))
        held = ((path, answers(target.node.name, script_question(path, target)).content) for path in _formerly(want))
        return [owner_of(path) for path, content in held if own and heading(content or b"") == own]

    def advice(self, want: ScriptResourceWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        values = {"name": want.name, "group": want.group}
        told = Problem("configuration.advice_script", {**values}, node=target.node.name)
        return (told, *super().advice(want, target))

    def remarks(self, want: ScriptResourceWant, wanted: Configuration) -> Iterator[Problem]:
        """What follows when stop.bat fails."""
        yield from stop_failure(want.name, wanted)


def _formerly(want: ScriptResourceWant) -> tuple[str, ...]:
    """Where start.bat lay under the former name, below the folder of scripts."""
    if want.formerly in {None, want.name}:
        return ()
    return (f"{script_folder(want.group, str(want.formerly))}/start.bat",)

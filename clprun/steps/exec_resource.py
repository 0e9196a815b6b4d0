"""An exec resource with its scripts and the PID monitor that watches it, pushed as one change.

The order of the guide, monitor first and scripts later, would let the PID monitor react to a script that does nothing
(ERRATA G2-13); so all of it goes in one push while the group is stopped.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from clprun.errors import Problem, Value
from clprun.model.text import Language
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.describe import Phrase
from clprun.products.clpconf.monitors import MonitorAction
from clprun.products.clpconf.resources import ResourceAction
from clprun.products.clpconf.texts import tell
from clprun.products.clpconf.wanted import Wanted, WantedMonitor, exec_resource, pid_monitor, wanted
from clprun.products.clusterpro import script_folder
from clprun.steps.base import Target, Want
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.wants import ObjectName

__all__ = ["ExecResource", "ExecResourceWant", "WatchedBy"]

_FINAL_ACTIONS = {action.name.lower().replace("_", "-"): action for action in MonitorAction}
"""By the words a runbook uses: ``none``, ``stop-group``, ``stop-service``, ``shut-down``, ``reboot``, …"""


def _plain_script(text: str) -> str:
    """A script in ASCII that a shell can run, ending with a line end (ERRATA G2-02, G2-03, G2-38)."""
    if not text.isascii() or "\r" in text or "\0" in text:
        raise ValueError("a script in ASCII with plain line ends is wanted")
    if not text.startswith("#!/"):
        raise ValueError("a script that begins with '#!/' is wanted")
    return text if text.endswith("\n") else f"{text}\n"


def _final_action(text: str) -> str:
    if text not in _FINAL_ACTIONS:
        raise ValueError(f"one of {', '.join(_FINAL_ACTIONS)} is wanted")
    return text


_ScriptText = Annotated[str, AfterValidator(_plain_script)]
_Threshold = Annotated[int, Field(ge=0, le=99)]
_Timeout = Annotated[int, Field(ge=1, le=9999)]


class WatchedBy(Want):
    """The PID monitor of an exec resource; its recovery target is the group.

    Args:
        name: its name.
        reactivations: how often the group is restarted first.
        failovers: how often it fails over then.
        final_action: what follows, e.g. ``none``.
    """

    name: ObjectName
    reactivations: _Threshold
    failovers: _Threshold
    final_action: Annotated[str, AfterValidator(_final_action)]


class ExecResourceWant(ConfigurationWant):
    """What the exec resource should be.

    Args:
        name: its name.
        start: text of start.sh, which the cluster does not wait for.
        stop: text of stop.sh, which it waits for.
        start_timeout: seconds for start.sh; as it is, or the product's, when not given.
        stop_timeout: the same for stop.sh.
        monitor: the PID monitor; none when not given.
    """

    name: ObjectName
    start: _ScriptText
    stop: _ScriptText
    start_timeout: _Timeout | None = None
    stop_timeout: _Timeout | None = None
    monitor: WatchedBy | None = None


class ExecResource(ConfigurationChange[ExecResourceWant]):
    """Start asynchronous, stop synchronous (guide JC 2.2 (2), 2.5 (2) step 2)."""

    name = "exec-resource"
    want = ExecResourceWant

    def wanted(self, want: ExecResourceWant, installed: Configuration, target: Target) -> Configuration:
        """The configuration with the resource and its monitor."""
        del target
        resource = exec_resource(
            want.name,
            starts_synchronously=False,
            start_timeout=want.start_timeout,
            stop_timeout=want.stop_timeout,
        )
        monitors: tuple[WantedMonitor, ...] = ()
        if want.monitor is not None:
            monitor = pid_monitor(
                want.monitor.name,
                target=want.name,
                group=want.group,
                restarts=want.monitor.reactivations,
                failovers=want.monitor.failovers,
                final_action=_FINAL_ACTIONS[want.monitor.final_action],
            )
            monitors = (monitor,)
        return wanted(installed, Wanted(want.group, (resource,), monitors))

    def scripts(self, want: ExecResourceWant) -> dict[str, bytes]:
        """start.sh and stop.sh."""
        folder = script_folder(want.group, want.name)
        return {f"{folder}/start.sh": want.start.encode(), f"{folder}/stop.sh": want.stop.encode()}

    def advice(self, want: ExecResourceWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        resource: dict[str, Value] = {"name": want.name, "group": want.group}
        told = [Problem("configuration.advice_exec", resource, node=target.node.name)]
        if want.monitor is not None:
            monitor: dict[str, Value] = {**want.monitor.model_dump(), "target": want.name, "group": want.group}
            told.append(Problem("configuration.advice_pid_monitor", monitor, node=target.node.name))
        return tuple(told)

    def remarks(self, want: ExecResourceWant, wanted: Configuration) -> Iterator[Problem]:
        """What follows when stop.sh fails, and that a group may go back and forth (ERRATA G4-27)."""
        resource = wanted.resource(want.name)
        action = ResourceAction(resource.effective("deact/action") or ResourceAction.SHUT_DOWN) if resource else None
        if action is not None:
            told: dict[str, Value] = {each.value: _told(action, each) for each in Language}
            yield Problem("configuration.stop_failure", {"name": want.name, **told})
        if want.monitor is not None and want.monitor.failovers > 0:
            values: dict[str, Value] = {"name": want.monitor.name, "group": want.group}
            yield Problem("configuration.ping_pong", {**values, "failovers": want.monitor.failovers})


def _told(action: ResourceAction, language: Language) -> str:
    quiet = {ResourceAction.NONE_AND_GO_ON, ResourceAction.NONE_AND_STAY}
    key = "ends_without_action" if action in quiet else f"action_{action.name.lower()}"
    return tell(Phrase(key), language)

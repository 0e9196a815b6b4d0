"""An exec resource with its scripts and the monitors that watch it, pushed as one change.

The order of a guide, monitor first and scripts later, would let a PID monitor react to a script that does nothing
(ERRATA G2-13); so all of it goes in one push.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from clprun.errors import Problem, Value
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.wanted import Wanted, wanted
from clprun.products.clpconf.wanted_resources import exec_resource
from clprun.products.clusterpro_commands import script_folder
from clprun.steps.base import Target
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.monitor_wants import MonitorWant, PidMonitor, Watcher
from clprun.steps.resource_remarks import monitor_advice, ping_pong, stop_failure
from clprun.steps.resource_wants import ResourceWant
from clprun.steps.wants import ScriptText

__all__ = ["ExecResource", "ExecResourceWant"]

_Timeout = Annotated[int, Field(ge=1, le=9999)]


class ExecResourceWant(ConfigurationWant, ResourceWant):
    """What the exec resource should be; its stop is always waited for.

    Args:
        start: text of start.sh.
        stop: text of stop.sh.
        starts: ``synchronous`` where the cluster waits for the end of start.sh.
        start_timeout: seconds for start.sh; as it is, or the product's, when not given.
        stop_timeout: the same for stop.sh.
        monitors: what watches it; an entry that is null counts for nothing, so that a template may leave one out.
    """

    start: ScriptText
    stop: ScriptText
    starts: Literal["asynchronous", "synchronous"] = "asynchronous"
    start_timeout: _Timeout | None = None
    stop_timeout: _Timeout | None = None
    monitors: tuple[Watcher | None, ...] = ()

    @field_validator("monitors")
    @classmethod
    def _can_watch(cls, monitors: tuple[Watcher | None, ...], info: ValidationInfo) -> tuple[Watcher | None, ...]:
        """A PID monitor has nothing to watch once a synchronous start.sh has ended (ERRATA G4-32)."""
        names: set[str] = set()
        for monitor in filter(None, monitors):
            values = {"name": monitor.name, "resource": info.data.get("name", "")}
            if monitor.name in names:
                raise PydanticCustomError("configuration.monitor_given_twice", "unused", values)
            if isinstance(monitor, PidMonitor) and info.data.get("starts") == "synchronous":
                raise PydanticCustomError("configuration.pid_monitor_without_process", "unused", values)
            names.add(monitor.name)
        return monitors

    @property
    def watchers(self) -> tuple[MonitorWant, ...]:
        """The monitors."""
        return tuple(filter(None, self.monitors))


class ExecResource(ConfigurationChange[ExecResourceWant]):
    """One exec resource of a failover group; other resources of the group stay as they are."""

    name = "exec-resource"
    want = ExecResourceWant

    def wanted(self, want: ExecResourceWant, installed: Configuration, target: Target) -> Configuration:
        """The configuration with the resource and its monitors."""
        del target
        resource = exec_resource(
            want.name,
            starts_synchronously=want.starts == "synchronous",
            start_timeout=want.start_timeout,
            stop_timeout=want.stop_timeout,
            depends_on=want.depends_on,
            start_failure=want.on_start_failure.settings,
            stop_failure=want.on_stop_failure.settings,
        )
        monitors = tuple(monitor.watching(want.name, want.group) for monitor in want.watchers)
        return wanted(installed, Wanted(want.group, (resource,), monitors))

    def scripts(self, want: ExecResourceWant) -> dict[str, bytes]:
        """start.sh, stop.sh, and genw.sh of custom monitors."""
        folder = script_folder(want.group, want.name)
        own = {f"{folder}/start.sh": want.start.encode(), f"{folder}/stop.sh": want.stop.encode()}
        return own | {path: text for monitor in want.watchers for path, text in monitor.scripts.items()}

    def advice(self, want: ExecResourceWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        node = target.node.name
        resource: dict[str, Value] = {"name": want.name, "group": want.group}
        told = [Problem(f"configuration.advice_exec_{want.starts}", resource, node=node)]
        if want.depends_on is not None:
            others = ", ".join(want.depends_on) or "-"
            told.append(Problem("configuration.advice_depends_on", {**resource, "others": others}, node=node))
        told += [monitor_advice(each, want.name, want.group, node) for each in want.watchers]
        return (*told, *super().advice(want, target))

    def remarks(self, want: ExecResourceWant, wanted: Configuration) -> Iterator[Problem]:
        """What follows when stop.sh fails, and what a monitor may do that nobody wants."""
        yield from stop_failure(want.name, wanted)
        for monitor in want.watchers:
            yield from _about(monitor, want)


def _about(monitor: MonitorWant, want: ExecResourceWant) -> Iterator[Problem]:
    """A group that may go back and forth, a check that may come too early (ERRATA G2-40, G4-26)."""
    values: dict[str, Value] = {"name": monitor.name, "group": want.group, "resource": want.name}
    yield from ping_pong(monitor, want.group)
    starting = want.starts == "asynchronous" and not isinstance(monitor, PidMonitor)
    if monitor.first_check_after is None and (starting or monitor.reactivations > 0):
        yield Problem("configuration.first_check_at_once", values)

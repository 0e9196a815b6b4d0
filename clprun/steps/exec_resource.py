"""An exec resource with its scripts and the monitors that watch it, pushed as one change.

The order of a guide, monitor first and scripts later, would let a PID monitor react to a script that does nothing
(ERRATA G2-13); so all of it goes in one push.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from clprun.errors import Problem, Value
from clprun.model.text import Language
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.describe_values import action_phrase
from clprun.products.clpconf.resources import ResourceAction
from clprun.products.clpconf.texts import tell
from clprun.products.clpconf.wanted import Wanted, wanted
from clprun.products.clpconf.wanted_resources import exec_resource
from clprun.products.clusterpro import script_folder
from clprun.steps.base import Target
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.failure_wants import OnStartFailure, OnStopFailure
from clprun.steps.monitor_wants import MonitorWant, PidMonitor, Watcher
from clprun.steps.wants import ObjectName, ScriptText

__all__ = ["ExecResource", "ExecResourceWant"]

_Timeout = Annotated[int, Field(ge=1, le=9999)]


class ExecResourceWant(ConfigurationWant):
    """What the exec resource should be; its stop is always waited for.

    Args:
        name: its name.
        start: text of start.sh.
        stop: text of stop.sh.
        starts: ``synchronous`` where the cluster waits for the end of start.sh.
        depends_on: the resources it starts after; none at all when empty, as it is or the product's when not given.
        start_timeout: seconds for start.sh; as it is, or the product's, when not given.
        stop_timeout: the same for stop.sh.
        on_start_failure: what follows when start.sh fails.
        on_stop_failure: what follows when stop.sh fails.
        monitors: what watches it; an entry that is null counts for nothing, so that a template may leave one out.
    """

    name: ObjectName
    start: ScriptText
    stop: ScriptText
    starts: Literal["asynchronous", "synchronous"] = "asynchronous"
    depends_on: tuple[ObjectName, ...] | None = None
    start_timeout: _Timeout | None = None
    stop_timeout: _Timeout | None = None
    on_start_failure: OnStartFailure = Field(default_factory=OnStartFailure)
    on_stop_failure: OnStopFailure = Field(default_factory=OnStopFailure)
    monitors: tuple[Watcher | None, ...] = ()

    @field_validator("depends_on")
    @classmethod
    def _not_on_itself(cls, names: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        name = info.data.get("name")
        if names is not None and name in names:
            raise PydanticCustomError("configuration.depends_on_itself", "unused", {"name": name})
        return names

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
        told += [Problem("configuration.advice_monitor", _settings(want, each), node=node) for each in want.watchers]
        return tuple(told)

    def remarks(self, want: ExecResourceWant, wanted: Configuration) -> Iterator[Problem]:
        """What follows when stop.sh fails, and what a monitor may do that nobody wants."""
        resource = wanted.resource(want.name)
        action = ResourceAction(resource.effective("deact/action") or ResourceAction.SHUT_DOWN) if resource else None
        if action is not None:
            told: dict[str, Value] = {each.value: tell(action_phrase(action), each) for each in Language}
            yield Problem("configuration.stop_failure", {"name": want.name, **told})
        for monitor in want.watchers:
            yield from _about(monitor, want)


def _about(monitor: MonitorWant, want: ExecResourceWant) -> Iterator[Problem]:
    """A group that may go back and forth (ERRATA G4-27), a check that may come too early (G2-40, G4-26)."""
    values: dict[str, Value] = {"name": monitor.name, "group": want.group, "resource": want.name}
    if monitor.failovers > 0 and monitor.final_action == "none":
        yield Problem("configuration.ping_pong", {**values, "failovers": monitor.failovers})
    starting = want.starts == "asynchronous" and not isinstance(monitor, PidMonitor)
    if monitor.first_check_after is None and (starting or monitor.reactivations > 0):
        yield Problem("configuration.first_check_at_once", values)


def _settings(want: ExecResourceWant, monitor: MonitorWant) -> dict[str, Value]:
    common = monitor.model_dump(mode="json", include={"name", "reactivations", "failovers", "final_action"})
    given = {
        key: value
        for key in ("interval", "timeout", "retries", "first_check_after", "recover_on_timeout")
        if (value := getattr(monitor, key)) is not None
    }
    settings = ", ".join(f"{key} {value}" for key, value in {**monitor.own_settings, **given}.items())
    return {**common, "type": monitor.type, "target": want.name, "group": want.group, "settings": settings or "-"}

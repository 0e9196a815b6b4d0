"""An exec resource with its scripts and the monitors that watch it, pushed as one change.

The order of a guide, monitor first and scripts later, would let a PID monitor react to a script that does nothing
(ERRATA G2-13); so all of it goes in one push.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from clprun.errors import Problem, StepFailed, Value
from clprun.model.question import Answers, Ask
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.wanted import Wanted, wanted
from clprun.products.clpconf.wanted_resources import exec_resource
from clprun.products.clusterpro_commands import script_folder
from clprun.products.start_scripts import StartScripts
from clprun.steps.base import Target
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.monitor_wants import MonitorWant, PidMonitor, Watcher
from clprun.steps.ownership import heading
from clprun.steps.resource_remarks import monitor_advice, ping_pong, stop_failure
from clprun.steps.resource_wants import ResourceWant
from clprun.steps.wants import AbsolutePath, ScriptText

__all__ = ["SLACK", "ExecResource", "ExecResourceWant"]

SLACK = 60
"""Seconds that a resource's time-out must be longer than its script's own limits: for what the script does besides."""

_TOLD = {"start_timeout", "stop_timeout", "log", "on_start_failure", "on_stop_failure"}
"""Settings of the resource that a person who makes it by hand must know, as far as they are given."""

_Word = Annotated[str, Field(pattern=r"^[!-~]+$", max_length=255)]
_Timeout = Annotated[int, Field(ge=1, le=9999)]


class ExecResourceWant(ConfigurationWant, ResourceWant):
    """What the exec resource should be; its stop is always waited for.

    Args:
        start: text of start.sh.
        stop: text of stop.sh.
        starts: ``synchronous`` where the cluster waits for the end of start.sh.
        start_timeout: seconds for start.sh; as it is, or the product's, when not given.
        stop_timeout: the same for stop.sh.
        known_by: words that a start.sh which does the same holds, whoever wrote it.
        start_takes: seconds that start.sh takes at most by its own limits, where it is waited for; checked against
            the resource's time-out.
        stop_takes: the same for stop.sh.
        log: where what the scripts print is kept; as it is when not given, by the product's default nowhere.
        monitors: what watches it; an entry that is null counts for nothing, so that a template may leave one out.
        alike: more of them, each like the first one but for what it says itself.
    """

    start: ScriptText
    stop: ScriptText
    starts: Literal["asynchronous", "synchronous"] = "asynchronous"
    start_timeout: _Timeout | None = None
    stop_timeout: _Timeout | None = None
    known_by: tuple[_Word, ...] = ()
    start_takes: _Timeout | None = None
    stop_takes: _Timeout | None = None
    log: AbsolutePath | None = None
    monitors: tuple[Watcher | None, ...] = ()
    alike: tuple[Mapping[str, str | int | bool], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _multiplied(cls, data: Any) -> Any:  # noqa: ANN401  (pydantic's own)
        """Each of ``alike`` becomes a monitor; it has a name of its own."""
        if not isinstance(data, dict) or not isinstance(data.get("alike"), list | tuple) or not data["alike"]:
            return data
        first = next((each for each in data.get("monitors", ()) if each is not None), None)
        if not isinstance(first, dict) or not all(isinstance(each, dict) for each in data["alike"]):
            raise ValueError("'alike' says what is otherwise about monitors like the first one; there is none")
        own = {key: value for key, value in first.items() if key != "name"}
        return {**data, "monitors": [*data["monitors"], *({**own, **each} for each in data["alike"])], "alike": ()}

    @field_validator("start_takes", "stop_takes")
    @classmethod
    def _in_time(cls, takes: int | None, info: ValidationInfo) -> int | None:
        """A script has its own last resort, which must come before the cluster's."""
        script = "start" if info.field_name == "start_takes" else "stop"
        limit = info.data.get(f"{script}_timeout")
        if takes is not None and limit is not None and takes + SLACK > limit:
            raise PydanticCustomError("configuration.script_too_slow", "unused", _slow(script, takes, limit))
        return takes

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
        """The configuration with the resource and its monitors.

        Raises:
            ConfigurationError: see :meth:`ConfigurationChange.wanted`.
            StepFailed: a time-out that stands in the configuration is too short for its script.
        """
        resource = exec_resource(
            want.name,
            starts_synchronously=want.starts == "synchronous",
            start_timeout=want.start_timeout,
            stop_timeout=want.stop_timeout,
            log=want.log,
            depends_on=want.depends_on,
            start_failure=want.on_start_failure.settings,
            stop_failure=want.on_stop_failure.settings,
        )
        monitors = tuple(monitor.watching(want.name, want.group) for monitor in want.watchers)
        made = wanted(installed, Wanted(want.group, (resource,), monitors))
        if problem := next(_too_slow(want, made, target.node.name), None):
            raise StepFailed(problem)
        return made

    def scripts(self, want: ExecResourceWant) -> dict[str, bytes]:
        """start.sh, stop.sh, and genw.sh of custom monitors."""
        folder = script_folder(want.group, want.name)
        own = {f"{folder}/start.sh": want.start.encode(), f"{folder}/stop.sh": want.stop.encode()}
        return own | {path: text for monitor in want.watchers for path, text in monitor.scripts.items()}

    def others_asks(self, want: ExecResourceWant, target: Target) -> Sequence[Ask[Any]]:
        """Whose start.sh says the same, and whose does the same."""
        questions = (_saying_so(want), _doing_so(want))
        return [Ask(target.node.name, question) for question in questions if question.words]

    def same(self, want: ExecResourceWant, target: Target, answers: Answers) -> frozenset[str]:
        """Those whose start.sh says the same in its first comment line."""
        question = _saying_so(want)
        return answers(target.node.name, question) if question.words else frozenset()

    def alike(self, want: ExecResourceWant, target: Target, answers: Answers) -> frozenset[str]:
        """Those whose start.sh holds the words that it is known by."""
        question = _doing_so(want)
        return answers(target.node.name, question) if question.words else frozenset()

    def advice(self, want: ExecResourceWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        node = target.node.name
        resource: dict[str, Value] = {"name": want.name, "group": want.group}
        told = [Problem(f"configuration.advice_exec_{want.starts}", resource, node=node)]
        settings = want.model_dump(mode="json", include=_TOLD, exclude_none=True)
        if any(settings.values()):
            listed = ", ".join(f"{key} {value}" for key, value in _flat(settings))
            told.append(Problem("configuration.advice_exec_settings", {**resource, "settings": listed}, node=node))
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


def _saying_so(want: ExecResourceWant) -> StartScripts:
    return StartScripts(want.group, tuple(filter(None, [heading(want.start.encode()).decode()])))


def _doing_so(want: ExecResourceWant) -> StartScripts:
    return StartScripts(want.group, want.known_by)


def _too_slow(want: ExecResourceWant, made: Configuration, node: str) -> Iterator[Problem]:
    """What of a script's limits does not fit into the time-outs that it will have."""
    resource = made.resource(want.name)
    for script, part, takes in (("start", "act", want.start_takes), ("stop", "deact", want.stop_takes)):
        for path in (f"parameters/timeout/{script}", f"{part}/timeout"):
            limit = resource.effective(path) if resource is not None else None
            if takes is not None and limit is not None and limit.isdigit() and takes + SLACK > int(limit):
                values = {**_slow(script, takes, int(limit)), "name": want.name, "path": path}
                yield Problem("configuration.script_outlives_its_timeout", values, node=node)


def _slow(script: str, takes: int, limit: int) -> dict[str, Value]:
    return {"script": f"{script}.sh", "takes": takes, "least": takes + SLACK, "limit": limit}


def _flat(settings: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", each) for inner, each in value.items())
        else:
            yield key, value


def _about(monitor: MonitorWant, want: ExecResourceWant) -> Iterator[Problem]:
    """A group that may go back and forth, a check that may come too early (ERRATA G2-40, G4-26)."""
    values: dict[str, Value] = {"name": monitor.name, "group": want.group, "resource": want.name}
    yield from ping_pong(monitor, want.group)
    starting = want.starts == "asynchronous" and not isinstance(monitor, PidMonitor)
    if monitor.first_check_after is None and (starting or monitor.reactivations > 0):
        yield Problem("configuration.first_check_at_once", values)

"""Resources that a runbook wants (reference/clusterpro.md 2.4, 2.5)."""

from dataclasses import dataclass

from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.resources import STOP_ACTIONS, ResourceAction
from clprun.products.clpconf.wanted import WantedResource, logged

__all__ = [
    "StartFailure",
    "StopFailure",
    "disk",
    "exec_resource",
    "floating_ip",
    "script_resource",
    "service_resource",
    "virtual_computer",
]

_MARGIN = 180
"""Seconds that the product's own limit is longer than a script's (reference/clusterpro.md 2.5, exec, S)."""

_SERVICE_LIMIT = 1800
"""Seconds in the limits of a service resource beside its wait and the margin (clusterpro.md 2.5, service, I)."""


@dataclass(frozen=True, slots=True)
class StartFailure:
    """What follows when a resource fails to start; None leaves what is set (reference/clusterpro.md 2.4).

    Args:
        retries: how often the start is tried again, 0 to 99.
        failovers: how often the group fails over then.
        final_action: what is done when that did not help.
    """

    retries: int | None = None
    failovers: int | None = None
    final_action: ResourceAction | None = None


@dataclass(frozen=True, slots=True)
class StopFailure:
    """What follows when a resource fails to stop; None leaves what is set (reference/clusterpro.md 2.4).

    Args:
        retries: how often the stop is tried again, 0 to 99.
        final_action: what is done when that did not help; neither stop of the group nor of the service.
    """

    retries: int | None = None
    final_action: ResourceAction | None = None


_AS_SET = StartFailure()
_AS_SET_FOR_STOP = StopFailure()


def floating_ip(name: str, address: str) -> WantedResource:
    """A floating IP resource."""
    return WantedResource("fip", name, {"parameters/ip": address})


def disk(
    name: str, *, device: str, file_system: str, mount_point: str, mount_options: str | None = None
) -> WantedResource:
    """A disk resource of type ``disk`` (reference/clusterpro.md 2.5).

    Args:
        name: the resource's name.
        device: the partition, e.g. ``/dev/sdb2``.
        file_system: e.g. ``ext4``.
        mount_point: absolute path.
        mount_options: options of mount; None leaves the product's (``rw``) or those that are set.
    """
    values = {
        "parameters/disktype": "disk",
        "parameters/device": device,
        "parameters/mount/point": mount_point,
        "parameters/fs": file_system,
    }
    if mount_options is not None:
        values["parameters/mount/option"] = mount_options
    return WantedResource("disk", name, values)


def exec_resource(
    name: str,
    *,
    starts_synchronously: bool,
    stops_synchronously: bool = True,
    start_timeout: int | None = None,
    stop_timeout: int | None = None,
    log: str | None = None,
    depends_on: tuple[str, ...] | None = None,
    start_failure: StartFailure = _AS_SET,
    stop_failure: StopFailure = _AS_SET_FOR_STOP,
) -> WantedResource:
    """An exec resource with ``start.sh`` and ``stop.sh`` of its own (reference/clusterpro.md 2.5).

    Args:
        name: the resource's name.
        starts_synchronously: whether the start waits for the end of start.sh.
        stops_synchronously: whether the stop waits for the end of stop.sh.
        start_timeout: seconds for start.sh, 1 to 9999; None leaves what is set. The resource's own limit is
            set 180 s longer.
        stop_timeout: the same for stop.sh.
        log: absolute path of the file that keeps what the scripts print, rotated; None leaves what is set, by default
            nothing is kept.
        depends_on: see :class:`~clprun.products.clpconf.wanted.WantedResource`.
        start_failure: what follows when start.sh fails.
        stop_failure: what follows when stop.sh fails.

    Raises:
        ConfigurationError: the final action of a failed stop is none of a stop's.
    """
    values = {
        "parameters/act/path": "start.sh",
        "parameters/deact/path": "stop.sh",
        "parameters/act/sync": str(int(starts_synchronously)),
        "parameters/deact/sync": str(int(stops_synchronously)),
    }
    for seconds, script, limit in (
        (start_timeout, "parameters/timeout/start", "act/timeout"),
        (stop_timeout, "parameters/timeout/stop", "deact/timeout"),
    ):
        if seconds is not None:
            values |= {script: str(seconds), limit: str(seconds + _MARGIN)}
    values |= logged(log)
    return WantedResource("exec", name, {**values, **_failures(name, start_failure, stop_failure)}, depends_on)


def script_resource(
    name: str,
    *,
    runs_on_recovery: bool | None = None,
    depends_on: tuple[str, ...] | None = None,
    start_failure: StartFailure = _AS_SET,
    stop_failure: StopFailure = _AS_SET_FOR_STOP,
) -> WantedResource:
    """A script resource of Windows with ``start.bat`` and ``stop.bat`` of its own (reference/clusterpro.md 2.5).

    Args:
        name: the resource's name.
        runs_on_recovery: whether start.bat also runs when a server comes back (``RECOVER``); None leaves what is set.
        depends_on: see :class:`~clprun.products.clpconf.wanted.WantedResource`.
        start_failure: what follows when the start fails.
        stop_failure: what follows when the stop fails.

    Raises:
        ConfigurationError: the final action of a failed stop is none of a stop's.
    """
    values = {} if runs_on_recovery is None else {"parameters/recoveruse": str(int(runs_on_recovery))}
    return WantedResource("script", name, {**values, **_failures(name, start_failure, stop_failure)}, depends_on)


def service_resource(
    name: str,
    *,
    service: str,
    may_run_already: bool | None = None,
    start_wait: int | None = None,
    stop_wait: int | None = None,
    depends_on: tuple[str, ...] | None = None,
    start_failure: StartFailure = _AS_SET,
    stop_failure: StopFailure = _AS_SET_FOR_STOP,
) -> WantedResource:
    """A service resource of Windows (reference/clusterpro.md 2.5).

    Args:
        name: the resource's name.
        service: the service; its service name is wanted, not its display name.
        may_run_already: whether a service that runs already is started well; None leaves what is set.
        start_wait: seconds to wait after the service started; None leaves what is set. The resource's own limit is
            set to this, 1800 s and a margin of 180 s.
        stop_wait: the same after it stopped.
        depends_on: see :class:`~clprun.products.clpconf.wanted.WantedResource`.
        start_failure: what follows when the start fails.
        stop_failure: what follows when the stop fails.

    Raises:
        ConfigurationError: the final action of a failed stop is none of a stop's.
    """
    values = {"parameters/name": service}
    if may_run_already is not None:
        values["parameters/started"] = str(int(may_run_already))
    for seconds, wait, limit in (
        (start_wait, "parameters/actwaittime", "act/timeout"),
        (stop_wait, "parameters/deactwaittime", "deact/timeout"),
    ):
        if seconds is not None:
            values |= {wait: str(seconds), limit: str(_SERVICE_LIMIT + seconds + _MARGIN)}
    return WantedResource("service", name, {**values, **_failures(name, start_failure, stop_failure)}, depends_on)


def virtual_computer(
    name: str, *, computer: str, floating_ip_resource: str, depends_on: tuple[str, ...] | None = None
) -> WantedResource:
    """A virtual computer name resource of Windows (``vcom``, reference/clusterpro.md 2.5).

    Args:
        name: the resource's name.
        computer: the virtual computer name.
        floating_ip_resource: the floating IP resource that the name stands for.
        depends_on: see :class:`~clprun.products.clpconf.wanted.WantedResource`.
    """
    values = {"parameters/vcomname": computer, "parameters/target": floating_ip_resource}
    return WantedResource("vcom", name, values, depends_on)


def _failures(name: str, start: StartFailure, stop: StopFailure) -> dict[str, str]:
    """What follows when a resource fails to start or to stop, as far as it is wanted."""
    if stop.final_action is not None and stop.final_action not in STOP_ACTIONS:
        details = {"name": name, "path": "deact/action", "value": stop.final_action.value}
        raise ConfigurationError(Refusal.BAD_VALUE, details=details)
    values = {
        "act/retry": start.retries,
        "act/fo": start.failovers,
        "act/action": start.final_action,
        "deact/retry": stop.retries,
        "deact/action": stop.final_action,
    }
    return {path: str(value) for path, value in values.items() if value is not None}

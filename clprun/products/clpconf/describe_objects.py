"""Whole objects as phrases: what a group, a resource or a monitor does."""

from collections.abc import Mapping

from clprun.products.clpconf.describe_values import action_phrase, value_phrase
from clprun.products.clpconf.model import GROUP_DEFAULTS
from clprun.products.clpconf.monitor_types import (
    CustomMonitor,
    HttpMonitor,
    MirrorDiskMonitor,
    PidMonitor,
    ProcessMonitor,
    ServiceMonitor,
    SmtpMonitor,
    UserMonitor,
)
from clprun.products.clpconf.monitors import MonitorAction, MonitorSettings, RecoveryTarget, Timing
from clprun.products.clpconf.phrases import Part, Phrase
from clprun.products.clpconf.resources import (
    Disk,
    Exec,
    FloatingIp,
    MirrorDisk,
    ResourceSettings,
    Script,
    Service,
    VirtualComputer,
)

__all__ = ["DEPENDENCY", "dependent_phrase", "group_phrase", "recovery_phrases", "resource_phrase", "watching_phrase"]

DEPENDENCY = "depend@"
"""How paths of dependencies begin (reference/clusterpro.md 2.4)."""


def group_phrase(values: Mapping[str, str]) -> Phrase:
    """How a group starts, fails over and fails back."""
    written = {path: values.get(path) or GROUP_DEFAULTS[path] for path in ("start", "failover", "failback")}
    return Phrase("does_group", {path: value_phrase(path, value, None) for path, value in written.items()})


def resource_phrase(settings: ResourceSettings) -> Phrase:
    """What a resource does."""
    match settings:
        case FloatingIp():
            return Phrase("does_floating_ip", {"address": settings.address})
        case MirrorDisk():
            partitions = {"data": settings.data_partition, "cluster": settings.cluster_partition}
            return Phrase("does_mirror_disk", {**partitions, "point": settings.mount_point or ""})
        case Disk():
            file_system = settings.file_system or ""
            where = {"device": settings.device, "point": settings.mount_point or ""}
            return Phrase("does_disk", {**where, "file_system": file_system})
        case Exec():
            scripts: dict[str, Part] = {"start": settings.start_path, "stop": settings.stop_path}
            waits = {
                "start_waits": _waits(settings.starts_synchronously),
                "stop_waits": _waits(settings.stops_synchronously),
            }
            return Phrase("does_exec", {**scripts, **waits})
        case Script():
            return Phrase("does_script")
        case Service():
            return Phrase("does_service", {"service": settings.service})
        case VirtualComputer():
            return Phrase("does_vcom", {"computer": settings.computer, "address": settings.floating_ip})
        case _:
            return Phrase("does_something")


def dependent_phrase(does: Phrase, values: Mapping[str, str]) -> Phrase:
    """What a resource does, and after which others it starts where its values name some or say that there are none."""
    others = [path.removeprefix(DEPENDENCY) for path in values if path.startswith(DEPENDENCY)]
    if not others:
        return does
    if any(others):
        return Phrase("does_after", {"does": does, "others": ", ".join(filter(None, others))})
    return Phrase("does_at_once", {"does": does})


def watching_phrase(settings: MonitorSettings) -> Phrase:
    """What a monitor watches, and when."""
    what = _watched(settings)
    if settings.timing is Timing.ACTIVE and settings.target:
        return Phrase("watches_active", {"what": what, "target": settings.target})
    return Phrase("watches", {"what": what})


def recovery_phrases(settings: MonitorSettings) -> tuple[Phrase, ...]:
    """What is done on a fault, in order."""
    if settings.recovery_target is None:
        return (Phrase("not_understood"),)
    steps: list[Phrase] = []
    if settings.recovery_target is not RecoveryTarget.CLUSTER:
        what = Phrase(f"recovers_{settings.recovery_target}", {"name": settings.recovery_name})
        steps += _tries("restarts", what, settings.restarts)
        steps += _tries("fails_over", what, settings.failovers)
    if settings.final_action is not MonitorAction.NONE:
        steps.append(action_phrase(settings.final_action))
    return tuple(steps) or (action_phrase(MonitorAction.NONE),)


def _tries(key: str, what: Phrase, times: int) -> list[Phrase]:
    if times == 0:
        return []
    once = Phrase(key, {"what": what})
    return [once if times == 1 else Phrase("at_most", {"what": once, "times": str(times)})]


def _watched(settings: MonitorSettings) -> Phrase:
    match settings:
        case PidMonitor():
            return Phrase("watched_pid", {"target": settings.target})
        case ProcessMonitor(at_least=None | 1):
            return Phrase("watched_name", {"name": settings.process})
        case ProcessMonitor():
            return Phrase("watched_processes", {"process": settings.process, "count": str(settings.at_least)})
        case CustomMonitor():
            return _script(settings)
        case HttpMonitor():
            return Phrase("watched_http", {"url": _url(settings), "request": settings.request.name})
        case SmtpMonitor():
            return Phrase("watched_smtp", {"server": _with_port(settings.server, settings.port)})
        case ServiceMonitor():
            return Phrase("watched_service", {"service": settings.service or settings.target})
        case UserMonitor():
            return Phrase("watched_user_mode")
        case MirrorDiskMonitor():
            return Phrase("watched_mirror", {"name": settings.mirror_disk})
        case _:
            name = settings.target
            return Phrase("watched_name", {"name": name}) if name else Phrase("watched_something")


def _script(settings: CustomMonitor) -> Phrase:
    path = settings.path or Phrase("own_script")
    if not settings.synchronous:
        return Phrase("watched_program", {"path": path})
    return Phrase("watched_script", {"path": path, "normal": settings.normal_value or Phrase("not_written")})


def _url(settings: HttpMonitor) -> str:
    scheme = "https" if settings.https else "http"
    return f"{scheme}://{_with_port(settings.server, settings.port)}{settings.uri or '/'}"


def _with_port(server: str, port: int | None) -> str:
    return server if port is None else f"{server}:{port}"


def _waits(synchronous: bool) -> Phrase:
    return Phrase("waits" if synchronous else "does_not_wait")

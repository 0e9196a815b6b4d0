"""What a runbook wants of a configuration, and the configuration that has it.

Pure: the same wish applied to its own result changes no byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.monitors import LOCAL_SERVER, MonitorAction, RecoveryTarget
from clprun.products.clpconf.objects import ensure_monitor, ensure_resource
from clprun.products.clpconf.resources import MirrorDisk

__all__ = [
    "Wanted",
    "WantedMonitor",
    "WantedResource",
    "disk",
    "exec_resource",
    "exec_with_monitor",
    "floating_ip",
    "mirror_disk",
    "mirror_disk_monitors",
    "pid_monitor",
    "wanted",
]

_START_MARGIN = 180
"""Seconds that the product's own limit is longer than a script's (reference/clusterpro.md 2.5, exec, S)."""


@dataclass(frozen=True, slots=True)
class WantedResource:
    """A resource and the values that matter; all others stay as they are."""

    kind: str
    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WantedMonitor:
    """A monitor and the values that matter; all others stay as they are."""

    kind: str
    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a group should hold and which monitors there should be; pushed as one change."""

    group: str
    resources: tuple[WantedResource, ...] = ()
    monitors: tuple[WantedMonitor, ...] = ()


def wanted(configuration: Configuration, want: Wanted) -> Configuration:
    """The configuration with everything a runbook wants.

    Raises:
        ConfigurationError: the group is missing, a name belongs to another type or group, or a value can't be
            written.
    """
    for resource in want.resources:
        configuration = ensure_resource(configuration, want.group, resource.kind, resource.name, resource.values)
    for monitor in want.monitors:
        configuration = ensure_monitor(configuration, monitor.kind, monitor.name, monitor.values)
    return configuration


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


def mirror_disk(
    configuration: Configuration,
    name: str,
    *,
    data_partition: str,
    cluster_partition: str,
    file_system: str,
    mount_point: str,
    mount_options: str | None = None,
) -> WantedResource:
    """A mirror disk resource of Linux (reference/clusterpro.md 2.5).

    A new one gets all mirror connects of the servers, the first free NMP device, and ports of its own from the
    second mirror disk on.

    Args:
        configuration: where it is to be; says which mirror connects, devices and ports there are.
        name: the resource's name.
        data_partition: partition of the mirrored data, e.g. ``/dev/sdb2``.
        cluster_partition: partition of the mirror's own records, e.g. ``/dev/sdb1``.
        file_system: e.g. ``ext4``; ``none`` for a raw mirror.
        mount_point: absolute path.
        mount_options: options of mount; None leaves the product's or those that are set.

    Raises:
        ConfigurationError: a new one is wanted, and the servers share no mirror connect.
    """
    values = {
        "parameters/diskdev/dppath": data_partition,
        "parameters/diskdev/cppath": cluster_partition,
        "parameters/mount/point": mount_point,
        "parameters/fs": file_system,
    }
    if mount_options is not None:
        values["parameters/mount/option"] = mount_options
    new = configuration.resource(name) is None
    return WantedResource("md", name, {**(_new_mirror(configuration) if new else {}), **values})


def mirror_disk_monitors(name: str, *, disk_monitor: str, connect_monitor: str) -> tuple[WantedMonitor, ...]:
    """The two monitors that the WebUI adds with a mirror disk (reference/clusterpro.md 2.7, 2.8).

    Args:
        name: the mirror disk resource.
        disk_monitor: name of the ``mdw`` monitor, e.g. ``mdw1``.
        connect_monitor: name of the ``mdnw`` monitor, e.g. ``mdnw1``.
    """
    values = {
        "parameters/object": name,
        "relation/type": RecoveryTarget.CLUSTER.value,
        "relation/name": LOCAL_SERVER,
    }
    return WantedMonitor("mdw", disk_monitor, values), WantedMonitor("mdnw", connect_monitor, values)


def exec_resource(
    name: str,
    *,
    starts_synchronously: bool,
    stops_synchronously: bool = True,
    start_timeout: int | None = None,
    stop_timeout: int | None = None,
) -> WantedResource:
    """An exec resource with ``start.sh`` and ``stop.sh`` of its own (reference/clusterpro.md 2.5).

    Args:
        name: the resource's name.
        starts_synchronously: whether the start waits for the end of start.sh.
        stops_synchronously: whether the stop waits for the end of stop.sh.
        start_timeout: seconds for start.sh, 1 to 9999; None leaves what is set. The resource's own limit is
            set 180 s longer.
        stop_timeout: the same for stop.sh.
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
            values |= {script: str(seconds), limit: str(seconds + _START_MARGIN)}
    return WantedResource("exec", name, values)


def pid_monitor(
    name: str, *, target: str, group: str, restarts: int, failovers: int, final_action: MonitorAction
) -> WantedMonitor:
    """A PID monitor whose recovery target is a group (reference/clusterpro.md 2.6, 2.7).

    Args:
        name: the monitor's name.
        target: an exec resource that starts asynchronously.
        group: the failover group to restart or fail over.
        restarts: how often the group is restarted first; 0 = never.
        failovers: how often it is failed over then.
        final_action: what is done when that did not help.
    """
    values = {
        "target": target,
        "relation/type": RecoveryTarget.GROUP.value,
        "relation/name": group,
        "emergency/threshold/restart": str(restarts),
        "emergency/threshold/fo": str(failovers),
        "emergency/action": final_action.value,
    }
    return WantedMonitor("pidw", name, values)


def exec_with_monitor(
    group: str,
    exec_name: str,
    monitor_name: str | None,
    *,
    restarts: int = 0,
    failovers: int = 1,
    final_action: MonitorAction = MonitorAction.NONE,
) -> Wanted:
    """An exec resource started asynchronously, stopped synchronously, and the PID monitor that watches it.

    Args:
        group: the failover group that holds the resource.
        exec_name: the exec resource.
        monitor_name: the PID monitor; None wants none.
        restarts: see :func:`pid_monitor`.
        failovers: see :func:`pid_monitor`.
        final_action: see :func:`pid_monitor`.
    """
    monitors: tuple[WantedMonitor, ...] = ()
    if monitor_name is not None:
        monitor = pid_monitor(
            monitor_name,
            target=exec_name,
            group=group,
            restarts=restarts,
            failovers=failovers,
            final_action=final_action,
        )
        monitors = (monitor,)
    return Wanted(group, (exec_resource(exec_name, starts_synchronously=False),), monitors)


def _new_mirror(configuration: Configuration) -> dict[str, str]:
    others = [
        settings
        for resource in configuration.resources
        if resource.kind == "md" and isinstance(settings := resource.settings(), MirrorDisk)
    ]
    devices = {settings.mirror_device for settings in others}
    free = next(device for number in count(1) if (device := f"/dev/NMP{number}") not in devices)
    return {**_mirror_connects(configuration), "parameters/nmppath": free, **_ports(others)}


def _mirror_connects(configuration: Configuration) -> dict[str, str]:
    shared = [{device.id for device in server.devices if device.type == "mdc"} for server in configuration.servers]
    ids = sorted(set.intersection(*shared), key=lambda text: (len(text), text)) if shared else []
    if not ids:
        raise ConfigurationError(Refusal.NO_MIRROR_CONNECT)
    values: dict[str, str] = {}
    for number, device in enumerate(ids):
        at = f"parameters/netdev@{number}"
        values |= {
            f"{at}/priority": str(number),
            f"{at}/device": device,
            f"{at}/mdcname": f"mdc{number + 1}",
        }
    return values


def _ports(others: list[MirrorDisk]) -> dict[str, str]:
    """Three ports of its own for the second mirror disk and each later one (section 5, ports, I)."""
    if not others:
        return {}
    highest = {
        "port": max(settings.port for settings in others),
        "hbport": max(settings.heartbeat_port for settings in others),
        "ack2port": max(settings.acknowledge_port for settings in others),
    }
    return {f"parameters/mddriver/{tag}": str(port + 1) for tag, port in highest.items()}

"""Mirror disks that a runbook wants (reference/clusterpro.md 2.5, md; 2.7, mdw and mdnw)."""

from itertools import count

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.monitors import LOCAL_SERVER, RecoveryTarget
from clprun.products.clpconf.resources import MirrorDisk
from clprun.products.clpconf.wanted import WantedMonitor, WantedResource

__all__ = ["mirror_disk", "mirror_disk_monitors"]


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

"""The resource types that clprun understands, with the product's defaults (reference/clusterpro.md 2.4, 2.5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Annotated, Self

from clprun.products.clpconf.settings import At, Settings

__all__ = [
    "RESOURCE_TYPES",
    "STOP_ACTIONS",
    "Disk",
    "Exec",
    "FloatingIp",
    "MirrorConnect",
    "MirrorDisk",
    "ResourceAction",
    "ResourceSettings",
    "Script",
    "Service",
    "VirtualComputer",
]


class ResourceAction(StrEnum):
    """Final action when a resource fails to activate or deactivate (reference/clusterpro.md 2.4, S)."""

    NONE_AND_GO_ON = "0"
    NONE_AND_STAY = "1"
    STOP_GROUP = "2"
    STOP_SERVICE = "3"
    SHUT_DOWN = "4"
    REBOOT = "5"
    STOP_ERROR = "6"
    SYSRQ_PANIC = "8"
    KEEPALIVE_RESET = "9"
    KEEPALIVE_PANIC = "10"
    BMC_RESET = "11"
    BMC_POWER_OFF = "12"
    BMC_POWER_CYCLE = "13"
    BMC_NMI = "14"
    IO_FENCING = "15"


STOP_ACTIONS = frozenset(ResourceAction) - {ResourceAction.STOP_GROUP, ResourceAction.STOP_SERVICE}
"""Final actions of a failed deactivation; the others are only a failed activation's (clusterpro.md 2.4, S)."""


@dataclass(frozen=True, kw_only=True)
class ResourceSettings(Settings):
    """What all resources have (reference/clusterpro.md 2.4, S).

    The default final action of a deactivation shuts the server down.
    """

    comment: Annotated[str, At("comment")] = ""
    activation_retries: Annotated[int | None, At("act/retry")] = None
    activation_failovers: Annotated[int | None, At("act/fo")] = None
    activation_action: Annotated[ResourceAction, At("act/action")] = ResourceAction.NONE_AND_STAY
    activation_timeout: Annotated[int | None, At("act/timeout")] = None
    deactivation_retries: Annotated[int | None, At("deact/retry")] = None
    deactivation_action: Annotated[ResourceAction, At("deact/action")] = ResourceAction.SHUT_DOWN
    deactivation_timeout: Annotated[int | None, At("deact/timeout")] = None


@dataclass(frozen=True, kw_only=True)
class FloatingIp(ResourceSettings):
    """A floating IP resource (``fip``)."""

    address: Annotated[str, At("parameters/ip")]


@dataclass(frozen=True, kw_only=True)
class Disk(ResourceSettings):
    """A disk resource of Linux (``disk``); times in seconds (reference/clusterpro.md 2.5, cfs-L disk.md, S)."""

    device: Annotated[str, At("parameters/device")]
    disk_type: Annotated[str, At("parameters/disktype")] = "disk"
    raw_device: Annotated[str | None, At("parameters/rawdevice")] = None
    file_system: Annotated[str | None, At("parameters/fs")] = None
    mount_point: Annotated[str | None, At("parameters/mount/point")] = None
    mount_options: Annotated[str, At("parameters/mount/option")] = "rw"
    mount_timeout: Annotated[int, At("parameters/mount/timeout")] = 180
    mount_retries: Annotated[int, At("parameters/mount/retry")] = 3
    unmount_timeout: Annotated[int, At("parameters/umount/timeout")] = 120
    unmount_retries: Annotated[int, At("parameters/umount/retry")] = 3
    unmount_interval: Annotated[int, At("parameters/umount/interval")] = 5
    unmount_action: Annotated[str, At("parameters/umount/action")] = "kill"
    check_options: Annotated[str, At("parameters/fsck/option")] = "-y"
    check_timeout: Annotated[int, At("parameters/fsck/timeout")] = 7200
    check_timing: Annotated[int, At("parameters/fsck/timing")] = 2
    check_interval: Annotated[int, At("parameters/fsck/interval")] = 10


@dataclass(frozen=True, slots=True)
class MirrorConnect:
    """One network of a mirror disk: the ``mdc`` device of the servers (ids from 400) and its priority."""

    device: str
    name: str
    priority: str


@dataclass(frozen=True, kw_only=True)
class MirrorDisk(ResourceSettings):
    """A mirror disk resource of Linux (``md``); times in seconds (reference/clusterpro.md 2.5, cfs-L md.md, S).

    The ports of the first mirror disk are inferred from those of the second (section 5, I).
    """

    mirror_device: Annotated[str, At("parameters/nmppath")] = "/dev/NMP1"
    data_partition: Annotated[str, At("parameters/diskdev/dppath")]
    cluster_partition: Annotated[str, At("parameters/diskdev/cppath")]
    file_system: Annotated[str | None, At("parameters/fs")] = None
    mount_point: Annotated[str | None, At("parameters/mount/point")] = None
    mount_options: Annotated[str | None, At("parameters/mount/option")] = None
    mount_timeout: Annotated[int, At("parameters/mount/timeout")] = 120
    unmount_timeout: Annotated[int, At("parameters/umount/timeout")] = 300
    copies_fully_at_first: Annotated[bool, At("parameters/fullcopy")] = True
    makes_file_system: Annotated[bool, At("parameters/mkfs")] = False
    synchronous: Annotated[bool, At("parameters/mddriver/sync")] = True
    port: Annotated[int, At("parameters/mddriver/port")] = 29051
    heartbeat_port: Annotated[int, At("parameters/mddriver/hbport")] = 29031
    acknowledge_port: Annotated[int, At("parameters/mddriver/ack2port")] = 29071
    mirror_connects: tuple[MirrorConnect, ...] = ()

    @classmethod
    def read(cls, name: str, values: Mapping[str, str]) -> Self:
        """Settings with the mirror connects, which are numbered from 0; see :meth:`Settings.read`."""
        settings = super().read(name, values)
        # The dataclass is frozen; a new one is made of the same fields.
        return cls(**{**settings.__dict__, "mirror_connects": tuple(_mirror_connects(values))})


def _mirror_connects(values: Mapping[str, str]) -> Iterator[MirrorConnect]:
    for number in count():
        at = f"parameters/netdev@{number}"
        device = values.get(f"{at}/device")
        if device is None:
            return
        yield MirrorConnect(device, values.get(f"{at}/mdcname", ""), values.get(f"{at}/priority", ""))


@dataclass(frozen=True, kw_only=True)
class Exec(ResourceSettings):
    """An exec resource of Linux (``exec``); times in seconds (reference/clusterpro.md 2.5, cfs-L exec.md, S).

    A synchronous start waits for the end of the start script.
    """

    start_path: Annotated[str, At("parameters/act/path")] = "start.sh"
    stop_path: Annotated[str, At("parameters/deact/path")] = "stop.sh"
    starts_synchronously: Annotated[bool, At("parameters/act/sync")] = True
    stops_synchronously: Annotated[bool, At("parameters/deact/sync")] = True
    start_timeout: Annotated[int, At("parameters/timeout/start")] = 1800
    stop_timeout: Annotated[int, At("parameters/timeout/stop")] = 1800
    log_file: Annotated[str | None, At("parameters/userlog")] = None
    rotates_log: Annotated[bool, At("parameters/logrotate/use")] = False


@dataclass(frozen=True, kw_only=True)
class Script(ResourceSettings):
    """A script resource of Windows (``script``) with start.bat and stop.bat (reference/clusterpro.md 2.5, S)."""

    runs_on_recovery: Annotated[bool, At("parameters/recoveruse")] = False


@dataclass(frozen=True, kw_only=True)
class Service(ResourceSettings):
    """A service resource of Windows (``service``); times in seconds (reference/clusterpro.md 2.5, S).

    The name is a service name; display names are seen, too.
    """

    service: Annotated[str, At("parameters/name")]
    may_run_already: Annotated[bool | None, At("parameters/started")] = None
    start_wait: Annotated[int | None, At("parameters/actwaittime")] = None
    stop_wait: Annotated[int | None, At("parameters/deactwaittime")] = None


@dataclass(frozen=True, kw_only=True)
class VirtualComputer(ResourceSettings):
    """A virtual computer name resource of Windows (``vcom``) (reference/clusterpro.md 2.5, S)."""

    computer: Annotated[str, At("parameters/vcomname")]
    floating_ip: Annotated[str, At("parameters/target")]


RESOURCE_TYPES: Mapping[str, type[ResourceSettings]] = {
    "disk": Disk,
    "exec": Exec,
    "fip": FloatingIp,
    "md": MirrorDisk,
    "script": Script,
    "service": Service,
    "vcom": VirtualComputer,
}
"""Settings by resource type; a type that is not here has :class:`ResourceSettings`."""

"""The floating IP and the disk of a failover group; what is missing is added, what is there is never changed."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from clprun.errors import Problem, StepFailed, Value
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.resources import (
    Disk,
    FloatingIp,
    MirrorDisk,
    ResourceSettings,
    VirtualComputer,
)
from clprun.products.clpconf.wanted import Wanted, WantedMonitor, WantedResource, wanted
from clprun.products.clpconf.wanted_mirror import mirror_disk, mirror_disk_monitors
from clprun.products.clpconf.wanted_resources import disk, floating_ip
from clprun.steps.base import Target, Want
from clprun.steps.cluster_look import members
from clprun.steps.cluster_resources_windows import VirtualComputerWant, require_drive
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.wants import AbsolutePath, Address, Drive, ObjectName

__all__ = ["ClusterResources", "ClusterResourcesWant", "DiskWant", "FloatingIpWant"]


class FloatingIpWant(Want):
    """A floating IP resource.

    Args:
        name: its name, should it have to be added.
        address: the address.
    """

    name: ObjectName
    address: Address


class DiskWant(Want):
    """A disk or mirror disk resource.

    Args:
        kind: ``disk`` or ``md``.
        name: its name, should it have to be added.
        device: the partition; of a mirror disk, the data partition.
        file_system: e.g. ``ext4``.
        mount_point: where the group mounts it.
        mount_options: options of mount.
        cluster_partition: for ``md``.
        disk_monitor: for ``md``, name of the mirror's monitor.
        connect_monitor: for ``md``, name of the mirror connect's monitor.
    """

    kind: Literal["disk", "md"]
    name: ObjectName
    device: AbsolutePath
    file_system: Annotated[str, Field(pattern=r"^[a-z0-9]{1,16}$")]
    mount_point: AbsolutePath
    mount_options: Annotated[str, Field(pattern=r"^[A-Za-z0-9_=,.:-]+$")] | None = None
    cluster_partition: AbsolutePath | None = None
    disk_monitor: ObjectName = "mdw1"
    connect_monitor: ObjectName = "mdnw1"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind == "md") != (self.cluster_partition is not None):
            raise ValueError("'cluster_partition' belongs to a mirror disk (md), and only to that")
        return self


class ClusterResourcesWant(ConfigurationWant):
    """What the group should hold before anything else; never an exec, whose scripts come later (PROCEDURES.md 1).

    Args:
        floating_ip: its floating IP resource; none is asked for where the product needs none (ERRATA G2-32).
        disk: its disk or mirror disk resource, where there is one.
        drive: on Windows, the drive that its disk or mirror disk resource brings; it is never added, since the disk
            must have been filtered when CLUSTERPRO was installed (G1, prerequisites).
        virtual_computer: on Windows, its virtual computer name resource, where there is to be one.
    """

    floating_ip: FloatingIpWant | None = None
    disk: DiskWant | None = None
    drive: Drive | None = None
    virtual_computer: VirtualComputerWant | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if all(each is None for each in (self.floating_ip, self.disk, self.drive, self.virtual_computer)):
            raise ValueError("at least one resource is wanted")
        return self


class ClusterResources(ConfigurationChange[ClusterResourcesWant]):
    """The resources that guide JC 2.2 (1) wants first."""

    name = "cluster-resources"
    want = ClusterResourcesWant

    def advice(self, want: ClusterResourcesWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        told: list[tuple[str, dict[str, Value]]] = []
        if want.floating_ip is not None:
            told.append(("configuration.advice_floating_ip", {"address": want.floating_ip.address}))
        if want.disk is not None:
            keys = ("kind", "device", "mount_point")
            told.append(("configuration.advice_disk", {key: getattr(want.disk, key) for key in keys}))
        if want.virtual_computer is not None:
            told.append(("configuration.advice_vcom", want.virtual_computer.model_dump()))
        advice = (Problem(code, {"group": want.group, **values}, node=target.node.name) for code, values in told)
        return (*advice, *super().advice(want, target))

    def wanted(self, want: ClusterResourcesWant, installed: Configuration, target: Target) -> Configuration:
        """The configuration with what was missing.

        Raises:
            StepFailed: a resource is there, but is another than wanted.
        """
        resources: list[WantedResource] = []
        monitors: tuple[WantedMonitor, ...] = ()
        if want.floating_ip is not None and not _has_address(want.group, want.floating_ip, installed):
            _refuse_taken(installed, want.floating_ip.name, want.floating_ip.address, target)
            resources.append(floating_ip(want.floating_ip.name, want.floating_ip.address))
        if want.disk is not None and not _has_disk(want.group, want.disk, installed, target):
            _refuse_taken(installed, want.disk.name, want.disk.mount_point, target)
            resources.append(_new_disk(want.disk, installed))
            monitors = _new_monitors(want.disk)
        if want.drive is not None:
            require_drive(want.group, want.drive, installed)
        if want.virtual_computer is not None and not want.virtual_computer.is_in(want.group, installed):
            _refuse_taken(installed, want.virtual_computer.name, want.virtual_computer.computer, target)
            resources.append(want.virtual_computer.resource)
        return wanted(installed, Wanted(want.group, tuple(resources), monitors))


def _has_address(group: str, wish: FloatingIpWant, installed: Configuration) -> bool:
    found = (resource.settings() for resource in members(installed, group, "fip"))
    return any(isinstance(settings, FloatingIp) and settings.address == wish.address for settings in found)


def _has_disk(group: str, wish: DiskWant, installed: Configuration, target: Target) -> bool:
    for resource in members(installed, group, "disk", "md"):
        settings = resource.settings()
        if not isinstance(settings, Disk | MirrorDisk) or settings.mount_point != wish.mount_point:
            continue
        device = settings.device if isinstance(settings, Disk) else settings.data_partition
        _refuse_other("configuration.disk_type_differs", resource.name, resource.kind, wish.kind, target)
        _refuse_other("configuration.disk_device_differs", resource.name, device, wish.device, target)
        return True
    return False


def _new_monitors(wish: DiskWant) -> tuple[WantedMonitor, ...]:
    if wish.kind != "md":
        return ()
    return mirror_disk_monitors(wish.name, disk_monitor=wish.disk_monitor, connect_monitor=wish.connect_monitor)


def _refuse_other(code: str, name: str, found: str, should: str, target: Target) -> None:
    if found != should:
        raise StepFailed(Problem(code, {"name": name, "found": found, "wanted": should}, node=target.node.name))


def _refuse_taken(installed: Configuration, name: str, value: str, target: Target) -> None:
    """Nothing in the group has the value; a resource of that name is another one."""
    resource = installed.resource(name)
    if resource is not None:
        _refuse_other("configuration.name_of_another", name, _value(resource.settings()), value, target)
        _refuse_other("configuration.name_of_another", name, resource.kind, value, target)


def _new_disk(wish: DiskWant, installed: Configuration) -> WantedResource:
    if wish.cluster_partition is None:
        return disk(
            wish.name,
            device=wish.device,
            file_system=wish.file_system,
            mount_point=wish.mount_point,
            mount_options=wish.mount_options,
        )
    return mirror_disk(
        installed,
        wish.name,
        data_partition=wish.device,
        cluster_partition=wish.cluster_partition,
        file_system=wish.file_system,
        mount_point=wish.mount_point,
        mount_options=wish.mount_options,
    )


def _value(settings: ResourceSettings) -> str:
    match settings:
        case FloatingIp():
            return settings.address
        case Disk() | MirrorDisk():
            return settings.mount_point or "-"
        case VirtualComputer():
            return settings.computer
        case _:
            return "-"

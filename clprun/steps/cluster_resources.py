"""The floating IP and the disk of a failover group; what is missing is added, what is there is never changed."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from clprun.errors import Problem, StepFailed, Value, WaitingForPerson
from clprun.model.change import Change
from clprun.model.question import Answers
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.objects import MAXIMUM_NAME
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
from clprun.steps.cluster_look import configuration, members, mount_of
from clprun.steps.cluster_resources_windows import VirtualComputerWant, require_drive
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.ownership import watchers
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
        kind: ``disk`` or ``md``, should it have to be added; ``existing`` where the group has what mounts the path.
            What is there is taken whatever its type, a network folder or a hybrid disk among them.
        name: its name, should it have to be added.
        device: the partition; of a mirror disk, the data partition.
        file_system: e.g. ``ext4``.
        mount_point: where the group mounts it.
        mount_options: options of mount.
        cluster_partition: for ``md``.
        disk_monitor: for ``md``, name of the mirror's monitor; by default ``mdw-`` and the disk's.
        connect_monitor: for ``md``, name of the mirror connect's monitor; by default ``mdnw-`` and the disk's.
    """

    kind: Literal["disk", "md", "existing"]
    name: ObjectName
    device: AbsolutePath | None = None
    file_system: Annotated[str, Field(pattern=r"^[a-z0-9]{1,16}$")]
    mount_point: AbsolutePath
    mount_options: Annotated[str, Field(pattern=r"^[A-Za-z0-9_=,.:-]+$")] | None = None
    cluster_partition: AbsolutePath | None = None
    disk_monitor: ObjectName | None = None
    connect_monitor: ObjectName | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind == "md") != (self.cluster_partition is not None):
            raise ValueError("'cluster_partition' belongs to a mirror disk (md), and only to that")
        if (self.kind == "existing") != (self.device is None):
            raise ValueError("'device' is wanted, except for what is there already (existing)")
        return self


class ClusterResourcesWant(ConfigurationWant):
    """What the group should hold before anything else; never an exec, whose scripts come later (PROCEDURES.md 1).

    Args:
        floating_ip: its floating IP resource; none is asked for where the product needs none (ERRATA G2-32).
        virtual_ip: instead of that, the address of its virtual IP resource, which a person adds.
        disk: its disk or mirror disk resource, where there is one.
        drive: on Windows, the drive that its disk or mirror disk resource brings; it is never added, since the disk
            must have been filtered when CLUSTERPRO was installed (G1, prerequisites).
        virtual_computer: on Windows, its virtual computer name resource, where there is to be one.
    """

    floating_ip: FloatingIpWant | None = None
    virtual_ip: Address | None = None
    disk: DiskWant | None = None
    drive: Drive | None = None
    virtual_computer: VirtualComputerWant | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        wants = (self.floating_ip, self.virtual_ip, self.disk, self.drive, self.virtual_computer)
        if all(each is None for each in wants):
            raise ValueError("at least one resource is wanted")
        return self


class ClusterResources(ConfigurationChange[ClusterResourcesWant]):
    """The resources that guide JC 2.2 (1) wants first."""

    name = "cluster-resources"
    want = ClusterResourcesWant

    def plan(self, want: ClusterResourcesWant, target: Target, answers: Answers) -> Change | None:
        """One push, or nothing.

        Raises:
            WaitingForPerson: the virtual IP resource lacks.
            ClprunError: see :meth:`ConfigurationChange.plan`.
        """
        if problem := _virtual_ip_lacks(want, target, answers):
            raise WaitingForPerson(problem)
        return super().plan(want, target, answers)

    def missing(self, want: ClusterResourcesWant, target: Target, answers: Answers) -> Problem | None:
        """The virtual IP resource, or what :meth:`ConfigurationChange.missing` finds."""
        return _virtual_ip_lacks(want, target, answers) or super().missing(want, target, answers)

    def advice(self, want: ClusterResourcesWant, target: Target) -> tuple[Problem, ...]:
        """What to set in clp.conf, or in Cluster WebUI."""
        told: list[tuple[str, dict[str, Value]]] = []
        if want.floating_ip is not None:
            told.append(("configuration.advice_floating_ip", {"address": want.floating_ip.address}))
        if want.disk is not None:
            keys = ("kind", "device", "mount_point")
            told.append(("configuration.advice_disk", {key: getattr(want.disk, key) or "-" for key in keys}))
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
        renamed: dict[str, str] = {}
        if want.floating_ip is not None:
            there = _with_address(want.group, want.floating_ip, installed)
            if there is None:
                _refuse_taken(installed, want.floating_ip.name, want.floating_ip.address, target)
                resources.append(floating_ip(want.floating_ip.name, want.floating_ip.address))
            else:
                renamed[want.floating_ip.name] = there
        if want.disk is not None and not _has_disk(want.group, want.disk, installed, target):
            if want.disk.device is None:
                values = {"group": want.group, "point": want.disk.mount_point}
                raise StepFailed(Problem("configuration.nothing_mounts", {**values}, node=target.node.name))
            _refuse_taken(installed, want.disk.name, want.disk.mount_point, target)
            resources.append(_new_disk(want.disk, installed))
            monitors = _new_monitors(want.disk)
        if want.drive is not None:
            require_drive(want.group, want.drive, installed)
        if want.virtual_computer is not None and not want.virtual_computer.is_in(want.group, installed):
            _refuse_taken(installed, want.virtual_computer.name, want.virtual_computer.computer, target)
            stands_for = want.virtual_computer.floating_ip
            resources.append(want.virtual_computer.resource(renamed.get(stands_for, stands_for)))
        return wanted(installed, Wanted(want.group, tuple(resources), monitors))


def _virtual_ip_lacks(want: ClusterResourcesWant, target: Target, answers: Answers) -> Problem | None:
    """That no virtual IP resource of the group has the address; where it keeps it is not public."""
    if want.virtual_ip is None:
        return None
    installed = configuration(answers, target.node, target.installation)
    if any(want.virtual_ip in each.values.values() for each in members(installed, want.group, "vip")):
        return None
    values = {"group": want.group, "address": want.virtual_ip}
    return Problem("configuration.virtual_ip_to_do", {**values}, node=target.node.name)


def _with_address(group: str, wish: FloatingIpWant, installed: Configuration) -> str | None:
    """The floating IP resource of a group that has the address, whatever its name is."""
    for resource in members(installed, group, "fip"):
        settings = resource.settings()
        if isinstance(settings, FloatingIp) and settings.address == wish.address:
            return resource.name
    return None


def _has_disk(group: str, wish: DiskWant, installed: Configuration, target: Target) -> bool:
    """Whether something of the group mounts the path.

    Raises:
        StepFailed: a resource of the wanted type does, and it is another partition.
    """
    for resource in members(installed, group, *{each.kind for each in installed.resources}):
        mount = mount_of(resource)
        if mount is None or mount.point != wish.mount_point:
            continue
        settings = resource.settings() if resource.kind == wish.kind else None
        if isinstance(settings, Disk | MirrorDisk):
            device = settings.device if isinstance(settings, Disk) else settings.data_partition
            if device != wish.device:
                values: dict[str, Value] = {"name": resource.name, "found": device, "wanted": wish.device or "-"}
                raise StepFailed(Problem("configuration.disk_device_differs", values, node=target.node.name))
        return True
    return False


def _new_monitors(wish: DiskWant) -> tuple[WantedMonitor, ...]:
    if wish.kind != "md":
        return ()
    return mirror_disk_monitors(
        wish.name,
        disk_monitor=wish.disk_monitor or f"mdw-{wish.name}"[:MAXIMUM_NAME].rstrip("-"),
        connect_monitor=wish.connect_monitor or f"mdnw-{wish.name}"[:MAXIMUM_NAME].rstrip("-"),
    )


def _refuse_taken(installed: Configuration, name: str, value: str, target: Target) -> None:
    """Nothing in the group has the value; a resource of that name is another one, and what it is stays as it is."""
    resource = installed.resource(name)
    if resource is not None:
        found = f"{resource.kind} {_value(resource.settings())}"
        values = {"name": name, "found": found, "wanted": value, "watchers": watchers(installed, name)}
        raise StepFailed(Problem("configuration.name_of_another", {**values}, node=target.node.name))


def _new_disk(wish: DiskWant, installed: Configuration) -> WantedResource:
    assert wish.device is not None, "what is there already is not made"
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

"""Check that what a failover group carries is on the node where the group is, and on no other."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Change
from clprun.model.cluster import Node
from clprun.model.paths import same
from clprun.model.question import Answers, Ask
from clprun.node.questions import Addresses, MountTable
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.cluster_look import agreed_group, holder, statuses
from clprun.steps.wants import Address, MountPoint, ObjectName

__all__ = ["CarriedByGroup", "CarriedByGroupWant"]


class CarriedByGroupWant(Want):
    """What the group carries.

    Args:
        group: the failover group; while it is offline, no node has any of it.
        addresses: its floating IP addresses.
        points: where its disks are mounted; on Windows drives as ``W:``.
    """

    group: ObjectName
    addresses: tuple[Address, ...] = ()
    points: tuple[MountPoint, ...] = ()


class CarriedByGroup(Check[CarriedByGroupWant]):
    """An address on two nodes answers for both, and a disk that two nodes write is lost: neither shows by a ping."""

    name = "carried-by-group"
    want = CarriedByGroupWant
    patience = 30

    def asks(self, want: CarriedByGroupWant, target: Target) -> Sequence[Ask[Any]]:
        """Where the group is, and addresses and mounts of both nodes."""
        questions = (*((Addresses(),) if want.addresses else ()), *((MountTable(),) if want.points else ()))
        facts = [Ask[Any](node.name, question) for node in target.cluster.nodes for question in questions]
        return (*statuses(target.cluster), *facts)

    def plan(self, want: CarriedByGroupWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do.

        Raises:
            StepFailed: with all that is not where it should be, or is where it should not.
        """
        if problems := tuple(_problems(want, target, answers)):
            raise StepFailed(*problems)
        return None

    def missing(self, want: CarriedByGroupWant, target: Target, answers: Answers) -> Problem | None:
        """The first of them."""
        return next(_problems(want, target, answers), None)


def _problems(want: CarriedByGroupWant, target: Target, answers: Answers) -> Iterator[Problem]:
    where = holder(target.cluster, agreed_group(answers, target.cluster, want.group))
    for node in sorted(target.cluster.nodes, key=lambda node: node == where):
        yield from _of_addresses(want, node, where, answers)
        yield from _of_points(want, node, where, answers)


def _of_addresses(want: CarriedByGroupWant, node: Node, where: Node | None, answers: Answers) -> Iterator[Problem]:
    for address in want.addresses:
        found = [each for each in answers(node.name, Addresses()) if ip_address(each.ip) == ip_address(address)]
        values: dict[str, Value] = {"address": address, **_place(want, where)}
        if node == where and not found:
            yield Problem("check.address_not_here", values, node=node.name)
        elif node != where and found:
            values["interface"] = found[0].interface
            yield Problem("check.address_elsewhere", values, node=node.name)


def _of_points(want: CarriedByGroupWant, node: Node, where: Node | None, answers: Answers) -> Iterator[Problem]:
    for point in want.points:
        found = [mount for mount in answers(node.name, MountTable()) if same(mount.point, point)]
        devices = ", ".join(mount.device for mount in found)
        values: dict[str, Value] = {"point": point, "device": devices, **_place(want, where)}
        if node != where and found:
            yield Problem("check.mounted_elsewhere", values, node=node.name)
        elif node == where and not found:
            yield Problem("check.not_mounted", values, node=node.name)
        elif node == where and len(found) > 1:
            yield Problem("check.mounted_twice", values, node=node.name)


def _place(want: CarriedByGroupWant, where: Node | None) -> dict[str, Value]:
    return {"group": want.group, "holder": where.name if where else "-"}

"""Check that a mount point is really a mount, and of which device."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem
from clprun.model.paths import same
from clprun.model.question import Answers, Ask
from clprun.node.questions import MountTable
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import AbsolutePath, MountPoint

__all__ = ["Mounted", "MountedWant"]


class MountedWant(Want):
    """What must be mounted.

    Args:
        point: the mount point, not a device (ERRATA G2-28); on Windows a drive as ``W:``.
        device: what must be mounted there; any when not given.
    """

    point: MountPoint
    device: AbsolutePath | None = None


class Mounted(Check[MountedWant]):
    """The mount table holds it; a folder of that name would be an empty one on the local disk."""

    name = "mounted"
    want = MountedWant
    patience = 30

    def asks(self, want: MountedWant, target: Target) -> Sequence[Ask[Any]]:
        """The mount table."""
        del want
        return (Ask(target.node.name, MountTable()),)

    def missing(self, want: MountedWant, target: Target, answers: Answers) -> Problem | None:
        """That nothing is mounted there, or another device."""
        node = target.node.name
        found = [mount for mount in answers(node, MountTable()) if same(mount.point, want.point)]
        if not found:
            return Problem("check.not_mounted", {"point": want.point}, node=node)
        if want.device is None or found[-1].device == want.device:
            return None
        values = {"point": want.point, "wanted": want.device, "found": found[-1].device}
        return Problem("check.other_device_mounted", {**values}, node=node)

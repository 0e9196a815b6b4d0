"""Check that nothing is mounted at a mount point."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem
from clprun.model.paths import same
from clprun.model.question import Answers, Ask
from clprun.node.questions import MountTable
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import MountPoint

__all__ = ["NotMounted", "NotMountedWant"]


class NotMountedWant(Want):
    """What must not be mounted.

    Args:
        point: the mount point; on Windows a drive as ``W:``.
    """

    point: MountPoint


class NotMounted(Check[NotMountedWant]):
    """The mount table does not hold it, as on the node that waits."""

    name = "not-mounted"
    want = NotMountedWant
    patience = 30

    def asks(self, want: NotMountedWant, target: Target) -> Sequence[Ask[Any]]:
        """The mount table."""
        del want
        return (Ask(target.node.name, MountTable()),)

    def missing(self, want: NotMountedWant, target: Target, answers: Answers) -> Problem | None:
        """What is mounted there."""
        node = target.node.name
        for mount in answers(node, MountTable()):
            if same(mount.point, want.point):
                return Problem("check.still_mounted", {"point": want.point, "device": mount.device}, node=node)
        return None

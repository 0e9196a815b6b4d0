"""What this machine lets the lab do, found by trying; a tier is a name for the usual combinations."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Literal

__all__ = ["Layering", "Luxury", "Means", "Tier"]

Tier = Literal["A", "B", "B'"]

Luxury = Literal["all_ids", "overlay", "loop"]
"""What a tier can do without: a poorer machine lacks it, and a test may ask to leave it out."""


class Layering(StrEnum):
    """How the two layers become one; found by trying."""

    OVERLAY = "overlay"
    USER_OVERLAY = "overlay in a user namespace"
    FARM = "one mount or link per entry"


@dataclass(frozen=True)
class Means:
    """How a lab is built.

    Args:
        tier: its name for people.
        user_namespace: whether the lab's root is another user outside.
        all_ids: whether users other than root exist in it.
        layering: how ``/usr`` gets a writable layer.
        systemd: whether systemd is the nodes' PID 1; else the lab's small init.
        sshd: whether OpenSSH's server runs in the nodes; else paramiko's.
        loop: whether the shared disks are block devices; else memory that goes by their name.
    """

    tier: Tier
    user_namespace: bool
    all_ids: bool
    layering: Layering
    systemd: bool
    sshd: bool
    loop: bool

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Means":
        """What :meth:`as_json` wrote."""
        return replace(cls(**values), layering=Layering(values["layering"]))

    def without(self, luxuries: Collection[Luxury]) -> "Means":
        """The same with some things left out, as on a machine that lacks them."""
        return replace(
            self,
            all_ids=self.all_ids and not (self.user_namespace and "all_ids" in luxuries),
            layering=Layering.FARM if "overlay" in luxuries else self.layering,
            loop=self.loop and "loop" not in luxuries,
        )

    def not_real(self) -> list[str]:
        """Codes of the texts that say what differs from a real machine."""
        missing = {
            "lab.unreal_products": True,
            "lab.unreal_kernel": True,
            "lab.unreal_disk": not self.loop,
            "lab.unreal_systemd": not self.systemd,
            "lab.unreal_sshd": not self.sshd,
            "lab.unreal_ids": not self.all_ids,
        }
        return [code for code, differs in missing.items() if differs]

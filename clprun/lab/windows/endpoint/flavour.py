"""What the WinRM service of each Windows release allows by default (reference/lab-windows.md 3.4)."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["FLAVOURS", "Flavour"]


@dataclass(frozen=True)
class Flavour:
    """The quotas of one Windows release.

    Args:
        name: ``2003``, ``2008r2`` or ``2022``.
        envelope: MaxEnvelopeSizekb, in bytes.
        shells: MaxShellsPerUser.
        operations: MaxConcurrentOperationsPerUser; a command of a text shell counts until its shell is deleted
            ([MS-WSMV] note 118; pywinrm issue 124; 15 before Windows 2012: winrm-fs issue 1).
        kernel: version of Windows.
        stack: version of WinRM.
        idle: seconds after which a shell nobody uses is deleted (IdleTimeout).
    """

    name: str
    envelope: int
    shells: int
    operations: int
    kernel: str
    stack: str
    idle: float


FLAVOURS: Final = MappingProxyType(
    {
        each.name: each
        for each in (
            Flavour("2003", envelope=150 << 10, shells=5, operations=15, kernel="5.2.3790", stack="2.0", idle=180.0),
            Flavour("2008r2", envelope=150 << 10, shells=5, operations=15, kernel="6.1.7601", stack="2.0", idle=180.0),
            Flavour(
                "2022", envelope=500 << 10, shells=30, operations=1500, kernel="10.0.20348", stack="3.0", idle=7200.0
            ),
        )
    }
)
"""The releases that the lab plays; 2003 with WinRM 2.0 (KB968930), which has the quotas of 2008 R2."""

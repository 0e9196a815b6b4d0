r"""What a node's registry holds from its birth, as text in the format of Wine's own ``system.reg``.

Wine reads a file in which a key comes twice as one key; so what is appended wins, and no parser is needed. Keys lie
below HKEY_LOCAL_MACHINE. ``CurrentControlSet`` is a link inside the registry, so its target is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["BOOT_KEY", "TIME_ZONE_KEY", "birth", "section"]

BOOT_KEY: Final = r"System\ControlSet001\Control\Session Manager\Memory Management\PrefetchParameters"
r"""Its value BootId is counted up by Windows at every boot (HKLM\SYSTEM\CurrentControlSet\…)."""

TIME_ZONE_KEY: Final = r"System\ControlSet001\Control\TimeZoneInformation"
"""Its value ActiveTimeBias is what has to be added to local time, in minutes, to get UTC; Wine leaves it out."""

_VERSION_KEY: Final = r"Software\Microsoft\Windows NT\CurrentVersion"
_CONTROL: Final = r"System\ControlSet001\Control"


@dataclass(frozen=True)
class _Release:
    """The numbers of a Windows Server.

    Args:
        product: its name.
        major: major version.
        minor: minor version.
        build: build number.
        service_pack: number of the service pack.
        version: what the old value CurrentVersion holds; it stands still since Windows 8.1.
    """

    product: str
    major: int
    minor: int
    build: int
    service_pack: int
    version: str


_RELEASES: Final = {
    "2003": _Release("Microsoft Windows Server 2003 R2", 5, 2, 3790, 2, "5.2"),
    "2008r2": _Release("Windows Server 2008 R2 Standard", 6, 1, 7601, 1, "6.1"),
    "2022": _Release("Windows Server 2022 Standard", 10, 0, 20348, 0, "6.3"),
}
"""Version numbers as Microsoft lists them; 2003 with the service pack that brought icacls (lab-windows.md 5)."""


def section(key: str, values: Mapping[str, str | int]) -> str:
    """A key and values of it.

    Args:
        key: below HKEY_LOCAL_MACHINE.
        values: texts become REG_SZ, numbers REG_DWORD.
    """
    lines = [f"[{_escaped(key)}]", *(f'"{_escaped(name)}"={_data(value)}' for name, value in values.items())]
    return "\n" + "\n".join(lines) + "\n"


def birth(node: str, flavour: str) -> str:
    """What makes a node the one it is.

    Args:
        node: its name.
        flavour: the Windows Server it looks like, as ``WindowsSite.flavour``.
    """
    release = _RELEASES[flavour]
    version: dict[str, str | int] = {
        "CurrentBuild": str(release.build),
        "CurrentBuildNumber": str(release.build),
        "CurrentMajorVersionNumber": release.major,
        "CurrentMinorVersionNumber": release.minor,
        "CurrentVersion": release.version,
        "CSDVersion": f"Service Pack {release.service_pack}" if release.service_pack else "",
        "EditionId": "ServerStandard",
        "InstallationType": "Server",
        "ProductName": release.product,
    }
    return "".join(
        (
            section(_VERSION_KEY, version),
            section(rf"{_CONTROL}\ProductOptions", {"ProductType": "ServerNT"}),
            section(rf"{_CONTROL}\Windows", {"CSDVersion": release.service_pack << 8}),
            section(rf"{_CONTROL}\ComputerName\ComputerName", {"ComputerName": node.upper()}),
        )
    )


def _data(value: str | int) -> str:
    return f'"{_escaped(value)}"' if isinstance(value, str) else f"dword:{value & 0xFFFFFFFF:08x}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')

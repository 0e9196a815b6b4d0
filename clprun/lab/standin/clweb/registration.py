"""How CL/Web's installer registers its service with each system's service manager. Not the product."""

from pathlib import Path
from typing import Protocol

from ..clusterpro.places import SYSTEM_DRIVE, WINDOWS, shown
from ..clusterpro.windows import services
from ..clusterpro.wine import WINE
from ..settings import Settings
from .names import PID_FILE, SERVICE, WINDOWS_DISPLAY_NAME, WINDOWS_PROGRAM, WINDOWS_SERVICE

__all__ = ["REGISTRATION", "Registration"]


class Registration(Protocol):
    """What the installer and the updater need to know of a service manager."""

    def commands(self, settings: Settings) -> list[list[str]]:
        """What registers the service, lets it start at boot, and starts it."""
        ...

    def runs(self) -> bool:
        """Whether the service runs."""
        ...


class LinuxRegistration:
    """systemd, or what a RHEL 6 has."""

    def commands(self, settings: Settings) -> list[list[str]]:
        """What registers the service, lets it start at boot, and starts it."""
        if settings.site.get("service_manager") == "chkconfig":
            return [["chkconfig", "--add", SERVICE], ["service", SERVICE, "start"]]
        return [["systemctl", "daemon-reload"], ["systemctl", "enable", SERVICE], ["systemctl", "start", SERVICE]]

    def runs(self) -> bool:
        """Whether the service runs."""
        try:
            pid = int(Path(PID_FILE).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return False
        return Path(f"/proc/{pid}").exists()


class WindowsRegistration:
    """The service manager of Windows; the start type is automatic (CLWEB (3))."""

    def commands(self, settings: Settings) -> list[list[str]]:
        """What registers the service, lets it start at boot, and starts it."""
        del settings
        program = shown(SYSTEM_DRIVE / "jcclweb" / WINDOWS_PROGRAM)
        created = ["sc", "create", WINDOWS_SERVICE, "binPath=", program]
        return [
            [*WINE, *created, "start=", "auto", "DisplayName=", WINDOWS_DISPLAY_NAME],
            [*WINE, "net", "start", WINDOWS_SERVICE],
        ]

    def runs(self) -> bool:
        """Whether the service runs."""
        return services.runs(WINDOWS_SERVICE)


REGISTRATION: Registration = WindowsRegistration() if WINDOWS else LinuxRegistration()

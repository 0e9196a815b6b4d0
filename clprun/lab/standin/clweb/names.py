"""Names of CL/Web that both sides of the lab know (products.md 3). Not the product."""

from ..clusterpro.places import SYSTEM_DRIVE, WINDOWS

__all__ = [
    "CERTIFICATE",
    "COMMAND",
    "CONFIG",
    "HOME",
    "KEY",
    "MEDIA",
    "PID_FILE",
    "ROOT",
    "SERVICE",
    "SETTINGS",
    "VERSION",
    "WINDOWS_DISPLAY_NAME",
    "WINDOWS_HOME",
    "WINDOWS_MEDIA",
    "WINDOWS_PROGRAM",
    "WINDOWS_SERVICE",
]

SERVICE = "jcclweb"
WINDOWS_SERVICE, WINDOWS_DISPLAY_NAME = "JobCenterCLWeb", "JobCenter CL/Web Service"
"""Its key and its display name on Windows (CLWEB (3))."""

WINDOWS_HOME = f"{SYSTEM_DRIVE}/jcclweb"
WINDOWS_MEDIA = f"{SYSTEM_DRIVE}/media/jcclweb"
WINDOWS_PROGRAM = "bin/prunsrv.exe"
"""Below the home; Apache's procrun, which many products use (ERRATA G1-22). Its place is the lab's own."""

ROOT = str(SYSTEM_DRIVE) if WINDOWS else "/"
"""What the media's files are laid below."""

HOME = WINDOWS_HOME if WINDOWS else "/usr/local/jcclweb"
"""Default install path of the guide (CLWEB (6))."""

COMMAND = f"{HOME}/bin/jcclweb"
CONFIG = f"{HOME}/config"
"""Settings, logs and My Page data; all of it moves to the shared disk (CLWEB (6))."""

SETTINGS = f"{CONFIG}/clweb.conf"
"""Its place below ``config`` is inferred (products.md 3)."""

KEY, CERTIFICATE = f"{CONFIG}/tls/server.key", f"{CONFIG}/tls/server.crt"
VERSION = f"{HOME}/version"
PID_FILE = "/run/jcclweb.pid"
MEDIA = WINDOWS_MEDIA if WINDOWS else "/media/jcclweb"

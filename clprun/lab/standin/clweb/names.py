"""Names of CL/Web that both sides of the lab know (products.md 3). Not the product."""

__all__ = ["CERTIFICATE", "COMMAND", "CONFIG", "HOME", "KEY", "MEDIA", "PID_FILE", "SERVICE", "SETTINGS", "VERSION"]

SERVICE = "jcclweb"
HOME = "/usr/local/jcclweb"
"""Default install path of the guide (CLWEB (6))."""

COMMAND = f"{HOME}/bin/jcclweb"
CONFIG = f"{HOME}/config"
"""Settings, logs and My Page data; all of it moves to the shared disk (CLWEB (6))."""

SETTINGS = f"{CONFIG}/clweb.conf"
"""Its place below ``config`` is inferred (products.md 3)."""

KEY, CERTIFICATE = f"{CONFIG}/tls/server.key", f"{CONFIG}/tls/server.crt"
VERSION = f"{HOME}/version"
PID_FILE = "/run/jcclweb.pid"
MEDIA = "/media/jcclweb"

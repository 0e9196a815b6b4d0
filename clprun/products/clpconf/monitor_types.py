"""The monitor types that clprun understands, with the product's defaults (reference/clusterpro.md 2.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from clprun.products.clpconf.monitors import MonitorSettings, Timing
from clprun.products.clpconf.settings import At

__all__ = [
    "MONITOR_TYPES",
    "ActiveMonitor",
    "CustomMonitor",
    "HttpMonitor",
    "HttpRequest",
    "MirrorDiskMonitor",
    "PidMonitor",
    "ProcessMonitor",
    "ServiceMonitor",
    "SmtpMonitor",
    "UserMonitor",
    "UserMonitorMethod",
]


class HttpRequest(StrEnum):
    """How an HTTP monitor asks (reference/clusterpro.md 2.7, S)."""

    HEAD = "0"
    GET = "1"


class UserMonitorMethod(StrEnum):
    """How a user mode monitor notices a hanging server (reference/clusterpro.md 2.7, S)."""

    KEEPALIVE = "keepalive"
    SOFTDOG = "softdog"
    IPMI = "ipmi"


@dataclass(frozen=True, kw_only=True)
class ActiveMonitor(MonitorSettings):
    """A monitor that by default watches while its target is active.

    That the default timing of ``pidw``, ``fipw``, ``vcomw`` and of the monitors of the agents is active is inferred:
    these are written with a target and no timing (2.6, I).
    """

    timing: Annotated[Timing, At("polling/timing")] = Timing.ACTIVE


@dataclass(frozen=True, kw_only=True)
class PidMonitor(ActiveMonitor):
    """A PID monitor (``pidw``); its target is an asynchronous exec resource (2.7, S)."""


@dataclass(frozen=True, kw_only=True)
class ProcessMonitor(MonitorSettings):
    """A process name monitor (``psw``) (2.7, S)."""

    process: Annotated[str, At("parameters/processname")]
    at_least: Annotated[int | None, At("parameters/processnum")] = None


@dataclass(frozen=True, kw_only=True)
class CustomMonitor(MonitorSettings):
    """A custom monitor (``genw``); Windows names no script, ``genw.bat`` is implied (2.7, S).

    A synchronous one waits for the script and takes any code but the normal one for a fault; an asynchronous one takes
    the end of the script for a fault.
    """

    path: Annotated[str | None, At("parameters/path")] = None
    synchronous: Annotated[bool, At("parameters/sync")] = True
    normal_value: Annotated[str | None, At("parameters/normalval")] = None
    log_file: Annotated[str | None, At("parameters/userlog")] = None
    rotates_log: Annotated[bool, At("parameters/logrotate/use")] = False


@dataclass(frozen=True, kw_only=True)
class ServiceMonitor(MonitorSettings):
    """A service monitor of Windows (``servicew``); its target is a service resource (2.7, S)."""

    service: Annotated[str | None, At("parameters/name")] = None


@dataclass(frozen=True, kw_only=True)
class HttpMonitor(ActiveMonitor):
    """An HTTP monitor (``httpw``) (2.7, S)."""

    server: Annotated[str, At("parameters/servername")] = "localhost"
    port: Annotated[int | None, At("parameters/port")] = None
    uri: Annotated[str | None, At("parameters/requesturi")] = None
    https: Annotated[bool, At("parameters/https")] = False
    request: Annotated[HttpRequest, At("parameters/requesttype")] = HttpRequest.HEAD


@dataclass(frozen=True, kw_only=True)
class SmtpMonitor(ActiveMonitor):
    """An SMTP monitor (``smtpw``) (2.7, S)."""

    server: Annotated[str, At("parameters/ipaddress")] = "127.0.0.1"
    port: Annotated[int | None, At("parameters/port")] = None


@dataclass(frozen=True, kw_only=True)
class UserMonitor(MonitorSettings):
    """A user mode monitor (``userw``); its default method depends on the version (2.7, S)."""

    method: Annotated[UserMonitorMethod | None, At("parameters/method")] = None
    action: Annotated[str | None, At("parameters/action")] = None


@dataclass(frozen=True, kw_only=True)
class MirrorDiskMonitor(MonitorSettings):
    """A monitor of a mirror disk (``mdw``) or of its connect (``mdnw``) (2.7, S)."""

    mirror_disk: Annotated[str, At("parameters/object")]


MONITOR_TYPES: Mapping[str, type[MonitorSettings]] = {
    "fipw": ActiveMonitor,
    "genw": CustomMonitor,
    "httpw": HttpMonitor,
    "mdnw": MirrorDiskMonitor,
    "mdw": MirrorDiskMonitor,
    "pidw": PidMonitor,
    "psw": ProcessMonitor,
    "servicew": ServiceMonitor,
    "smtpw": SmtpMonitor,
    "userw": UserMonitor,
    "vcomw": ActiveMonitor,
}
"""Settings by monitor type; a type that is not here has :class:`MonitorSettings`."""

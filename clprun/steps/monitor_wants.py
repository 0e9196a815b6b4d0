"""The monitors that watch a resource, as a runbook wants them (reference/clusterpro.md 2.6, 2.7).

Each watches while the resource is active; what it recovers is the failover group.
"""

from abc import abstractmethod
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from clprun.products.clpconf.monitor_types import HttpRequest
from clprun.products.clpconf.wanted import WantedMonitor
from clprun.products.clpconf.wanted_monitors import (
    Polling,
    Recovery,
    custom_monitor,
    http_monitor,
    pid_monitor,
    process_monitor,
    service_monitor,
    smtp_monitor,
)
from clprun.products.clusterpro_commands import monitor_folder
from clprun.steps.base import Want
from clprun.steps.failure_wants import MONITOR_ACTIONS, Threshold, WatchAction
from clprun.steps.wants import AbsolutePath, Address, HostName, ObjectName, ScriptText

__all__ = [
    "CustomMonitor",
    "HttpMonitor",
    "MonitorWant",
    "PidMonitor",
    "ProcessMonitor",
    "ServiceMonitor",
    "SmtpMonitor",
    "Watcher",
]

_NO_RECOVERY_ON_TIMEOUT = "emergency/timeout/notrecovery/use"

_Period = Annotated[int, Field(ge=1, le=9999)]
_Port = Annotated[int, Field(ge=1, le=65535)]
_ProcessName = Annotated[str, Field(pattern=r"^[!-~]([ -~]*[!-~])?$", max_length=255)]
_RequestPath = Annotated[str, Field(pattern=r"^/[!-~]*$", max_length=255)]


class MonitorWant(Want):
    """What all monitors have; times that are not given stay as they are, or the product's default.

    Args:
        type: its type, by which the other keys are told.
        name: its name.
        reactivations: how often the group is reactivated first.
        failovers: how often it fails over then.
        final_action: what follows, e.g. ``none``.
        interval: seconds from one check to the next.
        timeout: seconds that a check may take.
        retries: how often a check is repeated before it counts as a fault.
        first_check_after: seconds from the start of the resource to the first check.
        recover_on_timeout: whether a check that takes too long counts as a fault, too; by the product's documents it
            does not by itself (``notrecovery/use``, reference/clusterpro.md 2.6).
    """

    type: str
    name: ObjectName
    reactivations: Threshold
    failovers: Threshold
    final_action: WatchAction = "none"
    interval: _Period | None = None
    timeout: _Period | None = None
    retries: Annotated[int, Field(ge=0, le=9999)] | None = None
    first_check_after: Annotated[int, Field(ge=0, le=9999)] | None = None
    recover_on_timeout: bool | None = None

    def watching(self, target: str, group: str) -> WantedMonitor:
        """The same in the product's terms.

        Args:
            target: the resource.
            group: the failover group that holds it.
        """
        made = self._watching(target, group)
        if self.recover_on_timeout is None:
            return made
        return replace(made, values={**made.values, _NO_RECOVERY_ON_TIMEOUT: str(int(not self.recover_on_timeout))})

    @abstractmethod
    def _watching(self, target: str, group: str) -> WantedMonitor:
        """The monitor of its type."""

    @property
    def scripts(self) -> dict[str, bytes]:
        """Contents by path below the folder of scripts."""
        return {}

    @property
    def own_settings(self) -> dict[str, str]:
        """What only monitors of its type have, as a runbook writes it; its script is told apart."""
        own = self.model_dump(mode="json", exclude={*MonitorWant.model_fields, "script"})
        return {key: str(value) for key, value in own.items() if value is not None}

    def _recovery(self, group: str) -> Recovery:
        return Recovery(group, self.reactivations, self.failovers, MONITOR_ACTIONS[self.final_action])

    @property
    def _polling(self) -> Polling:
        return Polling(self.interval, self.timeout, self.retries, self.first_check_after)


class PidMonitor(MonitorWant):
    """A PID monitor: watches the process of start.sh, so that must not end."""

    type: Literal["pidw"]

    def _watching(self, target: str, group: str) -> WantedMonitor:
        return pid_monitor(self.name, target=target, recovery=self._recovery(group), polling=self._polling)


class ProcessMonitor(MonitorWant):
    """A process name monitor.

    Args:
        process: name of the process as ps shows it, ``*`` for any text.
        at_least: how many of them there must be.
    """

    type: Literal["psw"]
    process: _ProcessName
    at_least: Annotated[int, Field(ge=1, le=999)] = 1

    def _watching(self, target: str, group: str) -> WantedMonitor:
        return process_monitor(
            self.name,
            target=target,
            process=self.process,
            at_least=self.at_least,
            recovery=self._recovery(group),
            polling=self._polling,
        )


class CustomMonitor(MonitorWant):
    """A custom monitor that waits for the end of its script; every exit code but 0 is a fault.

    Args:
        script: text of genw.sh.
        log: where what it prints is kept; as it is when not given, by the product's default nowhere.
    """

    type: Literal["genw"]
    script: ScriptText
    log: AbsolutePath | None = None

    def _watching(self, target: str, group: str) -> WantedMonitor:
        return custom_monitor(
            self.name, target=target, log=self.log, recovery=self._recovery(group), polling=self._polling
        )

    @property
    def scripts(self) -> dict[str, bytes]:
        """genw.sh."""
        return {f"{monitor_folder(self.name)}/genw.sh": self.script.encode()}


class HttpMonitor(MonitorWant):
    """An HTTP monitor, which needs the licence of Internet Server Agent.

    Args:
        server: host name or address to ask.
        port: its TCP port.
        uri: what to ask for.
        https: whether TLS is spoken.
        method: ``HEAD`` or ``GET``.
    """

    type: Literal["httpw"]
    server: HostName | Address = "localhost"
    port: _Port = 80
    uri: _RequestPath = "/"
    https: bool = False
    method: Literal["HEAD", "GET"] = "HEAD"

    def _watching(self, target: str, group: str) -> WantedMonitor:
        return http_monitor(
            self.name,
            target=target,
            server=self.server,
            port=self.port,
            uri=self.uri,
            https=self.https,
            request=HttpRequest[self.method],
            recovery=self._recovery(group),
            polling=self._polling,
        )


class SmtpMonitor(MonitorWant):
    """An SMTP monitor, which needs the licence of Internet Server Agent.

    Args:
        server: address to ask.
        port: its TCP port.
    """

    type: Literal["smtpw"]
    server: Address = "127.0.0.1"
    port: _Port = 25

    def _watching(self, target: str, group: str) -> WantedMonitor:
        return smtp_monitor(
            self.name,
            target=target,
            server=self.server,
            port=self.port,
            recovery=self._recovery(group),
            polling=self._polling,
        )


class ServiceMonitor(MonitorWant):
    """A service monitor of Windows; what it watches is a service resource."""

    type: Literal["servicew"] = "servicew"

    def _watching(self, target: str, group: str) -> WantedMonitor:
        return service_monitor(self.name, target=target, recovery=self._recovery(group), polling=self._polling)


Watcher = Annotated[
    PidMonitor | ProcessMonitor | CustomMonitor | HttpMonitor | SmtpMonitor, Field(discriminator="type")
]
"""A monitor of an exec resource, of any type."""

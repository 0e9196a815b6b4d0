"""Monitors that a runbook wants (reference/clusterpro.md 2.6, 2.7)."""

from dataclasses import dataclass

from clprun.products.clpconf.monitor_types import HttpRequest, UserMonitorMethod
from clprun.products.clpconf.monitors import LOCAL_SERVER, MonitorAction, RecoveryTarget, Timing
from clprun.products.clpconf.wanted import WantedMonitor, logged

__all__ = [
    "Polling",
    "Recovery",
    "custom_monitor",
    "http_monitor",
    "pid_monitor",
    "process_monitor",
    "service_monitor",
    "smtp_monitor",
    "user_monitor",
]


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is done on a fault; the recovery target is a failover group (reference/clusterpro.md 2.6).

    Args:
        group: the failover group to reactivate or fail over.
        reactivations: how often the group is reactivated first; 0 = never.
        failovers: how often it is failed over then.
        final_action: what is done when that did not help.
    """

    group: str
    reactivations: int
    failovers: int
    final_action: MonitorAction = MonitorAction.NONE

    @property
    def values(self) -> dict[str, str]:
        """Paths below a monitor and their values."""
        return {
            "relation/type": RecoveryTarget.GROUP.value,
            "relation/name": self.group,
            "emergency/threshold/restart": str(self.reactivations),
            "emergency/threshold/fo": str(self.failovers),
            "emergency/action": self.final_action.value,
        }


@dataclass(frozen=True, slots=True)
class Polling:
    """How a monitor watches; None leaves what is set or the product's default, which is not public.

    Args:
        interval: seconds from one check to the next.
        timeout: seconds that a check may take.
        retries: how often a check is repeated before it counts as a fault.
        first_check_after: seconds from the start of the target to the first check.
    """

    interval: int | None = None
    timeout: int | None = None
    retries: int | None = None
    first_check_after: int | None = None

    @property
    def values(self) -> dict[str, str]:
        """Paths below a monitor and their values."""
        values = {
            "polling/interval": self.interval,
            "polling/timeout": self.timeout,
            "polling/reconfirmation": self.retries,
            "firstmonwait": self.first_check_after,
        }
        return {path: str(value) for path, value in values.items() if value is not None}


_AS_SET = Polling()


def pid_monitor(name: str, *, target: str, recovery: Recovery, polling: Polling = _AS_SET) -> WantedMonitor:
    """A PID monitor (``pidw``); its target is an exec resource that starts asynchronously."""
    return WantedMonitor("pidw", name, {"target": target, **polling.values, **recovery.values})


def process_monitor(
    name: str, *, target: str, process: str, at_least: int = 1, recovery: Recovery, polling: Polling = _AS_SET
) -> WantedMonitor:
    """A process name monitor (``psw``).

    Args:
        name: the monitor's name.
        target: the resource while which is active it watches.
        process: name of the process as ps shows it, ``*`` for any text, e.g. ``clweb_serv*``.
        at_least: how many of them there must be, 1 to 999.
        recovery: what is done on a fault.
        polling: how it watches.
    """
    own = {"parameters/processname": process, "parameters/processnum": str(at_least)}
    return _while_active("psw", name, target, own, recovery, polling)


def custom_monitor(
    name: str, *, target: str, log: str | None = None, recovery: Recovery, polling: Polling = _AS_SET
) -> WantedMonitor:
    """A custom monitor (``genw``) that waits for the end of its own ``genw.sh``; all but 0 is a fault.

    ``parameters/default`` is left out, as in all public files with ``genw.sh`` (reference/clusterpro.md 2.7, S).

    Args:
        name: the monitor's name; its script lies in ``scripts/monitor.s/NAME/genw.sh``.
        target: the resource while which is active it watches.
        log: absolute path of the file that keeps what the script prints, rotated; None leaves what is set.
        recovery: what is done on a fault.
        polling: how it watches.
    """
    own = {"parameters/path": "genw.sh", "parameters/sync": "1", "parameters/normalval": "0", **logged(log)}
    return _while_active("genw", name, target, own, recovery, polling)


def http_monitor(
    name: str,
    *,
    target: str,
    server: str = "localhost",
    port: int = 80,
    uri: str = "/",
    https: bool = False,
    request: HttpRequest = HttpRequest.HEAD,
    recovery: Recovery,
    polling: Polling = _AS_SET,
) -> WantedMonitor:
    """An HTTP monitor (``httpw``), which needs the licence of Internet Server Agent.

    Args:
        name: the monitor's name.
        target: the resource while which is active it watches.
        server: host name or address to ask.
        port: TCP port.
        uri: what to ask for.
        https: whether TLS is spoken.
        request: the method.
        recovery: what is done on a fault.
        polling: how it watches.
    """
    own = {
        "parameters/servername": server,
        "parameters/port": str(port),
        "parameters/requesturi": uri,
        "parameters/https": str(int(https)),
        "parameters/requesttype": request.value,
    }
    return _while_active("httpw", name, target, own, recovery, polling)


def smtp_monitor(
    name: str,
    *,
    target: str,
    server: str = "127.0.0.1",
    port: int = 25,
    recovery: Recovery,
    polling: Polling = _AS_SET,
) -> WantedMonitor:
    """An SMTP monitor (``smtpw``), which needs the licence of Internet Server Agent.

    Args:
        name: the monitor's name.
        target: the resource while which is active it watches.
        server: IP address to ask.
        port: TCP port.
        recovery: what is done on a fault.
        polling: how it watches.
    """
    own = {"parameters/ipaddress": server, "parameters/port": str(port)}
    return _while_active("smtpw", name, target, own, recovery, polling)


def service_monitor(name: str, *, target: str, recovery: Recovery, polling: Polling = _AS_SET) -> WantedMonitor:
    """A service monitor of Windows (``servicew``); its target is a service resource."""
    return _while_active("servicew", name, target, {}, recovery, polling)


def user_monitor(
    name: str = "userw", *, method: UserMonitorMethod | None = None, polling: Polling = _AS_SET
) -> WantedMonitor:
    """A user mode monitor (``userw``), which always watches its own server and acts on it.

    Args:
        name: the monitor's name.
        method: how a hanging server is noticed; None leaves what is set or the product's default.
        polling: how it watches.
    """
    own = {} if method is None else {"parameters/method": method.value}
    relation = {"relation/type": RecoveryTarget.CLUSTER.value, "relation/name": LOCAL_SERVER}
    return WantedMonitor("userw", name, {**polling.values, **own, **relation})


def _while_active(
    kind: str, name: str, target: str, own: dict[str, str], recovery: Recovery, polling: Polling
) -> WantedMonitor:
    """A monitor that watches while its target is active; written also where that is the type's default."""
    timing = {"polling/timing": Timing.ACTIVE.value}
    return WantedMonitor(kind, name, {"target": target, **own, **timing, **polling.values, **recovery.values})

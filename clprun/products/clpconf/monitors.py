"""What all monitors are set to, with the product's defaults (reference/clusterpro.md 2.6, 2.7)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from clprun.products.clpconf.settings import At, Settings

__all__ = [
    "LOCAL_SERVER",
    "MonitorAction",
    "MonitorSettings",
    "RecoveryTarget",
    "Timing",
]

LOCAL_SERVER = "LocalServer"
"""The name that goes with the recovery target ``cls``."""


class Timing(StrEnum):
    """When a monitor watches."""

    ALWAYS = "0"
    ACTIVE = "1"


class RecoveryTarget(StrEnum):
    """What is restarted, failed over or acted on after a fault."""

    RESOURCE = "rsc"
    GROUP = "grp"
    CLUSTER = "cls"


class MonitorAction(StrEnum):
    """Final action after a fault that restarts and failovers did not cure (reference/clusterpro.md 2.6, S)."""

    NONE = "1"
    STOP_GROUP = "2"
    STOP_SERVICE = "3"
    SHUT_DOWN = "4"
    REBOOT = "5"
    STOP_ERROR = "6"
    SYSRQ_PANIC = "8"
    KEEPALIVE_RESET = "9"
    KEEPALIVE_PANIC = "10"
    BMC_RESET = "11"
    BMC_POWER_OFF = "12"
    BMC_POWER_CYCLE = "13"
    BMC_NMI = "14"
    IO_FENCING = "15"
    STOP_RESOURCE = "16"


@dataclass(frozen=True, kw_only=True)
class MonitorSettings(Settings):
    """What all monitors have; times in seconds (reference/clusterpro.md 2.6).

    The defaults 3 restarts, 1 failover, no final action are sourced (cfs-L pidw.md, S); those of interval,
    timeout and retries are not public.
    """

    comment: Annotated[str, At("comment")] = ""
    target: Annotated[str, At("target")] = ""
    interval: Annotated[int | None, At("polling/interval")] = None
    timeout: Annotated[int | None, At("polling/timeout")] = None
    retries: Annotated[int | None, At("polling/reconfirmation")] = None
    first_wait: Annotated[int | None, At("firstmonwait")] = None
    timing: Annotated[Timing, At("polling/timing")] = Timing.ALWAYS
    recovery_target: Annotated[RecoveryTarget | None, At("relation/type")] = None
    recovery_name: Annotated[str, At("relation/name")] = ""
    restarts: Annotated[int, At("emergency/threshold/restart")] = 3
    failovers: Annotated[int, At("emergency/threshold/fo", or_else="emergency/threshold/fo2")] = 1
    final_action: Annotated[MonitorAction, At("emergency/action")] = MonitorAction.NONE

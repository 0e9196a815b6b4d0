"""Single settings as phrases: what a path means, and what a value at it means."""

from collections.abc import Mapping

from clprun.products.clpconf.dialect import FAILOVER_TAGS
from clprun.products.clpconf.monitor_types import HttpRequest
from clprun.products.clpconf.monitors import MonitorAction, RecoveryTarget, Timing
from clprun.products.clpconf.phrases import Part, Phrase
from clprun.products.clpconf.resources import ResourceAction

__all__ = ["SETTINGS", "action_phrase", "is_secret", "setting_phrase", "value_phrase"]

_SYNCHRONOUS: Mapping[str, Part] = {"0": Phrase("does_not_wait"), "1": Phrase("waits")}
_AUTOMATIC: Mapping[str, Part] = {"0": Phrase("manual"), "1": Phrase("automatic")}

SETTINGS: Mapping[str, str] = {
    "comment": "comment",
    "start": "group_start",
    "failover": "group_failover",
    "failback": "group_failback",
    "act/retry": "start_retries",
    "act/fo": "start_failovers",
    "act/action": "start_action",
    "act/timeout": "start_limit",
    "deact/retry": "stop_retries",
    "deact/action": "stop_action",
    "deact/timeout": "stop_limit",
    "parameters/act/path": "start_script",
    "parameters/act/sync": "start_synchrony",
    "parameters/deact/path": "stop_script",
    "parameters/deact/sync": "stop_synchrony",
    "parameters/timeout/start": "start_timeout",
    "parameters/timeout/stop": "stop_timeout",
    "parameters/userlog": "script_log",
    "parameters/logrotate/use": "log_rotation",
    "parameters/ip": "address",
    "parameters/device": "device",
    "parameters/fs": "file_system",
    "parameters/mount/point": "mount_point",
    "parameters/mount/option": "mount_options",
    "parameters/diskdev/dppath": "data_partition",
    "parameters/diskdev/cppath": "cluster_partition",
    "parameters/vcomname": "virtual_computer",
    "target": "target",
    "polling/interval": "interval",
    "polling/timeout": "timeout",
    "polling/reconfirmation": "retries",
    "polling/timing": "timing",
    "firstmonwait": "first_check_after",
    "relation/type": "recovery_type",
    "relation/name": "recovery_target",
    "emergency/threshold/restart": "reactivations",
    **dict.fromkeys(FAILOVER_TAGS, "failovers"),
    "emergency/action": "final_action",
    "parameters/processname": "process",
    "parameters/processnum": "process_count",
    "parameters/sync": "script_synchrony",
    "parameters/normalval": "normal_value",
    "parameters/port": "port",
    "parameters/requesturi": "request_uri",
    "parameters/requesttype": "request_type",
}
"""Words for the settings that people know from the WebUI, by path; keys of the texts after ``setting_``."""


def action_phrase(action: ResourceAction | MonitorAction) -> Phrase:
    """A final action."""
    return Phrase(f"action_{action.name.lower()}")


_VALUES: Mapping[str, Mapping[str, Part]] = {
    "start": _AUTOMATIC,
    "failover": _AUTOMATIC,
    "failback": _AUTOMATIC,
    "act/action": {action: action_phrase(action) for action in ResourceAction},
    "deact/action": {action: action_phrase(action) for action in ResourceAction},
    "emergency/action": {action: action_phrase(action) for action in MonitorAction},
    "parameters/act/sync": _SYNCHRONOUS,
    "parameters/deact/sync": _SYNCHRONOUS,
    "parameters/sync": _SYNCHRONOUS,
    "parameters/requesttype": {request: request.name for request in HttpRequest},
    "polling/timing": {timing: Phrase(f"timing_{timing.name.lower()}") for timing in Timing},
    "relation/type": {target: Phrase(f"target_{target.name.lower()}") for target in RecoveryTarget},
}


def setting_phrase(path: str) -> Part:
    """What is set at a path below an object: a word and the path, or the path where no word is known."""
    if path not in SETTINGS:
        return path
    return Phrase("setting", {"setting": Phrase(f"setting_{SETTINGS[path]}"), "path": path})


def value_phrase(path: str, value: str | None, default: str | None) -> Part:
    """A value as people read it; one that is not written is the default, which may not be known."""
    if value is None:
        return Phrase("not_written") if not default else Phrase("default", {"value": value_phrase(path, default, None)})
    if not value:
        return Phrase("empty")
    return Phrase("hidden") if is_secret(path) else _VALUES.get(path, {}).get(value, value)


def is_secret(path: str) -> bool:
    """Whether a path holds a password: they stand in the file in a form of the product's own and are never shown."""
    return "password" in path.rpartition("/")[2]

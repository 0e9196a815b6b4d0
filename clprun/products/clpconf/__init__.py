"""The cluster configuration of CLUSTERPRO X (clp.conf): read, changed by splices, compared, checked.

- read: :meth:`Configuration.parse`, then its servers, groups, resources and monitors;
- change: :func:`wanted` and the edits, which return a new :class:`Configuration` and touch no other byte;
- what differs: :func:`compare`, for people ``tell(describe(difference), language)``, for machines :func:`records`;
- before a push: :func:`check`, :func:`new_findings`, :func:`impact`.

How the files look is told in reference/clusterpro.md, section 2.
"""

from clprun.products.clpconf.checks import check, new_findings
from clprun.products.clpconf.compare import Change, Difference, ObjectKind, compare
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.dependencies import set_dependencies
from clprun.products.clpconf.describe import Phrase, describe
from clprun.products.clpconf.disturbance import Cause, Disturbance, Impact, Reason, impact
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.findings import Finding, FindingCode, Severity
from clprun.products.clpconf.model import Device, Group, Monitor, Resource, ResourceReference, Server
from clprun.products.clpconf.monitor_types import (
    CustomMonitor,
    HttpMonitor,
    HttpRequest,
    PidMonitor,
    ProcessMonitor,
    ServiceMonitor,
    SmtpMonitor,
    UserMonitor,
    UserMonitorMethod,
)
from clprun.products.clpconf.monitors import MonitorAction, MonitorSettings, RecoveryTarget, Timing
from clprun.products.clpconf.objects import (
    ensure_group,
    ensure_monitor,
    ensure_resource,
    remove_value,
    set_value,
)
from clprun.products.clpconf.records import Record, records
from clprun.products.clpconf.removal import remove_group, remove_monitor, remove_resource
from clprun.products.clpconf.resources import (
    Disk,
    Exec,
    FloatingIp,
    MirrorConnect,
    MirrorDisk,
    ResourceAction,
    ResourceSettings,
    Script,
    Service,
    VirtualComputer,
)
from clprun.products.clpconf.texts import tell
from clprun.products.clpconf.wanted import Wanted, WantedMonitor, WantedResource, wanted
from clprun.products.clpconf.wanted_mirror import mirror_disk, mirror_disk_monitors
from clprun.products.clpconf.wanted_monitors import (
    Polling,
    Recovery,
    custom_monitor,
    http_monitor,
    pid_monitor,
    process_monitor,
    service_monitor,
    smtp_monitor,
    user_monitor,
)
from clprun.products.clpconf.wanted_resources import (
    StartFailure,
    StopFailure,
    disk,
    exec_resource,
    floating_ip,
    script_resource,
    service_resource,
    virtual_computer,
)

__all__ = [
    "Cause",
    "Change",
    "Configuration",
    "ConfigurationError",
    "CustomMonitor",
    "Device",
    "Difference",
    "Disk",
    "Disturbance",
    "Exec",
    "Finding",
    "FindingCode",
    "FloatingIp",
    "Group",
    "HttpMonitor",
    "HttpRequest",
    "Impact",
    "MirrorConnect",
    "MirrorDisk",
    "Monitor",
    "MonitorAction",
    "MonitorSettings",
    "ObjectKind",
    "Phrase",
    "PidMonitor",
    "Polling",
    "ProcessMonitor",
    "Reason",
    "Record",
    "Recovery",
    "RecoveryTarget",
    "Refusal",
    "Resource",
    "ResourceAction",
    "ResourceReference",
    "ResourceSettings",
    "Script",
    "Server",
    "Service",
    "ServiceMonitor",
    "Severity",
    "SmtpMonitor",
    "StartFailure",
    "StopFailure",
    "Timing",
    "UserMonitor",
    "UserMonitorMethod",
    "VirtualComputer",
    "Wanted",
    "WantedMonitor",
    "WantedResource",
    "check",
    "compare",
    "custom_monitor",
    "describe",
    "disk",
    "ensure_group",
    "ensure_monitor",
    "ensure_resource",
    "exec_resource",
    "floating_ip",
    "http_monitor",
    "impact",
    "mirror_disk",
    "mirror_disk_monitors",
    "new_findings",
    "pid_monitor",
    "process_monitor",
    "records",
    "remove_group",
    "remove_monitor",
    "remove_resource",
    "remove_value",
    "script_resource",
    "service_monitor",
    "service_resource",
    "set_dependencies",
    "set_value",
    "smtp_monitor",
    "tell",
    "user_monitor",
    "virtual_computer",
    "wanted",
]

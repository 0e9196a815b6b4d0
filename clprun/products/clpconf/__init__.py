"""The cluster configuration of CLUSTERPRO X (clp.conf): read, changed by splices, compared, checked.

- read: :meth:`Configuration.parse`, then its servers, groups, resources and monitors;
- change: :func:`wanted` and the edits, which return a new :class:`Configuration` and touch no other byte;
- before a push: :func:`check`, :func:`new_findings`, :func:`compare`, :func:`impact`, :func:`describe`.

How the files look is told in reference/clusterpro.md, section 2.
"""

from clprun.products.clpconf.checks import check, new_findings
from clprun.products.clpconf.compare import Change, Difference, ObjectKind, compare
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.describe import Phrase, describe
from clprun.products.clpconf.disturbance import Cause, Disturbance, Impact, Reason, impact
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.findings import Finding, FindingCode, Severity
from clprun.products.clpconf.model import Device, Group, Monitor, Resource, ResourceReference, Server
from clprun.products.clpconf.monitors import MonitorAction, MonitorSettings, RecoveryTarget, Timing
from clprun.products.clpconf.objects import (
    ensure_group,
    ensure_monitor,
    ensure_resource,
    remove_group,
    remove_monitor,
    remove_resource,
    remove_value,
    set_value,
)
from clprun.products.clpconf.resources import (
    Disk,
    Exec,
    FloatingIp,
    MirrorConnect,
    MirrorDisk,
    ResourceAction,
    ResourceSettings,
)
from clprun.products.clpconf.wanted import (
    Wanted,
    WantedMonitor,
    WantedResource,
    disk,
    exec_resource,
    exec_with_monitor,
    floating_ip,
    mirror_disk,
    mirror_disk_monitors,
    pid_monitor,
    wanted,
)

__all__ = [
    "Cause",
    "Change",
    "Configuration",
    "ConfigurationError",
    "Device",
    "Difference",
    "Disk",
    "Disturbance",
    "Exec",
    "Finding",
    "FindingCode",
    "FloatingIp",
    "Group",
    "Impact",
    "MirrorConnect",
    "MirrorDisk",
    "Monitor",
    "MonitorAction",
    "MonitorSettings",
    "ObjectKind",
    "Phrase",
    "Reason",
    "RecoveryTarget",
    "Refusal",
    "Resource",
    "ResourceAction",
    "ResourceReference",
    "ResourceSettings",
    "Server",
    "Severity",
    "Timing",
    "Wanted",
    "WantedMonitor",
    "WantedResource",
    "check",
    "compare",
    "describe",
    "disk",
    "ensure_group",
    "ensure_monitor",
    "ensure_resource",
    "exec_resource",
    "exec_with_monitor",
    "floating_ip",
    "impact",
    "mirror_disk",
    "mirror_disk_monitors",
    "new_findings",
    "pid_monitor",
    "remove_group",
    "remove_monitor",
    "remove_resource",
    "remove_value",
    "set_value",
    "wanted",
]

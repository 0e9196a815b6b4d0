"""Step kinds by name: the shipped ones and those that other packages bring, found by entry point."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from clprun.steps.base import Kind

__all__ = ["BUILT_IN", "GROUP", "kinds"]

GROUP = "clprun.steps"
"""Name of the entry point group; each entry's name is the kind's name, its value the kind's class."""


BUILT_IN: Mapping[str, str] = {
    "cluster-ready": "cluster_ready:ClusterReady",
    "cluster-resources": "cluster_resources:ClusterResources",
    "command": "command:Command",
    "dialogue": "dialogue:Dialogue",
    "discard": "discard:Discard",
    "exec-resource": "exec_resource:ExecResource",
    "failover-trial": "failover_trial:FailoverTrial",
    "file-setting": "file_setting:FileSetting",
    "free-space": "free_space:FreeSpaceCheck",
    "group": "group:Group",
    "group-place": "group_place:GroupPlace",
    "http-answer": "http_answer:HttpAnswerCheck",
    "isa-messages": "isa_messages:IsaMessages",
    "isa-monitor": "isa_monitor:IsaMonitor",
    "isa-settings": "isa_settings:IsaSettings",
    "jobcenter-agent": "jobcenter_agent:JobCenterAgent",
    "jobcenter-local": "jobcenter_local:JobCenterLocal",
    "jobcenter-set-up": "jobcenter_set_up:JobCenterSetUp",
    "jobcenter-site": "jobcenter_site:JobCenterSite",
    "jobcenter-site-shown": "jobcenter_site_shown:JobCenterSiteShown",
    "jobcenter-site-state": "jobcenter_site_state:JobCenterSiteState",
    "licence": "licence:Licence",
    "link": "link:Link",
    "local-directory": "local_directory:LocalDirectory",
    "manual": "manual:Manual",
    "mounted": "mounted:Mounted",
    "move-directory": "move_directory:MoveDirectory",
    "name-resolution": "name_resolution:NameResolution",
    "node-back": "node_back:NodeBack",
    "node-ready": "node_ready:NodeReady",
    "not-mounted": "not_mounted:NotMounted",
    "package": "package:PackageCheck",
    "path-exists": "path_exists:PathExists",
    "ping": "ping:PingCheck",
    "service-autostart": "service_autostart:ServiceAutostart",
    "service-state": "service_state:ServiceState",
    "services-in-group": "services_in_group:ServicesInGroup",
    "site-processes": "site_processes:SiteProcesses",
}
"""Module and class of the shipped kinds below ``clprun.steps``: they are there in a bare checkout, too."""


def kinds() -> dict[str, type[Kind[Any]]]:
    """All step kinds: the shipped ones, and those of installed packages, which may not take a shipped name."""
    found = {entry.name: entry.load() for entry in entry_points(group=GROUP)}
    return {**found, **{name: _load(place) for name, place in BUILT_IN.items()}}


def _load(place: str) -> type[Kind[Any]]:
    module, _, name = place.partition(":")
    kind: type[Kind[Any]] = getattr(import_module(f"clprun.steps.{module}"), name)
    return kind

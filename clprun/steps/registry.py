"""Step kinds by name: the shipped ones and those that other packages bring, found by entry point."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from clprun.steps.base import Kind

__all__ = ["BUILT_IN", "GROUP", "kinds"]

GROUP = "clprun.steps"
"""Name of the entry point group; each entry's name is the kind's name, its value the kind's class."""


BUILT_IN: Mapping[str, str] = {
    "access-rights": "access_rights:AccessRightsKind",
    "cluster-ready": "cluster_ready:ClusterReady",
    "cluster-resources": "cluster_resources:ClusterResources",
    "command": "command:Command",
    "dialogue": "dialogue:Dialogue",
    "discard": "discard:Discard",
    "exec-resource": "exec_resource:ExecResource",
    "failover-group": "failover_group:FailoverGroup",
    "failover-trial": "failover_trial:FailoverTrial",
    "file-setting": "file_setting:FileSetting",
    "folder-sound": "folder_sound:FolderSound",
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
    "listens-only": "listens_only:ListensOnly",
    "local-directory": "local_directory:LocalDirectory",
    "manual": "manual:Manual",
    "monitor-watch": "monitor_watch:MonitorWatch",
    "mounted": "mounted:Mounted",
    "move-directory": "move_directory:MoveDirectory",
    "name-resolution": "name_resolution:NameResolution",
    "no-process": "no_process:NoProcess",
    "node-back": "node_back:NodeBack",
    "node-ready": "node_ready:NodeReady",
    "normal-return-value": "normal_return_value:NormalReturnValue",
    "not-mounted": "not_mounted:NotMounted",
    "package": "package:PackageCheck",
    "path-exists": "path_exists:PathExists",
    "ping": "ping:PingCheck",
    "registry-check": "registry_check:RegistryCheck",
    "registry-synchronisation": "registry_synchronisation:RegistrySynchronisation",
    "registry-value": "registry_value:RegistryValueKind",
    "resource-state": "resource_state:ResourceState",
    "resources-removed": "resources_removed:ResourcesRemoved",
    "same-on-both": "same_on_both:SameOnBoth",
    "script-resource": "script_resource:ScriptResource",
    "service-autostart": "service_autostart:ServiceAutostart",
    "service-interactive": "service_interactive:ServiceInteractive",
    "service-resources": "service_resources:ServiceResources",
    "service-state": "service_state:ServiceState",
    "services-in-group": "services_in_group:ServicesInGroup",
    "sessions-closed": "sessions_closed:SessionsClosed",
    "set-aside": "set_aside:SetAside",
    "site-processes": "site_processes:SiteProcesses",
    "target-vcom": "target_vcom:TargetVcom",
    "unchanged-push": "unchanged_push:UnchangedPush",
}
"""Module and class of the shipped kinds below ``clprun.steps``: they are there in a bare checkout, too."""


def kinds() -> Mapping[str, type[Kind[Any]]]:
    """All step kinds: the shipped ones, and those of installed packages, which may not take a shipped name."""
    return _Kinds()


class _Kinds(Mapping[str, type[Kind[Any]]]):
    """Each kind is loaded when it is asked for: a runbook has use for a part of them."""

    def __init__(self) -> None:
        self._brought = {entry.name: entry for entry in entry_points(group=GROUP)}

    def __getitem__(self, name: str) -> type[Kind[Any]]:
        return _load(BUILT_IN[name]) if name in BUILT_IN else self._brought[name].load()

    def __iter__(self) -> Iterator[str]:
        return iter({**self._brought, **BUILT_IN})

    def __len__(self) -> int:
        return len({**self._brought, **BUILT_IN})


def _load(place: str) -> type[Kind[Any]]:
    module, _, name = place.partition(":")
    kind: type[Kind[Any]] = getattr(import_module(f"clprun.steps.{module}"), name)
    return kind

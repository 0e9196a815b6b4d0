"""What can be broken of a built cluster, one thing at a time: told by what the steps of a runbook leave there.

A kind of step that leaves something says here how one breaks it, and a test that proves a result what of that it sees;
a new one that does not is found by ``test_breaks.py``.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clprun.lang.bind import BoundRunbook, BoundStep
from clprun.lang.references import nature_of
from clprun.model.cluster import Node
from clprun.model.runbook import Nature
from clprun.products.clusterpro_commands import INSTALLATIONS, script_folder
from clprun.products.jobcenter import CODE_WORDS
from clprun.steps.base import Want
from clprun.steps.cluster_ready import ClusterReadyWant
from clprun.steps.cluster_resources import ClusterResourcesWant
from clprun.steps.command import CommandWant
from clprun.steps.exec_resource import ExecResourceWant
from clprun.steps.file_setting import FileSettingWant
from clprun.steps.folder_sound import FolderSoundWant
from clprun.steps.jobcenter_local import JobCenterLocalWant
from clprun.steps.jobcenter_set_up import JobCenterSetUpWant
from clprun.steps.jobcenter_site import JobCenterSiteWant
from clprun.steps.link import LinkWant
from clprun.steps.listens_only import ListensOnlyWant
from clprun.steps.move_directory import MoveDirectoryWant
from clprun.steps.name_resolution import NameResolutionWant
from clprun.steps.registry import kinds
from clprun.steps.same_on_both import SameOnBothWant
from clprun.steps.service_autostart import ServiceAutostartWant
from clprun.steps.site_record import record_file
from clprun.verify.infra import check_files
from tests.support.bench import Bench

__all__ = ["BY_KIND", "BY_TEST", "Break", "breaks_of", "kept_by", "proofs_of"]

_KEPT: Final = "/run/drift"
"""Where what was broken is kept until it is put back; nothing there is compared."""


@dataclass(frozen=True)
class Break:
    """One thing of a built cluster, broken.

    Args:
        name: what is broken, and where.
        strike: breaks it.
        mend: what a person does where clprun leaves that to one.
    """

    name: str
    strike: Callable[[Bench], None]
    mend: Callable[[Bench], None]


Breaks = Callable[[Any, Node, BoundRunbook], Iterator[Break]]
"""Breaks what a want leaves on a node."""


def breaks_of(bound: BoundRunbook) -> list[Break]:
    """All that can be broken of what a runbook leaves, each once."""
    found = [
        each
        for step in kept_by(bound)
        if step.step.kind in BY_KIND
        for instance in step.instances
        for each in BY_KIND[step.step.kind](instance.want, bound.cluster.node(instance.node), bound)
    ]
    return list({each.name: each for each in found}.values())


def kept_by(bound: BoundRunbook) -> list[BoundStep]:
    """The steps whose result holds for good: lasting ones, and what a checkpoint asks without an end."""
    known = kinds()
    held = {hold.step for phase in bound.phases for hold in phase.checkpoint if hold.until is None}
    return [
        step
        for step in bound.steps
        if not step.skipped and (step.id in held or nature_of(step.step, known) is Nature.LASTING)
    ]


def proofs_of(bound: BoundRunbook) -> list[str]:
    """Names of the tests that prove what a runbook leaves."""
    lines = [line for file in check_files(bound) for line in file.read_text("utf-8").splitlines()]
    return [line.removeprefix("def ").partition("(")[0] for line in lines if line.startswith("def test_")]


# -- ways to break -----------------------------------------------------------------------------------------------------


def _shell(name: str, broken: Mapping[str, str], mended: Mapping[str, str]) -> Break:
    """Broken and mended by scripts, each with its node."""
    return Break(name, _all(broken), _all(mended))


def _all(scripts: Mapping[str, str]) -> Callable[[Bench], None]:
    def act(bench: Bench) -> None:
        for node, script in scripts.items():
            bench.sh(node, f"set -e; {script}")

    return act


def _file(name: str, nodes: Iterable[Node], path: str, broken: str) -> Break:
    """A file that is otherwise on these nodes; ``$F`` in the script is its path."""
    kept, there = f"{_KEPT}{path}", shlex.quote(path)
    keep = f"F={there}; mkdir -p $(dirname {kept}); cp -p $F {kept}; {broken}"
    names = [node.name for node in nodes]
    where = " and ".join(names)
    return _shell(
        f"{path} on {where}: {name}", dict.fromkeys(names, keep), dict.fromkeys(names, f"cp -p {kept} {there}")
    )


def _gone(node: Node, path: str) -> Break:
    """A file or folder that is not there any more."""
    kept, there = f"{_KEPT}{path}", shlex.quote(path)
    broken = f"rm -rf {kept}; mkdir -p $(dirname {kept}); cp -a {there} {kept}; rm -rf {there}"
    return _shell(f"{path} on {node.name}: gone", {node.name: broken}, {node.name: f"cp -a {kept} {there}"})


def _conf(bound: BoundRunbook, name: str, sed: str, nodes: Iterable[Node] | None = None) -> Break:
    path = INSTALLATIONS[bound.cluster.platform].configuration
    script = f"sed -i {shlex.quote(sed)} $F; ! cmp -s $F {_KEPT}{path}"
    return _file(name, bound.cluster.nodes if nodes is None else nodes, path, script)


# -- by kind -----------------------------------------------------------------------------------------------------------


def _setting(want: FileSettingWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del bound
    line = f"^[^#]*{want.key}".replace("$", r"\$")
    yield _file(
        "another value", [node], want.path, f"sed -i {shlex.quote(f'/{line}/s|{want.value}|{want.value}9|')} $F"
    )
    yield _file("no such line", [node], want.path, f"sed -i {shlex.quote(f'/{line}/d')} $F")
    contrary = f"{want.key}{want.separator}{want.value}9"
    if want.form == "plain":
        yield _file("a contrary line more", [node], want.path, f"echo {shlex.quote(contrary)} >>$F")


def _resources(want: ClusterResourcesWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del node
    yield _conf(bound, "a comment more", "0,/<comment>/s//<comment>drift/", [bound.cluster.standby])
    if want.floating_ip is not None:
        yield _conf(bound, "another floating IP", f"s|<ip>{want.floating_ip.address}<|<ip>10.9.9.9<|")
    if want.disk is not None:
        yield _conf(bound, "another mount point", f"s|<point>{want.disk.mount_point}<|<point>/mnt/drift<|")


def _scripts(want: ExecResourceWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del node
    both, standby = bound.cluster.nodes, bound.cluster.standby
    folder = script_folder(want.group, want.name)
    start, stop = (INSTALLATIONS[bound.cluster.platform].script(f"{folder}/{each}.sh") for each in ("start", "stop"))
    yield _file("a line more", both, start, "echo '# drift' >>$F")
    yield _file("a line more", [standby], stop, "echo '# drift' >>$F")
    yield _file("nobody may run it", [standby], start, "chmod 644 $F")
    yield _file("everybody may write it", [standby], start, "chmod 777 $F")
    yield _file("of another owner", [standby], start, "chown nobody $F")
    yield _gone(standby, stop)
    for monitor in want.watchers:
        element = f'/<{monitor.type} name="{monitor.name}">/,/<\\/{monitor.type}>/'
        yield _conf(bound, f"{monitor.name} fails over oftener", f"{element}s|<fo>[0-9]*<|<fo>7<|")


def _proven(want: CommandWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    """What a command leaves; a whole folder has more in it than the command can give back."""
    del bound
    for proof in want.proving:
        if proof.type == "file":
            yield _gone(node, proof.path)


def _link(want: LinkWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del bound
    back = f"rm -rf {want.path}; ln -sT {want.target} {want.path}"
    for name, broken in (
        ("gone", ":"),
        ("a folder in its place", f"mkdir {want.path}; echo drift >{want.path}/drift"),
        ("leads elsewhere", f"ln -sT /tmp {want.path}"),
    ):
        yield _shell(f"{want.path} on {node.name}: {name}", {node.name: f"rm {want.path}; {broken}"}, {node.name: back})


def _moved(want: MoveDirectoryWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    """A copy that was whole comes back to its old place."""
    del bound
    back = f"rm -rf {want.source}; ln -sT {want.destination} {want.source}"
    broken = f"rm {want.source}; cp -a {want.destination} {want.source}"
    yield _shell(f"{want.source} on {node.name}: the folder is back", {node.name: broken}, {node.name: back})


def _autostart(want: ServiceAutostartWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del bound
    yield _shell(
        f"{want.service} on {node.name}: starts at boot",
        {node.name: f"systemctl enable {want.service}"},
        {node.name: f"systemctl disable {want.service}"},
    )


def _code_words(want: JobCenterSetUpWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del want, bound
    yield _gone(node, CODE_WORDS)


def _record(want: JobCenterSiteWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del bound
    record = record_file(want.virtual_host).path
    yield _gone(node, record)
    yield _file("of another machine id", [node], record, f"sed -i s/{want.machine_id}/{want.machine_id}9/ $F")


def _cluster(want: ClusterReadyWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    """The group offline, nothing watched, and what the group brings on the node where it is not."""
    standby = bound.cluster.standby.name
    watcher = next((each.name for scripts in _wants(bound, "exec-resource") for each in scripts.watchers), "fipw1")
    for name, broken, mended in (
        (f"{want.group}: offline", f"clpgrp -t {want.group}", f"clpgrp -s {want.group}"),
        ("the cluster: suspended", "clpcl --suspend -a", "clpcl --resume -a"),
        ("a monitor: suspended", f"clpmonctrl -s -m {watcher}", f"clpmonctrl -r -m {watcher}"),
    ):
        yield _shell(name, {node.name: broken}, {node.name: mended})
    for resources in _wants(bound, "cluster-resources"):
        if resources.disk is not None:
            point = resources.disk.mount_point
            mount, unmount = f"mount -t tmpfs drift {point}", f"umount {point}"
            yield _shell(f"{point} on {standby}: something is mounted", {standby: mount}, {standby: unmount})
        for interface, length in (("eth0", 24), ("lo", 32)) if resources.floating_ip is not None else ():
            words = f"{resources.floating_ip.address}/{length} dev {interface}"
            yield _shell(f"{words} on {standby}", {standby: f"ip addr add {words}"}, {standby: f"ip addr del {words}"})


def _name(want: NameResolutionWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    """Wrong one way, the other, and as an installer of the system leaves a node's own name."""
    del bound
    lines = {f"{want.name} is localhost": f"127.0.0.1 localhost {want.name}"}
    if address := node.address if want.own else want.address:
        lines[f"{want.name} has another address"] = f"10.9.9.9 {want.name}"
        lines[f"{address} has another name"] = f"{address} drift"
    for name, line in lines.items():
        yield _file(name, [node], "/etc/hosts", f"sed -i {shlex.quote(f'1i {line}')} $F")


def _local(want: JobCenterLocalWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del bound
    verb, back = ("nqsstop", "nqsstart") if want.state == "running" else ("nqsstart", "nqsstop")
    folder = "/usr/lib/nqs"
    yield _shell(f"{verb} on {node.name}", {node.name: f"{folder}/{verb}"}, {node.name: f"{folder}/{back}"})


def _listener(want: ListensOnlyWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    """The service is told to listen everywhere, and started anew by the cluster."""
    if node != bound.cluster.primary:
        return
    setting = next(each for each in _wants(bound, "file-setting") if each.value == want.address)
    resource = next(_wants(bound, "exec-resource")).name
    again = f"clprsc -t {resource}; clprsc -s {resource}"

    def told(old: str, new: str) -> dict[str, str]:
        return {node.name: f"sed -i 's/{old}/{new}/' {setting.path}; {again}"}

    yield _shell(
        f"{resource}: listens everywhere",
        told(want.address, "0.0.0.0"),
        told("0.0.0.0", want.address),
    )


def _version(want: SameOnBothWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    """A command that shows a file names it last."""
    del node
    for argv in want.commands:
        yield _file("another version", [bound.cluster.standby], argv[-1], "echo R0 >$F")


def _folder(want: FolderSoundWant, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    if node != bound.cluster.primary:
        return
    again, key = f"{want.path}/{want.path.rpartition('/')[2]}", f"$(find {want.path} -name '*.key')"
    for name, broken, mended in (
        ("a link that leads back", f"ln -s {want.path} {again}", f"unlink {again}"),
        ("everybody may write the keys", f"chmod 666 {key}", f"chmod 600 {key}"),
        ("keys of another owner", f"chown nobody {key}", f"chown root {key}"),
    ):
        yield _shell(f"{want.path}: {name}", {node.name: broken}, {node.name: mended})


def _wants(bound: BoundRunbook, kind: str) -> Iterator[Any]:
    return (instance.want for step in bound.steps if step.step.kind == kind for instance in step.instances)


def _clock(want: Want, node: Node, bound: BoundRunbook) -> Iterator[Break]:
    del want, node
    ahead = bound.cluster.standby.name
    yield Break(
        f"{ahead}: its clock is a day ahead",
        lambda bench: bench.fault("clock", node=ahead, seconds=86400),
        lambda bench: bench.fault("clear"),
    )


BY_KIND: Final[Mapping[str, Breaks]] = {
    "cluster-resources": _resources,
    "cluster-ready": _cluster,
    "command": _proven,
    "exec-resource": _scripts,
    "file-setting": _setting,
    "folder-sound": _folder,
    "jobcenter-local": _local,
    "jobcenter-set-up": _code_words,
    "jobcenter-site": _record,  # without its database, the cluster takes the site from node to node
    "jobcenter-site-shown": _record,
    "link": _link,
    "listens-only": _listener,
    "move-directory": _moved,
    "name-resolution": _name,
    "node-ready": _clock,
    "same-on-both": _version,
    "service-autostart": _autostart,
}


BY_TEST: Final[Mapping[str, tuple[str, ...]]] = {
    "test_bind_is_the_floating_ip": ("file-setting",),
    "test_both_nodes_have_the_same_version": ("same-on-both",),
    "test_clweb_does_not_start_at_boot": ("service-autostart",),
    "test_clweb_runs_where_the_group_is_and_nowhere_else": ("exec-resource",),
    "test_config_is_a_link_to_the_shared_disk": ("link",),
    "test_configuration_is_the_same_on_both_nodes": ("cluster-resources",),
    "test_configuration_is_the_same_on_both_nodes_and_watches_clweb": ("cluster-resources", "exec-resource"),
    "test_disk_is_mounted_where_the_group_is_and_nowhere_else": ("cluster-ready",),
    "test_database_is_mounted_where_the_group_is_and_nowhere_else": ("cluster-ready",),
    "test_each_node_knows_itself_by_an_address_that_others_can_use": ("name-resolution",),
    "test_floating_ip_is_where_the_group_is_and_nowhere_else": ("cluster-ready",),
    "test_it_listens_on_the_floating_ip_only": ("listens-only",),
    "test_local_daemon_mode": ("file-setting",),
    "test_monitor_commands_run_where_the_group_is_and_nowhere_else": ("exec-resource",),
    "test_no_link_in_the_shared_folder_leads_back_to_it": ("folder-sound",),
    "test_nobody_else_may_change_a_private_key": ("folder-sound",),
    "test_nothing_that_was_set_aside_is_left": (),
    "test_scripts_are_the_same_on_both_nodes_and_run_by_root_who_alone_may_change_them": ("exec-resource",),
    "test_servers_are_not_started_at_boot": ("service-autostart",),
    "test_servers_run_where_the_group_is_and_nowhere_else": ("cluster-ready",),
    "test_the_disk_is_mounted_where_the_group_is_and_nowhere_else": ("cluster-ready",),
    "test_the_instance_is_active": ("cluster-ready",),
    "test_the_local_jobcenter_runs_too_where_that_is_wanted": ("jobcenter-local",),
    "test_the_monitor_finds_the_service_healthy": ("cluster-ready",),
    "test_the_service_does_not_start_at_boot": ("service-autostart",),
    "test_the_service_runs_where_the_group_is_and_nowhere_else": ("cluster-ready",),
    "test_the_shared_disk_is_mounted_where_the_group_is_and_nowhere_else": ("cluster-ready",),
    "test_the_site_does_not_run_on_the_other_node": ("cluster-ready",),  # no site comes up without its disk
    "test_the_site_has_its_eight_processes": ("cluster-ready",),  # of one that ends, the cluster takes care
    "test_the_site_has_its_eleven_processes": ("cluster-ready",),
    "test_virtual_host_and_floating_ip_resolve_to_each_other": ("name-resolution",),
}
"""Tests that prove a result, each with the kinds of steps whose breaks it sees."""

"""The faults of guide CLWEB that concern Windows: what the runbooks plan for a pair of Windows nodes.

The names are the entries of ERRATA.md. What an action does on a node is proved by the tests of nodes and of the lab.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.api import Request, prepare
from clprun.errors import StepFailed
from clprun.lang.bind import BoundRunbook, BoundStep
from clprun.lang.load import data_folder
from clprun.model.change import MakeFolder, Rename, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.folders import CopyTree, MakeLink, RemoveLink, RemoveTree, Volumes
from clprun.node.questions import (
    FileAnswer,
    FileFacts,
    FileKind,
    FolderVolume,
    FreeSpace,
    HttpAnswer,
    HttpOutcome,
    HttpReply,
    MountTable,
    TreeDifference,
    TreeSize,
)
from clprun.node.trees import leftovers
from clprun.node.windows.services import WindowsService, WindowsServiceAnswer
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.objects import ensure_monitor, ensure_resource
from clprun.steps.base import Kind, Target, Want
from clprun.steps.registry import kinds
from clprun.steps.script_resource import ScriptResourceWant
from tests.steps.given import CLU1, CLU2, Given
from tests.steps.given_windows import C_DRIVE, CONF, E_DRIVE, WindowsGiven, target

LOCAL, SHARED = r"C:\jcclweb\config", r"E:\clwebconf\config"
ABSENT, FOLDER = FileAnswer(FileKind.ABSENT), FileAnswer(FileKind.FOLDER)
LINK = FileAnswer(FileKind.LINK, target=SHARED)


@cache
def bound(name: str, *values: tuple[str, str]) -> BoundRunbook:
    """A runbook for the lab's Windows pair."""
    inventory = data_folder() / "inventory" / "lab" / "windows.yaml"
    return prepare(
        Request(runbook=name, inventory=(inventory,), cluster="winpair", values=dict(values), lab=True)
    ).bound


def step(name: str, identifier: str, *values: tuple[str, str]) -> BoundStep:
    found = bound(name, *values).step(identifier)
    assert found is not None
    assert not found.skipped
    return found


def planned(name: str, identifier: str, nodes: Given, to: Target | None = None) -> tuple[Any, ...]:
    """The actions of a step of a runbook with these answers."""
    found = step(name, identifier)
    kind: Kind[Any] = kinds()[found.step.kind]()
    where, want = to or target(), found.instances[0].want
    assert isinstance(want, Want)
    change = kind.plan(want, where, nodes.answers(kind, want, where))
    return () if change is None else change.actions


VOLUMES = Volumes("1A2B-3C4D C:\\", "5E6F-7A8B E:\\")


def _lie_on_volumes(nodes: Given) -> None:
    nodes.says("clu1", FolderVolume(r"C:\jcclweb"), VOLUMES.source)
    nodes.says("clu1", FolderVolume(r"E:\clwebconf"), VOLUMES.destination)


def service(**values: object) -> WindowsServiceAnswer:
    clweb = WindowsServiceAnswer(
        there=True, key="JobCenterCLWeb", display="JobCenter CL/Web Service", state="running", start="auto", pid=4711
    )
    return replace(clweb, **values)  # type: ignore[arg-type]  # fields of the answer


# -- severity A -----------------------------------------------------------------------------------------------------


def test_g1_03_a_second_move_never_nests() -> None:
    """config is at the shared disk already: it is compared, and only the source goes."""
    nodes = WindowsGiven().says("clu1", FileFacts(LOCAL), FOLDER).says("clu1", FileFacts(SHARED), FOLDER)
    nodes.says("clu1", FileFacts(r"E:\clwebconf"), FOLDER).says("clu1", TreeDifference(LOCAL, SHARED), ())
    nodes.says("clu1", TreeDifference(leftovers(LOCAL)[0], SHARED), None)
    _lie_on_volumes(nodes)
    nodes.says("clu1", TreeSize(LOCAL), 1).says("clu1", FreeSpace(r"E:\clwebconf"), 100)
    assert planned("clweb", "move-config", nodes) == (RemoveTree("clu1", LOCAL, SHARED, VOLUMES),)
    nodes.says("clu1", TreeDifference(LOCAL, SHARED), ("differs",))
    with pytest.raises(StepFailed):
        planned("clweb", "move-config", nodes)


def test_g1_04_the_update_removes_the_link_and_never_what_it_leads_to() -> None:
    """By then config is a link to the shared disk."""
    nodes = WindowsGiven().says("clu2", FileFacts(LOCAL), LINK).says("clu2", FileFacts(r"C:\jcclweb"), FOLDER)
    removal, *_ = planned("clweb-update", "unlink-standby", nodes, target(CLU2))
    assert removal == RemoveLink("clu2", LOCAL, SHARED)
    assert removal.command_line(Platform.WINDOWS) == rf"rmdir {LOCAL}"


def test_g1_04_what_was_set_aside_is_removed_at_the_end_and_never_a_link() -> None:
    aside = f"{LOCAL}.clprun-run1"
    nodes = WindowsGiven().says("clu2", FileFacts(aside), LINK)
    with pytest.raises(StepFailed):
        planned("clweb", "discard-local", nodes, target(CLU2))


def test_g1_22_the_process_of_the_service_is_ended_whatever_else_has_its_name() -> None:
    """ "Commons Daemon Service Runner" is also Tomcat's."""
    nodes = WindowsGiven().both(HttpAnswer("https://10.0.0.114/"), HttpReply(HttpOutcome.REFUSED))
    for node, found in (("clu1", service()), ("clu2", service(state="stopped", pid=None))):
        nodes.says(node, WindowsService("JobCenterCLWeb"), found)
    (command,) = planned("clweb-failover-test", "kill-clweb", nodes)
    assert command.argv == ("taskkill", "/f", "/pid", "4711", "/fi", "services eq JobCenterCLWeb")
    assert step("clweb-failover-test", "kill-clweb").step.confirm is not None


# -- other entries that a build trips over ---------------------------------------------------------------------------


def test_g1_15_no_yen_sign_gets_into_a_path_or_a_script() -> None:
    """U+00A5 is no separator to Windows, and can't be stored in cp932."""
    for wrong in ("C:\u00a5jcclweb", "C:\uffe5jcclweb"):
        with pytest.raises(Exception, match="path"):
            bound("clweb", ("install_path", wrong))
    with pytest.raises(ValidationError):
        ScriptResourceWant(group="failover", name="script1", start="dir E:\u00a5clwebconf\n", stop="rem\n")


def test_g1_16_the_move_to_another_drive_is_no_move_of_cmd_and_its_parent_is_made_first() -> None:
    nodes = WindowsGiven().says("clu1", FileFacts("E:\\"), FOLDER)
    assert planned("clweb", "shared-folder", nodes) == (MakeFolder("clu1", r"E:\clwebconf"),)
    for path in (LOCAL, r"E:\clwebconf"):
        nodes.says("clu1", FileFacts(path), FOLDER)
    for source in (LOCAL, leftovers(LOCAL)[0]):
        nodes.says("clu1", TreeDifference(source, SHARED), None)
    _lie_on_volumes(nodes)
    nodes.says("clu1", TreeSize(LOCAL), 1).says("clu1", FreeSpace(r"E:\clwebconf"), 100)
    nodes.says("clu1", MountTable(), (C_DRIVE, E_DRIVE))
    assert planned("clweb", "move-config", nodes) == (
        CopyTree("clu1", LOCAL, SHARED, VOLUMES),
        RemoveTree("clu1", LOCAL, SHARED, VOLUMES),
    )


def test_g1_17_the_link_is_made_by_cmd_itself() -> None:
    nodes = WindowsGiven().says("clu1", FileFacts(SHARED), FOLDER)
    (link,) = planned("clweb", "link-primary", nodes)
    assert link == MakeLink("clu1", LOCAL, SHARED)
    assert link.command_line(Platform.WINDOWS) == rf"mklink /D {LOCAL} {SHARED}"


def test_g1_18_without_a_virtual_computer_name_there_is_no_target() -> None:
    target_vcom = bound("clweb").step("target-vcom")
    assert target_vcom is not None
    assert target_vcom.skipped
    with_name = step("clweb", "target-vcom", ("virtual_computer", "CLWEBV"))
    assert with_name.instances[0].want.model_dump()["virtual_computer"] == "vcom-clweb"
    added = step("clweb", "network-and-drive", ("virtual_computer", "CLWEBV")).instances[0].want.model_dump()
    assert added["virtual_computer"] == {"name": "vcom-clweb", "computer": "CLWEBV", "floating_ip": "fip-clweb"}


def test_g1_19_the_monitor_is_looked_up_by_its_target() -> None:
    """CLUSTERPRO numbers it: another of its name may be another service's."""
    service = {"parameters/name": "JobCenterCLWeb"}
    made = ensure_resource(Configuration.parse(CONF), "failover", "service", "service-clweb", service)
    made = ensure_monitor(made, "servicew", "servicew-clweb", {"target": "another"})
    made = ensure_monitor(made, "servicew", "servicew5", {"target": "service-clweb"})
    written = planned("clweb", "service-and-monitor", WindowsGiven("Offline", made.content))
    conf = [each.content for each in written if isinstance(each, WriteFile) and each.path.endswith("clp.conf")][-1]
    found = Configuration.parse(conf)
    mine, other = found.monitor("servicew5"), found.monitor("servicew-clweb")
    assert mine is not None
    assert other is not None
    assert mine.values["relation/name"] == "failover"
    assert mine.values["emergency/threshold/restart"] == "0"
    assert "relation/name" not in other.values


def test_g1_20_both_nodes_have_the_same_path() -> None:
    paths = {each.want.model_dump()["path"] for each in step("clweb", "clweb-installed").instances}
    assert paths == {r"C:\jcclweb"}


@pytest.mark.parametrize("node", [CLU1, CLU2])
def test_g1_21_the_service_is_set_to_manual_on_both_nodes_before_the_cluster_is_touched(node: Any) -> None:  # noqa: ANN401  (a node)
    nodes = WindowsGiven().says(node.name, WindowsService("JobCenter CL/Web Service"), service())
    (command,) = planned("clweb", "autostart-off", nodes, target(node))
    assert isinstance(command, Run)
    assert command.argv == ("sc", "config", "JobCenterCLWeb", "start=", "demand")
    order = [each.id for each in bound("clweb").steps]
    assert order.index("autostart-off") < order.index("stop-group-for-resources")


def test_g1_26_the_update_finds_a_real_folder_and_leaves_a_link() -> None:
    nodes = WindowsGiven().says("clu2", FileFacts(LOCAL), FOLDER)
    rename, link = planned("clweb-update", "link-standby", nodes, target(CLU2))
    assert rename == Rename("clu2", LOCAL, f"{LOCAL}.clprun-run1")
    assert link == MakeLink("clu2", LOCAL, SHARED)

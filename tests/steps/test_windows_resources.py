"""What the cluster configuration of Windows servers gets: script and service resources, and what a person must set."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import Problem, StepFailed, WaitingForPerson
from clprun.model.change import Change, MakeFolder, Run, WriteFile
from clprun.model.folders import CopyTree
from clprun.model.prove import Prove
from clprun.node.questions import FileFacts, JobAnswer, JobFacts, JobState
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.objects import ensure_monitor, ensure_resource, set_value
from clprun.products.clusterpro import Clpstat, Refused
from clprun.steps.base import Kind, Want, job_name
from clprun.steps.cluster_resources import ClusterResources, ClusterResourcesWant
from clprun.steps.configuration_change import ConfigurationChange
from clprun.steps.push import kept_configuration
from clprun.steps.registry_synchronisation import RegistrySynchronisation, RegistrySynchronisationWant
from clprun.steps.resources_removed import ResourcesRemoved, ResourcesRemovedWant
from clprun.steps.script_resource import ScriptResource, ScriptResourceWant
from clprun.steps.service_resources import ServiceResources, ServiceResourcesWant
from clprun.steps.suspension import SUSPEND
from clprun.steps.target_vcom import TargetVcom, TargetVcomWant
from tests.steps.given_windows import CLUSTERPRO, CONF, WindowsGiven, target

STOPPED = "Offline"
SCRIPT = ScriptResourceWant(group="failover", name="script1", start="@echo off\nrem 開始\n", stop="@echo off\n")
MONITOR = {"name": "servicew7", "reactivations": 0, "failovers": 1}
CLWEB = {"name": "service1", "service": "JobCenterCLWeb", "monitor": MONITOR}
VCOM = {"name": "vcom1", "computer": "CLWEBV", "floating_ip": "fip1"}


def services(*resources: Mapping[str, object]) -> ServiceResourcesWant:
    return ServiceResourcesWant.model_validate({"group": "failover", "resources": resources or [CLWEB]})


def planned(kind: Kind[Any], want: Want, nodes: WindowsGiven) -> Change | None:
    return kind.plan(want, target(), nodes.answers(kind, want, target()))


def conf(nodes: WindowsGiven, kind: ConfigurationChange[Any], want: Want) -> Configuration:
    """The configuration that a push brings."""
    change = planned(kind, want, nodes)
    assert change is not None
    pushed = [action for action in change.actions if isinstance(action, WriteFile) and action.path.endswith("clp.conf")]
    return Configuration.parse(pushed[-1].content)


def with_service(*, monitor: str | None = None) -> bytes:
    """A configuration with the service resource of CL/Web, and a monitor for it under some name."""
    found = ensure_resource(
        Configuration.parse(CONF), "failover", "service", "service1", {"parameters/name": "JobCenterCLWeb"}
    )
    if monitor is not None:
        found = ensure_monitor(found, "servicew", monitor, {"target": "service1"})
    return found.content


def test_a_push_on_windows_needs_no_shell_and_is_judged_by_what_both_nodes_hold() -> None:
    change = planned(ScriptResource(), SCRIPT, WindowsGiven(STOPPED))
    assert change is not None
    assert [action.argv for action in change.actions if isinstance(action, Run)] == [
        ("clpcl", "--suspend", "-a"),
        ("clpcfctrl", "--push", "-w", "-x", r"C:\Program Files\clprun\runs\run1\push\step-1"),
        ("clpcl", "--resume", "-a"),
    ]
    assert [action.judged for action in change.actions if isinstance(action, Run)] == [True, False, True]
    assert {type(action) for action in change.actions} == {MakeFolder, WriteFile, CopyTree, Run, Prove}
    assert [proof.node for proof in change.actions if isinstance(proof, Prove)] == ["clu1", "clu2"]


def test_what_is_kept_is_looked_at_before_it_is_put_back() -> None:
    nodes, kept = WindowsGiven(STOPPED), kept_configuration(target())
    change = planned(ScriptResource(), SCRIPT, nodes)
    assert change is not None
    first = change.rescues[-1].actions[0]
    assert isinstance(first, Prove)
    assert first.files == {kept: CONF}

    def said() -> Problem | None:
        asks = ScriptResource().proof_asks(SCRIPT, target(attempt=2), first)
        return ScriptResource().unproven(SCRIPT, target(attempt=2), nodes.told(asks), first)

    lacking = said()
    assert lacking is not None
    assert lacking.code == "configuration.kept_is_not_whole"
    nodes.file("clu1", kept, CONF)
    assert said() is None


def test_on_windows_too_a_clpstat_that_refuses_keeps_no_suspended_cluster_from_being_resumed() -> None:
    nodes = WindowsGiven(STOPPED)
    suspended = JobFacts("run1", job_name("step", "clu1", 1, SUSPEND))
    nodes.says("clu1", suspended, JobAnswer(JobState.ENDED, 0)).both(Clpstat(), Refused(1))
    left = target(attempt=2)

    change = ScriptResource().plan(SCRIPT, left, nodes.answers(ScriptResource(), SCRIPT, left))

    assert change is not None
    assert [deed.argv[:2] for deed in change.actions if isinstance(deed, Run)] == [
        ("clpcl", "--suspend"),
        ("clpcfctrl", "--push"),
        ("clpcl", "--resume"),
    ]
    for rescue in change.rescues:
        for proof in (deed for deed in rescue.actions if isinstance(deed, Prove)):
            asks = ScriptResource().proof_asks(SCRIPT, left, proof)
            assert {type(ask.question) for ask in asks} == {FileFacts}
            told = nodes.file("clu1", kept_configuration(left), CONF).told(asks)
            assert ScriptResource().unproven(SCRIPT, left, told, proof) is None


def test_batch_files_are_stored_as_japanese_windows_has_them() -> None:
    scripts = ScriptResource().scripts(SCRIPT)
    assert scripts["failover/script1/start.bat"] == "@echo off\r\nrem 開始\r\n".encode("cp932")


def test_batch_files_that_are_there_need_no_permission_to_be_run() -> None:
    nodes = WindowsGiven(STOPPED)
    change = planned(ScriptResource(), SCRIPT, nodes)
    assert change is not None
    for node in ("clu1", "clu2"):
        for path, content in ScriptResource().scripts(SCRIPT).items():
            nodes.file(node, CLUSTERPRO.script(path), content, mode=0)
        nodes.file(node, CLUSTERPRO.configuration, conf(WindowsGiven(STOPPED), ScriptResource(), SCRIPT).content)
    assert planned(ScriptResource(), SCRIPT, nodes) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("set x=\u00a5\n", "configuration.batch_character"),
        ("echo \x1b[0m\n", "configuration.batch_character"),
        ("rem 10\u301c20\n", "configuration.batch_look_alike"),
        ("goto nowhere\n", "configuration.batch_label"),
        ("if x==y (goto :Nowhere) else echo\n", "configuration.batch_label"),
        ("call :sub\n", "configuration.batch_label"),
        (f"echo {'x' * 8000}\n", "configuration.batch_line"),
    ],
)
def test_a_batch_file_that_cmd_would_trip_over(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ScriptResourceWant(group="failover", name="script1", start=text, stop="rem\n")
    assert refusal.value.errors()[0]["type"] == code


@pytest.mark.parametrize(
    "text",
    [
        "goto end\n:END\n",
        "if exist x goto:end\n  :end and more\n",
        "goto :eof\n",
        "rem goto nowhere\n:: goto nowhere\n",
        "goto %1\n",
        "call other.bat\n",
        "echo cargoto x\n",
    ],
)
def test_a_batch_file_that_cmd_understands(text: str) -> None:
    assert ScriptResourceWant(group="failover", name="script1", start=text, stop="rem").stop == "rem\n"


def test_the_service_resource_and_its_monitor_go_in_one_push() -> None:
    found = conf(WindowsGiven(STOPPED), ServiceResources(), services())
    resource, monitor = found.resource("service1"), found.monitor("servicew7")
    assert resource is not None
    assert monitor is not None
    assert resource.values["parameters/name"] == "JobCenterCLWeb"
    assert monitor.values["target"] == "service1"
    assert monitor.values["emergency/threshold/fo2"] == "1"
    assert monitor.values["relation/name"] == "failover"


def test_the_monitor_that_clusterpro_made_is_used_under_its_own_name() -> None:
    nodes = WindowsGiven(STOPPED, with_service(monitor="servicew1"))
    found = conf(nodes, ServiceResources(), services())
    assert found.monitor("servicew7") is None
    assert [each.name for each in found.monitors if each.kind == "servicew"] == ["servicew1"]


def test_nothing_is_pushed_when_all_is_so() -> None:
    content = conf(WindowsGiven(STOPPED), ServiceResources(), services()).content
    assert planned(ServiceResources(), services(), WindowsGiven("Online", content)) is None


def test_services_that_start_one_after_the_other() -> None:
    second = {"name": "service2", "service": "ESM Command Service", "depends_on": ["service1"]}
    found = conf(WindowsGiven(STOPPED), ServiceResources(), services(CLWEB, second))
    resource = found.resource("service2")
    assert resource is not None
    assert resource.depends == ("service1",)


def removed(*names: str) -> ResourcesRemovedWant:
    return ResourcesRemovedWant(group="failover", resources=names)


def test_a_resource_goes_with_its_monitor_and_what_depended_on_it_stays() -> None:
    second = {"name": "service2", "service": "ESM Command Service", "depends_on": ["service1"]}
    content = conf(WindowsGiven(STOPPED), ServiceResources(), services(CLWEB, second)).content
    found = conf(WindowsGiven(STOPPED, content), ResourcesRemoved(), removed("service1"))
    assert found.resource("service1") is None
    assert found.monitor("servicew7") is None
    left = found.resource("service2")
    assert left is not None
    assert left.depends is None


def test_all_that_was_added_can_be_removed_in_one_go() -> None:
    second = {"name": "service2", "service": "ESM Command Service", "depends_on": ["service1"]}
    content = conf(WindowsGiven(STOPPED), ServiceResources(), services(CLWEB, second)).content
    found = conf(WindowsGiven(STOPPED, content), ResourcesRemoved(), removed("service1", "service2"))
    assert found.content == CONF


def test_what_is_not_there_is_removed_already() -> None:
    assert planned(ResourcesRemoved(), removed("nothing"), WindowsGiven()) is None


def resources(**values: object) -> ClusterResourcesWant:
    return ClusterResourcesWant.model_validate({"group": "failover", **values})


def test_the_virtual_computer_is_added_and_the_drive_never_is() -> None:
    found = conf(WindowsGiven(STOPPED), ClusterResources(), resources(drive="e:", virtual_computer=VCOM))
    resource = found.resource("vcom1")
    assert resource is not None
    assert resource.values["parameters/vcomname"] == "CLWEBV"
    with pytest.raises(StepFailed) as refusal:
        planned(ClusterResources(), resources(drive="W:"), WindowsGiven(STOPPED))
    assert refusal.value.problem.code == "configuration.no_drive"
    assert planned(ClusterResources(), resources(virtual_computer=VCOM), WindowsGiven("Online", found.content)) is None


TARGET = TargetVcomWant(group="failover", resource="service1", virtual_computer="vcom1")


@pytest.mark.parametrize("tag", ["parameters/anything", "parameters/deep/er"])
@pytest.mark.parametrize("value", ["vcom1", "CLWEBV"])
def test_the_target_vcom_is_found_whatever_its_tag_is(tag: str, value: str) -> None:
    both = conf(WindowsGiven(STOPPED, with_service()), ClusterResources(), resources(virtual_computer=VCOM))
    nodes = WindowsGiven(STOPPED, both.content)
    with pytest.raises(WaitingForPerson) as waiting:
        planned(TargetVcom(), TARGET, nodes)
    assert [problem.code for problem in waiting.value.problems] == [
        "configuration.set_target_vcom",
        *["configuration.target_vcom_not_set"] * 2,
    ]
    done = set_value(both, f"resource/service@service1/{tag}", value)
    assert planned(TargetVcom(), TARGET, WindowsGiven(STOPPED, done.content)) is None


def test_without_a_vcom_resource_there_is_no_target() -> None:
    with pytest.raises(WaitingForPerson) as waiting:
        planned(TargetVcom(), TARGET, WindowsGiven(STOPPED, with_service()))
    assert waiting.value.problems[1].code == "configuration.no_vcom"


KEYS = [r"HKLM\SOFTWARE\NEC\ESMPRO/CM", r"HKLM\SOFTWARE\NEC\NVBASE"]


def synchronised(state: str = "present") -> RegistrySynchronisationWant:
    return RegistrySynchronisationWant.model_validate({"group": "failover", "keys": KEYS, "state": state})


def with_keys(*keys: str) -> bytes:
    values = {f"parameters/whatever@{number}/key": key for number, key in enumerate(keys)}
    return ensure_resource(Configuration.parse(CONF), "failover", "regsync", "regsync1", values).content


@pytest.mark.parametrize(
    ("content", "present", "gone"),
    [
        (CONF, False, True),
        (with_keys(KEYS[0]), False, False),
        (with_keys(*KEYS), True, False),
        (with_keys("HKEY_LOCAL_MACHINE\\Software\\nec\\ESMPRO/CM\\", KEYS[1]), True, False),
        (with_keys(r"HKLM\SOFTWARE\NEC"), False, True),
    ],
)
def test_keys_to_synchronise_are_found_whatever_their_tags_are(content: bytes, present: bool, gone: bool) -> None:
    kind, nodes = RegistrySynchronisation(), WindowsGiven(STOPPED, content)
    for state, fine in (("present", present), ("removed", gone)):
        want = synchronised(state)
        assert (kind.missing(want, target(), nodes.answers(kind, want, target())) is None) is fine

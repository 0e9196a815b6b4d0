"""Exec resource and cluster resources: what is pushed, when nothing is, and when a person must decide."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeGuard

import pytest
from pydantic import ValidationError

from clprun.errors import InDoubt, Problem, StepFailed, WaitingForPerson
from clprun.model.change import Change, Diff, Run, WriteFile
from clprun.model.prove import Prove
from clprun.model.question import Ask
from clprun.node.questions import FileAnswer, FileFacts, FileKind, JobAnswer, JobFacts, JobState, Package
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clusterpro import Clpstat
from clprun.steps.base import Decision, job_name
from clprun.steps.cluster_look import mounts
from clprun.steps.cluster_resources import ClusterResources, ClusterResourcesWant
from clprun.steps.exec_resource import ExecResource, ExecResourceWant
from clprun.steps.resources_removed import ResourcesRemoved, ResourcesRemovedWant
from tests.steps.given import CLUSTER, CONF, CONFIGURATION, MANUAL, PATH, SCRIPTS, Given, clpstat, linked, target

EXEC, RESOURCES = ExecResource(), ClusterResources()
START, STOP = "#!/bin/sh\nexec start\n", "#!/bin/sh\nexec stop\n"
MONITOR = {"type": "pidw", "name": "pidw1", "reactivations": 0, "failovers": 1, "final_action": "none"}
WANT = ExecResourceWant.model_validate(
    {"group": "failover", "name": "exec1", "start": START, "stop": STOP, "monitors": [MONITOR]}
)
SCRIPT = f"{SCRIPTS}/failover/exec1/start.sh"
PUSH = "/var/lib/clprun/runs/run1/push/step-1"


def stopped() -> Given:
    return Given().both(Clpstat(), clpstat("Offline", "None"))


def plan(
    given: Given, want: ExecResourceWant = WANT, decision: Decision | None = None, attempt: int = 1
) -> Change | None:
    to = target(decision=decision, attempt=attempt)
    return EXEC.plan(want, to, given.answers(EXEC, want, to))


def planned(given: Given, want: ExecResourceWant = WANT, decision: Decision | None = None) -> Change:
    change = plan(given, want, decision)
    assert change is not None
    return change


def missing(given: Given, attempt: int = 1) -> str | None:
    to = target(attempt=attempt)
    problem = EXEC.missing(WANT, to, given.answers(EXEC, WANT, to))
    return None if problem is None else problem.code


def built() -> Given:
    """Both nodes after the push."""
    return stopped().after(dict(planned(stopped()).predicts))


def argvs(change: Change) -> list[tuple[str, ...]]:
    return [action.argv for action in change.actions if isinstance(action, Run)]


def is_push(deed: object) -> TypeGuard[Run]:
    return isinstance(deed, Run) and "--push" in deed.argv


def test_everything_goes_in_one_push() -> None:
    change = planned(stopped())
    assert [argv for argv in argvs(change) if argv[0].startswith("/usr/sbin/clp")] == [
        ("/usr/sbin/clpcl", "--suspend", "-a"),
        ("/usr/sbin/clpcfctrl", "--push", "-l", "-x", PUSH),
        ("/usr/sbin/clpcl", "--resume", "-a"),
    ]
    written = {action.path: action for action in change.actions if isinstance(action, WriteFile)}
    after = Configuration.parse(written[f"{PUSH}/clp.conf"].content)
    resource, monitor = after.resource("exec1"), after.monitor("pidw1")
    assert resource is not None
    assert monitor is not None
    assert (resource.effective("parameters/act/sync"), resource.effective("parameters/deact/sync")) == ("0", "1")
    assert (monitor.kind, monitor.values["target"]) == ("pidw", "exec1")
    assert (monitor.values["relation/type"], monitor.values["relation/name"]) == ("grp", "failover")
    thresholds = [monitor.effective(f"emergency/{path}") for path in ("threshold/restart", "threshold/fo", "action")]
    assert thresholds == ["0", "1", "1"]
    assert after.object_number == 14
    scripts = {path: written[f"{PUSH}/scripts/failover/exec1/{path}"] for path in ("start.sh", "stop.sh")}
    assert {path: action.content.decode() for path, action in scripts.items()} == {"start.sh": START, "stop.sh": STOP}
    assert all(action.mode == 0o755 for action in scripts.values())


def test_a_wrong_number_of_objects_is_put_right_and_said() -> None:
    given = stopped()
    for node in ("clu1", "clu2"):
        given.file(node, CONFIGURATION, CONF.replace(b"<objectnumber>12<", b"<objectnumber>15<"))
    change = planned(given)
    (told,) = [each for each in change.details if isinstance(each, Problem) and each.code == "configuration.recounted"]
    assert (told.values["stated"], told.values["written"]) == ("15", "14")
    after = next(each for each in change.actions if isinstance(each, WriteFile) and each.path == f"{PUSH}/clp.conf")
    assert Configuration.parse(after.content).object_number == 14


@pytest.mark.parametrize(("watcher", "resource"), [("mdw", "md1"), ("mdnw", "md1"), ("sdw", "disk1"), ("arpw", "fip1")])
def test_what_watches_a_resource_by_its_object_goes_with_it(watcher: str, resource: str) -> None:
    monitor = (
        f"<types name='{watcher}'/><{watcher} name='{watcher}1'><target/><parameters><object>{resource}</object>"
        f"</parameters><relation><type>cls</type><name>LocalServer</name></relation></{watcher}>"
    )
    content = CONF.replace(b"</monitor>", monitor.encode() + b"</monitor>")
    content = content.replace(b"</disk>", b"</disk>\n<types name='md'/><md name='md1'><comment/></md>")
    content = content.replace(
        b'<resource name="disk@disk1"/>', b'<resource name="disk@disk1"/><resource name="md@md1"/>'
    )
    given = stopped()
    for node in ("clu1", "clu2"):
        given.file(node, CONFIGURATION, content)
    kind, want = ResourcesRemoved(), ResourcesRemovedWant(group="failover", resources=(resource,))
    change = kind.plan(want, target(), given.answers(kind, want, target()))
    assert change is not None
    written = next(each for each in change.actions if isinstance(each, WriteFile) and each.path == f"{PUSH}/clp.conf")
    after = Configuration.parse(written.content)
    assert after.resource(resource) is None
    assert after.monitor(f"{watcher}1") is None
    assert after.object_number == after.counted_objects


def test_what_was_there_is_kept_before_anything_else_and_can_be_put_back() -> None:
    change = planned(stopped())
    kept = "/var/lib/clprun/runs/run1/before/step-1"
    assert argvs(change)[0] == ("cp", "-a", "--", CONFIGURATION, SCRIPTS, kept)
    check, push, resume = (action.argv for action in change.rescues[-1].actions if isinstance(action, Run))
    assert push == ("/usr/sbin/clpcfctrl", "--push", "-l", "-x", kept)
    assert resume == ("/usr/sbin/clpcl", "--resume", "-a")
    sums = next(action for action in change.actions if isinstance(action, WriteFile) and action.path == check[-1])
    assert sums.content.decode() == f"{hashlib.sha256(CONF).hexdigest()}  {kept}/clp.conf\n"


def test_both_nodes_are_compared_with_what_was_wanted_before_the_cluster_is_resumed() -> None:
    *_, push, here, there, resume = planned(stopped()).actions
    assert isinstance(push, Run)
    assert push.argv[:2] == ("/usr/sbin/clpcfctrl", "--push")
    assert isinstance(here, Prove)
    assert isinstance(there, Prove)
    assert (here.node, there.node) == ("clu1", "clu2")
    assert here.files == there.files
    assert set(here.files) == {CONFIGURATION, SCRIPT, SCRIPT.replace("start", "stop")}
    assert isinstance(resume, Run)
    assert resume.argv == ("/usr/sbin/clpcl", "--resume", "-a")


def test_a_second_apply_finds_nothing_to_do() -> None:
    given = built()
    assert plan(given) is None
    assert missing(given) is None
    assert plan(given.both(Clpstat(), clpstat(resources=("fip1", "disk1", "exec1")))) is None


@pytest.mark.parametrize(
    ("given", "drifted", "is_in_place"),
    [
        (built(), {"monitors": [{**MONITOR, "failovers": 3}]}, True),
        (built(), {"monitors": []}, True),
        (built(), {"start": "#!/bin/sh\n"}, False),
        (built(), {"stop_timeout": 99}, False),
        (stopped(), {}, False),
        (built().file("clu2", SCRIPT, b"#!/bin/sh\n", mode=0o755), {}, False),
    ],
)
def test_only_a_push_that_stops_no_group_is_made_in_place(
    given: Given, drifted: Mapping[str, object], *, is_in_place: bool
) -> None:
    want = ExecResourceWant.model_validate({**WANT.model_dump(exclude={"monitors"}), "monitors": [MONITOR], **drifted})

    assert EXEC.is_in_place(want, target(), given.answers(EXEC, want, target())) is is_in_place


def test_differences_and_risks_are_shown() -> None:
    details = planned(stopped()).details
    assert [detail.path for detail in details if isinstance(detail, Diff)] == [
        CONFIGURATION,
        SCRIPT,
        f"{SCRIPTS}/failover/exec1/stop.sh",
    ]
    codes = {detail.code for detail in details if isinstance(detail, Problem)}
    assert codes >= {"configuration.difference", "configuration.stop_failure", "configuration.ping_pong"}


def test_without_process_monitoring_there_is_no_monitor() -> None:
    want = WANT.model_copy(update={"monitors": ()})
    change = planned(stopped(), want)
    (conf,) = (a for a in change.actions if isinstance(a, WriteFile) and a.path == f"{PUSH}/clp.conf")
    assert Configuration.parse(conf.content).monitor("pidw1") is None
    assert "configuration.ping_pong" not in {detail.code for detail in change.details if isinstance(detail, Problem)}


@pytest.mark.parametrize("encode", [b"SJIS", b"EUC-JP", b"ASCII"])
def test_what_lay_on_a_linux_server_is_pushed_as_made_there_whatever_browser_once_saved_it(encode: bytes) -> None:
    given = stopped()
    for node in ("clu1", "clu2"):
        given.file(node, CONFIGURATION, CONF.replace(b"<encode>ASCII", b"<encode>" + encode))
    change, by_hand = planned(given), EXEC.intent(WANT, target())
    pushes = [each.argv for each in (*change.actions, *change.rescues[-1].actions, *by_hand) if is_push(each)]
    assert [argv[:3] for argv in pushes] == [("/usr/sbin/clpcfctrl", "--push", "-l")] * 3


@pytest.mark.parametrize(
    ("version", "judged"),
    [("4.1.2-1", [True]), ("4.3.0-1", [False]), ("5.2.0-1", [False]), ("3.3.5-1", []), (None, [])],
)
def test_the_product_checks_first_where_it_is_known_to(version: str | None, judged: list[bool]) -> None:
    change = planned(stopped().says("clu1", Package("clusterpro"), version))
    checks = [index for index, each in enumerate(change.actions) if isinstance(each, Run) and each.label == "check"]
    runs = [change.actions[index] for index in checks]
    assert [each.argv for each in runs if isinstance(each, Run)] == [
        ("/usr/sbin/clpcfctrl", "--compcheck", "-l", "-x", PUSH) for _ in judged
    ]
    assert [each.judged for each in runs if isinstance(each, Run)] == judged
    assert all(change.rescue(index) == () for index in checks), "nothing is suspended yet"


def test_without_a_scripts_folder_only_the_configuration_is_copied() -> None:
    given = stopped().says("clu1", FileFacts(SCRIPTS), FileAnswer(FileKind.ABSENT))
    assert argvs(planned(given))[1] == ("cp", "-a", "--", CONFIGURATION, PUSH)


@pytest.mark.parametrize("change_script", [b"#!/bin/sh\necho old\n", b""])
def test_an_old_script_is_replaced(change_script: bytes) -> None:
    given = built()
    for node in ("clu1", "clu2"):
        given.file(node, SCRIPT, change_script, mode=0o755)
    change = planned(given)
    path = f"{PUSH}/scripts/failover/exec1/start.sh"
    assert WriteFile("clu1", path, START.encode(), before=change_script, mode=0o755) in change.actions


@pytest.mark.parametrize(
    ("owner", "mode"),
    [("root", 0o644), ("root", 0o777), ("root", 0o775), ("root", 0o757), ("nobody", 0o755), ("", 0o755)],
)
def test_a_script_that_is_not_roots_alone_is_made_so_without_a_push(owner: str, mode: int) -> None:
    given = built().file("clu2", SCRIPT, START.encode(), mode, owner)
    assert missing(given) == "configuration.script_unsafe"
    change = planned(given)
    assert argvs(change) == [("chown", "root:root", "--", SCRIPT), ("chmod", "0755", "--", SCRIPT)]
    assert {action.node for action in change.actions} == {"clu2"}
    assert not change.disrupts
    assert missing(given.after(dict(change.predicts))) is None


@pytest.mark.parametrize("mode", [0o755, 0o700, 0o750])
def test_a_script_that_root_alone_may_change_is_left(mode: int) -> None:
    assert plan(built().file("clu2", SCRIPT, START.encode(), mode)) is None


def test_a_push_is_made_from_scripts_that_are_roots_alone() -> None:
    given = built().file("clu1", SCRIPT, b"#!/bin/sh\n", 0o777).file("clu2", SCRIPT, b"#!/bin/sh\n", 0o755)
    change = planned(given)
    assert argvs(change)[:2] == [("chown", "root:root", "--", SCRIPT), ("chmod", "0755", "--", SCRIPT)]
    assert change.rescues[0].since == planned(given.file("clu1", SCRIPT, b"#!/bin/sh\n", 0o755)).rescues[0].since + 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(), "configuration.group_must_stop"),
        (stopped().both(Clpstat(), clpstat("Offline", "None", server="Suspend")), "cluster.suspended"),
        (stopped().both(Clpstat(), None), "cluster.busy"),
        (
            stopped().both(FileFacts(CONFIGURATION, content=True), FileAnswer(FileKind.ABSENT)),
            "cluster.no_configuration",
        ),
        (
            stopped().file("clu1", CONFIGURATION, b"<root>").file("clu2", CONFIGURATION, b"<root>"),
            "configuration.ill_formed",
        ),
    ],
)
def test_refused_before_anything_is_done(given: Given, code: str) -> None:
    with pytest.raises(StepFailed) as failure:
        plan(given)
    assert failure.value.problem.code == code


def test_a_link_in_the_place_of_a_script_is_not_followed() -> None:
    given = built()
    question = FileFacts(SCRIPT, content=True)
    answer = given.table[Ask("clu1", question)]
    assert isinstance(answer, FileAnswer)
    given.both(question, linked(answer))
    with pytest.raises(StepFailed) as failure:
        plan(given)
    assert failure.value.problem.code == "configuration.script_in_the_way"


@pytest.mark.parametrize("path", [CONFIGURATION, SCRIPT])
def test_nodes_that_differ_are_a_persons_matter(path: str) -> None:
    given = built().file(
        "clu2", path, CONF.replace(b"disk1", b"disk9") if path == CONFIGURATION else b"#!/bin/sh\n", 0o755
    )
    with pytest.raises(InDoubt) as doubt:
        plan(given)
    problem = doubt.value.problem
    assert (problem.code, problem.values["path"]) == ("configuration.nodes_differ", path)
    assert str(problem.values["first"]).startswith("clu1 SHA-256 ")
    assert str(problem.values["second"]).startswith("clu2 SHA-256 ")
    assert missing(given) == "configuration.nodes_differ"
    with pytest.raises(StepFailed):
        plan(given, decision=Decision.DONE)
    assert ("/usr/sbin/clpcfctrl", "--push", "-l", "-x", PUSH) in argvs(planned(given, decision=Decision.REDO))


def test_the_same_configuration_in_other_bytes_is_no_difference() -> None:
    given = built()
    answer = given.table[Ask("clu2", FileFacts(CONFIGURATION, content=True))]
    assert isinstance(answer, FileAnswer)
    assert answer.content is not None
    given.file("clu2", CONFIGURATION, answer.content.replace(b"<comment/>", b"<comment></comment>"))
    assert plan(given) is None


def test_by_hand_when_the_inventory_says_so() -> None:
    to = target(cluster=MANUAL)
    with pytest.raises(WaitingForPerson) as waiting:
        EXEC.plan(WANT, to, stopped().answers(EXEC, WANT, to))
    problem = waiting.value.problem
    assert problem.code == "configuration.by_hand"
    assert "exec1" in str(problem.values["en"])
    assert any(isinstance(action, WriteFile) and action.content == START.encode() for action in EXEC.intent(WANT, to))
    assert EXEC.plan(WANT, to, built().answers(EXEC, WANT, to)) is None


def label_of(change: Change, verb: str) -> str:
    """The label of the action that suspends or resumes."""
    (label,) = (a.label for a in change.actions if isinstance(a, Run) and a.argv == ("/usr/sbin/clpcl", verb, "-a"))
    assert label is not None
    return label


# -- a run that was cut while the cluster was suspended ---------------------------------------------------------------


def suspended(given: Given, *, resumed: JobAnswer | None = None) -> Given:
    """After the first attempt's suspend was started, wherever its resume stands."""
    change = planned(stopped())
    suspend, resume = (label_of(change, verb) for verb in ("--suspend", "--resume"))
    given.says("clu1", JobFacts("run1", job_name("step", "clu1", 1, suspend)), JobAnswer(JobState.ENDED, 0))
    if resumed is not None:
        given.says("clu1", JobFacts("run1", job_name("step", "clu1", 1, resume)), resumed)
    return given.both(Clpstat(), clpstat("Offline", "None", server="Suspend"))


@pytest.mark.parametrize("resumed", [None, JobAnswer(JobState.LOST), JobAnswer(JobState.ENDED, 4)])
def test_a_push_that_was_cut_after_it_was_made_is_resumed(resumed: JobAnswer | None) -> None:
    given = suspended(built(), resumed=resumed)
    assert missing(given, attempt=2) == "configuration.still_suspended"
    change = plan(given, attempt=2)
    assert change is not None
    assert argvs(change) == [("/usr/sbin/clpcl", "--resume", "-a")]


def test_a_push_that_was_cut_before_it_was_made_is_made() -> None:
    change = plan(suspended(stopped()), attempt=2)
    assert change is not None
    suspends = [action for action in change.actions if isinstance(action, Run) and "--suspend" in action.argv]
    assert [run.judged for run in suspends] == [False]


def test_a_suspension_that_is_not_ours_is_told_and_left_to_whoever_made_it() -> None:
    given = suspended(built(), resumed=JobAnswer(JobState.ENDED, 0))
    for look in (missing, plan):
        with pytest.raises(StepFailed) as refusal:
            look(given, attempt=2)
        assert refusal.value.problem.code == "cluster.suspended"


# -- floating IP and disk -------------------------------------------------------------------------------------------

DISK = {"kind": "disk", "name": "disk1", "device": "/dev/sdb2", "file_system": "ext4", "mount_point": PATH}
MIRROR = {**DISK, "kind": "md", "name": "md1", "cluster_partition": "/dev/sdb1"}
EXISTING = {**DISK, "kind": "existing", "device": None}
BARE = CONF.replace(b'<resource name="fip@fip1"/>', b"").replace(b'<resource name="disk@disk1"/>', b"")
BARE = BARE[: BARE.index(b'<types name="fip"/>')] + BARE[BARE.index(b"</resource>") :]
CONNECTED = BARE.replace(
    b"</device></server>", b'</device><device id="400"><type>mdc</type><info>192.168.1.1</info></device></server>'
)


def resources(disk: Mapping[str, object] | None = None, address: str = "10.0.0.114") -> ClusterResourcesWant:
    floating_ip = {"name": "fip1", "address": address}
    return ClusterResourcesWant.model_validate({"group": "failover", "floating_ip": floating_ip, "disk": disk or DISK})


def plan_resources(conf: bytes, want: ClusterResourcesWant) -> Configuration | None:
    given = stopped().file("clu1", CONFIGURATION, conf).file("clu2", CONFIGURATION, conf)
    change = RESOURCES.plan(want, target(), given.answers(RESOURCES, want, target()))
    if change is None:
        return None
    (written,) = (a for a in change.actions if isinstance(a, WriteFile) and a.path == f"{PUSH}/clp.conf")
    later = given.after(dict(change.predicts))
    assert RESOURCES.plan(want, target(), later.answers(RESOURCES, want, target())) is None
    return Configuration.parse(written.content)


def test_resources_that_are_there_stay_as_they_are() -> None:
    assert plan_resources(CONF, resources()) is None


def test_resources_are_found_by_what_they_do_whatever_their_name() -> None:
    conf = CONF.replace(b"fip1", b"address").replace(b"disk1", b"data")
    assert plan_resources(conf, resources()) is None


def test_missing_resources_are_added_and_never_an_exec() -> None:
    after = plan_resources(BARE, resources())
    assert after is not None
    assert [(each.kind, each.name) for each in after.resources] == [("fip", "fip1"), ("disk", "disk1")]
    group = after.group("failover")
    assert group is not None
    assert [str(entry) for entry in group.resources] == ["fip@fip1", "disk@disk1"]


def test_a_mirror_disk_is_added_with_its_monitors() -> None:
    after = plan_resources(CONNECTED, resources(MIRROR))
    assert after is not None
    assert {each.kind for each in after.resources} == {"fip", "md"}
    assert {each.kind for each in after.monitors} >= {"mdw", "mdnw"}


OTHERS = {
    "nas": b"<server>files</server><mount><point>/mnt/sdb2</point></mount>",
    "hd": b"<diskdev><dppath>/dev/sdc2</dppath></diskdev><mount><point>/mnt/sdb2/</point></mount>",
    "volmgr": b"<type>zfspool</type><devname>pool</devname><mountpoint>/mnt/sdb2</mountpoint>",
}
"""Types that nothing public shows, as this project would take them to be."""


def with_another(kind: str) -> bytes:
    """The group mounts its disk by a resource of another type."""
    before, after = CONF.split(b'<types name="disk"/>')
    rest = after.partition(b"</disk>")[2]
    made = b'<types name="%s"/><%s name="disk1"><comment/><parameters>%s</parameters></%s>'
    name = kind.encode()
    return before.replace(b"disk@disk1", name + b"@disk1") + made % (name, name, OTHERS[kind], name) + rest


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("disk", [DISK, MIRROR, EXISTING])
def test_what_mounts_the_path_is_taken_whatever_its_type(kind: str, disk: dict[str, Any]) -> None:
    conf = with_another(kind)
    assert plan_resources(conf, resources(disk)) is None
    (mount,) = mounts(Configuration.parse(conf), "failover")
    assert mount.point == "/mnt/sdb2", "it is foreseen where the group starts, and missed where it does not come"


def test_a_mirror_and_a_disk_do_for_each_other() -> None:
    assert plan_resources(CONF, resources(MIRROR)) is None


@pytest.mark.parametrize(
    ("conf", "want", "code"),
    [
        (CONF, resources({**DISK, "device": "/dev/sdc1"}), "configuration.disk_device_differs"),
        (BARE, resources(EXISTING), "configuration.nothing_mounts"),
        (CONF, resources(address="10.0.0.115"), "configuration.name_of_another"),
        (CONF, resources({**DISK, "mount_point": "/mnt/other"}), "configuration.name_of_another"),
        (BARE, resources(MIRROR), "configuration.no_mirror_connect"),
    ],
)
def test_what_is_there_is_never_changed(conf: bytes, want: ClusterResourcesWant, code: str) -> None:
    with pytest.raises(StepFailed) as failure:
        plan_resources(conf, want)
    assert failure.value.problem.code == code


def test_the_group_must_be_stopped_first() -> None:
    given = Given().file("clu1", CONFIGURATION, BARE).file("clu2", CONFIGURATION, BARE)
    with pytest.raises(StepFailed) as failure:
        RESOURCES.plan(resources(), target(), given.answers(RESOURCES, resources(), target()))
    assert failure.value.problem.code == "configuration.group_must_stop"


def test_resources_that_were_pushed_before_a_cut_are_resumed() -> None:
    def bare() -> Given:
        given = stopped().file("clu1", CONFIGURATION, BARE).file("clu2", CONFIGURATION, BARE)
        return given.both(Clpstat(), clpstat("Offline", "None", resources=()))

    to, want = target(attempt=2), resources()
    change = RESOURCES.plan(want, target(), bare().answers(RESOURCES, want, target()))
    assert change is not None
    given = bare().after(dict(change.predicts)).both(Clpstat(), clpstat("Offline", "None", server="Suspend"))
    suspend = job_name("step", "clu1", 1, label_of(change, "--suspend"))
    given.says("clu1", JobFacts("run1", suspend), JobAnswer(JobState.ENDED, 0))
    problem = RESOURCES.missing(want, to, given.answers(RESOURCES, want, to))
    assert problem is not None
    assert problem.code == "configuration.still_suspended"
    again = RESOURCES.plan(want, to, given.answers(RESOURCES, want, to))
    assert again is not None
    assert argvs(again) == [("/usr/sbin/clpcl", "--resume", "-a")]


@pytest.mark.parametrize("disk", [{**DISK, "cluster_partition": "/dev/sdb1"}, {**MIRROR, "cluster_partition": None}])
def test_a_cluster_partition_belongs_to_a_mirror_disk(disk: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        resources(disk)


def test_the_cluster_of_these_tests_may_be_pushed_to() -> None:
    assert CLUSTER.cluster_config == "push"


@pytest.mark.parametrize(
    "text", ["#!/bin/sh\necho \u2013stop\n", "#!/bin/sh\r\nexit 0\r\n", "\n#!/bin/sh\nexit 0\n", "exit 0\n"]
)
def test_a_script_that_a_shell_would_misread_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        ExecResourceWant.model_validate({**WANT.model_dump(), "start": text})

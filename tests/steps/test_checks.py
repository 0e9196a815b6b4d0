"""Kinds that only look, and those that wait for proof: what they ask, when they are content, what they say if not."""

from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import NeedsAcceptance, StepFailed, WaitingForPerson
from clprun.model.change import Diff, Run, WriteFile
from clprun.model.question import Question
from clprun.node.questions import (
    Addresses,
    AddressLookup,
    CommandAnswer,
    FileAnswer,
    FileFacts,
    FileKind,
    FreeSpace,
    Identity,
    IdentityAnswer,
    InterfaceAddress,
    Lookup,
    Mount,
    MountTable,
    NameLookup,
    Package,
    Ping,
    Probe,
)
from clprun.products.clusterpro import Clpstat
from clprun.products.jobcenter import CODE_WORDS
from clprun.steps.base import Want
from clprun.steps.check import Check
from clprun.steps.cluster_ready import ClusterReady, ClusterReadyWant
from clprun.steps.command import Command, CommandWant
from clprun.steps.file_setting import FileSetting, FileSettingWant
from clprun.steps.free_space import FreeSpaceCheck
from clprun.steps.jobcenter_set_up import JobCenterSetUp, JobCenterSetUpWant
from clprun.steps.manual import Manual, ManualWant
from clprun.steps.mounted import Mounted
from clprun.steps.name_resolution import NameAndBack, NameResolution
from clprun.steps.node_ready import NodeReady
from clprun.steps.not_mounted import NotMounted
from clprun.steps.package import PackageCheck
from clprun.steps.path_exists import PathExists
from clprun.steps.ping import PingCheck
from tests.steps.given import CLU2, CONF, CONFIGURATION, DISK, FLOATING, PATH, Given, clpstat, linked, target

CLUV = {"name": "cluv", "address": "10.0.0.114"}
FINE = Lookup("cluv", ("10.0.0.114",))
BACK = AddressLookup("10.0.0.114")
OWN = {"name": "clu1", "own": True}
OWN_ADDRESSES = ("10.0.0.31", "192.168.1.31", "fe80::1")


def resolves(forward: Lookup, *names: str) -> Given:
    return Given().says("clu1", NameLookup("cluv"), forward).says("clu1", BACK, names)


def own(forward: Lookup, *names: str) -> Given:
    """What a node with two interfaces says of itself."""
    addresses = (InterfaceAddress("lo", "127.0.0.1"), *(InterfaceAddress("eth0", each) for each in OWN_ADDRESSES))
    given = Given().says("clu1", NameLookup("clu1"), forward).says("clu1", NameAndBack("clu1"), names)
    return given.says("clu1", Addresses(), addresses)


def who(host: str = "clu1", user: int = 0, kernel: str = "Linux 5.14", clock: float = 1000.0) -> IdentityAnswer:
    return IdentityAnswer(host, user, "rhel", "8.9", kernel, "boot", clock)


def nodes(first: IdentityAnswer, second: IdentityAnswer) -> Given:
    return Given().says("clu1", Identity(), first).says("clu2", Identity(), second)


def one(question: Question[Any], answer: object) -> Given:
    return Given().says("clu1", question, answer)


@pytest.mark.parametrize(
    ("kind", "want", "given", "code"),
    [
        (NodeReady(), {}, nodes(who(), who("clu2")), None),
        (NodeReady(), {}, nodes(who("CLU1.example.com"), who("clu2", clock=1004.0)), None),
        (NodeReady(), {}, nodes(who("clu3"), who("clu2")), "node.wrong_host"),
        (NodeReady(), {}, nodes(who(), who("clu2", user=1000)), "node.not_root"),
        (NodeReady(), {}, nodes(who(), who("clu2", kernel="AIX 7")), "node.wrong_system"),
        (NodeReady(), {}, nodes(who(), who("clu2", clock=1600.0)), "node.clocks_apart"),
        (FreeSpaceCheck(), {"path": "/var/lib", "mib": 64}, one(FreeSpace("/var/lib"), 64), None),
        (FreeSpaceCheck(), {"path": "/var/lib", "mib": 64}, one(FreeSpace("/var/lib"), 63), "check.too_little_space"),
        (PathExists(), {"path": "/a"}, one(FileFacts("/a"), FileAnswer(FileKind.FILE)), None),
        (PathExists(), {"path": "/a", "type": "link"}, one(FileFacts("/a"), FileAnswer(FileKind.LINK)), None),
        (PathExists(), {"path": "/a"}, one(FileFacts("/a"), FileAnswer(FileKind.FOLDER)), "check.path_not_there"),
        (PathExists(), {"path": "/a"}, Given(), "check.path_not_there"),
        (PingCheck(), {"address": "10.0.0.114"}, one(Ping("10.0.0.114"), True), None),
        (PingCheck(), {"address": "10.0.0.114"}, one(Ping("10.0.0.114"), False), "check.no_echo"),
        (PackageCheck(), {"name": "clusterpro"}, one(Package("clusterpro"), "4.3.0-1"), None),
        (PackageCheck(), {"name": "clusterpro"}, one(Package("clusterpro"), None), "check.no_package"),
        (Mounted(), {"point": PATH}, Given(), None),
        (Mounted(), {"point": PATH, "device": "/dev/sdb2"}, Given(), None),
        (Mounted(), {"point": PATH, "device": "/dev/NMP1"}, Given(), "check.other_device_mounted"),
        (Mounted(), {"point": "/mnt"}, Given(), "check.not_mounted"),
        (Mounted(), {"point": PATH}, one(MountTable(), (Mount("x", f"{PATH}/y", "ext4", ()),)), "check.not_mounted"),
        (NotMounted(), {"point": "/mnt"}, Given(), None),
        (NotMounted(), {"point": PATH}, Given(), "check.still_mounted"),
        (NameResolution(), CLUV, resolves(FINE, "cluv"), None),
        (NameResolution(), CLUV, resolves(FINE, "cluv", "other"), None),
        (NameResolution(), CLUV, resolves(Lookup(None, ())), "check.name_unknown"),
        (NameResolution(), CLUV, resolves(Lookup("clu9", ("10.0.0.114",)), "clu9"), "check.name_is_alias"),
        (
            NameResolution(),
            CLUV,
            resolves(Lookup("cluv", ("10.0.0.114", "10.0.0.115")), "cluv"),
            "check.name_has_many_addresses",
        ),
        (NameResolution(), CLUV, resolves(Lookup("cluv", ("10.0.0.9",)), "cluv"), "check.name_has_other_address"),
        (NameResolution(), CLUV, resolves(Lookup("localhost", ("127.0.0.1",)), "localhost"), "check.name_is_loopback"),
        (NameResolution(), CLUV, resolves(Lookup("cluv", ("127.0.1.1",)), "cluv"), "check.name_is_loopback"),
        (NameResolution(), CLUV, resolves(Lookup("cluv", ("::1",)), "cluv"), "check.name_is_loopback"),
        (NameResolution(), CLUV, resolves(FINE), "check.address_unknown"),
        (NameResolution(), CLUV, resolves(FINE, "clu9"), "check.address_has_other_name"),
        (NameResolution(), OWN, own(Lookup("clu1", OWN_ADDRESSES[:1]), "clu1"), None),
        (NameResolution(), OWN, own(Lookup("clu1.example.jp", OWN_ADDRESSES[:1]), "clu1.example.jp", "clu1"), None),
        (NameResolution(), OWN, own(Lookup("clu1", OWN_ADDRESSES), "clu1"), None),
        (NameResolution(), OWN, own(Lookup("clu1", ("fe80::1%eth0",)), "clu1"), None),
        (NameResolution(), OWN, own(Lookup("clu1", ("10.9.9.9",)), "clu1"), "check.name_is_of_another"),
        (NameResolution(), OWN, own(Lookup("clu1", ("127.0.1.1",)), "clu1"), "check.name_is_loopback"),
        (NameResolution(), OWN, own(Lookup("clu1", OWN_ADDRESSES[:1]), "drift"), "check.address_has_other_name"),
        (NameResolution(), OWN, own(Lookup("clu1", OWN_ADDRESSES[:1])), "check.address_unknown"),
    ],
)
def test_checks(kind: Check[Any], want: dict[str, object], given: Given, code: str | None) -> None:
    wish: Want = kind.want.model_validate(want)
    answers = given.answers(kind, wish, target())
    problem = kind.missing(wish, target(), answers)
    assert (None if problem is None else problem.code) == code
    if code is None:
        assert kind.plan(wish, target(), answers) is None
        return
    with pytest.raises(StepFailed) as failure:
        kind.plan(wish, target(), answers)
    assert failure.value.problem.code == code


@pytest.mark.parametrize(
    ("canonical", "back", "code"),
    [
        ("clu1", "clu1", None),
        ("clu1.example.com", "clu1.example.com", None),
        ("clu1.example.com", "clu1", None),
        ("clu1", "localhost", "check.address_has_other_name"),
    ],
)
def test_a_nodes_own_name_may_have_a_longer_one(canonical: str, back: str, code: str | None) -> None:
    kind = NameResolution()
    want = kind.want.model_validate({"name": "clu1", "not_alias": False})
    given = one(NameLookup("clu1"), Lookup(canonical, ("10.0.0.111",))).says("clu1", NameAndBack("clu1"), (back,))
    problem = kind.missing(want, target(), given.answers(kind, want, target()))
    assert (None if problem is None else problem.code) == code


def test_all_that_is_wrong_with_the_nodes_is_told_at_once() -> None:
    kind = NodeReady()
    want = kind.want()
    with pytest.raises(StepFailed) as failure:
        kind.plan(want, target(), nodes(who("x", 5), who("y", 5)).answers(kind, want, target()))
    assert [problem.code for problem in failure.value.problems] == ["node.wrong_host", "node.not_root"] * 2


# -- the cluster ----------------------------------------------------------------------------------------------------

READY = ClusterReady()


def ready(group_on: str = "primary", minimum: str = "4.1", maximum: str = "5.1") -> ClusterReadyWant:
    values = {"group": "failover", "group_on": group_on, "minimum": minimum, "maximum": maximum}
    return ClusterReadyWant.model_validate(values)


def cluster(version: str | None = "4.3.0-1", *, saved: str = "") -> Given:
    given = Given().both(Package("clusterpro"), version).both(Package("expresscls"), None)
    for node in ("clu1", "clu2"):
        tag = f"<trekking><savedversion>{saved}</savedversion></trekking></root>".encode()
        given.file(node, CONFIGURATION, CONF.replace(b"</root>", tag if saved else b"</root>"))
    return given


def offline(*monitors: str) -> Given:
    """The group runs nowhere, and left nothing behind."""
    stopped = clpstat("Offline", "None", monitors=monitors or ("userw : Normal",))
    return cluster().both(Clpstat(), stopped).both(MountTable(), ()).both(Addresses(), ())


def plan_ready(given: Given, want: ClusterReadyWant) -> None:
    assert READY.plan(want, target(), given.answers(READY, want, target())) is None


@pytest.mark.parametrize(
    ("given", "want"),
    [
        (cluster(), ready()),
        (cluster(), ready("anywhere")),
        (cluster(), ready("primary-or-offline")),
        (offline("fipw1 : Offline"), ready("offline")),
        (offline(), ready("primary-or-offline")),
        (cluster(None, saved="5.1.0-1"), ready()),
        (cluster("4.1.1-1"), ready()),
        (cluster("5.1.2-1"), ready()),
        (cluster("5.1.2-1", saved="3.3.1-1"), ready()),
    ],
)
def test_a_healthy_cluster(given: Given, want: ClusterReadyWant) -> None:
    plan_ready(given, want)


@pytest.mark.parametrize(
    ("given", "want", "code"),
    [
        (cluster().both(Clpstat(), clpstat(server="Suspend")), ready(), "cluster.suspended"),
        (cluster().both(Clpstat(), clpstat(server="Offline")), ready(), "cluster.server_not_online"),
        (cluster().both(Clpstat(), clpstat(monitors=("userw : Error",))), ready(), "cluster.monitor_not_normal"),
        (cluster().both(Clpstat(), clpstat(monitors=("userw : Offline",))), ready(), "cluster.monitor_not_normal"),
        (cluster().both(Clpstat(), clpstat(monitors=("userw : Norml",))), ready(), "cluster.unknown_word"),
        (cluster().both(Clpstat(), clpstat(current="clu2")), ready(), "cluster.group_not_primary"),
        (offline(), ready(), "cluster.group_not_primary"),
        (cluster(), ready("offline"), "cluster.group_not_offline"),
        (cluster().both(Clpstat(), None), ready(), "cluster.busy"),
        (cluster().says("clu2", Addresses(), (FLOATING,)), ready(), "cluster.address_elsewhere"),
        (cluster().says("clu2", MountTable(), (DISK,)), ready(), "cluster.mount_elsewhere"),
        (cluster().says("clu1", Addresses(), ()), ready(), "cluster.address_lacks"),
        (cluster().says("clu1", MountTable(), ()), ready(), "cluster.mount_lacks"),
        (cluster().says("clu1", MountTable(), (DISK, DISK)), ready(), "cluster.mounted_twice"),
        (
            cluster().both(Clpstat(), clpstat("Offline", "None")).both(MountTable(), ()),
            ready("offline"),
            "cluster.address_elsewhere",
        ),
    ],
)
def test_an_unhealthy_cluster(given: Given, want: ClusterReadyWant, code: str) -> None:
    with pytest.raises(StepFailed) as failure:
        plan_ready(given, want)
    assert failure.value.problem.code == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (cluster("3.3.5-1"), "cluster.version_out_of_range"),
        (cluster("4.0.0-1"), "cluster.version_out_of_range"),
        (cluster("5.2.0-1"), "cluster.version_out_of_range"),
        (cluster("6.0.0-1"), "cluster.version_out_of_range"),
        (cluster(None), "cluster.version_unknown"),
    ],
)
def test_a_version_that_a_person_must_accept(given: Given, code: str) -> None:
    with pytest.raises(NeedsAcceptance) as needed:
        plan_ready(given, ready())
    assert (needed.value.what, needed.value.problem.code) == ("version", code)
    assert READY.missing(ready(), target(), given.answers(READY, ready(), target())) is None


@pytest.mark.parametrize("word", ["Caution", "Suspend"])
def test_a_monitor_that_people_may_know_about_is_theirs_to_accept(word: str) -> None:
    given = cluster().both(Clpstat(), clpstat(monitors=(f"diskw1 : {word}", "userw : Normal")))
    with pytest.raises(NeedsAcceptance) as needed:
        plan_ready(given, ready())
    found = needed.value.problems
    assert (needed.value.what, {(each.code, each.node) for each in found}) == (
        "monitors",
        {("cluster.monitor_doubtful", "clu1"), ("cluster.monitor_doubtful", "clu2")},
    )
    assert READY.missing(ready(), target(), given.answers(READY, ready(), target())) == found[0]
    known = target(accepted=found)
    assert READY.plan(ready(), known, given.answers(READY, ready(), known)) is None
    assert READY.missing(ready(), known, given.answers(READY, ready(), known)) is None


def test_what_was_accepted_of_one_monitor_holds_for_no_other_one() -> None:
    before = cluster().both(Clpstat(), clpstat(monitors=("diskw1 : Caution",)))
    with pytest.raises(NeedsAcceptance) as needed:
        plan_ready(before, ready())
    known = target(accepted=needed.value.problems)
    later = cluster().both(Clpstat(), clpstat(monitors=("diskw1 : Caution", "psw1 : Caution")))
    with pytest.raises(NeedsAcceptance) as another:
        READY.plan(ready(), known, later.answers(READY, ready(), known))
    assert {each.values["name"] for each in another.value.problems} == {"psw1"}


# -- work with a proof ----------------------------------------------------------------------------------------------


def test_a_command_is_run_until_its_proof_holds() -> None:
    kind = Command()
    want = CommandWant.model_validate({"argv": ["/media/install.sh"], "creates": "/usr/lib/nqs/x", "within": 60})
    change = kind.plan(want, target(CLU2), Given().answers(kind, want, target(CLU2)))
    assert change is not None
    assert change.actions == (Run("clu2", ("/media/install.sh",), within=60),)
    made = Given().says("clu2", FileFacts("/usr/lib/nqs/x"), FileAnswer(FileKind.FILE, size=1))
    assert kind.plan(want, target(CLU2), made.answers(kind, want, target(CLU2))) is None


@pytest.mark.parametrize(("code", "holds"), [(0, False), (3, True)])
def test_a_probe_proves_with_its_exit_code(code: int, holds: bool) -> None:
    kind = Command()
    want = CommandWant.model_validate({"argv": ["a"], "probe": ["b", "c"], "exit": 3})
    given = one(Probe(("b", "c")), CommandAnswer(code, b"out", b"err"))
    assert (kind.missing(want, target(), given.answers(kind, want, target())) is None) == holds


@pytest.mark.parametrize("values", [{"argv": ["a"]}, {"argv": [], "creates": "/a"}, {"argv": ["a"], "creates": "a"}])
def test_a_command_without_proof_or_program_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CommandWant.model_validate(values)


def test_a_persons_work_is_checked_by_machine() -> None:
    kind = Manual()
    values = {"instructions": {"ja": "手順", "en": "do it"}, "paths": ["/a", {"path": "/b", "not_empty": True}]}
    want = ManualWant.model_validate(values)
    given = one(FileFacts("/a"), FileAnswer(FileKind.FILE)).says("clu1", FileFacts("/b"), FileAnswer(FileKind.FILE))
    with pytest.raises(WaitingForPerson) as waiting:
        kind.plan(want, target(), given.answers(kind, want, target()))
    assert [problem.code for problem in waiting.value.problems] == ["manual.to_do", "check.file_empty"]
    assert waiting.value.problem.values == {"ja": "手順", "en": "do it"}
    given.says("clu1", FileFacts("/b"), FileAnswer(FileKind.FILE, size=2))
    assert kind.plan(want, target(), given.answers(kind, want, target())) is None


def test_what_no_machine_can_check_is_a_persons_word() -> None:
    kind = Manual()
    text = {"ja": "手順", "en": "do it"}
    want = ManualWant.model_validate({"instructions": text, "probe": None, "word": True})
    with pytest.raises(NeedsAcceptance) as needed:
        kind.plan(want, target(), Given().answers(kind, want, target()))
    problem = needed.value.problem
    assert (needed.value.what, problem.code, problem.values["en"]) == ("word", "manual.by_word", "do it")
    given = target(accepted=[problem])
    assert kind.plan(want, given, Given().answers(kind, want, given)) is None
    elsewhere = target(CLU2, accepted=[problem])
    assert kind.missing(want, elsewhere, Given().answers(kind, want, elsewhere)) is not None
    checked = want.model_copy(update={"probe": ("a",)})
    with pytest.raises(WaitingForPerson, match=r"manual\.to_do"):
        kind.plan(checked, given, one(Probe(("a",)), CommandAnswer(1, b"", b"")).answers(kind, checked, given))


def test_a_value_that_comes_of_a_persons_work_is_waited_for() -> None:
    kind = Manual()
    want = ManualWant.model_validate({"instructions": {"ja": "手順", "en": "do it"}, "value": "instance_id"})
    with pytest.raises(WaitingForPerson) as waiting:
        kind.plan(want, target(), Given().answers(kind, want, target()))
    assert [each.code for each in waiting.value.problems] == ["manual.to_do", "manual.value_lacks"]


def test_a_persons_work_without_any_proof_is_refused() -> None:
    with pytest.raises(ValidationError):
        ManualWant.model_validate({"instructions": {"ja": "手順", "en": "do it"}})


def installed(words: bytes) -> Given:
    given = Given()
    for path in ("cluster/cjcmksite", "cluster/cjcpw", "nqsstart", "nqsstop", "rc/daemon.conf"):
        given.says("clu1", FileFacts(f"/usr/lib/nqs/{path}"), FileAnswer(FileKind.FILE))
    return given.file("clu1", CODE_WORDS, words)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (installed(b"UL1234-101\tAb#%0Ol1\n"), None),
        (installed(b""), "jobcenter.no_code_word"),
        (installed(b"UL1234-101\n"), "jobcenter.no_code_word"),
        (Given(), "jobcenter.not_installed"),
    ],
)
def test_the_set_up_of_jobcenter(given: Given, code: str | None) -> None:
    kind, want = JobCenterSetUp(), JobCenterSetUpWant()
    answers = given.answers(kind, want, target())
    if code is None:
        assert kind.plan(want, target(), answers) is None
        return
    with pytest.raises(WaitingForPerson) as waiting:
        kind.plan(want, target(), answers)
    assert waiting.value.problem.code == code
    assert isinstance(waiting.value, NeedsAcceptance) == (code == "jobcenter.no_code_word")
    if isinstance(waiting.value, NeedsAcceptance):
        accepted = target(accepted=waiting.value.problems)
        assert (waiting.value.what, kind.plan(want, accepted, answers)) == ("code-words", None)
        assert kind.missing(want, accepted, answers) is None


# -- a setting in a file --------------------------------------------------------------------------------------------

DAEMON_CONF = "/usr/lib/nqs/rc/daemon.conf"
SETTING = FileSetting()
SITE = FileSettingWant(path=DAEMON_CONF, key="local_daemon", value="SITE")
SHIPPED = b"# local_daemon\n# sample\n# local_daemon=SITE\n"


def test_a_setting_is_one_file_written_anew() -> None:
    given = Given().file("clu1", DAEMON_CONF, SHIPPED)
    change = SETTING.plan(SITE, target(), given.answers(SETTING, SITE, target()))
    assert change is not None
    after = b"# local_daemon\n# sample\nlocal_daemon=SITE\n"
    assert change.actions == (WriteFile("clu1", DAEMON_CONF, after, before=SHIPPED),)
    assert change.details == (Diff("clu1", DAEMON_CONF, SHIPPED, after),)
    later = given.after(dict(change.predicts))
    assert SETTING.plan(SITE, target(), later.answers(SETTING, SITE, target())) is None


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"local_daemon=OFF\n", "file_setting.set_otherwise", "local_daemon=OFF"),
        (b"  local_daemon = SITE\n", "file_setting.set_otherwise", "local_daemon = SITE"),
        (SHIPPED, "file_setting.not_set", None),
    ],
)
def test_what_a_file_says_instead_is_said(content: bytes, code: str, found: str | None) -> None:
    given = Given().file("clu1", DAEMON_CONF, content)
    problem = SETTING.missing(SITE, target(), given.answers(SETTING, SITE, target()))
    assert problem is not None
    assert (problem.code, problem.values.get("found")) == (code, found)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(), "file_setting.absent"),
        (one(FileFacts(DAEMON_CONF, content=True), FileAnswer(FileKind.FOLDER)), "file_setting.not_a_file"),
        (
            one(FileFacts(DAEMON_CONF, content=True), linked(FileAnswer(FileKind.FILE, content=SHIPPED))),
            "file_setting.not_a_file",
        ),
        (Given().file("clu1", DAEMON_CONF, "x=1\n".encode("utf-16")), "file_setting.not_a_text"),
        (Given().file("clu1", DAEMON_CONF, b"local_daemon=OFF\nlocal_daemon=SITE\n"), "file_setting.contradiction"),
    ],
)
def test_a_file_that_is_not_edited(given: Given, code: str) -> None:
    with pytest.raises(StepFailed) as failure:
        SETTING.plan(SITE, target(), given.answers(SETTING, SITE, target()))
    assert failure.value.problem.code == code


@pytest.mark.parametrize("value", ["", "a\nb", "設定", " a", "a\x00"])
def test_a_value_is_one_line_of_ascii(value: str) -> None:
    with pytest.raises(ValidationError):
        FileSettingWant(path=DAEMON_CONF, key="local_daemon", value=value)

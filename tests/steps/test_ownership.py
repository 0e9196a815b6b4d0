"""What clprun did not make is never taken over because it bears a name of ours."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import Problem, StepFailed, Value, WaitingForPerson
from clprun.model.change import Change
from clprun.model.question import Ask
from clprun.node.questions import FileAnswer, FileFacts
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.objects import ensure_monitor, ensure_resource
from clprun.products.clusterpro import Clpstat
from clprun.steps.base import Target
from clprun.steps.cluster_resources import ClusterResources, ClusterResourcesWant
from clprun.steps.configuration_change import ConfigurationChange
from clprun.steps.exec_resource import ExecResource, ExecResourceWant
from clprun.steps.ownership import heading
from clprun.steps.script_resource import ScriptResource, ScriptResourceWant
from clprun.steps.service_resources import ServiceResources, ServiceResourcesWant
from tests.steps.given import CLUSTER, CONF, CONFIGURATION, MANUAL, SCRIPTS, Given, clpstat, target
from tests.steps.given_windows import CLUSTERPRO, WindowsGiven
from tests.steps.given_windows import CONF as WINDOWS_CONF
from tests.steps.given_windows import target as windows_target

EXEC = ExecResource()
START, STOP = (
    "#!/bin/sh\n# start.sh of the site cluv.\nexec start\n",
    "#!/bin/sh\n# stop.sh of the site cluv.\nexec stop\n",
)
MONITOR = {"type": "pidw", "name": "pidw1", "reactivations": 0, "failovers": 1}
WANT = ExecResourceWant.model_validate(
    {"group": "failover", "name": "exec1", "start": START, "stop": STOP, "monitors": [MONITOR]}
)
OF_DATABASE = b"#!/bin/sh\n# Starts the database of the accounts.\nexec db\n"
SAMPLE = b"#! /bin/sh\n#*****\n#*              start.sh               *\n#*****\nulimit -s unlimited\nexit 0\n"


def with_exec(name: str, sync: str = "0", conf: bytes = CONF) -> bytes:
    values = {"parameters/act/path": "start.sh", "parameters/act/sync": sync, "parameters/deact/path": "stop.sh"}
    return ensure_resource(Configuration.parse(conf), "failover", "exec", name, values).content


def with_monitor(conf: bytes, name: str, watched: str, kind: str = "pidw") -> bytes:
    return ensure_monitor(Configuration.parse(conf), kind, name, {"target": watched}).content


def holding(conf: bytes, scripts: Mapping[str, bytes] | None = None) -> Given:
    given = Given().both(Clpstat(), clpstat("Offline", "None"))
    for node in ("clu1", "clu2"):
        given.file(node, CONFIGURATION, conf)
        for path, content in (scripts or {}).items():
            given.file(node, f"{SCRIPTS}/{path}", content, 0o755)
    return given


def scripts(name: str, start: bytes, stop: bytes | None = None) -> dict[str, bytes]:
    return {f"failover/{name}/start.sh": start, f"failover/{name}/stop.sh": stop or start}


def plan(given: Given, want: ExecResourceWant = WANT, *, manual: bool = False) -> Change:
    to = target(cluster=MANUAL if manual else CLUSTER)
    change = EXEC.plan(want, to, given.answers(EXEC, want, to))
    assert change is not None
    return change


def named(problems: tuple[Problem, ...]) -> list[tuple[str, Mapping[str, Value]]]:
    return [(problem.code.removeprefix("configuration."), problem.values) for problem in problems]


def test_a_new_object_takes_nothing_over() -> None:
    assert plan(holding(CONF)).takes_over == ()


def test_the_exec_of_another_product_is_named_with_what_it_is_and_who_watches_it() -> None:
    conf = with_monitor(with_monitor(with_exec("exec1"), "pidw7", "exec1"), "genw1", "exec1", "genw")
    want = WANT.model_copy(update={"monitors": ()})
    change = plan(holding(conf, scripts("exec1", OF_DATABASE)), want)
    values = {"name": "exec@exec1", "group": "failover", "says": "Starts the database of the accounts."}
    assert named(change.takes_over) == [
        ("resource_of_another", {**values, "watchers": "pidw@pidw7, genw@genw1"}),
    ]


def test_a_monitor_of_another_resource_is_named_with_what_it_watches() -> None:
    conf = with_monitor(with_exec("exec_db"), "pidw1", "exec_db")
    change = plan(holding(conf, scripts("exec_db", OF_DATABASE)))
    assert named(change.takes_over) == [("monitor_of_another", {"name": "pidw@pidw1", "watched": "exec_db"})]


def test_the_product_s_own_sample_is_nobody_s_of_ours() -> None:
    change = plan(holding(with_exec("exec1"), scripts("exec1", SAMPLE)))
    assert [code for code, _ in named(change.takes_over)] == ["resource_of_another"]


def test_an_exec_without_scripts_is_not_resynchronised() -> None:
    change = plan(holding(with_exec("exec1", sync="1")))
    assert named(change.takes_over)[0][1]["says"] == "-"


def test_a_script_that_no_resource_uses_is_not_overwritten_unseen() -> None:
    change = plan(holding(CONF, scripts("exec1", OF_DATABASE)))
    assert [code for code, _ in named(change.takes_over)] == ["script_of_another"] * 2


def test_one_script_of_another_is_enough() -> None:
    change = plan(holding(with_exec("exec1"), scripts("exec1", START.encode(), OF_DATABASE)))
    assert [code for code, _ in named(change.takes_over)] == ["resource_of_another"]


def test_a_script_of_another_on_the_peer_alone_counts() -> None:
    given = holding(CONF)
    given.file("clu2", f"{SCRIPTS}/failover/exec1/start.sh", OF_DATABASE)
    assert [code for code, _ in named(plan(given).takes_over)] == ["script_of_another"]


@pytest.mark.parametrize(
    "installed",
    [START.encode(), START.replace("exec start", "exec older").encode(), START.replace("\n", "\r\n").encode()],
)
def test_what_an_earlier_release_or_a_person_made_of_our_script_stays_ours(installed: bytes) -> None:
    conf = with_monitor(with_exec("exec1", sync="1"), "pidw1", "exec1")
    assert plan(holding(conf, scripts("exec1", installed, STOP.encode()))).takes_over == ()


def test_the_same_runbook_for_another_site_is_another_owner() -> None:
    installed = START.replace("cluv", "cluw").encode()
    change = plan(holding(with_exec("exec1"), scripts("exec1", installed, STOP.encode())))
    assert named(change.takes_over)[0][1]["says"] == "start.sh of the site cluw."


def test_scripts_that_say_nothing_are_ours_only_byte_for_byte() -> None:
    mute = WANT.model_copy(update={"start": "#!/bin/sh\nexec start\n", "stop": "#!/bin/sh\nexec stop\n"})
    same = scripts("exec1", mute.start.encode(), mute.stop.encode())
    assert plan(holding(with_exec("exec1"), same), mute).takes_over == ()
    assert plan(holding(with_exec("exec1"), scripts("exec1", b"#!/bin/sh\nexec old\n")), mute).takes_over


def test_where_a_person_changes_the_configuration_the_stranger_is_told_with_the_instructions() -> None:
    conf = with_monitor(with_exec("exec_db"), "pidw1", "exec_db")
    with pytest.raises(WaitingForPerson) as waiting:
        plan(holding(conf), manual=True)
    codes = ["configuration.by_hand", "configuration.monitor_of_another"]
    assert [problem.code for problem in waiting.value.problems] == codes


def test_what_is_there_under_another_name_is_not_made_twice() -> None:
    want = WANT.model_copy(update={"name": "exec-site"})
    older = START.replace("exec start", "exec older").encode()
    conf = with_monitor(with_exec("exec1"), "pidw1", "exec1")
    given = holding(conf, scripts("exec1", older, STOP.encode()))
    with pytest.raises(StepFailed) as refused:
        plan(given, want)
    there = {"name": "exec-site", "found": "exec@exec1", "watchers": "pidw@pidw1"}
    assert named(tuple(refused.value.problems)) == [("there_already", there)]
    of_another = holding(conf, scripts("exec1", OF_DATABASE))
    assert [code for code, _ in named(plan(of_another, want).takes_over)] == ["monitor_of_another"]


def test_what_somebody_else_made_for_the_same_is_asked_about() -> None:
    want = WANT.model_copy(update={"name": "exec-site", "known_by": ("db", "accounts"), "monitors": ()})
    given = holding(with_monitor(with_exec("exec7"), "pidw1", "exec7"), scripts("exec7", OF_DATABASE))
    there = {"name": "exec-site", "found": "exec@exec7", "watchers": "pidw@pidw1"}
    assert named(plan(given, want).takes_over) == [("does_the_same", there)]
    other = want.model_copy(update={"known_by": ("db", "stocks")})
    assert plan(given, other).takes_over == ()


def test_a_resource_gets_no_second_monitor_of_the_same_kind() -> None:
    want = WANT.model_copy(update={"monitors": (WANT.watchers[0].model_copy(update={"name": "pidw-site"}),)})
    conf = with_monitor(with_exec("exec1"), "pidw1", "exec1")
    with pytest.raises(StepFailed) as refused:
        plan(holding(conf, scripts("exec1", START.encode(), STOP.encode())), want)
    there = {"name": "pidw-site", "found": "pidw@pidw1", "watchers": "-"}
    assert named(tuple(refused.value.problems)) == [("there_already", there)]


HTTP = {"type": "httpw", "name": "httpw1", "reactivations": 0, "failovers": 1}


def watching(*more: Mapping[str, Any]) -> ExecResourceWant:
    given = {**WANT.model_dump(), "starts": "synchronous", "monitors": [HTTP], "alike": more}
    return ExecResourceWant.model_validate(given)


def test_a_resource_may_be_watched_by_several_that_ask_in_other_ways() -> None:
    want = watching({"name": "httpw2", "port": 8080}, {"name": "httpw3", "uri": "/shop", "failovers": 2})
    assert [(each.name, each.failovers) for each in want.watchers] == [("httpw1", 1), ("httpw2", 1), ("httpw3", 2)]
    change = plan(holding(CONF), want)
    assert change is not None
    conf = dict(change.predicts)[Ask("clu1", FileFacts(CONFIGURATION, content=True))]
    assert isinstance(conf, FileAnswer)
    assert conf.content is not None
    made = Configuration.parse(conf.content).monitors
    asked = [
        (each.values["parameters/port"], each.values["parameters/requesturi"]) for each in made if each.kind == "httpw"
    ]
    assert asked == [("80", "/"), ("8080", "/"), ("80", "/shop")]


def test_one_that_is_added_later_is_no_second_one_unless_it_asks_the_same() -> None:
    first = plan(holding(CONF), watching())
    conf = dict(first.predicts)[Ask("clu1", FileFacts(CONFIGURATION, content=True))]
    assert isinstance(conf, FileAnswer)
    assert conf.content is not None
    given = holding(conf.content, scripts("exec1", START.encode(), STOP.encode()))
    assert plan(given, watching({"name": "httpw2", "port": 8080})) is not None
    with pytest.raises(StepFailed) as refused:
        plan(given, watching({"name": "httpw2"}))
    assert refused.value.problem.code == "configuration.there_already"


@pytest.mark.parametrize("more", [{"port": 8080}, {"name": "httpw1"}, {"name": "httpw2", "colour": "red"}])
def test_another_watch_has_a_name_of_its_own_and_nothing_unknown(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        watching(more)


def test_before_the_steps_in_between_it_is_seen_too() -> None:
    given, to = holding(with_exec("exec1"), scripts("exec1", OF_DATABASE)), target()
    found = EXEC.takes_over(WANT, to, given.both(Clpstat(), clpstat()).answers(EXEC, WANT, to))
    assert [code for code, _ in named(found)] == ["resource_of_another"]
    given = holding(CONF)
    assert EXEC.takes_over(WANT, to, given.answers(EXEC, WANT, to)) == ()


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (START.encode(), b"start.sh of the site cluv."),
        (b"#! /bin/sh\n\n#   Starts  it  all  #\n", b"Starts  it  all"),
        (b"@echo off\r\nrem start.bat of the manager.\r\n", b"start.bat of the manager."),
        (b"@ECHO OFF\r\n\r\nREM Two words\r\n", b"Two words"),
        ("rem 開始 処理\r\n".encode("cp932"), "開始 処理".encode("cp932")),
        (SAMPLE, b""),
        (b"#!/bin/sh\nexit 0\n# too late now\n", b""),
        (b"", b""),
        (b"\xff\xfe\x00#", b""),
    ],
)
def test_a_script_says_whose_it_is_in_its_first_comment(script: bytes, says: bytes) -> None:
    assert heading(script) == says


# -- Windows, and what a group needs first --------------------------------------------------------------------------

BATCH = ScriptResourceWant(
    group="failover", name="script-manager", formerly="script1", start="rem The manager.\n", stop="rem The manager.\n"
)

SERVICE = ServiceResourcesWant.model_validate(
    {
        "group": "failover",
        "resources": [
            {"name": "service-clweb", "service": "JobCenterCLWeb", "display_name": "JobCenter CL/Web Service"}
        ],
    }
)


def on_windows(conf: bytes, batch: Mapping[str, bytes] | None = None) -> WindowsGiven:
    given = WindowsGiven("Offline", conf)
    for node in ("clu1", "clu2"):
        for path, content in (batch or {}).items():
            given.file(node, CLUSTERPRO.script(path), content)
    return given


def planned(kind: ConfigurationChange[Any], want: Any, given: Given, to: Target) -> Change:  # noqa: ANN401
    change = kind.plan(want, to, given.answers(kind, want, to))
    assert isinstance(change, Change)
    return change


def test_a_script_resource_under_its_former_name_is_not_made_twice() -> None:
    conf = ensure_resource(Configuration.parse(WINDOWS_CONF), "failover", "script", "script1", {}).content
    other = on_windows(conf, {"failover/script1/start.bat": b"rem Another one.\r\n"})
    assert planned(ScriptResource(), BATCH, other, windows_target()).takes_over == ()
    own = on_windows(conf, {"failover/script1/start.bat": b"rem The manager.\r\nrem older\r\n"})
    with pytest.raises(StepFailed) as refused:
        planned(ScriptResource(), BATCH, own, windows_target())
    assert refused.value.problem.code == "configuration.there_already"


def test_a_script_resource_of_another_is_named() -> None:
    conf = ensure_resource(Configuration.parse(WINDOWS_CONF), "failover", "script", "script-manager", {}).content
    given = on_windows(conf, {"failover/script-manager/start.bat": b"rem Another one.\r\n"})
    ((code, values),) = named(planned(ScriptResource(), BATCH, given, windows_target()).takes_over)
    assert (code, values["says"]) == ("resource_of_another", "Another one.")


@pytest.mark.parametrize(("name", "there"), [("service7", "JobCenterCLWeb"), ("service7", "jobcenter cl/web SERVICE")])
def test_a_service_gets_no_second_resource(name: str, there: str) -> None:
    values = {"parameters/name": there}
    conf = ensure_resource(Configuration.parse(WINDOWS_CONF), "failover", "service", name, values).content
    with pytest.raises(StepFailed) as refused:
        planned(ServiceResources(), SERVICE, on_windows(conf), windows_target())
    assert refused.value.problem.values["found"] == "service@service7"


def test_a_service_resource_of_another_service_is_named() -> None:
    values = {"parameters/name": "Spooler"}
    conf = ensure_resource(Configuration.parse(WINDOWS_CONF), "failover", "service", "service-clweb", values).content
    ((code, found),) = named(planned(ServiceResources(), SERVICE, on_windows(conf), windows_target()).takes_over)
    assert (code, found["says"]) == ("resource_of_another", "spooler")


def test_a_virtual_computer_stands_for_the_address_whatever_its_name() -> None:
    want = ClusterResourcesWant.model_validate(
        {
            "group": "failover",
            "floating_ip": {"name": "fip-clweb", "address": "10.0.0.114"},
            "virtual_computer": {"name": "vcom-clweb", "computer": "CLWEBV", "floating_ip": "fip-clweb"},
        }
    )
    predicted = planned(ClusterResources(), want, on_windows(WINDOWS_CONF), windows_target()).predicts
    (conf, *_) = (each.content for each in predicted.values() if isinstance(each, FileAnswer) and each.content)
    made = Configuration.parse(conf).resource("vcom-clweb")
    assert made is not None
    assert made.values["parameters/target"] == "fip1"


def test_a_virtual_computer_is_known_by_one_name() -> None:
    values = {"parameters/vcomname": "CLWEBV", "parameters/target": "fip1"}
    there = ensure_resource(Configuration.parse(WINDOWS_CONF), "failover", "vcom", "vcom1", values)
    computer = {"name": "vcom-clweb", "computer": "clwebv", "floating_ip": "fip1"}
    want = ClusterResourcesWant.model_validate({"group": "failover", "virtual_computer": computer})
    with pytest.raises(StepFailed) as refused:
        planned(ClusterResources(), want, on_windows(there.content), windows_target())
    assert refused.value.problem.values["found"] == "vcom@vcom1"


def test_the_monitor_of_another_mirror_is_named() -> None:
    connect = b'</device><device id="400"><type>mdc</type><info>192.168.1.1</info></device></server>'
    conf = CONF.replace(b"</device></server>", connect)
    conf = ensure_monitor(Configuration.parse(conf), "mdw", "mdw1", {"parameters/object": "md7"}).content
    disk = {"kind": "md", "name": "md-site", "device": "/dev/sdc2", "cluster_partition": "/dev/sdc1"}
    rest = {"file_system": "ext4", "mount_point": "/mnt/site", "disk_monitor": "mdw1"}
    want = ClusterResourcesWant.model_validate({"group": "failover", "disk": {**disk, **rest}})
    taken = planned(ClusterResources(), want, holding(conf), target()).takes_over
    assert named(taken) == [("monitor_of_another", {"name": "mdw@mdw1", "watched": "md7"})]

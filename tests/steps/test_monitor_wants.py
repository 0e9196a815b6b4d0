"""An exec resource as a runbook wants it: what ends up in clp.conf, what is refused where it stands, what is told."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from clprun.errors import Problem
from clprun.lang.findings import findings
from clprun.lang.source import parse_document
from clprun.messages.catalog import entries
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.exec_resource import ExecResource, ExecResourceWant
from tests.steps.given import CONF, target

KIND = ExecResource()
SCRIPT = "#!/bin/sh\nexit 0\n"
BASE: Mapping[str, object] = {"group": "failover", "name": "exec1", "start": SCRIPT, "stop": SCRIPT}
COUNTS: Mapping[str, object] = {"reactivations": 2, "failovers": 1}

ON_EXEC = {
    "target": "exec1",
    "relation/type": "grp",
    "relation/name": "failover",
    "emergency/threshold/restart": "2",
    "emergency/threshold/fo": "1",
    "emergency/action": "1",
}
WHILE_ACTIVE = {**ON_EXEC, "polling/timing": "1"}


def want(*monitors: Mapping[str, object] | None, **values: object) -> ExecResourceWant:
    return ExecResourceWant.model_validate({**BASE, "monitors": monitors, **values})


def wanted(made: ExecResourceWant) -> Configuration:
    return KIND.wanted(made, Configuration.parse(CONF), target())


@pytest.mark.parametrize(
    ("monitor", "values"),
    [
        ({"type": "pidw"}, ON_EXEC),
        (
            {"type": "psw", "process": "clweb_serv*", "at_least": 2},
            {**WHILE_ACTIVE, "parameters/processname": "clweb_serv*", "parameters/processnum": "2"},
        ),
        (
            {"type": "genw", "script": SCRIPT},
            {
                **WHILE_ACTIVE,
                "parameters/path": "genw.sh",
                "parameters/sync": "1",
                "parameters/normalval": "0",
            },
        ),
        (
            {"type": "httpw", "port": 8080, "uri": "/up", "https": True, "method": "GET"},
            {
                **WHILE_ACTIVE,
                "parameters/servername": "localhost",
                "parameters/port": "8080",
                "parameters/requesturi": "/up",
                "parameters/https": "1",
                "parameters/requesttype": "1",
            },
        ),
        (
            {"type": "smtpw", "port": 587},
            {**WHILE_ACTIVE, "parameters/ipaddress": "127.0.0.1", "parameters/port": "587"},
        ),
    ],
)
def test_each_type_of_monitor_watches_the_resource_and_recovers_the_group(
    monitor: Mapping[str, object], values: Mapping[str, str]
) -> None:
    found = wanted(want({**COUNTS, **monitor, "name": "watcher"})).monitor("watcher")

    assert found is not None
    assert found.kind == monitor["type"]
    assert {path: found.effective(path) for path in values} == values


def test_times_are_written_only_where_they_are_wanted() -> None:
    times = {"interval": 20, "timeout": 30, "retries": 2, "first_check_after": 90}
    plain, timed = ({**COUNTS, "type": "pidw", "name": name} for name in ("plain", "timed"))
    after = wanted(want(plain, {**timed, **times}))
    paths = ("polling/interval", "polling/timeout", "polling/reconfirmation", "firstmonwait")
    found = {name: after.monitor(name) for name in ("plain", "timed")}

    assert [found["timed"].values.get(path) for path in paths if found["timed"]] == ["20", "30", "2", "90"]
    assert not [path for path in paths if found["plain"] and path in found["plain"].values]


@pytest.mark.parametrize(("recovers", "written"), [(None, None), (True, "0"), (False, "1")])
def test_a_check_that_hangs_leads_to_recovery_where_that_is_wanted(recovers: bool | None, written: str | None) -> None:
    monitor = {**COUNTS, "type": "genw", "name": "genw1", "script": SCRIPT, "recover_on_timeout": recovers}
    found = wanted(want(monitor)).monitor("genw1")

    assert found is not None
    assert found.values.get("emergency/timeout/notrecovery/use") == written


def test_a_monitor_that_a_template_leaves_out_counts_for_nothing() -> None:
    made = want(None, {**COUNTS, "type": "pidw", "name": "pidw1"}, None)

    assert [monitor.name for monitor in made.watchers] == ["pidw1"]
    assert want(None).watchers == ()


def test_the_script_of_a_custom_monitor_travels_with_those_of_the_resource() -> None:
    made = want({**COUNTS, "type": "genw", "name": "genw1", "script": "#!/bin/sh\ntrue"})

    assert KIND.scripts(made) == {
        "failover/exec1/start.sh": SCRIPT.encode(),
        "failover/exec1/stop.sh": SCRIPT.encode(),
        "monitor.s/genw1/genw.sh": b"#!/bin/sh\ntrue\n",
    }


def test_start_stop_and_dependencies_are_as_wanted() -> None:
    made = want(
        starts="synchronous",
        depends_on=["fip1"],
        start_timeout=300,
        on_start_failure={"retries": 0, "failovers": 1, "final_action": "stop-group"},
        on_stop_failure={"retries": 3, "final_action": "none"},
    )
    found = wanted(made).resource("exec1")
    values = {
        "parameters/act/sync": "1",
        "parameters/deact/sync": "1",
        "parameters/timeout/start": "300",
        "act/timeout": "480",
        "act/retry": "0",
        "act/fo": "1",
        "act/action": "2",
        "deact/retry": "3",
        "deact/action": "1",
    }

    assert found is not None
    assert {path: found.effective(path) for path in values} == values
    assert found.depends == ("fip1",)


@pytest.mark.parametrize(("depends_on", "found"), [(None, None), ([], ())])
def test_no_dependency_is_not_the_default_dependency(
    depends_on: list[str] | None, found: tuple[str, ...] | None
) -> None:
    resource = wanted(want(depends_on=depends_on)).resource("exec1")

    assert resource is not None
    assert resource.depends == found


SYNCHRONOUS = """\
group: failover
name: exec1
start: "#!/bin/sh\\n"
stop: "#!/bin/sh\\n"
starts: synchronous
monitors:
  - {type: pidw, name: pidw1, reactivations: 0, failovers: 1}
"""
ASYNCHRONOUS = SYNCHRONOUS.replace("starts: synchronous\n", "")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (SYNCHRONOUS, "configuration.pid_monitor_without_process", 7),
        (ASYNCHRONOUS + "  - {type: pidw, name: pidw1, reactivations: 0, failovers: 1}\n", "monitor_given_twice", 6),
        (ASYNCHRONOUS + "depends_on: [exec1]\n", "configuration.depends_on_itself", 7),
        (ASYNCHRONOUS.replace("type: pidw", "type: pid"), "input.not_a_choice", 6),
        (ASYNCHRONOUS.replace("type: pidw, ", ""), "input.missing_key", 6),
        (ASYNCHRONOUS.replace("type: pidw", "type: psw"), "input.missing_key", 6),
        (ASYNCHRONOUS.replace("failovers: 1", "failover: 1"), "input.unknown_key_like", 6),
        (ASYNCHRONOUS.replace("failovers: 1", "failovers: 100"), "input.too_large", 6),
        (ASYNCHRONOUS.replace("failovers: 1", "failovers: 1, final_action: panic"), "input.not_a_choice", 6),
        (ASYNCHRONOUS + "on_stop_failure: {final_action: stop-group}\n", "input.not_a_choice", 7),
    ],
)
def test_what_cannot_work_is_refused_where_it_stands(text: str, code: str, line: int) -> None:
    document = parse_document(text, "with.yaml")
    with pytest.raises(ValidationError) as refused:
        ExecResourceWant.model_validate(document.data)
    errors = refused.value.errors(include_url=False)
    found = findings(errors, ExecResourceWant, document.data, document)

    assert any(code in problem.code for problem in found), found
    for problem in found:
        assert problem.code in entries()
        assert problem.place is not None
        assert problem.place.line == line


@pytest.mark.parametrize(
    "monitor",
    [
        {"type": "psw", "process": " leading"},
        {"type": "psw", "process": "two\nlines"},
        {"type": "psw", "process": "x", "at_least": 0},
        {"type": "httpw", "uri": "no-slash"},
        {"type": "httpw", "uri": "/a b"},
        {"type": "httpw", "port": 0},
        {"type": "httpw", "method": "POST"},
        {"type": "smtpw", "server": "mail.example.com"},
        {"type": "genw", "script": "exit 0\n"},
        {"type": "genw"},
        {"type": "pidw", "process": "x"},
    ],
)
def test_values_that_no_monitor_of_that_type_takes(monitor: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError):
        want({**COUNTS, "name": "watcher", **monitor})


@pytest.mark.parametrize(
    ("monitor", "starts", "codes"),
    [
        ({"type": "pidw", "failovers": 1}, "asynchronous", {"ping_pong"}),
        ({"type": "pidw", "failovers": 0, "final_action": "stop-service"}, "asynchronous", set()),
        ({"type": "pidw", "failovers": 1, "final_action": "stop-service"}, "asynchronous", set()),
        ({"type": "pidw", "failovers": 0, "reactivations": 3}, "asynchronous", {"first_check_at_once"}),
        (
            {"type": "pidw", "failovers": 0, "reactivations": 3, "first_check_after": 200},
            "asynchronous",
            set(),
        ),
        ({"type": "psw", "process": "x", "failovers": 1}, "asynchronous", {"ping_pong", "first_check_at_once"}),
        ({"type": "psw", "process": "x", "failovers": 1}, "synchronous", {"ping_pong"}),
        ({"type": "httpw", "failovers": 0, "first_check_after": 0}, "asynchronous", set()),
    ],
)
def test_what_a_monitor_may_do_that_nobody_wants_is_told(
    monitor: Mapping[str, object], starts: str, codes: set[str]
) -> None:
    made = want({"reactivations": 0, "name": "watcher", **monitor}, starts=starts)
    told = {remark.code.removeprefix("configuration.") for remark in KIND.remarks(made, wanted(made))}

    assert told == {"stop_failure", *codes}


@pytest.mark.parametrize(
    ("word", "told"), [("none", "no final action"), ("reboot", "reboot"), (None, "shut the OS down")]
)
def test_what_follows_a_failed_stop_is_shown(word: str | None, told: str) -> None:
    made = want(on_stop_failure={} if word is None else {"final_action": word})
    (remark,) = KIND.remarks(made, wanted(made))

    assert told in str(remark.values["en"])


def test_a_person_is_told_all_settings() -> None:
    made = want({**COUNTS, "type": "psw", "name": "psw1", "process": "x*", "interval": 20}, depends_on=[])
    told = KIND.advice(made, target())

    assert [problem.code.removeprefix("configuration.") for problem in told] == [
        "advice_exec_asynchronous",
        "advice_depends_on",
        "advice_monitor",
        "without_failover",
    ]
    assert _value(told[1], "others") == "-"
    assert _value(told[2], "settings") == "process x*, at_least 1, interval 20"
    assert (_value(told[2], "type"), _value(told[2], "final_action")) == ("psw", "none")


def _value(problem: Problem, name: str) -> object:
    return problem.values[name]

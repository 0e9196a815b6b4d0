"""Dialogues, licences and Internet Server Agent's own kinds: what they plan, refuse and take for done."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import InDoubt, Problem, StepFailed
from clprun.model.change import Change, Run, WriteFile
from clprun.model.converse import Converse, Exchange
from clprun.model.question import Ask, Raw
from clprun.model.secret import SecretReference
from clprun.node.questions import (
    FileAnswer,
    FileFacts,
    FileKind,
    JobAnswer,
    JobFacts,
    JobState,
    Package,
    ProcessTable,
    Service,
    ServiceAnswer,
)
from clprun.products.clusterpro import Clpstat
from clprun.products.isa import Licences, MonitorMessages, MonitorRecord
from clprun.steps.base import Decision, Target
from clprun.steps.dialogue import Dialogue, DialogueWant
from clprun.steps.isa_messages import IsaMessages, IsaMessagesWant
from clprun.steps.isa_monitor import IsaMonitor, IsaMonitorWant
from clprun.steps.isa_settings import IsaSettings, IsaSettingsWant
from clprun.steps.licence import Licence, LicenceWant
from clprun.steps.services_in_group import ServicesInGroup, ServicesInGroupWant
from tests.steps.given import CLU1, CLU2, Given, clpstat, process, target

KEY = SecretReference("environment", "KEY")
JOBS = [JobFacts("run1", f"step-clu1-{attempt}-0") for attempt in (1, 2)]
SAID_SO = JobAnswer(JobState.ENDED, 0, b"...Command succeeded.\n")
RECORD = FileFacts("/var/lib/clprun/licences/ISAG10.json", content=True)
ISA = "Internet Server Agent"
RUNS, GONE = JobAnswer(JobState.RUNNING), JobAnswer(JobState.LOST)

# -- dialogue -------------------------------------------------------------------------------------------------------

PROOF = FileFacts("/etc/done")
SETUP = DialogueWant.model_validate(
    {"argv": ["setup"], "exchange": [{"expect": "Key", "answer": KEY}], "paths": ["/etc/done"], "says": "OK"}
)


def test_a_dialogue_is_held_until_its_proof_holds() -> None:
    kind, given = Dialogue(), Given()
    change = kind.plan(SETUP, target(), given.answers(kind, SETUP, target()))
    assert change is not None
    assert change.actions == (Converse("clu1", ("setup",), (Exchange("Key", KEY),), says="OK"),)
    given.says("clu1", PROOF, FileAnswer(FileKind.FILE))
    assert kind.plan(SETUP, target(), given.answers(kind, SETUP, target())) is None


@pytest.mark.parametrize(
    ("states", "attach"),
    [
        ([RUNS], "step-clu1-1-0"),
        ([GONE, RUNS], "step-clu1-2-0"),
        ([RUNS, JobAnswer(JobState.ABSENT)], "step-clu1-1-0"),
        ([SAID_SO], None),
        ([GONE], None),
    ],
)
def test_a_program_that_still_asks_is_gone_on_with(states: list[JobAnswer], attach: str | None) -> None:
    kind, given, later = Dialogue(), Given(), target(attempt=len(states) + 1)
    for question, state in zip(JOBS, states, strict=False):
        given.says("clu1", question, state)
    change = kind.plan(SETUP, later, given.answers(kind, SETUP, later))
    assert change is not None
    (action,) = change.actions
    assert isinstance(action, Converse)
    assert action.attach == attach


def after(job: JobAnswer, decision: Decision | None = None) -> Target:
    left = {"clu1/step-clu1-1-0": job}
    return replace(target(attempt=2, decision=decision), left=left)


@pytest.mark.parametrize(
    ("job", "more", "code"),
    [
        (JobAnswer(JobState.ABSENT), {}, None),
        (SAID_SO, {}, None),
        (RUNS, {}, None),
        (GONE, {}, "command.was_cut"),
        (GONE, {"repeatable": True}, None),
        (JobAnswer(JobState.ENDED, 143), {"judged": False}, "command.was_cut"),
        (JobAnswer(JobState.ENDED, 1), {}, "command.failed_before"),
        (JobAnswer(JobState.ENDED, 1), {"repeatable": True}, "command.failed_before"),
        (JobAnswer(JobState.ENDED, 1), {"judged": False}, None),
        (JobAnswer(JobState.UNKNOWN), {"repeatable": True, "judged": False}, "command.unknown"),
    ],
)
def test_what_became_of_a_program_may_be_a_question(job: JobAnswer, more: dict[str, Any], code: str | None) -> None:
    want = SETUP.model_copy(update=more)
    doubt = Dialogue().doubt(want, after(job))

    assert (doubt and doubt.code) == code


@pytest.mark.parametrize(
    ("decision", "proven", "again"),
    [(Decision.REDO, True, True), (Decision.REDO, False, True), (Decision.DONE, True, False)],
)
def test_an_answer_counts_more_than_the_proof(decision: Decision, proven: bool, again: bool) -> None:
    kind, at = Dialogue(), after(GONE, decision)
    given = Given().says("clu1", PROOF, FileAnswer(FileKind.FILE if proven else FileKind.ABSENT))

    assert (kind.plan(SETUP, at, given.answers(kind, SETUP, at)) is not None) is again


def test_a_program_that_still_asks_is_gone_on_with_though_its_proof_holds() -> None:
    kind, at = Dialogue(), after(RUNS)
    given = Given().says("clu1", PROOF, FileAnswer(FileKind.FILE)).says("clu1", JOBS[0], RUNS)

    assert kind.plan(SETUP, at, given.answers(kind, SETUP, at)) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"exchange": [{"expect": "(", "answer": "1"}]},
        {"exchange": [{"expect": "a", "answer": "two\nlines"}]},
        {"exchange": [{"expect": "", "answer": "1"}]},
        {"exchange": []},
        {"paths": []},
    ],
    ids=["no-expression", "two-lines", "empty", "nothing-asked", "no-proof"],
)
def test_a_dialogue_that_can_not_be_held_is_refused(wrong: dict[str, Any]) -> None:
    good = {"argv": ["setup"], "exchange": [{"expect": "Key", "answer": "1"}], "paths": ["/etc/done"]}
    with pytest.raises(ValidationError):
        DialogueWant.model_validate({**good, **wrong})


def test_the_secret_is_in_no_fingerprint_and_on_no_command_line() -> None:
    action = Converse("clu1", ("setup",), (Exchange("Key", KEY),))
    assert action.secrets == (KEY,)
    assert action.command_line() == "setup"
    assert Change(Problem("x"), (action,)).fingerprint != Change(Problem("x"), ()).fingerprint


# -- licence --------------------------------------------------------------------------------------------------------

BY_PROMPT = LicenceWant(name=ISA, product="ISAG10", serial="XXX0000000", key=KEY)
BY_FILE = LicenceWant(name=ISA, product="ISAG10", file="/media/trial.key")


def licence(
    listed: bool | None, want: LicenceWant = BY_PROMPT, at: Target | None = None, **facts: object
) -> Change | None:
    """The plan, with the list of licences and the jobs of earlier attempts (``first``, ``second``)."""
    kind, at = Licence(), at or target()
    given = Given().says("clu1", Licences(ISA, want.product), listed)
    given.both(Package("clusterpro"), facts.get("version", "3.3.5-1")).both(Package("expresscls"), None)
    for name, question in zip(("first", "second"), JOBS, strict=True):
        if name in facts:
            given.says("clu1", question, facts[name])
    if "record" in facts:
        given.says("clu1", RECORD, facts["record"])
    return kind.plan(want, at, given.answers(kind, want, at))


@pytest.mark.parametrize(
    ("want", "argv", "count"),
    [
        (BY_PROMPT, ("/usr/sbin/clplcnsc", "-i", "-p", "ISAG10"), 3),
        (BY_FILE, ("/usr/sbin/clplcnsc", "-i", "/media/trial.key", "-p", "ISAG10"), 0),
    ],
)
@pytest.mark.parametrize("listed", [False, None])
def test_a_licence_is_registered_and_noted(
    want: LicenceWant, argv: tuple[str, ...], count: int, listed: bool | None
) -> None:
    change = licence(listed, want)
    assert change is not None
    register, _, note = change.actions
    assert isinstance(register, Converse)
    assert (register.argv, len(register.exchange), register.says) == (argv, count, "Command succeeded.")
    assert isinstance(note, WriteFile)
    assert note.path == RECORD.path


@pytest.mark.parametrize(
    ("version", "product", "argv"),
    [
        ("3.3.5-1", "ISAG10", ("-p", "ISAG10")),
        ("4.0.0-1", "ISAG10", ()),
        ("5.1.2-1", None, ()),
        (None, "ISAG10", ("-p", "ISAG10")),
        (None, None, ()),
    ],
)
def test_from_x_4_on_no_licence_has_a_product_id(
    version: str | None, product: str | None, argv: tuple[str, ...]
) -> None:
    change = licence(False, BY_FILE.model_copy(update={"product": product}), version=version)
    assert change is not None
    register = change.actions[0]
    assert isinstance(register, Converse)
    assert register.argv == ("/usr/sbin/clplcnsc", "-i", "/media/trial.key", *argv)


def test_a_version_that_wants_an_id_says_so() -> None:
    with pytest.raises(StepFailed) as refused:
        licence(False, BY_FILE.model_copy(update={"product": None}), version="3.3.5-1")
    assert refused.value.problem.code == "licence.product_wanted"


@pytest.mark.parametrize(
    "facts", [{"listed": True}, {"listed": None, "record": FileAnswer(FileKind.FILE, content=b"{}")}]
)
def test_a_licence_that_is_there_is_left_alone(facts: dict[str, Any]) -> None:
    assert licence(**facts) is None


def test_a_licence_that_clplcnsc_has_confirmed_in_this_run_is_only_noted() -> None:
    change = licence(None, at=target(attempt=2), first=SAID_SO)
    assert change is not None
    assert not [action for action in change.actions if isinstance(action, Converse)]


@pytest.mark.parametrize(("decision", "registers"), [(None, None), (Decision.REDO, True), (Decision.DONE, False)])
def test_a_registration_without_an_end_is_in_doubt(decision: Decision | None, registers: bool | None) -> None:
    at = target(attempt=2, decision=decision)
    if registers is None:
        with pytest.raises(InDoubt):
            licence(None, at=at, first=GONE)
        return
    change = licence(None, at=at, first=GONE)
    assert change is not None
    assert any(isinstance(action, Converse) for action in change.actions) is registers


@pytest.mark.parametrize("state", [JobAnswer(JobState.ENDED, 1, b"Failed to register."), JobAnswer(JobState.UNKNOWN)])
def test_a_key_that_was_refused_is_not_typed_in_again_unasked(state: JobAnswer) -> None:
    with pytest.raises(InDoubt):
        licence(None, at=target(attempt=2), first=state)
    assert licence(False, at=target(attempt=2), first=state) is not None


def test_a_list_that_tells_leaves_no_doubt() -> None:
    assert licence(True, at=target(attempt=2), first=GONE) is None
    change = licence(False, at=target(attempt=2), first=GONE)
    assert change is not None
    assert isinstance(change.actions[0], Converse)


def test_a_registration_that_still_asks_is_gone_on_with() -> None:
    change = licence(False, at=target(attempt=2), first=RUNS)
    assert change is not None
    assert isinstance(change.actions[0], Converse)
    assert change.actions[0].attach == "step-clu1-1-0"


@pytest.mark.parametrize(
    "wrong", [{}, {"serial": "X"}, {"key": KEY}, {"serial": "X", "key": KEY, "file": "/f"}, {"file": "relative"}]
)
def test_a_licence_is_either_a_key_or_a_file(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        LicenceWant.model_validate({"name": ISA, "product": "ISAG10", **wrong})


@pytest.mark.parametrize(
    ("raw", "answer"),
    [(Raw(0, b"1\n"), True), (Raw(0, b"0\n"), False), (Raw(1, b""), None), (Raw(0, b"garbage\n"), None)],
)
def test_what_the_list_says(raw: Raw, answer: bool | None) -> None:
    assert Licences(ISA, "ISAG10").answer(raw) is answer


# -- messages -------------------------------------------------------------------------------------------------------

SYSLOG = "Nov 21 03:12:0{n} clu1 clusterpro: <type: httpmon><event: {event}> whatever. [ID:httpwatch]"
ALERT = "2026/11/21 03:12:0{n} INFO  httpmon {event} whatever. [ID:httpwatch]"


@pytest.mark.parametrize("form", [SYSLOG, ALERT])
@pytest.mark.parametrize(
    ("events", "last"),
    [
        ((), ()),
        ((1, 2), (1, 2)),
        ((1, 2, 3, 1), (1,)),
        ((1, 2, 6, 3, 1, 2, 7, 8), (1, 2, 7, 8)),
        ((2, 3), ()),
        ((1, 72, 72, 6), (1, 72, 72, 6)),
    ],
)
def test_the_last_life_of_a_monitor_counts(form: str, events: tuple[int, ...], last: tuple[int, ...]) -> None:
    lines = "\n".join(form.format(n=n % 10, event=event) for n, event in enumerate(events))
    assert MonitorMessages("httpmon", "httpwatch").answer(Raw(0, lines.encode() + b"\nnonsense \xff\n")) == last


def lacking(said: str, events: tuple[int, ...], *, runs: bool = False, may_lack: bool = False) -> str | None:
    kind = IsaMessages()
    monitor = {"command": "clp_httpmon", "id": "httpwatch"}
    given = {"group": "failover", "said": said, "may_lack": may_lack, "monitors": [monitor, None]}
    want = IsaMessagesWant.model_validate(given)
    nodes = Given().both(MonitorMessages("httpmon", "httpwatch"), ())
    nodes.says("clu1", MonitorMessages("httpmon", "httpwatch"), events)
    if runs:
        nodes.processes("clu1", process(50, "/usr/sbin/clp_httpmon httpwatch -i 60"))
    problem = kind.missing(want, target(), nodes.answers(kind, want, target()))
    return None if problem is None else problem.code


@pytest.mark.parametrize(
    ("said", "events", "code"),
    [
        ("started", (1, 2), None),
        ("started", (52, 1, 2), None),
        ("started", (1, 2, 7, 8), None),
        ("started", (1,), "isa.not_started"),
        ("started", (), "isa.not_started"),
        ("started", (1, 2, 3), "isa.not_started"),
        ("started", (1, 2, 72, 6), "isa.fault_detected"),
        ("ended", (1, 2, 3), None),
        ("ended", (), None),
        ("ended", (1, 2), "isa.not_ended"),
        ("ended", (1, 2, 6), "isa.fault_detected"),
    ],
)
def test_what_a_monitor_should_have_said(said: str, events: tuple[int, ...], code: str | None) -> None:
    assert lacking(said, events) == code


@pytest.mark.parametrize(("runs", "code"), [(False, "isa.end_not_told"), (True, "isa.not_ended")])
def test_a_rebooted_node_may_owe_message_3_but_no_monitor_may_be_left(runs: bool, code: str) -> None:
    assert lacking("ended", (1, 2), runs=runs, may_lack=True) == code
    assert lacking("ended", (1, 2, 3), may_lack=True) is None
    assert IsaMessages.is_noted(Problem(code)) is not runs


# -- monitor --------------------------------------------------------------------------------------------------------


def standing(
    state: str, *, pid: int | None = 50, args: str = "/usr/sbin/clp_httpmon httpwatch", events: tuple[int, ...] = (1, 2)
) -> Change | None:
    kind = IsaMonitor()
    want = IsaMonitorWant.model_validate({"command": "clp_httpmon", "id": "httpwatch", "state": state})
    given = Given().says("clu1", MonitorRecord("clp_httpmon", "httpwatch"), pid)
    given.says("clu1", MonitorMessages("httpmon", "httpwatch"), events)
    given.processes("clu1", process(50, args))
    return kind.plan(want, target(), given.answers(kind, want, target()))


def order(change: Change | None) -> str | None:
    if change is None:
        return None
    (action,) = change.actions
    assert isinstance(action, Run)
    return action.argv[-1]


@pytest.mark.parametrize(
    ("state", "facts", "verb"),
    [
        ("paused", {}, "--pause"),
        ("paused", {"events": (1, 2, 7)}, None),
        ("paused", {"events": (1, 2, 7, 8)}, "--pause"),
        ("watching", {}, None),
        ("watching", {"events": (1, 2, 7)}, "--resume"),
        ("cleared", {}, None),
        ("cleared", {"events": (1, 2, 7)}, None),
        ("cleared", {"pid": None}, None),
        ("cleared", {"pid": 51}, "--del"),
        ("cleared", {"args": "/usr/sbin/crond"}, "--del"),
        ("cleared", {"args": "/usr/bin/python3 /usr/sbin/clp_httpmon httpwatch"}, None),
        ("cleared", {"args": "/usr/sbin/clp_smtpmon smtpwatch"}, None),
    ],
)
def test_one_order_or_none(state: str, facts: dict[str, Any], verb: str | None) -> None:
    assert order(standing(state, **facts)) == verb


@pytest.mark.parametrize("state", ["paused", "watching"])
@pytest.mark.parametrize(("facts", "code"), [({"pid": None}, "isa.monitor_absent"), ({"pid": 51}, "isa.monitor_stale")])
def test_what_does_not_run_is_neither_paused_nor_resumed(state: str, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(StepFailed) as failure:
        standing(state, **facts)
    assert failure.value.problem.code == code


@pytest.mark.parametrize(
    ("out", "pid"), [(b"1234\n", 1234), (b"pid: 77\n", 77), (b"[ID:watch7] pid=9\n", 9), (b"\n", None)]
)
def test_the_pid_on_record(out: bytes, pid: int | None) -> None:
    assert MonitorRecord("clp_httpmon", "watch7").answer(Raw(0, out)) == pid


# -- settings -------------------------------------------------------------------------------------------------------

WATCH = {"command": "clp_httpmon", "id": "a", "interval": 60, "retries": 3, "wait": 10}


@pytest.mark.parametrize(
    ("reactivations", "delay", "fine"), [(0, 0, True), (1, 210, False), (1, 211, True), (3, 120, False)]
)
def test_reactivation_needs_a_long_enough_start_delay(reactivations: int, delay: int, fine: bool) -> None:
    """(60 + 10) x 3 = 210 seconds (ERRATA G4-26)."""
    given = {"monitors": [WATCH, None], "reactivations": reactivations, "first_check_after": delay}
    if fine:
        IsaSettingsWant.model_validate(given)
    else:
        with pytest.raises(ValidationError) as failure:
            IsaSettingsWant.model_validate(given)
        assert failure.value.errors()[0]["type"] == "isa.start_delay_too_short"


@pytest.mark.parametrize(
    "other", [{"id": "a", "command": "clp_smtpmon"}, {"id": "http-watch"}, {"id": ""}, {"id": "x" * 256}, {"wait": 0}]
)
def test_identifiers_are_plain_and_unlike(other: dict[str, Any]) -> None:
    given = {"monitors": [WATCH, {**WATCH, "id": "b", **other}], "reactivations": 0, "first_check_after": 0}
    with pytest.raises(ValidationError):
        IsaSettingsWant.model_validate(given)


@pytest.mark.parametrize(("there", "code"), [(FileKind.FILE, None), (FileKind.ABSENT, "isa.command_absent")])
def test_the_commands_must_be_there(there: FileKind, code: str | None) -> None:
    kind = IsaSettings()
    want = IsaSettingsWant.model_validate({"monitors": [WATCH], "reactivations": 0, "first_check_after": 0})
    given = Given().says("clu1", FileFacts("/usr/sbin/clp_httpmon"), FileAnswer(there))
    problem = kind.missing(want, target(), given.answers(kind, want, target()))
    assert (None if problem is None else problem.code) == code


# -- services -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "running", "role", "code"),
    [
        ("clu1", ("clu1",), None, None),
        ("clu2", ("clu2",), "standby", None),
        (None, (), None, None),
        ("clu1", (), None, "check.service_runs_not"),
        ("clu1", ("clu1", "clu2"), None, "check.service_runs_beside"),
        (None, ("clu1",), None, "check.service_runs_beside"),
        ("clu2", ("clu2",), "primary", "check.group_elsewhere"),
        (None, (), "primary", "check.group_elsewhere"),
    ],
)
def test_services_run_beside_their_group(
    current: str | None, running: tuple[str, ...], role: str | None, code: str | None
) -> None:
    kind = ServicesInGroup()
    want = ServicesInGroupWant.model_validate(
        {"group": "failover", "services": ["httpd", None], "manager": "systemd", "role": role}
    )
    given = Given().both(Clpstat(), clpstat("Online" if current else "Offline", current or "None"))
    for node in (CLU1.name, CLU2.name):
        active = "active" if node in running else "inactive"
        given.says(node, Service("httpd"), ServiceAnswer("loaded", "disabled", active, None))
    problem = kind.missing(want, target(), given.answers(kind, want, target()))
    assert (None if problem is None else problem.code) == code


def test_nothing_is_asked_of_a_service_that_is_not_there() -> None:
    kind = ServicesInGroup()
    want = ServicesInGroupWant.model_validate({"group": "failover", "services": [None], "manager": "systemd"})
    assert {type(ask.question) for ask in kind.asks(want, target())} == {Clpstat}
    assert Ask("clu1", ProcessTable()) not in kind.asks(want, target())

"""Each fault of guide ISA that destroys data, splits the cluster or hides a dead service (severity A).

The names are the entries of ERRATA.md. Each test shows that the runbooks, their scripts and their kinds do right.
"""

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.api import Request, prepare
from clprun.errors import InputError
from clprun.lang.load import data_folder, load_runbook
from clprun.model.change import Run
from clprun.model.cluster import Platform
from clprun.model.runbook import Runbook
from clprun.node.questions import HttpAnswer, HttpOutcome, HttpReply
from clprun.node.reader import Reader
from clprun.products.isa import MonitorMessages, MonitorRecord
from clprun.steps.isa_monitor import IsaMonitor, IsaMonitorWant
from clprun.steps.registry import kinds
from tests.node.helpers import OneShot
from tests.runbooks.isa_machine import HTTP_ID, PARTS, SMTP_ID, IsaMachine, until
from tests.runbooks.machine import SHELLS
from tests.steps.given import Given, process, target


@pytest.fixture(scope="module")
def runbook() -> Runbook:
    return load_runbook("internet-server-agent", kinds()).runbook


@pytest.fixture(params=SHELLS)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IsaMachine]:
    made = IsaMachine(tmp_path, SHELLS[request.param])
    yield made
    made.clear()


def answers_with(answer: bytes, client: str, folder: Path) -> HttpReply:
    """What our own look makes of a server's answer, with one of the programs that it asks by."""
    (folder / "bin").mkdir()
    for name in (client, "timeout", "head", "cat"):
        (folder / "bin" / name).symlink_to(shutil.which(name) or name)
    node = Reader(OneShot("env", f"PATH={folder / 'bin'}", "/bin/sh"), Platform.LINUX, "clu1")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            link, _ = server.accept()
            with link:
                link.recv(4096)
                link.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        reply = node.ask_one(HttpAnswer(f"http://127.0.0.1:{server.getsockname()[1]}/"))
        thread.join()
    return reply


@pytest.mark.parametrize("client", ["curl", "bash"])
@pytest.mark.parametrize(
    ("answer", "healthy"),
    [(b"HTTP/1.0 200 OK\r\n\r\n", True), (b"/HTTP/1.0 200 OK\r\n\r\n", False), (b"hello\r\n", False)],
)
def test_g4_01_an_answer_that_begins_with_http_is_a_healthy_one(
    tmp_path: Path, client: str, answer: bytes, *, healthy: bool
) -> None:
    """The guide calls an answer that begins with "/HTTP" a fault; what proves a failover here judges the right way.

    The watching itself is the product's, which is given no rule of ours.
    """
    reply = answers_with(answer, client, tmp_path)
    assert (reply.outcome is HttpOutcome.ANSWERED) is healthy, reply


def test_g4_01_that_look_is_what_proves_a_failover(runbook: Runbook) -> None:
    trials = [step for step in runbook.steps if step.kind == "failover-trial"]
    assert trials
    assert all("http://" in str(step.with_["proof"]) for step in trials)


@pytest.mark.parametrize(("part", "service"), [("http", "httpd"), ("smtp", "postfix")])
def test_g4_02_the_server_is_really_started(machine: IsaMachine, part: str, service: str) -> None:
    """The guide's script prints its start command instead of running it, and calls that a success."""
    assert machine.call(part, "start.sh") == 0
    assert f"systemctl start {service}" in machine.orders
    assert machine.runs(service)


@pytest.mark.parametrize(("part", "service"), [("http", "httpd"), ("smtp", "postfix")])
def test_g4_03_the_server_is_really_stopped(machine: IsaMachine, part: str, service: str) -> None:
    """Nothing is stopped by the guide's script; the next thing the cluster does is take the disk away."""
    machine.call(part, "start.sh")
    assert machine.call(part, "stop.sh") == 0
    assert not machine.runs(service)


@pytest.mark.parametrize("behaviour", ["fails", "lies"])
@pytest.mark.parametrize("part", ["http", "smtp"])
def test_g4_04_a_start_that_failed_is_a_failure(
    machine: IsaMachine, runbook: Runbook, part: str, behaviour: str
) -> None:
    """An echo around the start hides its exit code, and only a synchronous start is looked at."""
    machine.behave(behaviour)
    assert machine.call(part, "start.sh") == 1
    application = next(step for step in runbook.steps if step.id == f"{part}-application")
    assert application.with_["starts"] == "synchronous"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("event", "disk"), [("START", "FAILURE"), ("FAILOVER", "FAILURE"), (None, None)])
def test_g4_05_a_failed_disk_and_no_cluster_are_failures(
    machine: IsaMachine, part: str, event: str | None, disk: str | None
) -> None:
    """The guide's scripts say so on the screen and end with 0."""
    assert machine.call(part, "start.sh", event, disk) == 1
    assert machine.orders == []


def test_g4_27_the_group_does_not_go_back_and_forth(runbook: Runbook) -> None:
    """With a failover threshold of 1 a fault that both nodes have sends the group to and fro for ever."""
    assert (runbook.parameters["failovers"].default, runbook.parameters["final_action"].default) == (0, "stop-service")
    watched = [step for step in runbook.steps if "monitors" in step.with_ and step.kind == "exec-resource"]
    assert len(watched) == 4
    for step in watched:
        for monitor in step.with_["monitors"]:
            assert (monitor["failovers"], monitor["final_action"]) == ("{{ failovers }}", "{{ final_action }}")


@pytest.mark.parametrize(
    ("args", "order"), [("/usr/sbin/clp_httpmon httpwatch", None), ("/usr/sbin/crond", "--del"), ("", "--del")]
)
def test_g4_29_a_record_is_deleted_only_when_its_process_is_no_monitor(args: str, order: str | None) -> None:
    """--del on a living identifier breaks its monitor."""
    kind = IsaMonitor()
    want = IsaMonitorWant.model_validate({"command": "clp_httpmon", "id": "httpwatch", "state": "cleared"})
    given = Given().says("clu1", MonitorRecord("clp_httpmon", "httpwatch"), 50)
    given.says("clu1", MonitorMessages("httpmon", "httpwatch"), (1, 2))
    given.processes("clu1", *([process(50, args)] if args else []))
    change = kind.plan(want, target(), given.answers(kind, want, target()))
    actions = () if change is None else change.actions
    assert [action.argv[-1] for action in actions if isinstance(action, Run)] == ([order] if order else [])


@pytest.mark.parametrize("part", ["http-mon", "smtp-mon"])
@pytest.mark.parametrize("behaviour", ["succeeds", "refuses"])
def test_g4_29_a_monitor_is_killed_only_before_the_server_would_be_and_its_identifier_freed(
    machine: IsaMachine, part: str, behaviour: str
) -> None:
    """A signal leaves the identifier locked, ``--del`` breaks a living monitor: it comes when none runs any more."""
    command, identifier = f"clp_{part.removesuffix('-mon')}mon", HTTP_ID if part == "http-mon" else SMTP_ID
    machine.popen(part, "start.sh")
    until(lambda: machine.runs(identifier))
    note = (machine.home / f"monitor-{identifier}").read_text().strip()
    text = (machine.home / command).read_text()
    alive = f'[ "$2" != --del ] || [ ! -e /proc/{note}/cwd ] || exit 9\n'
    (machine.home / command).write_text(text.replace('[ "$2" != --del ]', f'{alive}[ "$2" != --del ]'))
    machine.behave(behaviour)
    assert machine.call(part, "stop.sh") == 0
    orders = [order.split()[2] for order in machine.orders if order.startswith(command) and " --" in order]
    assert orders == (["--stop"] if behaviour == "succeeds" else ["--stop", "--del"])
    assert not machine.runs(identifier)
    assert "may be locked" not in machine.told


def test_g4_34_every_script_begins_with_its_shebang(machine: IsaMachine) -> None:
    """A blank first line makes a script that no kernel runs."""
    for part in PARTS:
        for name in ("start.sh", "stop.sh"):
            script = machine.home / part / name
            assert script.read_bytes().startswith(b"#!/bin/sh\n")
            subprocess.run([*machine.shell, "-n", str(script)], check=True)


@pytest.mark.parametrize(("delay", "fine"), [("0", False), ("210", False), ("211", True)])
def test_g4_26_a_start_delay_that_is_too_short_is_refused_before_any_node_is_asked(delay: str, *, fine: bool) -> None:
    """With reactivation, a PID monitor that looks before the monitor command gives up reactivates for ever."""
    values = {"reactivations": "1", "first_check_after": delay}
    request = Request("internet-server-agent", (data_folder() / "inventory" / "lab" / "lab.yaml",), values=values)
    if fine:
        prepare(request)
        return
    with pytest.raises(InputError) as refusal:
        prepare(request)
    assert {problem.code for problem in refusal.value.problems} == {"isa.start_delay_too_short"}

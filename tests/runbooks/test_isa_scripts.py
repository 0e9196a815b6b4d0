"""The scripts of internet-server-agent: by each shell, for every event, with servers and monitors that misbehave."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runbooks.isa_machine import FILES, HTTP_ID, PARTS, SMTP_ID, IsaMachine, until
from tests.runbooks.machine import SHELLS

SERVERS = [("http", "httpd"), ("smtp", "postfix")]
MONITORS = [("http-mon", HTTP_ID), ("smtp-mon", SMTP_ID)]
NOTHING = [("START", "FAILURE"), ("FAILOVER", "FAILURE"), ("RECOVER", "SUCCESS"), ("", "SUCCESS"), (None, None)]


@pytest.fixture(params=SHELLS)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IsaMachine]:
    made = IsaMachine(tmp_path, SHELLS[request.param])
    yield made
    made.clear()


@pytest.mark.parametrize("manager", ["systemd", "chkconfig"])
@pytest.mark.parametrize("uri", ["/", "/a b/index.html?x=1&y=$HOME"])
def test_every_script_is_one_for_every_shell(machine: IsaMachine, manager: str, uri: str) -> None:
    machine.render(service_manager=manager, http_uri=uri)
    for part in PARTS:
        for name in ("start.sh", "stop.sh"):
            subprocess.run([*machine.shell, "-n", str(machine.home / part / name)], check=True)


def test_every_template_is_plain_text_for_a_kernel() -> None:
    for template in FILES.rglob("*.j2"):
        content = template.read_bytes()
        assert content.startswith(b"#!/bin/sh\n")
        assert content.isascii()
        assert b"\r" not in content


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
@pytest.mark.parametrize("manager", ["systemd", "chkconfig"])
def test_the_scripts_pass_shellcheck(tmp_path: Path, manager: str) -> None:
    made = IsaMachine(tmp_path, ("sh",))
    made.render(service_manager=manager)
    scripts = [str(tmp_path / part / name) for part in PARTS for name in ("start.sh", "stop.sh")]
    found = subprocess.run(["shellcheck", "-s", "sh", *scripts], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize("manager", ["systemd", "chkconfig"])
@pytest.mark.parametrize(("part", "service"), SERVERS)
@pytest.mark.parametrize("event", ["START", "FAILOVER"])
def test_a_server_is_started_and_stopped(
    machine: IsaMachine, manager: str, part: str, service: str, event: str
) -> None:
    machine.render(service_manager=manager)

    assert machine.call(part, "start.sh", event) == 0
    assert machine.runs(service)
    assert machine.call(part, "stop.sh", event) == 0
    assert not machine.runs(service)


@pytest.mark.parametrize(("event", "disk"), NOTHING)
@pytest.mark.parametrize("part", PARTS)
def test_without_the_cluster_or_its_disk_nothing_is_started(
    machine: IsaMachine, part: str, event: str | None, disk: str | None
) -> None:
    assert machine.call(part, "start.sh", event, disk) == 1
    assert machine.orders == []
    assert "not started: CLP_" in machine.told


@pytest.mark.parametrize("manager", ["systemd", "chkconfig"])
@pytest.mark.parametrize("behaviour", ["fails", "lies"])
def test_a_server_that_does_not_come_up_is_a_failure(machine: IsaMachine, manager: str, behaviour: str) -> None:
    machine.render(service_manager=manager)
    machine.behave(behaviour)

    assert machine.call("http", "start.sh") == 1


@pytest.mark.parametrize("manager", ["systemd", "chkconfig"])
@pytest.mark.parametrize("behaviour", ["succeeds", "stops with a code", "fails", "lies", "obeys nobody"])
def test_the_state_decides_whether_a_server_was_stopped(machine: IsaMachine, manager: str, behaviour: str) -> None:
    """systemd ends what is the service's; of a service without a PID file nobody knows what that would be."""
    code = int(behaviour == "obeys nobody" or (manager == "chkconfig" and behaviour in {"fails", "lies"}))
    machine.render(service_manager=manager)
    machine.call("http", "start.sh")
    machine.behave(behaviour)

    assert machine.call("http", "stop.sh", None, "FAILURE") == code
    assert machine.runs("httpd") is bool(code)


@pytest.mark.parametrize(("part", "identifier"), MONITORS, ids=PARTS[2:])
def test_the_start_script_becomes_the_monitor_and_its_stop_ends_it(
    machine: IsaMachine, part: str, identifier: str
) -> None:
    shell = machine.popen(part, "start.sh")
    until(lambda: machine.runs(identifier))
    assert (machine.home / f"monitor-{identifier}").read_text().strip() == str(shell.pid)

    assert machine.call(part, "stop.sh", None, "FAILURE") == 0
    assert shell.wait(10) != 0
    assert machine.orders[-1] == f"clp_{part.removesuffix('-mon')}mon {identifier} --stop 1"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "-s localhost -n 80 -i 60 -c 3 -r 10 -v 1.1"),
        (
            {"http_uri": "/x y", "http_port": 8080, "http_version": "1.0"},
            "-s localhost -n 8080 -i 60 -c 3 -r 10 -v 1.0 -h /x y",
        ),
    ],
)
def test_the_monitor_is_given_what_the_site_says(machine: IsaMachine, values: dict[str, object], words: str) -> None:
    machine.render(**values)
    machine.popen("http-mon", "start.sh")
    until(lambda: machine.orders)

    assert machine.orders == [f"clp_httpmon {HTTP_ID} {words}"]


@pytest.mark.parametrize(("number", "code"), [("4", 0), ("0", 1)])
def test_what_is_below_the_pid_file_is_ended_and_nothing_else(machine: IsaMachine, number: str, code: int) -> None:
    """A status of 4 says nothing (LSB); where what was identified has gone, it need not."""
    stubborn = "trap '' TERM; while :; do sleep 60; done"
    main = subprocess.Popen(["sh", "-c", stubborn], start_new_session=True)
    other = subprocess.Popen(["sleep", "60"])
    (machine.home / "httpd.pid").write_text(f"{main.pid}")
    machine.render(service_manager="chkconfig", stop_limit=1)
    script = machine.home / "http" / "stop.sh"
    script.write_text(script.read_text().replace("/var/run/", f"{machine.home}/"))
    machine.service(f"[ $2 != status ] || exit {number}")
    try:
        assert machine.call("http", "stop.sh") == code
        assert main.wait(60) == -signal.SIGKILL
        assert other.poll() is None
        assert "KILL is sent" in machine.told
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(main.pid, signal.SIGKILL)
        main.wait()
        other.kill()
        other.wait()


def test_a_number_that_another_process_has_got_since_is_none_of_the_services(machine: IsaMachine) -> None:
    """As after a crash of the service: its PID file is older than the process of that number."""
    other = subprocess.Popen(["sleep", "60"])
    (machine.home / "httpd.pid").write_text(f"{other.pid}")
    os.utime(machine.home / "httpd.pid", (1e9, 1e9))
    machine.render(service_manager="chkconfig", stop_limit=1)
    script = machine.home / "http" / "stop.sh"
    script.write_text(script.read_text().replace("/var/run/", f"{machine.home}/"))
    machine.service("[ $2 != status ] || exit 1")
    try:
        assert machine.call("http", "stop.sh") == 0
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("behaviour", ["stops with a code", "lies", "refuses"])
def test_a_monitor_that_is_not_told_to_end_is_ended_and_its_identifier_freed(
    machine: IsaMachine, behaviour: str
) -> None:
    """A signal locks the identifier (ERRATA G4-29), so it is sent only when the order has come to nothing."""
    machine.popen("http-mon", "start.sh")
    until(lambda: machine.runs(HTTP_ID))
    machine.behave(behaviour)

    assert machine.call("http-mon", "stop.sh") == 0
    assert not machine.runs(HTTP_ID)
    obeyed = behaviour == "stops with a code"
    assert machine.orders[-1] == f"clp_httpmon {HTTP_ID} --{'stop 1' if obeyed else 'del'}"
    assert ("TERM is sent" in machine.told) is not obeyed


def test_a_monitor_that_gave_up_by_itself_counts_as_stopped(machine: IsaMachine) -> None:
    """Its identifier is gone, so the order to stop is refused; that is no reason to shut the server down."""
    assert machine.call("http-mon", "stop.sh") == 0
    assert machine.orders == [f"clp_httpmon {HTTP_ID} --stop 1"]


def test_another_monitor_is_left_alone(machine: IsaMachine) -> None:
    machine.render(http_id=f"{HTTP_ID}x")
    machine.popen("http-mon", "start.sh")
    until(lambda: machine.runs(f"{HTTP_ID}x"))
    machine.render()

    assert machine.call("http-mon", "stop.sh") == 0
    assert machine.runs(f"{HTTP_ID}x")

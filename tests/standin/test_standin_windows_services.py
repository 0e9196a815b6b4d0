"""Services and commands that do their work themselves, as the daemon sees them; the other end is played by the test."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clprun.lab.standin import calls as calls_module
from clprun.lab.standin.windows import daemon, services
from clprun.lab.standin.windows.frames import EXIT, GO, LOCAL, SERVICE, STOP, Gone, Line
from clprun.lab.standin.windows.services import BROKEN, ServiceCall
from tests.standin.windows_tools import PATIENCE, Machine, machine
from tests.support.lab import eventually


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(services, "RUNNING", str(tmp_path / "running"))
    monkeypatch.setattr(calls_module, "SHARED", str(tmp_path))
    (tmp_path / "running").mkdir()
    return machine(tmp_path)


@contextmanager
def talking(here: Machine, kind: bytes, name: str, line: str = "") -> Iterator[Line]:
    """A program that has said hello; at the end it is gone."""
    ours, theirs = socket.socketpair()
    ours.settimeout(PATIENCE)
    thread = threading.Thread(target=daemon.answer, args=(here.node, Line(theirs)))
    thread.start()
    program = Line(ours)
    try:
        program.send(kind, f"{name}\0{line}\0C:\\\x00932\x0088\x00".encode("utf-16-le"))
        yield program
    finally:
        ours.close()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def received(program: Line) -> Iterator[bytes]:
    """The kinds of all frames until the line ends."""
    try:
        while True:
            yield program.receive()[0]
    except Gone:
        return


def starting(monkeypatch: pytest.MonkeyPatch, start: Callable[[ServiceCall], int]) -> None:
    monkeypatch.setattr(daemon, "SERVICES", {"svc": "any:start"})
    monkeypatch.setattr(daemon, "function", lambda place: start)


def mark(here: Machine) -> Path:
    return here.folder / "running" / "svc"


def test_a_service_nobody_stands_in_for_simply_runs(here: Machine) -> None:
    with talking(here, SERVICE, "Svc") as program:
        assert program.receive() == (GO, b"")
        assert mark(here).read_text() == "88"
        program.send(STOP)
        assert program.receive() == (EXIT, bytes(4))
        assert not mark(here).exists()


def test_a_service_that_cannot_start_says_why(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    starting(monkeypatch, lambda service: 7)
    with talking(here, SERVICE, "Svc") as program:
        assert program.receive() == (EXIT, b"\7\0\0\0")
        assert not mark(here).exists()


def test_what_a_service_started_ends_before_it_is_stopped(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []

    def start(service: ServiceCall) -> int:
        events.append(f"start {service.name}")
        service.on_end(lambda: events.append("end"))
        return 0

    starting(monkeypatch, start)
    with talking(here, SERVICE, "Svc") as program:
        program.receive()
        program.send(STOP)
        assert program.receive()[0] == EXIT
        assert events == ["start Svc", "end"]
    assert events == ["start Svc", "end"]


def test_a_killed_service_ends_too(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []

    def start(service: ServiceCall) -> int:
        service.on_end(lambda: events.append("end"))
        return 0

    starting(monkeypatch, start)
    with talking(here, SERVICE, "Svc") as program:
        assert program.receive()[0] == GO
    assert events == ["end"]
    assert not mark(here).exists()


def test_a_service_can_end_by_itself(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[ServiceCall] = []

    def start(service: ServiceCall) -> int:
        running.append(service)
        return 0

    starting(monkeypatch, start)
    with talking(here, SERVICE, "Svc") as program:
        assert program.receive()[0] == GO
        running[0].end(5)
        assert program.receive() == (EXIT, b"\5\0\0\0")
        assert not running[0].over
    eventually(lambda: running[0].over, "the service is over")


def test_a_broken_stand_in_is_no_running_service(
    here: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def start(service: ServiceCall) -> int:
        raise KeyError("mistake")

    starting(monkeypatch, start)
    with talking(here, SERVICE, "Svc") as program:
        assert program.receive() == (EXIT, BROKEN.to_bytes(4, "little"))
    assert "mistake" in capsys.readouterr().err


@pytest.mark.parametrize(("changes", "recorded"), [(b"\1", 1), (b"\0", 0)])
def test_what_a_command_changed_by_itself_is_recorded(here: Machine, changes: bytes, recorded: int) -> None:
    with talking(here, LOCAL, "sc", "sc config x start= demand") as program:
        assert program.receive() == (GO, b"")
        program.send(EXIT, (1060).to_bytes(4, "little") + changes)
        assert program.receive() == (GO, b"")
    record = here.folder / "calls.jsonl"
    lines = record.read_text().splitlines() if record.exists() else []
    assert [(line["argv"], line["exit"]) for line in map(json.loads, lines)] == [
        (["sc", "config", "x", "start=", "demand"], 1060)
    ] * recorded


@pytest.mark.parametrize("fault", ["fail", "die"])
def test_a_fault_stops_a_command_before_its_work(here: Machine, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(type(here.node.settings), "fault", lambda _, command: fault)
    with talking(here, LOCAL, "net", "net start x") as program:
        kinds = list(received(program))
        assert GO not in kinds
        assert (EXIT in kinds) == (fault == "fail")


def test_a_command_that_hangs_ends_with_its_caller(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(here.node.settings), "fault", lambda _, command: "hang")
    with talking(here, LOCAL, "net", "net start x"):
        eventually((here.folder / "calls.jsonl").exists, "the call is in the record as begun")
    assert json.loads((here.folder / "calls.jsonl").read_text())["exit"] is None

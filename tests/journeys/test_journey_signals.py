"""One run that INT, TERM and HUP stop in the middle of a step each, and that goes on to the end every time."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.gates import CJCMKSITE, Gate, gate
from tests.journeys.stage import commands_of, lab_of, stands_on
from tests.support.bench import BUILT_BY, NODES, Bench, Finish
from tests.support.lab import eventually

NQSSTOP = "/usr/lib/nqs/nqsstop"


class Verb:
    """A command that is under way; its streams go to files, so that it never waits for a reader."""

    def __init__(self, bench: Bench, folder: Path, *arguments: str) -> None:
        self._streams = folder / "out.jsonl", folder / "err.txt"
        with self._streams[0].open("wb") as out, self._streams[1].open("wb") as err:
            self.process = subprocess.Popen(
                bench.command(*arguments),
                env=bench.variables(None),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=bench.home,
            )

    def intends(self, step: str) -> None:
        """Wait until a step is about to make its first change."""

        def intended() -> bool:
            assert self.process.poll() is None, self._read()
            lines = self._streams[0].read_text().splitlines(keepends=True)
            events = [json.loads(line) for line in lines if line.endswith("\n")]
            return any(event["event"] == "step-intended" and event["step"] == step for event in events)

        eventually(intended, f"{step} intended", 60)

    def stop_by(self, number: signal.Signals, *held: Gate) -> Finish:
        """Send a signal, let go what was held on the nodes, and wait for the end."""
        assert self.process.poll() is None, self._read()
        self.process.send_signal(number)
        for each in held:
            each.open()
        self.process.wait(60)
        return self._read()

    def _read(self) -> Finish:
        out, err = (stream.read_text() for stream in self._streams)
        code = self.process.poll()
        return Finish(-999 if code is None else code, out, err)


@dataclass(frozen=True)
class Stop:
    """How a signal ended a command, and what was said of the run afterwards."""

    finish: Finish
    status: dict[str, Any]


@dataclass(frozen=True)
class Story:
    """The run: its three interruptions by the signal, and its end."""

    bench: Bench
    stops: dict[str, Stop]
    end: Finish


def _stopped(bench: Bench, finish: Finish) -> Stop:
    status = bench.clprun("status", "--json")
    assert status.code == 0, status
    return Stop(finish, json.loads(status.out))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    stops = {}
    with lab_of(tmp_path_factory.mktemp("signals")) as bench:
        with ExitStack() as gates:
            both = [gates.enter_context(gate(bench, node, NQSSTOP)) for node in NODES]
            verb = Verb(bench, tmp_path_factory.mktemp("hup"), "apply", BUILT_BY, "--lab", "--yes", "--json")
            verb.intends("stop-local")
            for each in both:
                each.reached()
            stops["SIGHUP"] = _stopped(bench, verb.stop_by(signal.SIGHUP, *both))
        with gate(bench, "clu1", CJCMKSITE) as door:
            verb = Verb(bench, tmp_path_factory.mktemp("int"), "resume", "--yes", "--json")
            verb.intends("create-site")
            door.reached()
            stops["SIGINT"] = _stopped(bench, verb.stop_by(signal.SIGINT))
        verb = Verb(bench, tmp_path_factory.mktemp("term"), "resume", "--yes", "--json")
        verb.intends("stop-site")
        stops["SIGTERM"] = _stopped(bench, verb.stop_by(signal.SIGTERM))
        yield Story(bench, stops, bench.resume())


@pytest.mark.parametrize(("name", "code"), [("SIGHUP", 129), ("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_ends_the_command_with_its_own_code_and_says_how_to_go_on(story: Story, name: str, code: int) -> None:
    finish = story.stops[name].finish

    assert finish.code == code, finish
    assert name in finish.err
    assert "clprun resume " in finish.err
    assert "Traceback" not in finish.text
    (ended,) = finish.events("run-ended")
    assert (ended["how"], ended["exit_code"]) == ("interrupted", code)


@pytest.mark.parametrize(
    ("name", "step"), [("SIGHUP", "stop-local"), ("SIGINT", "create-site"), ("SIGTERM", "stop-site")]
)
def test_status_says_interrupted_and_where(story: Story, name: str, step: str) -> None:
    told = json.dumps(story.stops[name].status)

    assert "interrupted" in told, told
    assert step in told, told


def test_the_run_goes_on_to_its_end(story: Story) -> None:
    assert story.end.code == 0, story.end
    eventually(stands_on(story.bench, "clu1"), "the site in the group")


def test_no_command_that_was_under_way_was_begun_twice(story: Story) -> None:
    began = commands_of(story.bench.changing_calls())

    assert sum(CJCMKSITE in line for _, line in began) == 1
    assert sorted(node for node, line in began if "nqsstop" in line) == list(NODES)
    assert sum(line.endswith("-stop cluv") for node, line in began if node == "clu1") == 2, "one for each stop step"

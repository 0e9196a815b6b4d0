"""A run that was cut while it reboots a node waits for the node before it goes on, and not for ever."""

from functools import partial
from pathlib import Path

import pytest

from clprun.api.reboots import await_reboots
from clprun.engine.machine import RunState, Standing
from clprun.errors import NodeUnreachable, Problem
from clprun.model.question import Raw
from clprun.model.state import StepState
from clprun.transport.local import LocalConnection
from tests.engine.test_recovery_time import BOOK, Back, FakeTime, Quake, use
from tests.engine.toys import toy_access, toy_prepared

NOW = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
JOB = "quake-one-1-0"
LONGEST = 1800.0


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use(monkeypatch, quake=Quake, back=Back)
    return tmp_path


def begun(folder: Path, boot: str, code: str | None = None) -> None:
    """The reboot began in that boot, and its command may have ended."""
    job = folder / "state" / "runs" / "run1" / "jobs" / JOB
    job.mkdir(parents=True, exist_ok=True)
    (job / "pid").write_text(f"1 2 {boot} 3 4.5\n", "ascii")
    if code is not None:
        (job / "exit").write_text(f"{code}\n", "ascii")


def cut(mode: str = "reboot") -> RunState:
    standing = Standing(StepState.INTENDED, attempt=1, changed=True, jobs={f"one/{JOB}": mode})
    return RunState(run="run1", standings={("quake", "one"): standing})


def waited(folder: Path, time: FakeTime, state: RunState) -> float:
    bound = toy_prepared(folder, BOOK).bound
    await_reboots(bound, state, toy_access(folder), time.clock)
    return time.seconds - 100


def never() -> FakeTime:
    return FakeTime(1e9, lambda: None)


def test_it_goes_on_once_the_node_is_in_another_boot(folder: Path) -> None:
    begun(folder, NOW, "143")

    assert 5 <= waited(folder, FakeTime(5, partial(begun, folder, "another")), cut()) <= 6


@pytest.mark.parametrize(("boot", "code"), [("another", None), ("another", "143"), (NOW, "1")])
def test_there_is_nothing_to_wait_for(folder: Path, boot: str, code: str | None) -> None:
    begun(folder, boot, code)
    assert waited(folder, never(), cut()) == 0


def test_a_reboot_that_never_began_is_not_waited_for(folder: Path) -> None:
    assert waited(folder, never(), cut()) == 0


def test_other_commands_are_not_waited_for(folder: Path) -> None:
    begun(folder, NOW)
    assert waited(folder, never(), cut("run")) == 0
    assert waited(folder, never(), RunState(run="run1", standings=cut().standings, passed=("only",))) == 0


def test_it_does_not_wait_for_ever(folder: Path) -> None:
    begun(folder, NOW, "0")
    assert LONGEST <= waited(folder, never(), cut()) <= LONGEST + 1


def test_a_node_that_is_away_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(folder, "another")
    away = [True]

    class Away(LocalConnection):
        def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
            if away:
                raise NodeUnreachable(Problem("node.link_lost", node=self.name))
            return super().run(script, deadline=deadline, data=data)

    monkeypatch.setattr("tests.engine.toys.LocalConnection", Away)
    assert 2 <= waited(folder, FakeTime(2, away.clear), cut()) <= 3

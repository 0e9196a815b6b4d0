"""A run can be killed anywhere and goes on to the same end; nothing is started twice, nothing is lost."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from clprun.api import apply, resume, state_of, unfinished
from clprun.errors import ClusterLocked, InDoubt, InputError, NeedsAcceptance, StepFailed, WaitingForPerson
from clprun.faults import Point
from clprun.model.events import StepEnded, StepIntended
from clprun.model.state import Outcome, StepState
from tests.engine.toys import Agreeable, Witness, toy_access, toy_around, toy_prepared

BOOK = (Path(__file__).parent / "toybook.yaml").read_text("utf-8")
ROOT = Path(__file__).parents[2]

INSTANCES = [
    ("settings", "one"),
    ("settings", "two"),
    ("off", "one"),
    ("site", "one"),
    ("try", "one"),
    ("untry", "one"),
    ("on", "two"),
    ("runs", "one"),
]
POINTS = [Point.BEFORE, Point.INTENDED, Point.ACTED, Point.PROVEN, Point.DONE]
QUIET = {"off", "runs"}  # nothing to change: these never reach the points around a change


def drive(folder: Path, verb: str, fault: str | None = None) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if fault is not None:
        environment["CLPRUN_FAULT"] = fault
    return subprocess.Popen([sys.executable, "-m", "tests.engine.toys", str(folder), verb], env=environment, cwd=ROOT)


def work(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((folder / "work").iterdir())}


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    toy_prepared(tmp_path, BOOK)
    return tmp_path


UNDISTURBED = {
    "counter": "x\n",
    "one.conf": "on one\n",
    "one.on": "",
    "one.on.flicks": "x\n",
    "site": "whole",
    "trial.flicks": "x\nx\n",
    "two.conf": "on two\n",
    "two.on": "",
    "two.on.flicks": "x\n",
}


def test_an_undisturbed_run(folder: Path) -> None:
    assert drive(folder, "apply").wait() == 0
    assert work(folder) == UNDISTURBED


@pytest.mark.parametrize(
    ("point", "step", "node"),
    [
        pytest.param(point, step, node, marks=() if (index + offset) % 4 == 0 else pytest.mark.full)
        for index, (step, node) in enumerate(INSTANCES)
        for offset, point in enumerate(POINTS)
        if (step not in QUIET or point in {Point.BEFORE, Point.DONE})
        and (index + offset) % 2 == 0  # every second pair: the full matrix runs over the real runbook
    ],
)
def test_a_killed_run_goes_on_to_the_same_end(folder: Path, point: Point, step: str, node: str) -> None:
    assert drive(folder, "apply", f"{point}:{step}:{node}").wait() == -signal.SIGKILL

    assert drive(folder, "resume").wait() == 0

    assert work(folder) == UNDISTURBED


@pytest.mark.parametrize("fault", [f"{Point.APPENDING}:17", f"{Point.APPENDED}:17"])
def test_a_run_killed_within_a_record_goes_on_to_the_same_end(folder: Path, fault: str) -> None:
    assert drive(folder, "apply", fault).wait() == -signal.SIGKILL
    (run, state), *_ = unfinished(folder / "home")
    assert state.has_begun("site") == (Point.APPENDED in fault)

    assert drive(folder, "resume").wait() == 0

    assert work(folder) == UNDISTURBED
    assert state_of(run).ended == "done"


def test_killed_while_its_command_runs_the_command_is_waited_for_and_never_started_twice(folder: Path) -> None:
    process = drive(folder, "apply")
    until((folder / "work" / "counter").exists)
    process.kill()
    process.wait()

    assert drive(folder, "resume").wait() == 0

    assert work(folder) == UNDISTURBED


def kill_the_command(folder: Path) -> None:
    """Kill controller and command while the command is half-way."""
    process = drive(folder, "apply")
    until((folder / "work" / "site").exists)
    process.kill()
    process.wait()
    pattern = f"printf half >{folder}/work/site"
    subprocess.run(["pkill", "-KILL", "-f", pattern], check=True)


def test_a_failed_command_fails_the_step_and_a_resume_tries_again(folder: Path) -> None:
    (folder / "work" / "trial.flicks").mkdir()  # so that flicking the switch can't count itself
    prepared, access = toy_prepared(folder, BOOK), toy_access(folder)
    with pytest.raises(StepFailed) as caught:
        apply(prepared, access, toy_around(folder))
    (run, state), *_ = unfinished(folder / "home")
    assert state.standing("try", "one").state is StepState.FAILED
    assert caught.value.problem.step == "try"

    (folder / "work" / "trial.flicks").rmdir()
    resume(run, prepared, access, toy_around(folder))

    assert work(folder) == UNDISTURBED


def test_a_command_killed_half_way_is_in_doubt_until_a_person_decides(folder: Path) -> None:
    kill_the_command(folder)
    prepared, access = toy_prepared(folder, BOOK), toy_access(folder)
    (run, _), *_ = unfinished(folder / "home")

    with pytest.raises(InDoubt):
        resume(run, prepared, access, toy_around(folder))
    assert state_of(run).standing("site", "one").state is StepState.IN_DOUBT
    with pytest.raises(InDoubt):
        resume(run, prepared, access, toy_around(folder, Agreeable("stop")))
    resume(run, prepared, access, toy_around(folder, Agreeable("redo")))

    assert work(folder) == {**UNDISTURBED, "counter": "x\nx\n"}


def test_a_person_may_say_that_the_half_is_whole(folder: Path) -> None:
    kill_the_command(folder)
    (run, _), *_ = unfinished(folder / "home")

    resume(run, toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder, Agreeable("done")))

    assert work(folder) == UNDISTURBED


def test_a_doubt_that_arises_within_a_run_is_asked_about_at_once(folder: Path) -> None:
    dying, access = BOOK.replace("seconds: 0.3", "dies_first: true"), toy_access(folder)

    with pytest.raises(InDoubt):
        apply(toy_prepared(folder, dying), access, toy_around(folder))

    (run, state), *_ = unfinished(folder / "home")
    assert state.standing("site", "one").state is StepState.IN_DOUBT
    resume(run, toy_prepared(folder, dying), access, toy_around(folder, Agreeable("redo")))
    assert work(folder) == {**UNDISTURBED, "counter": "x\nx\n"}


def test_an_answer_given_in_advance_is_used_within_the_run(folder: Path) -> None:
    dying = toy_prepared(folder, BOOK.replace("seconds: 0.3", "dies_first: true"))

    apply(dying, toy_access(folder), toy_around(folder, Agreeable("redo")))

    assert work(folder) == {**UNDISTURBED, "counter": "x\nx\n"}


def test_a_second_apply_changes_nothing_and_says_so(folder: Path) -> None:
    prepared, access = toy_prepared(folder, BOOK), toy_access(folder)
    apply(prepared, access, toy_around(folder))
    before, witness = work(folder), Witness()

    apply(prepared, access, toy_around(folder, witness=witness))

    assert work(folder) == before
    assert not any(isinstance(event, StepIntended) for event in witness.events)
    outcomes = {event.outcome for event in witness.events if isinstance(event, StepEnded)}
    assert outcomes == {Outcome.ALREADY, Outcome.NOT_NEEDED, Outcome.CHECKED}


def test_nobody_agrees_nothing_changes_and_the_next_run_is_not_blocked(folder: Path) -> None:
    prepared, access = toy_prepared(folder, BOOK), toy_access(folder)

    with pytest.raises(WaitingForPerson):
        apply(prepared, access, toy_around(folder, Agreeable(agrees=False)))

    assert work(folder) == {}
    apply(prepared, access, toy_around(folder))
    assert work(folder) == UNDISTURBED


def test_a_failed_command_that_leaves_a_half_is_told_with_the_doubt(folder: Path) -> None:
    failing, access = BOOK.replace("seconds: 0.3", "fails: true"), toy_access(folder)
    with pytest.raises(InDoubt) as caught:
        apply(toy_prepared(folder, failing), access, toy_around(folder))
    doubt, failure = caught.value.problems
    assert (failure.code, failure.values["exit"]) == ("step.command_failed", 3)
    (run, state), *_ = unfinished(folder / "home")
    assert state.standing("site", "one").state is StepState.IN_DOUBT
    assert doubt.step == "site"

    with pytest.raises(ClusterLocked) as locked:
        apply(toy_prepared(folder, BOOK), access, toy_around(folder))
    assert locked.value.problem.values["run"] == run.run
    with pytest.raises(NeedsAcceptance) as changed:
        resume(run, toy_prepared(folder, BOOK), access, toy_around(folder))
    assert changed.value.what == "input"
    operator = Agreeable("redo", frozenset({"input"}))
    resume(run, toy_prepared(folder, BOOK), access, toy_around(folder, operator))

    assert work(folder) == {**UNDISTURBED, "counter": "x\nx\n"}


def test_drift_since_the_stop_is_shown_and_stops_the_resume_until_it_is_accepted(folder: Path) -> None:
    assert drive(folder, "apply", f"{Point.BEFORE}:on:one").wait() == -signal.SIGKILL
    (folder / "work" / "one.conf").write_text("drifted", "utf-8")
    (run, _), *_ = unfinished(folder / "home")
    prepared, access = toy_prepared(folder, BOOK), toy_access(folder)

    with pytest.raises(NeedsAcceptance) as caught:
        resume(run, prepared, access, toy_around(folder))
    assert caught.value.what == "drift"
    assert [(problem.step, problem.node) for problem in caught.value.problems] == [("settings", "one")]

    resume(run, prepared, access, toy_around(folder, Agreeable(accepts=frozenset({"drift"}))))
    assert work(folder) == {**UNDISTURBED, "one.conf": "drifted"}


def test_a_checkpoint_holds_only_until_its_step(folder: Path) -> None:
    assert drive(folder, "apply", f"{Point.BEFORE}:runs:one").wait() == -signal.SIGKILL

    assert drive(folder, "resume").wait() == 0  # "off" was left on purpose by "on"

    assert work(folder) == UNDISTURBED


def test_a_condition_of_a_checkpoint_is_asked_again(folder: Path) -> None:
    assert drive(folder, "apply", f"{Point.BEFORE}:site:one").wait() == -signal.SIGKILL
    (folder / "work" / "two.on").write_text("", "utf-8")
    (run, _), *_ = unfinished(folder / "home")

    with pytest.raises(NeedsAcceptance) as caught:
        resume(run, toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder))

    assert [(problem.step, problem.node) for problem in caught.value.problems] == [("off", "two")]


def test_a_precondition_that_fails_stops_before_the_first_change(folder: Path) -> None:
    (folder / "work" / "two.conf").mkdir()

    with pytest.raises(StepFailed) as caught:
        apply(toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder))

    assert [(problem.step, problem.node) for problem in caught.value.problems] == [("settings", "two")]
    assert work_names(folder) == {"two.conf"}


def work_names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "work").iterdir()}


def test_a_run_that_is_over_is_not_resumed(folder: Path) -> None:
    prepared, access, around = toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder)
    state = apply(prepared, access, around)
    folders = list((folder / "home" / "runs").iterdir())
    assert [path.name for path in folders] == [state.run]

    from clprun.store.runs import RunFolder  # noqa: PLC0415

    with pytest.raises(InputError) as caught:
        resume(RunFolder(folders[0]), prepared, access, around)

    assert caught.value.problem.code == "run.over_done"


def test_a_changed_runbook_is_shown_with_the_lines_that_differ(folder: Path) -> None:
    assert drive(folder, "apply", f"{Point.BEFORE}:site:one").wait() == -signal.SIGKILL
    (run, _), *_ = unfinished(folder / "home")

    with pytest.raises(NeedsAcceptance) as caught:
        resume(
            run,
            toy_prepared(folder, BOOK.replace("minutes: 1", "minutes: 2", 1)),
            toy_access(folder),
            toy_around(folder),
        )

    (problem,) = caught.value.problems
    assert (caught.value.what, problem.code) == ("input", "input.changed_file")
    assert {"-    minutes: 1", "+    minutes: 2"} <= set(str(problem.output).splitlines())


def test_the_image_from_before_a_change_is_kept(folder: Path) -> None:
    (folder / "work" / "one.conf").write_text("mine", "utf-8")

    state = apply(toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder))

    images = folder / "home" / "runs" / state.run / "images"
    assert [path.read_text("utf-8") for path in images.iterdir()] == ["mine"]


def test_a_crash_before_the_first_event_leaves_no_run(folder: Path) -> None:
    assert drive(folder, "apply", f"{Point.BEFORE}:settings:one").wait() == -signal.SIGKILL
    (run, _), *_ = unfinished(folder / "home")
    (run.path / "journal.jsonl").write_bytes(b'{"torn')
    (run.path / "journal.head").unlink()

    assert unfinished(folder / "home") == []
    shutil.rmtree(run.path)

"""A fault made on purpose: its time to recovery is taken, it is never made twice, and a node may be away meanwhile."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clprun.api import Access, apply, resume, unfinished
from clprun.engine.desk import Clock
from clprun.errors import LinkLost, NodeUnreachable, Problem, StepFailed
from clprun.model.change import Action, Change, Reboot, Run
from clprun.model.cluster import Node
from clprun.model.events import StepEnded, StepIntended
from clprun.model.question import Answers, Ask, Raw
from clprun.model.runbook import Nature
from clprun.node.files import FileFacts, FileKind
from clprun.steps.base import Kind, Target, Want
from clprun.transport.local import LocalConnection
from clprun.ui.tally import Tally
from tests.engine import toys
from tests.engine.toys import ONE_PHASE, Witness, toy_access, toy_around, toy_prepared

BOOK = (
    ONE_PHASE
    + """\
      - id: file
        title: {ja: 設定, en: File}
        kind: text
        on: both
        with: {path: "{{ folder }}/{{ node.name }}", text: a}
      - {id: quake, title: {ja: 障害, en: Quake}, kind: quake, on: cluster, within: 5, with: {folder: "{{ folder }}"}}
      - {id: back, title: {ja: 復帰, en: Back}, kind: back, on: cluster, within: 5, with: {folder: "{{ folder }}"}}
"""
)


class FolderWant(Want):
    folder: str


class Quake(Kind[FolderWant]):
    """A fault; what it breaks is whole when there is a file ``whole``."""

    name, nature, want = "quake", Nature.PASSING, FolderWant
    awaits_nodes = repeats = True

    def asks(self, want: FolderWant, target: Target) -> Sequence[Ask[Any]]:
        nodes = [node.name for node in target.cluster.nodes if node.name != target.away]
        return [Ask(node, FileFacts(f"{want.folder}/whole")) for node in nodes]

    def plan(self, want: FolderWant, target: Target, answers: Answers) -> Change | None:
        if target.attempt > 1:
            waiting = Change(Problem("step.not_reached", {"change": "wait"}), actions=())
            return None if self.missing(want, target, answers) is None else waiting
        actions = (self.fault(want, target),)
        return Change(Problem("step.not_reached", {"change": "quake"}), actions, measured=True, disrupts=True)

    def missing(self, want: FolderWant, target: Target, answers: Answers) -> Problem | None:
        whole = answers("two", FileFacts(f"{want.folder}/whole")).kind is FileKind.FILE
        return None if whole and target.attempt > 1 else Problem("step.not_reached", {"change": "quake"})

    def fault(self, want: FolderWant, target: Target) -> Action:
        return Run(target.node.name, ("sh", "-c", f"echo x >>{shlex.quote(want.folder)}/faults"))


class Reboots(Quake):
    """The fault takes the node away."""

    def fault(self, want: FolderWant, target: Target) -> Action:
        return Reboot(target.node.name, ("sh", "-c", f"echo x >>{shlex.quote(want.folder)}/faults # goes-away"))


class Back(Kind[FolderWant]):
    """A check on both nodes, one of which may be away for a while."""

    name, nature, want, awaits_nodes = "back", Nature.CHECK, FolderWant, True

    def asks(self, want: FolderWant, target: Target) -> Sequence[Ask[Any]]:
        return [Ask(node.name, FileFacts(f"{want.folder}/faults")) for node in target.cluster.nodes]

    def plan(self, want: FolderWant, target: Target, answers: Answers) -> Change | None:
        if answers("one", FileFacts(f"{want.folder}/faults")).kind is FileKind.ABSENT:
            raise StepFailed(Problem("step.not_reached", {"change": "back"}))
        return None


class Impatient(Back):
    """The same for a kind that does not wait."""

    awaits_nodes = False


class FakeTime:
    """A clock that only sleeping moves; at some time something happens."""

    def __init__(self, at: float, happens: Callable[[], object]) -> None:
        self.seconds, self.at, self.happens = 100.0, 100.0 + at, happens

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        if self.seconds >= self.at:
            self.happens()

    @property
    def clock(self) -> Clock:
        return Clock(lambda: datetime.now(UTC), lambda: self.seconds, self.sleep)


class Departing(LocalConnection):
    """A node that goes away with the command that says so, for some requests."""

    away_for = 0

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        if self.away_for > 0:
            self.away_for -= 1
            raise NodeUnreachable(Problem("node.link_lost", node=self.name))
        raw = super().run(script, deadline=deadline, data=data)
        if "goes-away" in script and self.name == "one":
            self.away_for = 3
            raise LinkLost(Problem("node.link_lost", node=self.name))
        return raw


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use(monkeypatch, quake=Quake, back=Back)
    toy_prepared(tmp_path, BOOK)
    return tmp_path


def use(monkeypatch: pytest.MonkeyPatch, **kinds: type[Kind[Any]]) -> None:
    for name, kind in kinds.items():
        monkeypatch.setitem(toys.KINDS, name, kind)


def whole(folder: Path) -> Callable[[], object]:
    return (folder / "work" / "whole").touch


def faults(folder: Path) -> int:
    return len((folder / "work" / "faults").read_text("utf-8").splitlines())


def ended(witness: Witness) -> dict[str, float | None]:
    return {event.step: event.recovered_after for event in witness.events if isinstance(event, StepEnded)}


def test_the_time_runs_from_the_fault_to_the_first_look_that_shows_all(folder: Path) -> None:
    time, witness = FakeTime(0.6, whole(folder)), Witness()

    apply(toy_prepared(folder, BOOK), toy_access(folder), replace(toy_around(folder, None, witness), clock=time.clock))

    assert ended(witness) == {"file": None, "quake": pytest.approx(0.7), "back": None}
    assert [event.step for event in witness.events if isinstance(event, StepIntended) and event.measured] == ["quake"]


def test_after_a_stop_in_between_the_fault_is_not_made_again_and_the_time_is_unknown(folder: Path) -> None:
    never, witness = FakeTime(1e9, whole(folder)), Witness()
    with pytest.raises(StepFailed):
        apply(
            toy_prepared(folder, BOOK),
            toy_access(folder),
            replace(toy_around(folder, None, witness), clock=never.clock),
        )
    (run, _), *_ = unfinished(folder / "home")
    later, second = FakeTime(0.2, whole(folder)), Witness()

    around = replace(toy_around(folder, None, second), clock=later.clock)
    resume(run, toy_prepared(folder, BOOK), toy_access(folder), around)

    assert faults(folder) == 1
    assert ended(second)["quake"] is None
    tally = Tally()
    for event in [*witness.events, *second.events]:
        tally.take(event)
    assert {step: standing.recovered_after for (step, _), standing in tally.recoveries.items()} == {"quake": None}


def departing_access(folder: Path) -> Access:
    def connect(node: Node) -> LocalConnection:
        return Departing(node.name)

    return Access(connect, state_folder=str(folder / "state"))


def test_a_rebooted_node_is_not_asked_until_its_peer_has_taken_over_and_is_awaited_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, quake=Reboots)
    time, witness = FakeTime(0.6, whole(folder)), Witness()

    apply(
        toy_prepared(folder, BOOK),
        departing_access(folder),
        replace(toy_around(folder, None, witness), clock=time.clock),
    )

    assert ended(witness)["quake"] == pytest.approx(0.7)
    assert faults(folder) == 1


def test_a_kind_that_does_not_await_nodes_stops_the_run_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, quake=Reboots, back=Impatient)
    time = FakeTime(0.6, whole(folder))

    with pytest.raises(NodeUnreachable):
        apply(toy_prepared(folder, BOOK), departing_access(folder), replace(toy_around(folder), clock=time.clock))

"""A built cluster of which one thing after the other is broken: noticed, planned, repaired, and then let alone.

What clprun leaves to a person is done, and then the same must hold.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from clprun.api.prepare import Request, prepare
from clprun.lang.bind import BoundRunbook
from clprun.lang.load import data_folder
from tests.crash.breaks import Break, breaks_of
from tests.crash.controller import NOTHING_TO_RESUME, WAITING, Controller, advised
from tests.crash.courses import controller_for, runbook_of
from tests.crash.everywhere import SHARES
from tests.crash.results import Result
from tests.crash.undisturbed import Damage, Undisturbed
from tests.support.bench import Finish, differences
from tests.support.lab import eventually

__all__ = ["bound_to_the_lab", "broken_everywhere", "drifted"]

_CHANGES: Final = 7
"""Exit code of a dry run with ``--detailed-exitcode`` that found changes."""

_REFUSED: Final = 1
_SECONDS: Final = 300.0
_SHOWN: Final = 1500
"""Letters of a message that are kept."""

_MOVES: Final = re.compile(r"clpgrp -[tm] |clprsc -t |nqsstop")
"""Commands that stop or move what is served."""


def bound_to_the_lab(course: str) -> BoundRunbook:
    """The runbook of a course with the values of the lab."""
    inventory = data_folder() / "inventory" / "lab" / "lab.yaml"
    return prepare(Request(runbook_of(course), (inventory,), lab=True)).bound


def broken_everywhere(course: str, share: str, expected: Undisturbed, folder: Path) -> Result:
    """Build, and break each single thing of a share of what the runbook leaves.

    Args:
        course: what is built.
        share: one of :data:`SHARES`.
        expected: the same build, undisturbed; each lab is compared with itself instead.
        folder: an empty one, for the labs.
    """
    del expected
    return drifted(course, share, breaks_of(bound_to_the_lab(course))[SHARES.index(share) :: len(SHARES)], folder)


def drifted(course: str, variant: str, breaks: Iterable[Break], folder: Path) -> Result:
    """Build, and break these things one after the other.

    After one that was not repaired, the rest is broken in a new lab.

    Args:
        course: what is built.
        variant: name of the result.
        breaks: what is broken.
        folder: an empty one, for the labs.
    """
    counts: Counter[str] = Counter({"breaks": 0, "repaired": 0, "by hand": 0})
    waiting, failed = list(breaks), list[str]()
    while waiting:
        home = folder / f"lab-{len(waiting)}"
        home.mkdir()
        with controller_for(course, home) as controller:
            finish = controller.begin()
            assert finish.code == 0, finish
            built, is_whole = controller.bench.state(), True
            while waiting and is_whole:
                trial = Trial(controller, waiting.pop(0), built)
                trial.make()
                counts["breaks"] += 1
                counts["by hand" if trial.by_hand else "repaired"] += not trial.wrong
                failed += trial.wrong
                is_whole = not trial.wrong
    return Result.of(("drift", course, variant), counts, Damage(), failed)


class Trial:
    """What came of one thing that was broken.

    Args:
        controller: of a lab that is built.
        broken: the thing.
        built: the state of the lab.
        by_hand: whether a person had to do something.
        wrong: what was not as it should be.
    """

    def __init__(self, controller: Controller, broken: Break, built: Mapping[str, Any]) -> None:
        self._controller, self._break, self._built = controller, broken, built
        self._bench = controller.bench
        self.by_hand = False
        self.wrong: list[str] = []

    def make(self) -> None:
        """Break it, and see it noticed, planned and repaired."""
        self._break.strike(self._bench)
        self._expect("verify", self._clprun("verify"), {_REFUSED})
        dry = self._clprun("apply", "--dry-run", "--detailed-exitcode", "--json")
        self._expect("dry run", dry, {_CHANGES, _REFUSED})
        calls = len(self._bench.calls())
        repair = self._clprun("apply", "--yes", "--json")
        if repair.code in {_REFUSED, WAITING}:
            self._helped(dry, repair)
        elif self._expect("apply", repair, {0}):
            self._compare(dry, repair, calls)
        self._see_it_right()

    def _helped(self, dry: Finish, stopped: Finish) -> None:
        """A person does what clprun says, once."""
        self.by_hand = True
        if "next:" not in stopped.err:
            self.wrong.append(f"{self._break.name}: nothing is said to be done: {stopped.err[-_SHOWN:]}")
        said = advised(stopped)
        if any("=redo" in word for word in said):
            self._expect("resume", self._bench.clprun(*said, seconds=_SECONDS), {0})
            return
        if not said:
            self._expect("dry run of what is refused", dry, {_REFUSED})
            self._expect("resume of what was refused", self._bench.clprun("resume", "--yes"), {NOTHING_TO_RESUME})
        self._break.mend(self._bench)
        self._settle()
        self._expect("apply after a person", self._gone_on(said or self._controller.beginning), {0})

    def _gone_on(self, words: Sequence[str]) -> Finish:
        """How it ends once a person has done a step's work, and says so where that is asked."""
        finish = self._bench.clprun(*words, seconds=_SECONDS)
        done = [word.replace("=redo", "=done") for word in advised(finish)]
        return self._bench.clprun(*done, seconds=_SECONDS) if any("=done" in word for word in done) else finish

    def _compare(self, dry: Finish, repair: Finish, calls: int) -> None:
        """What was done is what was planned, and disturbs no more."""
        planned = {
            event["step"] for event in dry.events("step-planned") if event["verdict"] in {"change", "known-later"}
        }
        done = {event["step"] for event in repair.events("step-ended") if event["outcome"] == "changed"}
        certain = {event["step"] for event in dry.events("step-planned") if event["verdict"] == "change"}
        if not certain <= done <= planned:
            self.wrong.append(f"{self._break.name}: planned {sorted(planned)}, done {sorted(done)}")
        moved = [line for line in self._lines(calls) if _MOVES.search(line)]
        if moved and not any(event["disrupts"] for event in dry.events("step-planned")):
            self.wrong.append(f"{self._break.name}: done without a word about what it disturbs: {moved}")

    def _see_it_right(self) -> None:
        self._settle()
        again = self._clprun("apply", "--yes")
        if self._expect("second apply", again, {0}) and "Nothing was changed." not in again.out:
            self.wrong.append(f"{self._break.name}: a second apply changes something: {again.out[-_SHOWN:]}")
        self._expect("verify in the end", self._clprun("verify"), {0})
        for place, what in self._lasting_differences().items():
            self.wrong.append(f"{self._break.name}: {place}: {what!r}"[:_SHOWN])

    def _lasting_differences(self) -> dict[str, Any]:
        """What is not as it was built; what only passes by, such as a program the lab runs, is no difference."""
        first = differences(self._built, self._bench.state())
        second = differences(self._built, self._bench.state()) if first else {}
        return {place: what for place, what in first.items() if place in second}

    def _settle(self) -> None:
        """Wait until nothing is on its way."""
        nodes = self._bench.nodes
        eventually(lambda: all("Pending" not in self._clpstat(node) for node in nodes), "the group settles", _SECONDS)

    def _clpstat(self, node: str) -> str:
        try:
            return self._bench.node(node, "clpstat")
        except AssertionError:  # the cluster is busy, and says so
            return "Pending"

    def _clprun(self, verb: str, *more: str) -> Finish:
        return self._bench.clprun(verb, self._bench.runbook, "--lab", *more, seconds=_SECONDS)

    def _expect(self, what: str, finish: Finish, codes: Iterable[int]) -> bool:
        fine = finish.code in codes and "Traceback" not in finish.err
        if not fine:
            said = finish.text[-_SHOWN:] if what != "dry run" else f"{finish.out[-200:]} {finish.err[-_SHOWN:]}"
            self.wrong.append(f"{self._break.name}: {what}: exit {finish.code}: {said}")
        return fine

    def _lines(self, since: int) -> Iterator[str]:
        return (" ".join(call["argv"]) for call in self._bench.calls()[since:] if call["by"] == "ssh")

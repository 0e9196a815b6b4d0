"""What must be right about the names by which steps and phases speak of each other."""

from collections.abc import Iterator, Sequence

from clprun.errors import Problem
from clprun.lang.document import Path
from clprun.lang.kinds import Kinds
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.unknown import unknown
from clprun.model.runbook import Hold, Nature, Phase, Step

__all__ = ["nature_of", "reference_problems"]


def nature_of(step: Step, kinds: Kinds) -> Nature | None:
    """What a step leaves: its own word, else its kind's; ``None`` for an unknown kind."""
    if step.nature is not None:
        return step.nature
    kind = kinds.get(step.kind)
    return None if kind is None else kind.nature


def reference_problems(loaded: LoadedRunbook, kinds: Kinds) -> list[Problem]:
    """All names that are used twice, don't exist, or point the wrong way."""
    return [*_twice(loaded), *_Names(loaded, kinds).problems()]


def _twice(loaded: LoadedRunbook) -> Iterator[Problem]:
    named: list[tuple[str, Path]] = [(step.id, (*path, "id")) for path, _, step in loaded.steps()]
    phases: list[tuple[str, Path]] = [
        (phase.id, ("phases", index, "id")) for index, phase in enumerate(loaded.runbook.phases)
    ]
    for group in (named, phases):
        first: dict[str, Path] = {}
        for name, path in group:
            if name in first:
                line = loaded.document.value_place(first[name]).line
                yield Problem("input.id_twice", {"name": name, "line": line}, place=loaded.document.value_place(path))
            first.setdefault(name, path)


class _Names:
    """The steps of a runbook by name, with their order and nature."""

    def __init__(self, loaded: LoadedRunbook, kinds: Kinds) -> None:
        self._loaded = loaded
        self._natures = {step.id: nature_of(step, kinds) for _, _, step in loaded.steps()}
        self._phases = {step.id: index for index, phase in enumerate(loaded.runbook.phases) for step in phase.steps}

    def problems(self) -> Iterator[Problem]:
        for path, _, step in self._loaded.steps():
            yield from self._purpose(step, step.serves, (*path, "serves"))
            yield from self._purpose(step, step.superseded_by, (*path, "superseded_by"))
        for index, phase in enumerate(self._loaded.runbook.phases):
            yield from self._goal(phase, ("phases", index, "goal"))
            for number, hold in enumerate(phase.checkpoint):
                yield from self._hold(hold, index, ("phases", index, "checkpoint", number))

    def _purpose(self, step: Step, named: Sequence[str], path: Path) -> Iterator[Problem]:
        """A passing step serves lasting ones, and makes room for them; nothing else does."""
        if named and self._natures[step.id] not in {Nature.PASSING, None}:
            yield Problem("input.only_passing_serves", {"name": step.id}, place=self._loaded.document.key_place(path))
        for index, name in enumerate(named):
            if not self._known(name):
                yield self._unknown(name, (*path, index))
            elif self._natures[name] not in {Nature.LASTING, None}:
                yield self._problem("input.serves_not_lasting", name, (*path, index))

    def _goal(self, phase: Phase, path: Path) -> Iterator[Problem]:
        """What passes by can't be asked whether it holds."""
        for index, name in enumerate(phase.goal):
            if not self._known(name):
                yield self._unknown(name, (*path, index))
            elif self._natures[name] is Nature.PASSING:
                yield self._problem("input.goal_is_passing", name, (*path, index))

    def _hold(self, hold: Hold, phase: int, path: Path) -> Iterator[Problem]:
        """A checkpoint asks what was done before it, until a step that comes after it."""
        if not self._known(hold.step):
            yield self._unknown(hold.step, (*path, "step"))
        elif self._phases[hold.step] > phase:
            yield self._problem("input.hold_too_early", hold.step, (*path, "step"))
        if hold.until is None:
            return
        if not self._known(hold.until):
            yield self._unknown(hold.until, (*path, "until"))
        elif self._phases[hold.until] <= phase:
            yield self._problem("input.until_too_early", hold.until, (*path, "until"))

    def _known(self, name: str) -> bool:
        return name in self._phases

    def _unknown(self, name: str, path: Path) -> Problem:
        return unknown("input.unknown_step", name, self._phases).at(self._loaded.document.value_place(path))

    def _problem(self, code: str, name: str, path: Path) -> Problem:
        return Problem(code, {"name": name}, place=self._loaded.document.value_place(path))

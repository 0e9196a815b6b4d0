"""What was measured, as JSON lines in a folder outside of git: each line says of which commit."""

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from tests.crash.undisturbed import Damage

__all__ = ["FOLDER", "Result", "Results", "commit"]

_ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = _ROOT / ".crash"

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Result:
    """One disturbed build.

    Args:
        kind: how it was disturbed: ``everywhere``, ``moments``, ``faults`` or ``drift``.
        course: what was built.
        variant: which one of several of its kind.
        counts: what was counted, by name.
        lost: see :class:`Damage`.
        twice: see :class:`Damage`.
        differing: see :class:`Damage`.
        failed: what a run said that did not come to its end, or stopped otherwise than it may.
        seconds: how long it took.
        commit: of what was tested.
        date: when it ended.
    """

    kind: str
    course: str
    variant: str
    counts: Mapping[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    seconds: float = 0.0
    commit: str = ""
    date: str = ""

    @classmethod
    def of(cls, key: Key, counts: Mapping[str, int], damage: Damage, failed: Iterable[str]) -> "Result":
        """What was counted, and what is wrong."""
        return cls(*key, counts, damage.lost, damage.twice, damage.differing, tuple(failed))

    @property
    def key(self) -> Key:
        """What there is one result of for each commit."""
        return self.kind, self.course, self.variant

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.twice or self.differing or self.failed)


_LINE: Final = TypeAdapter(Result)


class Results:
    """The results in a folder; several processes may add to it, each to a file of its own.

    Args:
        folder: made when it does not exist.
        part: name of the file that this process adds to.
    """

    def __init__(self, folder: Path = FOLDER, part: str = "1-1") -> None:
        self._folder, self._file = folder, folder / f"results-{part}.jsonl"

    def add(self, result: Result) -> None:
        """Keep a result, with the present time."""
        self._folder.mkdir(exist_ok=True)
        dated = replace(result, date=datetime.now(UTC).date().isoformat())
        with self._file.open("ab") as stream:
            stream.write(_LINE.dump_json(dated) + b"\n")

    def of(self, *commits: str) -> list[Result]:
        """What was measured of commits, the last result of each key, in order.

        Args:
            commits: the older ones first; a later one counts more.
        """
        found = {result.key: result for commit in commits for result in self._all() if result.commit == commit}
        return [found[key] for key in sorted(found)]

    def _all(self) -> Iterator[Result]:
        for file in sorted(self._folder.glob("results-*.jsonl")):
            yield from map(_LINE.validate_json, file.read_bytes().splitlines())


def commit() -> str:
    """What is checked out, as ``git describe`` names it; ``-dirty`` when files were changed since."""
    command = ["git", "describe", "--always", "--dirty", "--tags"]
    return subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True).stdout.strip()

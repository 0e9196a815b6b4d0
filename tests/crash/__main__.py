"""``./dev crash``: every runbook killed everywhere and at random, over every fault, broken thing by thing; slow tests.

What was measured lies in ``.crash``; what is there already of the commit that is checked out is not measured again.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import count, cycle
from pathlib import Path
from typing import Final

import pytest

from clprun.lab.windows.home import windows_home
from clprun.lab.windows.parts import wanting
from tests.crash.courses import COURSES
from tests.crash.drift import broken_everywhere
from tests.crash.everywhere import SHARES, killed_everywhere
from tests.crash.faults import FAULTS
from tests.crash.moments import killed_at_random
from tests.crash.phases import faulty_at_every_phase
from tests.crash.results import FOLDER, Key, Result, Results, commit
from tests.crash.table import write_pages
from tests.crash.undisturbed import Undisturbed, undisturbed

KINDS: Final = ("tests", "everywhere", "moments", "faults", "drift")
RANDOM_KILLS: Final = 1000
FAULTY: Final = ("jobcenter-classic", "clweb")
DRIFTING: Final = (
    "jobcenter-classic",
    "jobcenter-standard-mg",
    "jobcenter-standard-ag",
    "internet-server-agent",
    "clweb",
)
"""Courses of which every single thing is broken once they are built."""

AT_RANDOM: Final = tuple(name for name, course in COURSES.items() if course.platform == "linux" and not course.after)
"""Courses whose builds are killed at random: those whose labs are soon there."""

Measure = Callable[[Undisturbed, Path], Result]


def main() -> int:
    """Measure what is asked for; 1 when something is wrong."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # labs are taken down, too, when this is ended
    given = _arguments()
    if given.table is not None:
        write_pages(Results().of(*given.table))
        return 0
    part, parts = (int(number) for number in given.part.split("/"))
    runner = Runner(part, parts, time.monotonic() + 60 * given.minutes if given.minutes else None, given.course)
    good = [getattr(runner, kind)() for kind in given.kinds or KINDS]
    return 0 if all(good) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev crash", description=__doc__)
    parser.add_argument("kinds", nargs="*", type=_kind, metavar="KIND", help=f"{', '.join(KINDS)} (default: all)")
    parser.add_argument("--part", default="1/1", metavar="I/N", help="only the I-th of N parts")
    parser.add_argument("--course", action="append", choices=COURSES, help="only this build; may be given repeatedly")
    parser.add_argument("--minutes", type=float, metavar="M", help="begin nothing new after M minutes")
    parser.add_argument(
        "--table",
        nargs="+",
        metavar="COMMIT",
        help="write what was measured of these commits, the older first, into docs/",
    )
    return parser.parse_args()


def _kind(word: str) -> str:
    if word not in KINDS:
        raise argparse.ArgumentTypeError(f"{word} is none of {', '.join(KINDS)}")
    return word


class Runner:
    """Measures one part, and keeps the results.

    Args:
        part: which one, from 1.
        parts: of how many.
        end: when nothing new is begun any more, by the monotonic clock.
        courses: what is measured; all that can be had here, when there are none.
    """

    def __init__(self, part: int, parts: int, end: float | None, courses: Sequence[str] | None) -> None:
        self._part, self._parts, self._end = part, parts, end
        self._commit, self._results = commit(), Results(part=f"{part}-{parts}")
        self._courses = courses or [name for name, course in COURSES.items() if _can_be_had(course.platform)]

    def tests(self) -> bool:
        """The tests that the suite leaves out."""
        seed = os.environ.get("PYTHONHASHSEED", "0")
        words = ["--full", "--part", f"{self._part}/{self._parts}", f"--hypothesis-seed={seed}"]
        return subprocess.run([sys.executable, "-m", "pytest", *words], check=False).returncode == 0

    def everywhere(self) -> bool:
        """Each runbook killed at every place."""
        return self._all(
            (("everywhere", course, share), partial(killed_everywhere, course, share))
            for course in self._courses
            for share in SHARES
        )

    def faults(self) -> bool:
        """Each fault at every phase."""
        return self._all(
            (("faults", course, name), partial(faulty_at_every_phase, course, name))
            for course in self._ours(FAULTY)
            for name in FAULTS
        )

    def drift(self) -> bool:
        """Each single thing broken that a runbook leaves."""
        return self._all(
            (("drift", course, share), partial(broken_everywhere, course, share))
            for course in self._ours(DRIFTING)
            for share in SHARES
        )

    def moments(self) -> bool:
        """Builds killed at random until there were enough kills."""
        wanted, kills, good = -(-RANDOM_KILLS // self._parts), 0, True
        seeds = count(self._part, self._parts)
        for course, seed in zip(cycle(self._ours(AT_RANDOM)), seeds, strict=False):
            if kills >= wanted or self._is_late():
                break
            result = self._measured(("moments", course, str(seed)), partial(killed_at_random, course, seed=seed))
            kills, good = kills + result.counts.get("kills", 0), good and result.is_good
        return good

    def _ours(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in self._courses]

    def _all(self, measures: Iterator[tuple[Key, Measure]]) -> bool:
        ours = list(measures)[self._part - 1 :: self._parts]
        results = [self._measured(key, measure) for key, measure in ours if not self._is_late()]
        return all(result.is_good for result in results)

    def _is_late(self) -> bool:
        return self._end is not None and time.monotonic() > self._end

    def _measured(self, key: Key, measure: Measure) -> Result:
        """The result of one measure: the one that is there, or a new one."""
        known = {result.key: result for result in self._results.of(self._commit)}
        if key in known:
            return known[key]
        _say(f"{' '.join(key)} ...")
        started = time.monotonic()
        result = replace(_tried(key, measure), seconds=round(time.monotonic() - started, 1), commit=self._commit)
        self._results.add(result)
        numbers = ", ".join(f"{name} {number}" for name, number in result.counts.items())
        _say(f"{' '.join(key)}: {'good' if result.is_good else 'NOT GOOD'}, {numbers}, {result.seconds:.0f} s")
        return result


def _tried(key: Key, measure: Measure) -> Result:
    """Measure in a folder of its own; what remains of a measure that is not good is kept."""
    with tempfile.TemporaryDirectory(prefix="clprun-crash-") as name:
        folder = Path(name)
        try:
            result = measure(_undisturbed(key[1]), folder)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001  (what went wrong is a result; the others go on)
            result = Result(*key, failed=(traceback.format_exc(),))
        if not result.is_good and (folder / "runs").exists():
            kept = FOLDER / "kept" / "-".join(word.replace(" ", "-") for word in key if word)
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(folder / "runs", kept)
        return result


@cache
def _undisturbed(course: str) -> Undisturbed:
    with tempfile.TemporaryDirectory(prefix="clprun-crash-") as name:
        return undisturbed(course, Path(name))


def _can_be_had(platform: str) -> bool:
    return platform == "linux" or not wanting(windows_home())


def _say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

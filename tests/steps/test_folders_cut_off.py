"""A move that is killed anywhere goes on to its end without the loss of a byte, an owner, a mode or a time."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from clprun.errors import StepFailed
from clprun.model.change import Change
from clprun.model.cluster import Platform
from clprun.model.folders import CopyTree, RemoveTree
from clprun.model.prove import Prove
from clprun.model.question import Answers
from clprun.node.trees import argv, leftovers
from clprun.node.writer import Writer
from clprun.steps.link import Link, LinkWant
from clprun.steps.move_directory import MoveDirectory, MoveDirectoryWant
from tests.node.conftest import RUN
from tests.node.helpers import OneShot, names
from tests.steps.given import target
from tests.support.trees import Tree, fill, tree

MOVE, LINK = MoveDirectory(), Link()

SHIM = """#!/bin/sh
# Counts the calls of a program and kills the whole job before, amid or after one of them.
name=${{0##*/}}
turn=$(($(cat "{counts}/$name" 2>/dev/null || echo 0) + 1))
echo "$turn" >"{counts}/$name"
die() {{ [ "$KILL" != "$name $turn $1" ] || kill -9 0; }}
die before
if [ "$KILL" = "$name $turn amid" ]; then
  for last; do :; done
  case $name in
    cp) mkdir "$last" && /bin/cp -a "{source}/inner" "$last/";;
    rm) /bin/rm -rf "$last/inner" "$last/pipe";;
  esac
  kill -9 0
fi
"/bin/$name" "$@"
code=$?
die after
exit "$code"
"""
PROGRAMS = ("cp", "mv", "rm", "sync")


@dataclass
class Place:
    """A folder to be moved to another file system, on this machine.

    Args:
        home: folder of the test.
        source: what is moved.
        destination: where to.
        before: what the source held.
    """

    home: Path
    source: Path
    destination: Path
    before: Tree

    def __post_init__(self) -> None:
        self.want = MoveDirectoryWant(source=str(self.source), destination=str(self.destination))
        self._writer = Writer(OneShot(), Platform.LINUX, "clu1", run=RUN, state_folder=f"{self.home}/state")
        self._jobs = count()

    def plan(self, *, link: bool = False) -> Change | None:
        want = LinkWant(path=str(self.source), target=str(self.destination))
        asks = LINK.asks(want, target()) if link else MOVE.asks(self.want, target())
        answers = Answers(dict(zip(asks, self._writer.ask([ask.question for ask in asks]), strict=True)))
        return LINK.plan(want, target(), answers) if link else MOVE.plan(self.want, target(), answers)

    def perform(self, change: Change | None, writer: Writer | None = None) -> None:
        for action in change.actions if change else ():
            assert not isinstance(action, Prove)
            (writer or self._writer).perform(action, f"job{next(self._jobs)}")

    def settle(self) -> None:
        """What a resume does: plan from what is there, act, and find nothing more to do."""
        self.perform(self.plan())
        assert self.plan() is None

    def run(self, action: CopyTree | RemoveTree, kill: str = "") -> int:
        """Carry out an action with every program counted, and maybe the job killed at one."""
        counts, shims = self.home / "counts", self.home / "shims"
        shutil.rmtree(counts, ignore_errors=True)
        counts.mkdir()
        shims.mkdir(exist_ok=True)
        for name in PROGRAMS:
            (shims / name).write_text(SHIM.format(counts=counts, source=self.source))
            (shims / name).chmod(0o755)
        environment = {"PATH": f"{shims}:{os.environ['PATH']}", "KILL": kill}
        done = subprocess.run(argv(action), env=environment, start_new_session=True, capture_output=True, check=False)
        return done.returncode

    def moments(self) -> list[str]:
        """Every moment at which the last action could have been killed."""
        calls = {name: int((self.home / "counts" / name).read_text()) for name in names(self.home / "counts")}
        amid = {"cp", "rm"}
        return [
            f"{name} {turn} {when}"
            for name, most in calls.items()
            for turn in range(1, most + 1)
            for when in ("before", "after", *(("amid",) if name in amid else ()))
        ]

    def is_moved(self) -> bool:
        """Whether all is where it should be, and nothing else lies about."""
        assert tree(self.destination) == self.before
        return (names(self.source.parent), names(self.destination.parent)) == ([], ["config"])


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system."""
    folder = Path("/dev/shm") / f"clprun-test-{os.getpid()}-{tmp_path.name}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def place(tmp_path: Path, volume: Path) -> Place:
    (tmp_path / "install").mkdir()
    source = tmp_path / "install" / "config"
    return Place(tmp_path, source, volume / "config", fill(source))


def again(place: Place) -> None:
    """The same folder as before, not moved yet."""
    shutil.rmtree(place.destination.parent)
    place.destination.parent.mkdir()
    shutil.rmtree(place.source.parent)
    place.source.parent.mkdir()
    place.before = fill(place.source)


def test_a_move_between_file_systems(place: Place) -> None:
    place.settle()
    assert place.is_moved()

    place.perform(place.plan(link=True))

    assert place.source.readlink() == place.destination
    assert place.plan() is None
    assert place.plan(link=True) is None


def test_a_move_within_a_file_system(place: Place) -> None:
    (place.home / "shared").mkdir()
    inode = place.source.stat().st_ino
    here = Place(place.home, place.source, place.home / "shared" / "config", place.before)

    here.settle()

    assert here.is_moved()
    assert here.destination.stat().st_ino == inode


@pytest.mark.full
def test_a_copy_that_is_killed_at_any_program_is_made_again(place: Place) -> None:
    copy = CopyTree("clu1", str(place.source), str(place.destination))
    assert place.run(copy) == 0
    for moment in place.moments():
        again(place)
        assert place.run(copy, kill=moment) == -signal.SIGKILL, moment
        assert tree(place.source) == place.before, moment
        assert not place.destination.exists() or tree(place.destination) == place.before, moment

        place.settle()

        assert place.is_moved(), moment


@pytest.mark.full
def test_a_removal_that_is_killed_at_any_program_is_finished(place: Place) -> None:
    copy = CopyTree("clu1", str(place.source), str(place.destination))
    remove = RemoveTree("clu1", str(place.source), str(place.destination))
    assert (place.run(copy), place.run(remove)) == (0, 0)
    for moment in place.moments():
        again(place)
        assert place.run(copy) == 0
        assert place.run(remove, kill=moment) == -signal.SIGKILL, moment
        assert tree(place.destination) == place.before, moment
        assert not place.source.exists() or tree(place.source) == place.before, moment

        place.settle()

        assert place.is_moved(), moment


def test_a_removal_that_is_killed_amid_is_finished_when_a_person_has_linked_since(place: Place) -> None:
    assert place.run(CopyTree("clu1", str(place.source), str(place.destination))) == 0
    assert place.run(RemoveTree("clu1", str(place.source), str(place.destination)), kill="rm 3 amid") != 0
    place.source.symlink_to(place.destination)

    place.settle()

    assert names(place.source.parent) == ["config"]
    assert place.source.readlink() == place.destination
    assert tree(place.destination) == place.before


def test_one_folder_under_two_names_is_never_removed(place: Place) -> None:
    """The install folder is a link to the shared disk itself: what looks like a whole copy is the folder."""
    (place.home / "product").symlink_to(place.source.parent)
    same = Place(place.home, place.home / "product" / "config", place.source, place.before)

    with pytest.raises(StepFailed) as failure:
        same.settle()

    assert failure.value.problem.code == "node.trees_differ"
    assert names(place.source.parent) == ["config"]
    assert tree(place.source) == place.before


@pytest.mark.parametrize("copied", [1, 20, 150, 299])
def test_a_copy_that_is_killed_amid_its_files_is_made_again(place: Place, copied: int) -> None:
    shutil.rmtree(place.source)
    place.before = fill(place.source, files=300)
    action = CopyTree("clu1", str(place.source), str(place.destination))
    half = Path(argv(action)[5]) / "inner"
    with subprocess.Popen(argv(action), start_new_session=True) as job:
        while job.poll() is None and not (half.exists() and len(list(half.iterdir())) >= copied):
            pass
        with suppress(ProcessLookupError):  # it came to its end first
            os.killpg(job.pid, signal.SIGKILL)

    place.settle()

    assert place.is_moved()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_file_that_appears_during_the_copy_is_not_lost(place: Place, moment: str) -> None:
    """Between copy and comparison the copy is thrown away; after it, both stay and a person decides."""
    shims = place.home / "shims"
    shims.mkdir()
    program, there = ("cp", place.source) if moment == "before" else ("mv", place.destination)
    late = f"[ ! -d {place.source} ] || [ ! -d {there} ] || echo late >{place.source}/late"
    (shims / program).write_text(f'#!/bin/sh\n/bin/{program} "$@" || exit\n{late}\n')
    (shims / program).chmod(0o755)
    connection = OneShot("env", f"PATH={shims}:{os.environ['PATH']}", "sh")
    writer = Writer(connection, Platform.LINUX, "clu1", run=RUN, state_folder=f"{place.home}/state")
    change = place.plan()

    with pytest.raises(StepFailed) as failure:
        place.perform(change, writer)

    assert failure.value.problem.code == "node.trees_differ"
    assert (place.source / "late").read_text() == "late\n"
    if moment == "before":
        assert names(place.destination.parent) == []
        (place.source / "late").unlink()
        os.utime(place.source, ns=(10**18, 10**18 - 5))
    else:
        with pytest.raises(StepFailed) as failure:
            place.plan()
        assert failure.value.problem.code == "folder.both_there"
        shutil.rmtree(place.destination)
        place.before = tree(place.source)
    place.settle()
    assert place.is_moved()


def test_a_folder_whose_removal_found_it_changed_has_its_name_back_even_when_that_was_killed(place: Place) -> None:
    """Renamed aside, killed, changed by a process that still had it open: it is put back, and a person decides."""
    remove = RemoveTree("clu1", str(place.source), str(place.destination))
    assert place.run(CopyTree("clu1", str(place.source), str(place.destination))) == 0
    assert place.run(remove, kill="mv 1 after") == -signal.SIGKILL
    aside = Path(leftovers(str(place.source))[0])
    (aside / "late").touch()

    with pytest.raises(StepFailed) as failure:
        place.plan()
    assert failure.value.problem.code == "folder.both_there"
    assert place.run(remove) != 0
    assert (place.source / "late").exists()
    assert not aside.exists()

"""A run that moves a folder to another volume is killed anywhere, and goes on without the loss of a byte."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.api import apply
from tests.engine.test_resume import drive, until
from tests.engine.toys import toy_access, toy_around, toy_prepared
from tests.support.trees import fill, tree

BOOK = Path(__file__).parent / "movebook.yaml"

CUTS = [
    *("acted:move:one:0", "acted:aside:two:0"),
    *(
        pytest.param(cut, marks=pytest.mark.full)
        for cut in ("acted:move:one:1", "done:move:one", "acted:link:one", "acted:aside:two:1", "intended:discard:two")
    ),
]
"""Between the commands; a run of the shipped runbook is cut at all the other places."""


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system."""
    folder = Path("/dev/shm") / f"clprun-test-{os.getpid()}-{tmp_path.name}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def folder(tmp_path: Path, volume: Path) -> Path:
    toy_prepared(tmp_path, BOOK.read_text("utf-8").replace("VOLUME", str(volume)))
    for name in ("one", "two"):
        (tmp_path / "work" / name).mkdir()
    fill(tmp_path / "work" / "one" / "config", files=50)
    fill(tmp_path / "work" / "two" / "config")
    return tmp_path


def assert_right_end(folder: Path, volume: Path, before: object) -> None:
    """The primary's folder lies on the volume as it was, both nodes link to it, and nothing else is left."""
    assert tree(volume / "config") == before
    assert [path.name for path in volume.iterdir()] == ["config"]
    for node in ("one", "two"):
        assert [path.name for path in (folder / "work" / node).iterdir()] == ["config"]
        assert (folder / "work" / node / "config").readlink() == volume / "config"


@pytest.mark.parametrize("cut", CUTS)
def test_a_move_that_is_cut_goes_on_to_the_same_end(folder: Path, volume: Path, cut: str) -> None:
    before = tree(folder / "work" / "one" / "config")
    assert drive(folder, "apply", cut).wait() == -signal.SIGKILL

    assert drive(folder, "resume").wait() == 0

    assert_right_end(folder, volume, before)


def test_a_copy_that_goes_on_without_its_controller_is_waited_for(folder: Path, volume: Path) -> None:
    before = tree(folder / "work" / "one" / "config")
    process = drive(folder, "apply")
    until(lambda: any(volume.iterdir()))
    process.kill()
    process.wait()

    assert drive(folder, "resume").wait() == 0

    assert_right_end(folder, volume, before)


def test_a_second_run_finds_nothing_to_do(folder: Path, volume: Path) -> None:
    before = tree(folder / "work" / "one" / "config")
    prepared = toy_prepared(folder, (folder / "toys.yaml").read_text("utf-8"))
    apply(prepared, toy_access(folder), toy_around(folder))
    assert_right_end(folder, volume, before)
    inode = (folder / "work" / "one" / "config").lstat().st_ino

    apply(prepared, toy_access(folder), toy_around(folder))

    assert_right_end(folder, volume, before)
    assert (folder / "work" / "one" / "config").lstat().st_ino == inode

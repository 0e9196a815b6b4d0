"""What runs leave on a node: looked at without changing it, removed without following anything out of it."""

import os
from pathlib import Path

import pytest

from clprun.errors import StepFailed
from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import RunFolders
from clprun.node.reader import Reader
from clprun.node.runremover import RunFolderRemover
from clprun.transport.local import LocalConnection
from tests.node.helpers import names, shown
from tests.node.windows_double import Answering, printed

STATE = r"C:\Program Files\clprun"


@pytest.fixture
def runs(state_folder: Path) -> Path:
    folder = state_folder / "runs"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def remover(connection: LocalConnection, state_folder: Path) -> RunFolderRemover:
    return RunFolderRemover(connection, "clu1", Platform.LINUX, str(state_folder))


def test_each_run_is_told_with_what_it_takes(reader: Reader, runs: Path, state_folder: Path) -> None:
    for run in ("20260101-000000-a-1", "-x", "two words", "名前"):
        (runs / run / "jobs").mkdir(parents=True)
    (runs / "20260101-000000-a-1" / "jobs" / "output").write_bytes(b"x" * 300_000)
    (runs / "a file").touch()
    (runs / "link").symlink_to("/usr")

    found = reader.ask_one(RunFolders(str(state_folder)))

    assert found.keys() == {"20260101-000000-a-1", "-x", "two words", "名前"}
    assert 293 <= found["20260101-000000-a-1"] < 400


def test_where_no_run_ever_was_there_is_none(reader: Reader, state_folder: Path) -> None:
    assert reader.ask_one(RunFolders(str(state_folder))) == {}
    (state_folder / "runs").mkdir(parents=True)
    assert reader.ask_one(RunFolders(str(state_folder))) == {}


def test_what_can_t_be_looked_at_is_not_taken_for_nothing(reader: Reader, state_folder: Path) -> None:
    state_folder.mkdir()
    (state_folder / "runs").touch()

    with pytest.raises(Unanswerable):
        reader.ask_one(RunFolders(str(state_folder)))


def test_only_the_runs_named_go_and_no_link_is_followed(remover: RunFolderRemover, runs: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    for run in ("R1", "R2", "R10"):
        (runs / run / "jobs" / "j").mkdir(parents=True)
    (runs / "R1" / "jobs" / "link").symlink_to(outside)
    (runs / "R3").symlink_to(outside)

    remover.remove(["R1", "R2", "R3", "R4"])
    remover.remove(["R1"])

    assert names(runs) == ["R10"]
    assert names(outside) == ["kept"]


def test_where_no_run_ever_was_nothing_is_removed(remover: RunFolderRemover) -> None:
    remover.remove(["R1"])


@pytest.mark.parametrize("run", ["", "..", ".", "a/b", "*", "a b", "-r", "$(x)"])
def test_only_the_id_of_a_run_is_removed(remover: RunFolderRemover, runs: Path, run: str) -> None:
    (runs / "R1").mkdir()
    with pytest.raises(ValueError, match="not a plain word"):
        remover.remove(["R1", run])
    assert names(runs) == ["R1"]


def test_what_stays_is_told_with_what_was_said(remover: RunFolderRemover, runs: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to make a file that not even root removes")
    held = runs / "R1" / "held"
    held.parent.mkdir()
    held.touch()
    if os.system(f"chattr +i {held} 2>/dev/null") != 0:
        pytest.skip("this file system knows no immutable files")
    try:
        with pytest.raises(StepFailed) as caught:
            remover.remove(["R1"])
    finally:
        os.system(f"chattr -i {held}")

    assert caught.value.problem.code == "node.run_folders_stay"
    assert "Operation not permitted" in (caught.value.problem.output or "")
    shown(caught.value.problem)


def test_windows_tells_each_run_with_its_files() -> None:
    reader = Reader(
        Answering(
            [
                printed(
                    "clprun-run 20260101-000000-a-1",
                    " Volume in drive C has no label.",
                    " Directory of C:\\Program Files\\clprun\\runs\\20260101-000000-a-1",
                    "2026/01/01  00:00              2049 output",
                    "     Total Files Listed:",
                    "               1 File(s)           2049 bytes",
                    "               0 Dir(s)    1000000000 bytes free",
                    "clprun-run empty",
                ),
                printed(),
                printed("access is denied"),
            ]
        ),
        Platform.WINDOWS,
        "win1",
    )

    found, none, strange = reader.ask([RunFolders(), RunFolders(), RunFolders()])

    assert found == {"20260101-000000-a-1": 3, "empty": 0}
    assert none == {}
    assert isinstance(strange, Unanswerable)


@pytest.mark.parametrize(("exit_code", "stays"), [(0, False), (1, True), (96, True)])
def test_windows_removes_a_run_with_no_link_in_it_by_this_line(exit_code: int, stays: bool) -> None:
    node = Answering([Raw(exit_code, b"")])
    remover = RunFolderRemover(node, "win1", Platform.WINDOWS, "/var/lib/clprun")

    if stays:
        with pytest.raises(StepFailed):
            remover.remove(["R1"])
    else:
        remover.remove(["R1"])

    place, links = rf'"{STATE}\runs\R1"', rf'"{STATE}\R1.links"'
    assert node.lines == [
        (
            rf'echo off&(if not exist "{STATE}\runs\R1\" exit 0)'
            f"&(fsutil reparsepoint query {place} >nul 2>nul&&exit 96)"
            f"&(dir /s /a {place} >{links} 2>nul||exit 1)"
            f'&(findstr /c:"<JUNCTION>" /c:"<SYMLINK" {links}&&(del {links}&exit 96))&del {links}'
            rf'&rd /s /q {place}&(if exist "{STATE}\runs\R1\" exit 1)&exit 0'
        )
    ]
